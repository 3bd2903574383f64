/* run: what the recipes' steps are made of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

#include <math.h>

#include "engine/base/memory.h"

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

WeftExec *
weft_recipe_run_entry (WeftRecipeRun *run, guint plan, const void *const *entry)
{
  WeftBinding binding = weft_recipe_bind (run->plans, plan, run->binding);
  WeftExec *exec = run->find_exec (run, plan, binding);
  const void *given[WEFT_MAX_GIVEN] = { NULL };
  guint n;

  if (exec == NULL)
    return NULL;
  n = weft_exec_get_program (exec)->inputs->len;
  for (guint i = 0; entry[i] != NULL && n + i < WEFT_MAX_GIVEN; i++)
    given[n + i] = entry[i];
  return weft_recipe_run_plan (run, plan, binding, given);
}

WeftBinding
weft_recipe_bind (const WeftRecipePlan *plans, guint plan, WeftBinding batch)
{
  batch.n *= MAX (1, plans[plan].times);
  return batch;
}

static int
find_input (const WeftProgram *program, gint64 node, const char *input)
{
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      const WeftOp *row = op->node == node ? weft_op_find (op->op, 0) : NULL;

      for (guint i = 0; row != NULL && i < op->n_in; i++)
        if (g_str_equal (weft_op_get_input (row, i)->name, input))
          return op->in[i];
    }
  return -1;
}

WeftRecipeValue
weft_recipe_get_value (const WeftRecipeRun *run, const WeftExec *exec, guint role,
                       const char *input)
{
  const WeftProgram *program = weft_exec_get_program (exec);
  int value = find_input (program, run->roles[role], input);

  g_return_val_if_fail (value >= 0, ((WeftRecipeValue){ NULL }));
  return (WeftRecipeValue){
    weft_exec_get_value (exec, value),
    (gsize) weft_shape_sample_count (
        &g_array_index (program->values, WeftProgramValue, value).shape),
  };
}

float *
weft_recipe_get_scratch (WeftRecipeRun *run, guint i, gsize n)
{
  if (n <= run->scratch[i].n)
    return run->scratch[i].data;
  g_clear_pointer (&run->scratch[i].data, weft_memory_free);
  run->scratch[i].data = weft_memory_new (n * sizeof (float), &run->error);
  run->scratch[i].n = run->scratch[i].data != NULL ? n : 0;
  return run->scratch[i].data;
}

void
weft_recipe_clear_run (WeftRecipeRun *run)
{
  for (guint i = 0; i < WEFT_MAX_SCRATCH; i++)
    g_clear_pointer (&run->scratch[i].data, weft_memory_free);
  g_clear_error (&run->error);
  *run = (WeftRecipeRun){ NULL };
}
