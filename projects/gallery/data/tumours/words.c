/* words: what the gallery says of this set; whose it is stands in about.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

static const char *const words[] = {
  N_ ("mean_radius"),      N_ ("mean_texture"),
  N_ ("mean_perimeter"),   N_ ("mean_area"),
  N_ ("mean_smoothness"),  N_ ("mean_compactness"),
  N_ ("mean_concavity"),   N_ ("mean_concave_points"),
  N_ ("mean_symmetry"),    N_ ("mean_fractal_dimension"),
  N_ ("radius_error"),     N_ ("texture_error"),
  N_ ("perimeter_error"),  N_ ("area_error"),
  N_ ("smoothness_error"), N_ ("compactness_error"),
  N_ ("concavity_error"),  N_ ("concave_points_error"),
  N_ ("symmetry_error"),   N_ ("fractal_dimension_error"),
  N_ ("worst_radius"),     N_ ("worst_texture"),
  N_ ("worst_perimeter"),  N_ ("worst_area"),
  N_ ("worst_smoothness"), N_ ("worst_compactness"),
  N_ ("worst_concavity"),  N_ ("worst_concave_points"),
  N_ ("worst_symmetry"),   N_ ("worst_fractal_dimension"),
  N_ ("diagnosis"),        NULL,
};

static const char *const classes[] = { N_ ("benign"), N_ ("malignant"), NULL };

const WeftDataText weft_shipped_tumours = {
  .id = "tumours",
  .title = N_ ("Tumours"),
  .about = N_ ("569 samples of breast tissue under a microscope: thirty measurements of the cell "
               "nuclei in each, and whether the tumour was malignant or benign."),
  .classes = classes,
  .words = words,
};
