/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const words[] = {
  N_ ("sepal_length"), N_ ("sepal_width"), N_ ("petal_length"),
  N_ ("petal_width"),  N_ ("species"),     NULL,
};

static const char *const classes[] = { N_ ("setosa"), N_ ("versicolor"), N_ ("virginica"), NULL };

const WeftDataText weft_shipped_iris = {
  .id = "iris",
  .title = N_ ("Irises"),
  .about
  = N_ ("150 irises measured by E. Anderson and made famous by R. A. Fisher in 1936: length and "
        "width of sepal and petal in centimetres, 50 flowers of each of three species."),
  .classes = classes,
  .words = words,
};
