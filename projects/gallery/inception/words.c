/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_inception = {
  .id = "inception",
  .title = N_ ("Inception blocks"),
  .tagline = N_ ("Small and large filters side by side"),
  .summary
  = N_ ("Three blocks look at the same picture with filters of one, three and five pixels at "
        "once and join what they find. Open one and see which of its branches the next layer "
        "listens to."),
  .limits = N_ ("Compared with GoogLeNet, which knew a thousand kinds of things in colour "
                "photographs: ten kinds of clothes, grey, small, and nothing else in the picture."),
  .baseline = WEFT_NEAREST_MEAN,
  .titles = WEFT_TITLES (NC_ ("node", "Inception 1"), NC_ ("node", "Inception 2"),
                         NC_ ("node", "Inception 3")),
};
