/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_credit = {
  .id = "credit",
  .title = N_ ("Credit"),
  .tagline = N_ ("Who pays a loan back?"),
  .summary
  = N_ ("A network weighs twenty facts about an applicant, five of them as rows of numbers that it "
        "learns for each word: open these embeddings and see which words lie close together. Sex, "
        "age and origin are among the facts: Results shows by group whom it turns down, and of "
        "whom it is wrong more often."),
  .limits
  = N_ ("Compared with what banks decide by: a thousand applicants of one bank, decades ago; "
        "what was unfair then is learnt along."),
  .baseline = N_ ("the class whose average is nearest, by the numbers alone"),
  .titles = WEFT_TITLES (NC_ ("node", "Account"), NC_ ("node", "History"), NC_ ("node", "Purpose"),
                         NC_ ("node", "Savings"), NC_ ("node", "Employment")),
};
