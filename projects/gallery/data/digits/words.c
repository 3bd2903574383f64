/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_digits = {
  .id = "digits",
  .title = N_ ("Digits"),
  .about
  = N_ ("5,000 handwritten digits of 20×20 pixels, 500 of each, made from MNIST. The last of the "
        "five rows that each digit has on the sheet, 1,000 pictures in all, is the test part: it "
        "is the same for everybody and no network trains on it."),
};
