/* words: what the gallery says of this example; its facts stand in example.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/texts.h"

const WeftExampleText weft_example_tumours = {
  .id = "tumours",
  .title = N_ ("Tumours"),
  .tagline = N_ ("Malignant or benign?"),
  .summary
  = N_ ("From thirty measurements of cell nuclei the network tells whether a tumour is malignant. "
        "It is judged in five folds, so that every sample is tested once. Results has its ROC "
        "curve: drag the threshold, say what a missed tumour costs beside a false alarm, and see "
        "which mistakes are left."),
  .limits = N_ ("Compared with a diagnosis: thirty numbers that experts measured under one "
                "microscope; it has never seen a patient, and must not decide alone."),
  .baseline = WEFT_NEAREST_MEAN,
};
