/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_novel_gru = {
  .id = "novel-gru",
  .title = N_ ("A novel, sign by sign"),
  .tagline = N_ ("Guess what Jane Austen writes next"),
  .summary = N_ ("A recurrent network reads Pride and Prejudice and guesses each character from "
                 "those before it. Watch in Results, beside what Jane Austen wrote, how spelling, "
                 "names and quotation marks come one after another; in Try it, give it a beginning "
                 "to go on with."),
  .limits = N_ ("Compared with large language models: one novel, letter by letter. What it writes "
                "sounds like "
                "sentences, and it knows nothing of what they mean."),
  .baseline = N_ ("each sign by the one before it"),
};
