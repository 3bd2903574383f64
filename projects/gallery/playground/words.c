/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_playground = {
  .id = "playground",
  .title = N_ ("Two rings"),
  .tagline = N_ ("Bend a line until it separates two colours"),
  .summary
  = N_ ("Points in a plane belong to one of two classes, and a small network finds the border "
        "between them. Choose circles, moons, XOR, a spiral or clouds, or paint points of your "
        "own, and see how much of a network each of them takes."),
  .limits
  = N_ ("Compared with large networks: they draw such borders, too, but in spaces of thousands "
        "of dimensions, where nobody can look."),
  .baseline = WEFT_NEAREST_MEAN,
};
