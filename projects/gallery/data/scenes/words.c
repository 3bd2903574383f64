/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const areas[] = {
  N_ ("ground"), N_ ("digit"), N_ ("clothing"), N_ ("shoe"), NULL,
};

const WeftDataText weft_shipped_scenes = {
  .id = "scenes",
  .title = N_ ("Scenes"),
  .about = N_ ("3,000 pictures that the program puts together: a piece of clothing or a shoe, and "
               "one or two "
               "digits, tinted, on a piece of a photograph. Of each pixel it is known what it "
               "belongs to. Clothes, digits and places of the photographs that test never train."),
  .classes = areas,
};
