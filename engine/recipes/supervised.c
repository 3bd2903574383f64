/* supervised: every step moves all weights against the gradient of the loss on one batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

static const WeftRecipeLane lanes[] = {
  { .name = "weights" },
  { NULL },
};

static const WeftRecipePlan plans[] = {
  { .name = "train", .mode = WEFT_MODE_TRAIN },
  { NULL },
};

static gboolean
step (WeftRecipeRun *run)
{
  return weft_recipe_learn (run, 0, 0);
}

const char WEFT_RECIPE_TITLE (supervised)[] = N_ ("Supervised");

const WeftRecipe weft_recipe_supervised = {
  .id = "supervised",
  .title = WEFT_RECIPE_TITLE (supervised),
  .summary = N_ ("Learns from data what the loss compares the answer with."),
  .lanes = lanes,
  .plans = plans,
  .step = step,
  .adds_up = TRUE,
};
