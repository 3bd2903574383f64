/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_road = {
  .id = "road",
  .title = N_ ("Keep to the lane"),
  .tagline = N_ ("A car that imitates a driver, then outdoes him"),
  .summary
  = N_ ("A camera sees the road, and there are three things to do: left, straight on, right. At "
        "first somebody who knows the road says what he would do wherever the car comes, and the "
        "network imitates him; then it goes on by itself, learns from what its steering brings, "
        "and drives better than he does. It keeps to its lane from end to end of a hundred roads "
        "on which it did not learn."),
  .limits = N_ ("Compared with cars that drive themselves: one road without traffic, drawn in four "
                "greys, at one speed; there is nothing it could run into."),
  .baseline = N_ ("steering at random"),
  .titles = WEFT_TITLES (NC_ ("node", "Lines"), NC_ ("node", "Bends"), NC_ ("node", "Steering"),
                         NC_ ("node", "What it may hope for")),
};
