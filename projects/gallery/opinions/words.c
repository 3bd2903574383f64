/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_opinions = {
  .id = "opinions",
  .title = N_ ("Praise or blame"),
  .tagline = N_ ("A word’s feeling, by its letters"),
  .summary = N_ ("The network has never seen the word and says by groups of its letters whether it "
                 "praises or blames: ‹un and less› blame, ful› and glor praise. Other forms of a "
                 "word may have trained, as faithful has when faithfulness is asked."),
  .limits = N_ ("Compared with systems that follow the mood of millions of messages: single words, "
                "by their letters; it sees no sentence, no irony and no “not”."),
  .baseline = WEFT_COMMONEST,
};
