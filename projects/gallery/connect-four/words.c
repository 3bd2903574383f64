/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_connect_four = {
  .id = "connect-four",
  .title = N_ ("Connect four"),
  .tagline = N_ ("Learnt from games against itself"),
  .summary = N_ ("The network knows the rules and nothing else. It plays against itself, led by a "
                 "search that it leads in turn, and is judged by games against a search without a "
                 "network."),
  .limits = N_ ("Compared with AlphaGo Zero, which learnt likewise for days: a game that computers "
                "solved in 1988, and a network that is beaten by whoever looks far enough ahead."),
  .baseline = N_ ("a network that has learnt nothing"),
};
