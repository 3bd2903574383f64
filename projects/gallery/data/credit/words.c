/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const classes[] = { N_ ("bad"), N_ ("good"), NULL };

const WeftDataText weft_shipped_credit = {
  .id = "credit",
  .title = N_ ("Applicants for credit"),
  .about = N_ ("1,000 people who were lent money by a German bank in the 1970s: twenty facts about "
               "each, many of them in words, and whether it was paid back. Sex and origin are "
               "among the facts: look at what the network makes of them."),
  .classes = classes,
};
