/* plain: what rows share that learn all weights from one loss after the other, batch by batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/plain.h"

const WeftRecipeLane weft_plain_lanes[] = {
  { .name = "weights" },
  { NULL },
};

const WeftRecipePlan weft_plain_plans[] = {
  { .name = "train", .mode = WEFT_MODE_TRAIN },
  { NULL },
};

gboolean
weft_plain_step (WeftRecipeRun *run)
{
  return weft_recipe_learn (run, 0, 0);
}
