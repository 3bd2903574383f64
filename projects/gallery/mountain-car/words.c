/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_mountain_car = {
  .id = "mountain-car",
  .title = N_ ("Mountain car"),
  .tagline = N_ ("Gather way for a hill too steep"),
  .summary
  = N_ ("An engine too weak for the hill: to get up on the right one has to roll back up on the "
        "left first. Each move costs one, the flag ends it, and until the car has been there once "
        "by chance nothing tells the network that there is a flag."),
  .limits = N_ ("Compared with a driver: it knows place and speed exactly, always starts in the "
                "same valley, and needs hundreds of thousands of moves to learn what a child on a "
                "swing knows."),
  .baseline = N_ ("pushing at random"),
};
