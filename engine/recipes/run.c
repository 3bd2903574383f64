/* run: what the recipes' steps are made of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe.h"

#include <math.h>

WeftExec *
weft_recipe_run_plan (WeftRecipeRun *run, guint plan, WeftBinding binding,
                      const void *const *inputs)
{
  WeftExec *exec = run->find_exec (run, plan, binding);

  if (exec == NULL)
    return NULL;
  run->exec = exec;
  weft_exec_set_inputs (exec, inputs);
  weft_exec_run (exec, run->state->seed, run->state->step);
  return exec;
}

gboolean
weft_recipe_update (WeftRecipeRun *run, guint i, WeftExec *exec)
{
  WeftLane *lane = &run->lanes[i];

  run->exec = exec;
  lane->loss = weft_exec_get_loss (exec);
  if (G_UNLIKELY (!isfinite (lane->loss)))
    return FALSE;
  weft_exec_update (exec, lane->optimizer, &lane->update);
  return isfinite (weft_exec_get_gradient_norm2 (exec));
}
