/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const words[] = {
  N_ ("alcohol"),
  N_ ("malic_acid"),
  N_ ("ash"),
  N_ ("alcalinity_of_ash"),
  N_ ("magnesium"),
  N_ ("total_phenols"),
  N_ ("flavanoids"),
  N_ ("nonflavanoid_phenols"),
  N_ ("proanthocyanins"),
  N_ ("color_intensity"),
  N_ ("hue"),
  N_ ("od280_od315_of_diluted_wines"),
  N_ ("proline"),
  N_ ("cultivar"),
  NULL,
};

/* 59, 71 and 48 wines, in the order of the file's numbers (M. Forina et al. 1988, PARVUS). */
static const char *const classes[] = { N_ ("Barolo"), N_ ("Grignolino"), N_ ("Barbera"), NULL };

const WeftDataText weft_shipped_wine = {
  .id = "wine",
  .title = N_ ("Wines"),
  .about
  = N_ ("178 wines from one region of Italy, grown from three cultivars, with the results of "
        "thirteen chemical measurements."),
  .classes = classes,
  .words = words,
};
