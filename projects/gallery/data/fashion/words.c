/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const clothes[] = {
  N_ ("T-shirt/top"), N_ ("Trouser"), N_ ("Pullover"),
  N_ ("Dress"),       N_ ("Coat"),    N_ ("Sandal"),
  N_ ("Shirt"),       N_ ("Sneaker"), N_ ("Bag"),
  N_ ("Ankle boot"),  NULL,
};

const WeftDataText weft_shipped_fashion = {
  .id = "fashion",
  .title = N_ ("Clothes"),
  .about
  = N_ ("16,000 grey photographs of clothes, 28×28 pixels, as many of each of ten kinds. 1,000 of "
        "them, taken from the test part of Fashion-MNIST, are the test part here too."),
  .classes = clothes,
};
