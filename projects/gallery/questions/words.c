/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_questions = {
  .id = "questions",
  .title = N_ ("Ask Weft"),
  .tagline = N_ ("Questions and their answers"),
  .summary
  = N_ ("You ask about deep learning or about Weft, in English or Chinese, and the network finds "
        "which of 62 answers fits, also for words that it has not seen asked so."),
  .limits = N_ ("Compared with a chatbot it makes up no sentence: every answer was written "
                "beforehand, it remembers nothing of what was said before, and to any other "
                "question it still gives one of the 62."),
  .baseline = WEFT_COMMONEST,
};
