/* run: what the recipes' steps are made of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

#include <math.h>
#include <string.h>

#include "engine/base/count.h"
#include "engine/base/memory.h"

WeftExec *
weft_recipe_run_plan (WeftRecipeRun *run, guint plan, WeftBinding binding,
                      const void *const *inputs)
{
  WeftExec *exec = run->find_exec (run, plan, &binding);

  if (exec == NULL)
    return NULL;
  run->exec = exec;
  weft_exec_set_inputs (exec, inputs);
  weft_exec_run (exec, run->state->seed,
                 run->state->step * (gint64) MAX (1, run->n_batches) + run->batch_number);
  return G_LIKELY (!weft_exec_is_given_up (exec)) ? exec : NULL;
}

gboolean
weft_recipe_update (WeftRecipeRun *run, guint i, WeftExec *exec)
{
  WeftLane *lane = &run->lanes[i];
  float loss = weft_exec_get_loss (exec);

  run->exec = exec;
  if (G_UNLIKELY (!isfinite (loss)))
    return FALSE;
  lane->loss = loss;
  lane->exec = exec;
  weft_exec_update (exec, lane->optimizer, &lane->update);
  return isfinite (weft_exec_get_gradient_norm2 (exec));
}

static gboolean
learn_batches (WeftRecipeRun *run, guint plan, guint lane)
{
  double loss = 0;
  float *sums = NULL;
  WeftExec *exec;

  for (run->batch_number = 0;; run->next (run))
    {
      double share = (double) run->binding.n / (double) run->samples;

      exec = weft_recipe_run_plan (run, plan, run->binding, run->inputs);
      sums = exec != NULL ? weft_recipe_get_scratch (run, 0, weft_exec_count_gradients (exec))
                          : NULL;
      if (sums == NULL || !isfinite (weft_exec_get_loss (exec)))
        return FALSE;
      weft_exec_add_gradients (exec, sums, (float) share, run->batch_number == 0);
      loss += share * (double) weft_exec_get_loss (exec);
      if (++run->batch_number == run->n_batches)
        break;
    }
  weft_exec_take_gradients (exec, sums);
  if (!weft_recipe_update (run, lane, exec))
    return FALSE;
  run->lanes[lane].loss = (float) loss;
  return TRUE;
}

gboolean
weft_recipe_learn (WeftRecipeRun *run, guint plan, guint lane)
{
  WeftExec *exec;

  if (G_UNLIKELY (run->n_batches > 1))
    return learn_batches (run, plan, lane);
  exec = weft_recipe_run_plan (run, plan, run->binding, run->inputs);
  return exec != NULL && weft_recipe_update (run, lane, exec);
}

gboolean
weft_recipe_learn_made (WeftRecipeRun *run, guint plan, const float *x, const float *y,
                        const float *outcome)
{
  const void *inputs[WEFT_MAX_GIVEN] = { NULL };
  WeftExec *exec;

  weft_recipe_give (run, inputs, "x", x);
  weft_recipe_give (run, inputs, "y", y);
  if (outcome != NULL)
    weft_recipe_give (run, inputs, "outcome", outcome);
  exec = weft_recipe_run_plan (run, plan, run->binding, inputs);
  return exec != NULL && weft_recipe_update (run, 0, exec);
}

WeftExec *
weft_recipe_run_entry (WeftRecipeRun *run, guint plan, const void *const *entry)
{
  WeftBinding binding = weft_recipe_bind (run->plans, plan, run->binding);
  WeftExec *exec = run->find_exec (run, plan, &binding);
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

WeftRecipeValue
weft_recipe_get_value (const WeftRecipeRun *run, const WeftExec *exec, guint role,
                       const char *input)
{
  const WeftProgram *program = weft_exec_get_program (exec);
  int value = weft_program_find_given (program, run->roles[role], input);

  g_return_val_if_fail (value >= 0, ((WeftRecipeValue){ NULL }));
  return (WeftRecipeValue){
    weft_exec_get_value (exec, value),
    (gsize) weft_shape_sample_count (
        &g_array_index (program->values, WeftProgramValue, value).shape),
  };
}

const float *
weft_recipe_get_entry_gradient (const WeftRecipeRun *run, const WeftExec *exec, guint role)
{
  return weft_exec_get_gradient (
      exec, weft_program_find_output (weft_exec_get_program (exec), run->roles[role], 0));
}

void
weft_recipe_bound_weights (const WeftRecipeRun *run, const WeftExec *exec, float bound)
{
  const WeftProgram *program = weft_exec_get_program (exec);

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);
      WeftStateEntry *entry;

      if (value->role != WEFT_VALUE_WEIGHT || weft_exec_get_gradient (exec, (int) i) == NULL)
        continue;
      entry = weft_state_find_value (run->state, value);
      for (gsize k = 0; k < entry->count; k++)
        entry->value[k] = CLAMP (entry->value[k], -bound, bound);
    }
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
weft_recipe_give (const WeftRecipeRun *run, const void *inputs[WEFT_MAX_GIVEN], const char *field,
                  const void *batch)
{
  const GArray *all = run->program->inputs;

  for (guint k = 0; k < all->len && k < WEFT_MAX_GIVEN; k++)
    if (g_str_equal (g_array_index (all, WeftProgramInput, k).field, field))
      inputs[k] = batch;
}

/* What the first loss judges, if it is a number for each action. */
static const float *
get_answer (WeftRecipeRun *run, const WeftExec *exec)
{
  const WeftProgram *program = weft_exec_get_program (exec);
  const WeftProgramLoss *chief = weft_program_get_chief (program);
  const WeftProgramValue *values = &g_array_index (program->values, WeftProgramValue, 0);
  g_autofree char *actions = NULL;

  if (chief != NULL
      && weft_shape_sample_count (&values[chief->prediction].shape) == run->environment->actions)
    return weft_exec_get_value (exec, chief->prediction);
  actions = weft_count_format (run->environment->actions);
  g_set_error (&run->error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("%s calls for a network that gives a number for each of %s actions."),
               _ (run->environment->title), actions);
  return NULL;
}

