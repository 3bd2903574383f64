/* bad-op: where numbers first went wrong: the same step again, op by op, everything kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/run/running.h"

static gboolean
is_sound (const float *x, const WeftShape *shape)
{
  gint64 n = weft_shape_count (shape);

  if (x == NULL || shape->type != WEFT_F32)
    return TRUE;
  for (gint64 i = 0; i < n; i++)
    if (!isfinite (x[i]))
      return FALSE;
  return TRUE;
}

/* "weight (given)": a weight that was already wrong. */
static char *
find_bad_weight (const WeftState *state, gint64 *node)
{
  for (guint i = 0; i < state->n_live; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      if (is_sound (entry->value, &entry->shape))
        continue;
      *node = entry->node;
      return g_strdup (entry->name);
    }
  return NULL;
}

static gboolean
step_is_sound (const WeftExec *exec, guint index)
{
  const WeftStep *step = weft_plan_step (exec->plan, index);
  const WeftOpRun *run = &exec->runs[index];
  gboolean sound = TRUE;

  for (guint i = 0; step->backward && i < step->n_in; i++)
    sound = sound && is_sound (run->d_in[i], &step->in_shape[i]);
  for (guint o = 0; !step->backward && o < step->n_out; o++)
    sound = sound && is_sound (run->out[o], &step->out_shape[o]);
  return sound;
}

static char *
describe (const WeftStep *step, gint64 *node)
{
  *node = step->application->node;
  return g_strdup_printf ("%s (%s, %s)", step->application->node_name, step->application->op,
                          step->backward ? _ ("backward") : _ ("forward"));
}

static char *
run_and_look (WeftExec *exec, gint64 *node)
{
  guint begin = 0;

  while (begin < exec->phases->len)
    {
      guint step = g_array_index (exec->phases, WeftExecPhase, begin).step, end = begin;

      while (end < exec->phases->len
             && g_array_index (exec->phases, WeftExecPhase, end).step == step)
        end++;
      weft_exec_run_phases (exec, begin, end);
      if (!step_is_sound (exec, step))
        return describe (weft_plan_step (exec->plan, step), node);
      begin = end;
    }
  return NULL;
}

char *
weft_exec_find_bad_op (WeftExec *exec, guint64 seed, gint64 step, gint64 *node)
{
  WeftPlanOptions options = exec->plan->options;
  g_autoptr (WeftState) state = weft_state_dup (exec->state, NULL);
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftExec) again = NULL;
  char *found;

  *node = 0;
  options.keep_all = TRUE;
  plan = weft_plan_compile (exec->plan->program, &options, NULL);
  if (state == NULL || plan == NULL)
    return NULL;
  found = find_bad_weight (state, node);
  if (found != NULL)
    return found;
  again = weft_exec_new (plan, state, exec->pool, NULL);
  if (again == NULL)
    return NULL;
  weft_exec_set_input (again, exec->x, exec->y);
  weft_exec_set_random (again, seed, step);
  return run_and_look (again, node);
}
