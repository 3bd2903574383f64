/* supervised: every step moves all weights against the gradient of the loss on one batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/plain.h"

const char WEFT_RECIPE_TITLE (supervised)[] = N_ ("Supervised");

const WeftRecipe weft_recipe_supervised = {
  .id = "supervised",
  .title = WEFT_RECIPE_TITLE (supervised),
  .summary = N_ ("Learns from data what the loss compares the answer with."),
  .lanes = weft_plain_lanes,
  .plans = weft_plain_plans,
  .step = weft_plain_step,
  .adds_up = TRUE,
};
