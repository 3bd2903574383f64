/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const digits[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };

const WeftDataText weft_shipped_digit_hunt = {
  .id = "digit-hunt",
  .title = N_ ("Digits in pictures"),
  .about
  = N_ ("6,000 pictures that the program puts together: one to three handwritten digits of "
        "different sizes and colours on a piece of a photograph, and the box of each. Digits "
        "and places of the photographs that test never train."),
  .classes = digits,
};
