/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_digit_map = {
  .id = "digit-map",
  .title = N_ ("A map of digits"),
  .tagline = N_ ("Two numbers for every picture, no labels"),
  .summary = N_ ("An encoder gives each picture a place on a plane, and a decoder draws the "
                 "picture again from its place alone. Nobody says which digit it is, and yet the "
                 "same digits come to lie together."),
  .limits = N_ ("Compared with the spaces that large picture models work in, of thousands of "
                "dimensions: two numbers keep the shape of a digit, not the hand that wrote it."),
  .baseline = N_ ("two principal components, and the mean picture"),
  .titles = WEFT_TITLES (NC_ ("node", "Encoder"), NC_ ("node", "Place on the map"),
                         NC_ ("node", "Spread"), NC_ ("node", "Decoder")),
};
