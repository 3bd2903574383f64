/* denoising: a network is shown samples with noise and is to give them as they were (Vincent et al.
 * 2008); no labels are needed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/plain.h"

static const WeftRecipeRole roles[] = {
  WEFT_REBUILT_ROLE,
  { .name = "noise",
    .title = N_ ("noise"),
    .help = N_ ("A Gaussian noise, or another layer that spoils samples, has to stand behind x of "
                "the data."),
    .layer = "gaussian_noise|random_noise|random_erasing|dropout|random_blur",
    .field = "x",
    .sketch = "data | +noise gaussian_noise std=0.3" },
  { NULL },
};

const char WEFT_RECIPE_TITLE (denoising)[] = N_ ("Denoising");

const WeftRecipe weft_recipe_denoising = {
  .id = "denoising",
  .title = WEFT_RECIPE_TITLE (denoising),
  .summary = N_ ("Without labels: is shown samples with noise, and learns to give them without."),
  .roles = roles,
  .lanes = weft_plain_lanes,
  .plans = weft_plain_plans,
  .step = weft_plain_step,
  .adds_up = TRUE,
};
