/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_diamonds = {
  .id = "diamonds",
  .title = N_ ("Diamonds"),
  .tagline = N_ ("What does a stone cost?"),
  .summary
  = N_ ("From nine facts about a stone the network foretells its price in dollars: a number, not a "
        "class. For each grade of cut, colour and clarity it learns one number: look inside these "
        "embeddings, the grades come to lie in their order though nobody told it."),
  .limits = N_ ("Compared with a dealer it has never seen the stone, and its prices are of 2008."),
  .baseline = N_ ("a straight line through the weight alone"),
  .titles = WEFT_TITLES (NC_ ("node", "Cut"), NC_ ("node", "Colour"), NC_ ("node", "Clarity")),
};
