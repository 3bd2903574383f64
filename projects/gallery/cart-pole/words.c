/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_cart_pole = {
  .id = "cart-pole",
  .title = N_ ("Cart-pole"),
  .tagline = N_ ("Keep a pole upright by trial and error"),
  .summary
  = N_ ("A cart is pushed to the left or to the right, fifty times a second, so that the pole on "
        "it does not fall. Nobody tells the network how: it tries, and remembers what came of it."),
  .limits
  = N_ ("Compared with DQN, which played Atari from the screen: it is told places and speeds as "
        "four numbers and begins near its goal."),
  .baseline = N_ ("pushing at random"),
};
