/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_grid_world = {
  .id = "grid-world",
  .title = N_ ("Grid world"),
  .tagline = N_ ("Find the way where feet slip"),
  .summary
  = N_ ("Twelve cells, a good end, a bad one, and a floor on which one move in five goes "
        "astray. The network learns what each step is worth; its way keeps clear of the bad "
        "end."),
  .limits = N_ ("Compared with robots that find their way: twelve cells, always the same ones, and "
                "it is told which of them it stands on."),
  .baseline = N_ ("walking at random"),
};
