/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const pictures[] = {
  N_ ("bricks"), N_ ("cat"),    N_ ("coffee"), N_ ("flower"), N_ ("galaxies"),
  N_ ("grass"),  N_ ("gravel"), N_ ("retina"), N_ ("temple"), NULL,
};

const WeftDataText weft_shipped_textures = {
  .id = "textures",
  .title = N_ ("Pictures"),
  .about
  = N_ ("Pieces of 32×32 pixels, cut out of nine colour pictures. What trains comes from the "
        "left of each picture; what validates and tests comes from the right, in bands, so "
        "that no pixel is in two parts."),
  .classes = pictures,
};
