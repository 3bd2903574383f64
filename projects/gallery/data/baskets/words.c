/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_baskets = {
  .id = "baskets",
  .title = N_ ("Shopping baskets"),
  .about = N_ ("4,557 baskets of a supermarket in New Zealand with what was in them, of 98 groups "
               "of products. From each one product is taken away, to be guessed from the others."),
};
