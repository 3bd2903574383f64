/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_baskets = {
  .id = "baskets",
  .title = N_ ("Shopping baskets"),
  .tagline = N_ ("What else belongs in the basket?"),
  .summary
  = N_ ("Half of a basket is hidden, and the network learns to fill it again; then it guesses the "
        "product that was taken out, among those that are not there. What everybody buys is hard "
        "to beat: the goal is to gain three baskets in two hundred."),
  .limits = N_ ("Compared with a shop’s or a news app’s recommender it knows no person and no "
                "order in time, and 98 groups of products instead of millions."),
  .baseline = N_ ("the products bought most that are not in the basket"),
};
