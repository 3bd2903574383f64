/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_sentences = {
  .id = "sentences",
  .title = N_ ("Pleased or not"),
  .tagline = N_ ("What a sentence thinks of it"),
  .summary
  = N_ ("One network reads English and Chinese: two words at a time through a convolution, so that "
        "“not good” can mean something else than “good”. Half of the sentences are kept from it "
        "and say how well it does. Choose a saliency in Inside to see which words decide."),
  .limits = N_ ("Compared with systems that follow the mood of millions of messages: it knows the "
                "words of some five hundred short sentences, no irony and no mixed feelings."),
  .baseline = WEFT_COMMONEST,
};
