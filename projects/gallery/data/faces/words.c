/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftDataText weft_shipped_faces = {
  .id = "faces",
  .title = N_ ("Faces"),
  .about
  = N_ ("1,600 pictures of 160 people who do not exist, drawn by the program, ten of each with "
        "different expressions, lights and poses. The people who test never train."),
};
