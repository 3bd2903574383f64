/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_dream = {
  .id = "dream",
  .title = N_ ("Dreams"),
  .tagline = N_ ("Nine pictures, and what excites a unit"),
  .summary = N_ (
      "A network learns to tell from which of nine pictures a small piece was cut. Then it can "
      "dream: switch off Bypass at Free input, mute Cross-entropy, switch off Mute at Excitation, "
      "choose the recipe Input and train on. Now only the picture learns what excites a channel."),
  .limits = N_ ("Compared with DeepDream, whose network had seen a million photographs: nine "
                "pictures; it dreams of bricks and petals, not of dogs."),
  .baseline = WEFT_NEAREST_MEAN,
  .titles = WEFT_TITLES (NC_ ("node", "Edges and colours"), NC_ ("node", "Textures"),
                         NC_ ("node", "Parts")),
};
