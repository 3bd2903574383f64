/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_sentences = {
  .id = "sentences",
  .title = N_ ("Pleased or not"),
  .tagline = N_ ("What a sentence thinks of it"),
  .summary
  = N_ ("One network reads English and Chinese: two words at a time through a convolution, whose "
        "findings are averaged. Half of the sentences are kept from it and say how well it does. "
        "Choose a saliency in Inside to see which words decide."),
  .limits = N_ ("Compared with systems that follow the mood of millions of messages: it knows the "
                "words of some five hundred short sentences, no irony, and misses most of what a "
                "“not” turns round."),
  .baseline = WEFT_COMMONEST,
};
