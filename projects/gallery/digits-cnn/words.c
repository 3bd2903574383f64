/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_digits_cnn = {
  .id = "digits-cnn",
  .title = N_ ("Digits with convolutions"),
  .tagline = N_ ("Small filters find strokes anywhere"),
  .summary
  = N_ ("Filters of five by five pixels slide over the digit and find strokes wherever they are. "
        "With them the network makes less than half of the mistakes of a fully connected one."),
  .limits
  = N_ ("Compared with LeNet, which read cheques in banks: its digits come cut out and centred, "
        "and it names a digit even where there is none."),
  .baseline = WEFT_NEAREST_MEAN,
};
