/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_scenes = {
  .id = "scenes",
  .title = N_ ("What each pixel is"),
  .tagline = N_ ("A U-Net cuts out digits and clothes"),
  .summary
  = N_ ("Digits, clothes and shoes lie on pieces of photographs, and the network says of "
        "each pixel what it belongs to. On the way down it sees what, on the way up where, "
        "and the wires between the two halves bring both together."),
  .limits
  = N_ ("Compared with what a car sees the road by: three kinds of things in small pictures "
        "that a program has put together, of which every pixel is known."),
  .baseline = N_ ("calling everything ground"),
  .titles = WEFT_TITLES (NC_ ("node", "Down: 48 × 48"), NC_ ("node", "Down: 24 × 24"),
                         NC_ ("node", "Down: 12 × 12"), NC_ ("node", "Deepest: 6 × 6"),
                         NC_ ("node", "Up: 12 × 12"), NC_ ("node", "Up: 24 × 24"),
                         NC_ ("node", "Up: 48 × 48")),
};
