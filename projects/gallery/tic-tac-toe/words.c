/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_tic_tac_toe = {
  .id = "tic-tac-toe",
  .title = N_ ("Tic-tac-toe"),
  .tagline = N_ ("Learn a game by playing against itself"),
  .summary
  = N_ ("The network knows the rules and nothing else. It plays against itself, and is judged by "
        "games against a search without a network. Play against it while it learns."),
  .limits
  = N_ ("Compared with AlphaGo Zero, which learnt likewise: this game is so small that a search "
        "without a network sees to its end."),
  .baseline = N_ ("a network that has learnt nothing"),
};
