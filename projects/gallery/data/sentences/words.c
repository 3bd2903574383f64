/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const classes[] = { N_ ("negative"), N_ ("positive"), NULL };

const WeftDataText weft_shipped_sentences = {
  .id = "sentences",
  .title = N_ ("Opinions in a sentence"),
  .about = N_ ("Sentences written for Weft, half of them English and half Chinese. They come in "
               "pairs, one that praises and one that complains of the same thing, and a pair "
               "stays in one part."),
  .classes = classes,
};
