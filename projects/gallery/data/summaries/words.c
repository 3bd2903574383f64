/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const words[] = { N_ ("summary"), NULL };

const WeftDataText weft_shipped_summaries = {
  .id = "summaries",
  .title = N_ ("Manuals"),
  .words = words,
  .about = N_ ("What 1,576 functions for graphs and for science take and return, sentence by "
               "sentence, as their manuals say it, and of each sentence how much it shares with "
               "the one line that stands above: ROUGE-1, from 0 to 1. The manuals of one file lie "
               "in one part, so that what tests is about other matters than what trains."),
};
