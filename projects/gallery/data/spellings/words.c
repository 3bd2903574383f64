/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_spellings = {
  .id = "spellings",
  .title = N_ ("English words and their sounds"),
  .about = N_ ("19,521 English words and how they are said: a row of letters, and a row of 39 "
               "sounds, called as the Carnegie Mellon dictionary calls them."),
};
