/* step-sight: what one stop of a step was given and made, copied */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/step-sight.h"

#include "engine/run/stepping.h"

#define NOWHERE ((WeftStepPlace){ .value = -1 })

/* --- of an op --- */

/* Of a storage that is not written yet there is nothing to see. */
static WeftTensor *
copy_storage (const WeftStepper *stepper, int storage, const WeftShape *shape)
{
  const void *numbers = NULL;

  if (storage >= 0 && stepper->made[storage] >= 0
      && (guint) stepper->made[storage] <= stepper->position)
    numbers = weft_exec_resolve (stepper->exec, storage);
  return numbers != NULL ? weft_tensor_new_copy (shape, numbers) : NULL;
}

/* A weight's gradient is written by all its shares: after the first it holds that one alone. */
static WeftTensor *
copy_gradient (const WeftStepper *stepper, int storage, const WeftShape *shape)
{
  const void *numbers = storage >= 0 ? weft_exec_resolve (stepper->exec, storage) : NULL;

  return numbers != NULL ? weft_tensor_new_copy (shape, numbers) : NULL;
}

/* Where a tensor can be typed over, if it can be read there now, and is the same numbers. */
static WeftStepPlace
find_place (const WeftStepper *stepper, WeftStepKind kind, int value, int storage)
{
  const WeftPlan *plan = stepper->exec->plan;
  WeftStepPlace place = { .kind = kind, .value = value };
  int own = -1;

  if (value >= 0)
    own = kind == WEFT_STEP_VALUE ? plan->home[value] : plan->gradient[value];
  if (own < 0 || own != storage || weft_stepper_get (stepper, place, NULL) == NULL)
    return NOWHERE;
  return place;
}

static void
copy_inputs (WeftStepSight *sight, const WeftStepper *stepper, const WeftStep *step)
{
  const WeftProgramOp *op = step->application;

  sight->n_in = step->n_in;
  for (guint i = 0; i < step->n_in; i++)
    {
      int value = op != NULL ? op->in[i] : -1;

      sight->in[i] = op != NULL ? copy_storage (stepper, step->in[i], &step->in_shape[i])
                                : copy_gradient (stepper, step->in[i], &step->in_shape[i]);
      sight->at_in[i] = find_place (stepper, WEFT_STEP_VALUE, value, step->in[i]);
      if (!step->backward || op == NULL)
        continue;
      sight->d_in[i] = copy_gradient (stepper, step->d_in[i], &step->in_shape[i]);
      sight->at_d_in[i] = find_place (stepper, WEFT_STEP_GRADIENT, value, step->d_in[i]);
    }
}

static void
copy_outputs (WeftStepSight *sight, const WeftStepper *stepper, const WeftStep *step)
{
  const WeftProgramOp *op = step->application;

  sight->n_out = step->n_out;
  for (guint o = 0; o < step->n_out; o++)
    {
      int value = op != NULL ? op->out[o] : step->value;
      WeftStepKind kind = op != NULL ? WEFT_STEP_VALUE : WEFT_STEP_GRADIENT;

      sight->out[o] = op != NULL ? copy_storage (stepper, step->out[o], &step->out_shape[o])
                                 : copy_gradient (stepper, step->out[o], &step->out_shape[o]);
      sight->at_out[o] = find_place (stepper, kind, value, step->out[o]);
      if (!step->backward || op == NULL)
        continue;
      sight->d_out[o] = copy_gradient (stepper, step->d_out[o], &step->out_shape[o]);
      sight->at_d_out[o] = find_place (stepper, WEFT_STEP_GRADIENT, value, step->d_out[o]);
    }
}

/* --- of the update --- */

/* The weight and its slots. */
static void
copy_entry (const WeftStepper *stepper, int value, WeftTensor **tensors, WeftStepPlace *places)
{
  const WeftStateEntry *entry = weft_state_find_value (
      stepper->exec->state, weft_program_value (stepper->exec->plan->program, value));

  tensors[0] = weft_tensor_new_copy (&entry->shape, entry->value);
  places[0] = (WeftStepPlace){ WEFT_STEP_VALUE, value, 0 };
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    {
      if (entry->slot[s] != NULL)
        tensors[1 + s] = weft_tensor_new_copy (&entry->shape, entry->slot[s]);
      places[1 + s]
          = entry->slot[s] != NULL ? (WeftStepPlace){ WEFT_STEP_SLOT, value, s } : NOWHERE;
    }
}

static void
set_update (WeftStepSight *sight, const WeftStepper *stepper, int value)
{
  const WeftProgram *program = stepper->exec->plan->program;
  const WeftPace *pace
      = &g_array_index (program->paces, WeftPace, weft_program_value (program, value)->pace);

  sight->optimizer = stepper->optimizer;
  sight->update = stepper->update;
  sight->clip_scale = sight->update.clip_norm > 0 ? stepper->exec->clip_scale : 1;
  sight->update.lr = (float) ((double) sight->update.lr * pace->lr_factor);
  if (pace->decay >= 0)
    sight->update.decay = (float) pace->decay;
}

