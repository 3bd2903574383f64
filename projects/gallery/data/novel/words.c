/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_novel = {
  .id = "novel",
  .title = N_ ("Pride and Prejudice"),
  .about = N_ ("Jane Austen’s novel of 1813, 685,000 characters. The last tenth of the book is the "
               "test part, and nothing of it trains."),
};
