/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const classes[] = { N_ ("negative"), N_ ("positive"), NULL };

const WeftDataText weft_shipped_opinions = {
  .id = "opinions",
  .title = N_ ("Opinion words"),
  .about = N_ ("6,786 English words that praise or blame, each read as the groups of three to five "
               "letters that stand together in it, its beginning ‹ and its end › among them."),
  .classes = classes,
};
