/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_spellings = {
  .id = "spellings",
  .title = N_ ("From letters to sounds"),
  .tagline = N_ ("Read aloud: an encoder and a decoder"),
  .summary
  = N_ ("An encoder reads the letters of an English word, and a decoder writes its sounds one by "
        "one, looking back at the letters by attention. A word counts when every sound is right."),
  .limits = N_ ("Compared with a translator it knows single words of one language, a few dozen "
                "signs on each side, and never needs another order than that of the letters."),
  .baseline = N_ ("the sounds of the known word that begins most alike"),
  .titles = WEFT_TITLES (NC_ ("node", "Letters"), NC_ ("node", "Encoder"), NC_ ("node", "Sounds"),
                         NC_ ("node", "Decoder")),
};
