/* bad-op: where numbers first went wrong: the same step again, op by op, everything kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/run/stepping.h"

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

      if (entry->node == WEFT_OWN_NODE || is_sound (entry->value, &entry->shape))
        continue;
      *node = entry->node;
      return g_strdup (entry->name);
    }
  return NULL;
}

/* What the stop has just made; also a share of a gradient, or a sum of them. */
static gboolean
made_sound (const WeftExec *exec, guint index)
{
  const WeftStep *step = weft_plan_step (exec->plan, index);
  const WeftOpRun *run = &exec->runs[index];
  gboolean differentiates = step->backward && step->application != NULL, sound = TRUE;

  for (guint i = 0; differentiates && i < step->n_in; i++)
    sound = sound && is_sound (run->d_in[i], &step->in_shape[i]);
  for (guint o = 0; !differentiates && o < step->n_out; o++)
    sound = sound && is_sound (run->out[o], &step->out_shape[o]);
  return sound;
}

static char *
step_and_look (WeftStepper *stepper, gint64 *node)
{
  WeftStepStop stop;

  while (weft_stepper_get_stop (stepper, weft_stepper_get_cursor (stepper), &stop))
    {
      guint index = stepper->position;

      weft_stepper_forward (stepper);
      if (made_sound (stepper->exec, index))
        continue;
      *node = stop.node;
      return g_strdup_printf ("%s (%s, %s)", stop.node_name, stop.op,
                              stop.part == WEFT_STEP_BACKWARD ? _ ("backward") : _ ("forward"));
    }
  return NULL;
}

char *
weft_exec_find_bad_op (WeftExec *exec, guint64 seed, gint64 step, gint64 *node)
{
  WeftPlanOptions options = exec->plan->options;
  WeftStepSetup setup = {
    .state = exec->state, .pool = exec->pool, .inputs = exec->inputs, .seed = seed, .step = step
  };
  g_autoptr (WeftPlan) plan = NULL;
  g_autoptr (WeftStepper) stepper = NULL;
  char *found = find_bad_weight (exec->state, node);

  if (found != NULL)
    return found;
  *node = 0;
  options.keep_all = TRUE;
  setup.plan = plan = weft_plan_compile (exec->plan->program, &options, NULL);
  stepper = plan != NULL ? weft_stepper_new (&setup, NULL) : NULL;
  if (stepper == NULL)
    return NULL;
  found = step_and_look (stepper, node);
  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_FORWARD, 0 }); /* the state as it was */
  return found;
}
