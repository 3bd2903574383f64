/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_tang = {
  .id = "tang",
  .title = N_ ("Tang poems"),
  .about = N_ ("313 Chinese poems of the eighth and ninth century with their titles and poets, "
               "30,000 characters. The last tenth of them is the test part."),
};
