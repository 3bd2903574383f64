/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_made_digits = {
  .id = "made-digits",
  .title = N_ ("Digits made to order"),
  .tagline = N_ ("A forger and a judge learn from each other"),
  .summary
  = N_ ("A generator makes the digit that is asked for out of noise; a discriminator learns "
        "to tell made ones from real ones. A third network, which learns to read real digits "
        "alone, says how many made ones are what was ordered."),
  .limits = N_ ("Compared with networks that paint photographs of people: digits of 20×20 pixels, "
                "and only such as many hands have written before."),
  .baseline = N_ ("a picture that is always the same"),
  .titles = WEFT_TITLES (NC_ ("node", "Generator"), NC_ ("node", "The order, as planes"),
                         NC_ ("node", "Discriminator"), NC_ ("node", "Reader of real digits"),
                         NC_ ("node", "The same reader")),
};
