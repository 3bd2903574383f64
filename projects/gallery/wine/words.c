/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_wine = {
  .id = "wine",
  .title = N_ ("Three wines"),
  .tagline = N_ ("Which cultivar is in the glass?"),
  .summary
  = N_ ("Thirteen chemical measurements tell from which of three cultivars a wine was made. They "
        "have very different ranges, so they are standardised first: switch that off and see."),
  .limits = N_ ("Compared with a sommelier: it tells which cultivar of one region was pressed, not "
                "whether the wine is good."),
  .baseline = WEFT_NEAREST_MEAN,
};
