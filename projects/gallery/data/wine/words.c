/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_wine = {
  .id = "wine",
  .title = N_ ("Wines"),
  .about
  = N_ ("178 wines from one region of Italy, grown from three cultivars, with the results of "
        "thirteen chemical measurements."),
};
