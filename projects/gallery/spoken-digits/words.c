/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_spoken_digits = {
  .id = "spoken-digits",
  .title = N_ ("Spoken digits"),
  .tagline = N_ ("Sound becomes a picture of pitches"),
  .summary
  = N_ ("Each recording becomes a picture, pitch over time, in which a small convolutional "
        "network finds the word. The voices that test it have never been heard before."),
  .limits = N_ ("Compared with Siri: ten words, one at a time, of synthetic voices; of people’s "
                "voices, which it has never heard, it gets fewer than half right."),
  .baseline = N_ ("always the same word"),
  .titles = WEFT_TITLES (NC_ ("node", "Near"), NC_ ("node", "Wider"), NC_ ("node", "Widest"),
                         NC_ ("node", "Ever heard")),
};