const float *
weft_recipe_ask (WeftRecipeRun *run, guint plan, const float *x, gint64 n)
{
  const void *inputs[WEFT_MAX_GIVEN] = { NULL };
  WeftBinding binding = run->binding;
  WeftExec *exec;

  binding.n = n;
  weft_recipe_give (run, inputs, "x", x);
  exec = weft_recipe_run_plan (run, plan, binding, inputs);
  return exec != NULL ? get_answer (run, exec) : NULL;
}

static gboolean
is_network (const WeftStateEntry *entry)
{
  return entry->node != WEFT_OWN_NODE;
}

gsize
weft_recipe_count_weights (const WeftProgram *program)
{
  gsize n = 0;

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT || value->role == WEFT_VALUE_BUFFER)
        n += (gsize) weft_shape_count (&value->shape);
    }
  return n;
}

void
weft_recipe_copy_weights (const WeftRecipeRun *run, float *to)
{
  for (guint i = 0; i < run->state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (run->state->entries, WeftStateEntry, i);

      if (!is_network (entry))
        continue;
      memcpy (to, entry->value, entry->count * sizeof *to);
      to += entry->count;
    }
}

void
weft_recipe_swap_weights (const WeftRecipeRun *run, float *other)
{
  for (guint i = 0; i < run->state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (run->state->entries, WeftStateEntry, i);

      for (gsize k = 0; is_network (entry) && k < entry->count; k++, other++)
        {
          float held = entry->value[k];

          entry->value[k] = *other;
          *other = held;
        }
    }
}

void
weft_recipe_share (const WeftRecipeRun *run, WeftSliceFunc func, gpointer data, guint slices)
{
  if (run->pool != NULL && slices > 1)
    weft_pool_run (run->pool, func, data, slices);
  else
    for (guint i = 0; i < slices; i++)
      func (data, i);
}

void
weft_recipe_clear_run (WeftRecipeRun *run)
{
  for (guint i = 0; i < WEFT_MAX_SCRATCH; i++)
    g_clear_pointer (&run->scratch[i].data, weft_memory_free);
  g_clear_error (&run->error);
  *run = (WeftRecipeRun){ NULL };
}
