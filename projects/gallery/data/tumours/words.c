/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const classes[] = { N_ ("benign"), N_ ("malignant"), NULL };

const WeftDataText weft_shipped_tumours = {
  .id = "tumours",
  .title = N_ ("Tumours"),
  .about = N_ ("569 samples of breast tissue under a microscope: thirty measurements of the cell "
               "nuclei in each, and whether the tumour was malignant or benign."),
  .classes = classes,
};
