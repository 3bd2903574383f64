/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const words[] = {
  N_ ("carat"),   N_ ("cut"),     N_ ("color"),
  N_ ("clarity"), N_ ("depth"),   NC_ ("column", "table"),
  N_ ("length"),  N_ ("width"),   N_ ("height"),
  N_ ("price"),   N_ ("Fair"),    N_ ("Good"),
  N_ ("Ideal"),   N_ ("Premium"), N_ ("Very Good"),
  NULL,
};

const WeftDataText weft_shipped_diamonds = {
  .id = "diamonds",
  .title = N_ ("Diamonds"),
  .about = N_ ("5,000 of the 53,940 stones of a table of 2008: weight in carats, cut, colour and "
               "clarity as graded, proportions in percent, size in millimetres, and the price in "
               "US dollars. None of one weight and the same grades as another, so that none is "
               "learnt by heart."),
  .words = words,
};
