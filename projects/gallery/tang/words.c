/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_tang = {
  .id = "tang",
  .title = N_ ("Tang poems"),
  .tagline = N_ ("Verses, character by character"),
  .summary = N_ ("The sort of network that reads the novel reads 313 Chinese poems of a thousand "
                 "years ago. Thirty thousand characters are few: see in the curves how soon it "
                 "learns by heart, and stop in time."),
  .limits = N_ ("Compared with a large language model it has read a small book. It goes on with "
                "a beginning character by character, and knows nothing of what the verses mean."),
  .baseline = N_ ("each sign by the one before it"),
};
