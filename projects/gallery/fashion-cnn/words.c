/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_fashion_cnn = {
  .id = "fashion-cnn",
  .title = N_ ("Clothes"),
  .tagline = N_ ("Shirt, coat or pullover?"),
  .summary
  = N_ ("Ten kinds of clothes, photographed and made small, in place of digits. Some of them are "
        "hard to tell apart for people too: look at the worst mistakes."),
  .limits
  = N_ ("Compared with the visual search of a shop: grey pictures of 28×28 pixels with one thing "
        "on black, and ten kinds of them."),
  .baseline = WEFT_NEAREST_MEAN,
};
