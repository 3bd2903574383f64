/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const words[] = {
  N_ ("wind"),
  N_ ("height"),
  NULL,
};

const WeftDataText weft_shipped_tides = {
  .id = "tides",
  .title = N_ ("Tides"),
  .about = N_ ("How high the water stands and how strong the wind blows at a harbour, hour by hour "
               "for 250 days. Nobody measured it: the program adds five tides of moon and sun with "
               "their true periods, and what the wind piles up."),
  .words = words,
};
