/* contrastive_views: each sample is changed in two ways, and the codes of both are to know each
 * other among those of the batch (Chen et al. 2020); no labels are needed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/plain.h"

static const WeftRecipeRole roles[] = {
  { .name = "views",
    .title = N_ ("two views that know each other"),
    .help = N_ ("An InfoNCE has to compare the codes of two views of each sample, each changed by "
                "augmentation and seen by the same weights."),
    .layer = "info_nce",
    .sketch = "alone; data | ?move1 random_shift | grain1 random_noise std=0.2 | ?flat1 flatten | "
              "see1 dense units=64 | bend1 relu | code1 dense units=32; "
              "data | ?move2 random_shift | grain2 random_noise std=0.2 | ?flat2 flatten | "
              "=see1 see2 dense units=64 | bend2 relu | =code1 code2 dense units=32; "
              "code1 | pair.x1 info_nce; code2 | pair.x2" },
  { NULL },
};

const char WEFT_RECIPE_TITLE (contrastive_views)[] = N_ ("Contrastive views");

const WeftRecipe weft_recipe_contrastive_views = {
  .id = "contrastive_views",
  .title = WEFT_RECIPE_TITLE (contrastive_views),
  .summary = N_ ("Without labels: two views of a sample learn to know each other among all."),
  .roles = roles,
  .lanes = weft_plain_lanes,
  .plans = weft_plain_plans,
  .step = weft_plain_step,
  .adds_up = TRUE,
};
