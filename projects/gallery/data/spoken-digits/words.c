/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const classes[] = {
  N_ ("zero"), N_ ("one"),   N_ ("two"),   N_ ("three"), N_ ("four"), N_ ("five"),
  N_ ("six"),  N_ ("seven"), N_ ("eight"), N_ ("nine"),  NULL,
};

const WeftDataText weft_shipped_spoken_digits = {
  .id = "spoken-digits",
  .title = N_ ("Spoken digits"),
  .about = N_ ("600 recordings of the words zero to nine, spoken by 60 synthetic voices. The 120 "
               "recordings of twelve of these voices are the test part: what tests is said by "
               "nobody who trains."),
  .classes = classes,
};
