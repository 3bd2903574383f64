/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_digit_hunt = {
  .id = "digit-hunt",
  .title = N_ ("Find the digits"),
  .tagline = N_ ("One look, all boxes"),
  .summary
  = N_ ("One to three digits are hidden in a piece of a photograph. In one pass each of 36 "
        "cells says whether the middle of a digit lies in it, which one, and how large its "
        "box is."),
  .limits = N_ ("Compared with YOLO, which finds eighty kinds of things in photographs: ten kinds, "
                "drawn in one colour, hardly ever one behind the other."),
  .baseline = N_ ("finding nothing"),
  .titles
  = WEFT_TITLES (NC_ ("node", "Strokes"), NC_ ("node", "Bends"), NC_ ("node", "Parts"),
                 NC_ ("node", "Wholes"), NC_ ("node", "What is around"), NC_ ("node", "36 cells")),
};
