/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_novel_transformer = {
  .id = "novel-transformer",
  .title = N_ ("A small transformer"),
  .tagline = N_ ("The same novel, by attention"),
  .summary = N_ ("Three layers of a transformer read Pride and Prejudice as the recurrent network "
                 "beside it does: no step sees a later one, and each looks back at whichever of "
                 "the last 64 characters it wants. See who looks at whom."),
  .limits = N_ ("Compared with GPT-2 it is hundreds of times smaller and has read one book; in "
                "about the same time it comes about as far as the recurrent network."),
  .baseline = N_ ("each sign by the one before it"),
};
