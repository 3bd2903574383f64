/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_prompts = {
  .id = "prompts",
  .title = N_ ("Spoken prompts"),
  .about
  = N_ ("286 short English announcements of a telephone exchange, numbers, letters and a few "
        "words each, and their texts: four minutes of one voice, at 8,000 Hz. Recordings of "
        "the same text are never in two parts."),
};
