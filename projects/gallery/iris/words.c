/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_iris = {
  .id = "iris",
  .title = N_ ("Three irises"),
  .tagline = N_ ("Four measurements, three flowers"),
  .summary = N_ ("From the length and width of petals and sepals the network tells which of three "
                 "irises it is. The data set has served to try methods since 1936, and is small "
                 "enough to look at every flower."),
  .limits
  = N_ ("Compared with an app that names plants: 150 flowers of three species, measured by hand; "
        "it calls any flower an iris."),
  .baseline = WEFT_NEAREST_MEAN,
};
