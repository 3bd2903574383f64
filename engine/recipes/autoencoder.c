/* autoencoder: a network gives again what it was shown, through a place that is too narrow to hand
 * it on as it is (Hinton and Salakhutdinov 2006); no labels are needed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/plain.h"

static const WeftRecipeRole roles[] = {
  WEFT_REBUILT_ROLE,
  { NULL },
};

const char WEFT_RECIPE_TITLE (autoencoder)[] = N_ ("Autoencoder");

const WeftRecipe weft_recipe_autoencoder = {
  .id = "autoencoder",
  .title = WEFT_RECIPE_TITLE (autoencoder),
  .summary = N_ ("Without labels: learns to give again what it was shown, through a narrow place."),
  .roles = roles,
  .lanes = weft_plain_lanes,
  .plans = weft_plain_plans,
  .step = weft_plain_step,
  .adds_up = TRUE,
};