static void
see_update (WeftStepSight *sight, WeftStepper *stepper)
{
  WeftStepPlace place = { WEFT_STEP_GRADIENT, sight->stop.value, 0 };
  WeftTensor *before[1 + WEFT_MAX_SLOTS] = { NULL };
  WeftStepPlace at[1 + WEFT_MAX_SLOTS];
  const void *gradient = weft_stepper_get (stepper, place, NULL);
  guint position = stepper->position;

  set_update (sight, stepper, sight->stop.value);
  copy_entry (stepper, sight->stop.value, sight->out, sight->at_out);
  sight->in[1] = weft_tensor_new_copy (&sight->out[0]->shape, gradient);
  weft_stepper_run_again (stepper, position - 1);
  copy_entry (stepper, sight->stop.value, before, at);
  weft_stepper_forward (stepper);
  sight->in[0] = before[0];
  sight->at_in[0] = sight->at_in[1] = NOWHERE; /* what was before is no more */
  for (int s = 0; s < WEFT_MAX_SLOTS; s++)
    {
      sight->in[2 + s] = before[1 + s];
      sight->at_in[2 + s] = NOWHERE;
    }
  sight->n_in = 2 + WEFT_MAX_SLOTS;
  sight->n_out = 1 + WEFT_MAX_SLOTS;
}

/* A share that is added in place is no more; it is there once more before the sum. */
static void
see_share_before (WeftStepSight *sight, WeftStepper *stepper, const WeftStep *step)
{
  guint position = stepper->position;

  g_clear_pointer (&sight->in[0], weft_tensor_unref);
  weft_stepper_run_again (stepper, position - 1);
  sight->in[0] = copy_gradient (stepper, step->in[0], &step->in_shape[0]);
  sight->at_in[0] = NOWHERE;
  weft_stepper_forward (stepper);
}

static void
see_op (WeftStepSight *sight, WeftStepper *stepper, const WeftStep *step)
{
  sight->is_training = step->is_training;
  copy_inputs (sight, stepper, step);
  copy_outputs (sight, stepper, step);
  if (step->application == NULL && step->in[0] == step->out[0])
    see_share_before (sight, stepper, step);
}

static void
see_typed (WeftStepSight *sight, const WeftStepper *stepper)
{
  WeftStepCursor now = weft_stepper_get_cursor (stepper);
  guint n;
  const WeftStepEdit *edits = weft_stepper_get_edits (stepper, &n);

  for (guint i = 0; i < n; i++)
    if (edits[i].cursor.part == now.part && edits[i].cursor.index == now.index)
      {
        if (sight->typed == NULL)
          sight->typed = g_array_new (FALSE, FALSE, sizeof *edits);
        g_array_append_val (sight->typed, edits[i]);
      }
}

/* --- */

WeftStepSight *
weft_step_sight_new (WeftStepper *stepper, gint64 step)
{
  WeftStepSight *sight = g_new0 (WeftStepSight, 1);
  WeftPlan *plan = stepper->exec->plan;
  guint at = stepper->position;

  g_atomic_ref_count_init (&sight->ref_count);
  sight->step = step;
  sight->position = at;
  sight->n_stops = stepper->n_forward + stepper->n_backward + stepper->weights->len;
  sight->program = weft_program_ref (plan->program);
  if (at == 0)
    return sight;
  weft_stepper_get_stop (stepper, weft_stepper_to_cursor (stepper, at - 1), &sight->stop);
  see_typed (sight, stepper);
  if (at > plan->steps->len)
    {
      see_update (sight, stepper);
      return sight;
    }
  see_op (sight, stepper, weft_plan_step (plan, at - 1));
  return sight;
}

WeftStepSight *
weft_step_sight_ref (WeftStepSight *sight)
{
  g_atomic_ref_count_inc (&sight->ref_count);
  return sight;
}

static void
clear_tensors (WeftTensor **tensors, guint n)
{
  for (guint i = 0; i < n; i++)
    g_clear_pointer (&tensors[i], weft_tensor_unref);
}

void
weft_step_sight_unref (WeftStepSight *sight)
{
  if (!g_atomic_ref_count_dec (&sight->ref_count))
    return;
  clear_tensors (sight->in, WEFT_OP_MAX_IN);
  clear_tensors (sight->d_in, WEFT_OP_MAX_IN);
  clear_tensors (sight->out, WEFT_OP_MAX_OUT);
  clear_tensors (sight->d_out, WEFT_OP_MAX_OUT);
  g_clear_pointer (&sight->typed, g_array_unref);
  weft_program_unref (sight->program);
  g_free (sight);
}
