/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_digits_mlp = {
  .id = "digits-mlp",
  .title = N_ ("Handwritten digits"),
  .tagline = N_ ("Every pixel to every unit"),
  .summary
  = N_ ("A fully connected network learns to read digits that many hands have written. It sees "
        "no neighbours among the pixels, only 400 numbers, and still reads most of them."),
  .limits
  = N_ ("Compared with readers of cheques and postcodes: its digits are cut out, centred and "
        "never more than one at a time."),
  .baseline = WEFT_NEAREST_MEAN,
};
