/* stepper: the stops of a step, and the cursor's ways among them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/run/stepping.h"

static guint
count_stops (const WeftStepper *stepper)
{
  return stepper->n_forward + stepper->n_backward + stepper->weights->len;
}

/* --- beginning --- */

static gpointer
copy (const void *from, gsize bytes, GError **error)
{
  gpointer to = weft_memory_new (bytes, error);

  if (to != NULL)
    memcpy (to, from, bytes);
  return to;
}

static gboolean
take_batch (WeftStepMemory *batch, const void *given, const WeftProgram *program, int value,
            GError **error)
{
  if (given == NULL)
    return TRUE;
  batch->bytes = weft_shape_bytes (&weft_program_value (program, value)->shape);
  batch->now = copy (given, batch->bytes, error);
  batch->first = batch->now != NULL ? copy (given, batch->bytes, error) : NULL;
  return batch->first != NULL;
}

static gboolean
take_memory (WeftStepper *stepper, const WeftStepSetup *setup, GError **error)
{
  const WeftProgram *program = setup->plan->program;
  WeftState *state = setup->state;

  stepper->block.now = state->block;
  stepper->block.bytes = state->block_bytes;
  stepper->block.first = copy (state->block, state->block_bytes, error);
  if (stepper->block.first == NULL)
    return FALSE;
  stepper->inputs = g_new0 (WeftStepMemory, program->inputs->len + 1);
  stepper->n_inputs = program->inputs->len;
  for (guint i = 0; i < stepper->n_inputs; i++)
    if (!take_batch (&stepper->inputs[i], setup->inputs[i], program,
                     weft_program_input (program, i)->value, error))
      return FALSE;
  return TRUE;
}

static void
find_phases (WeftStepper *stepper)
{
  const GArray *phases = stepper->exec->phases;
  guint steps = stepper->exec->plan->steps->len, at = 0;

  stepper->first_phase = g_new0 (guint, steps + 1);
  for (guint i = 0; i <= steps; i++)
    {
      while (at < phases->len && g_array_index (phases, WeftExecPhase, at).step < i)
        at++;
      stepper->first_phase[i] = at;
    }
}

static void
note_made (WeftStepper *stepper, const int *storages, guint n, guint position)
{
  for (guint i = 0; i < n; i++)
    if (storages[i] >= 0)
      stepper->made[storages[i]] = (int) position;
}

/* With everything kept a storage is written by one step, or by all shares of a weight's gradient:
 * the last one counts. */
static void
find_makers (WeftStepper *stepper)
{
  WeftPlan *plan = stepper->exec->plan;

  stepper->made = g_new (int, plan->storages->len + 1);
  for (guint i = 0; i < plan->storages->len; i++)
    stepper->made[i] = -1;
  for (guint i = 0; i < plan->steps->len; i++)
    {
      const WeftStep *step = weft_plan_step (plan, i);

      stepper->n_forward += !step->backward;
      stepper->n_backward += step->backward;
      if (!step->backward || step->application == NULL)
        note_made (stepper, step->out, step->n_out, i + 1);
      else
        note_made (stepper, step->d_in, step->n_in, i + 1);
    }
  for (guint i = 0; i < plan->storages->len; i++)
    {
      const WeftStorage *storage = weft_plan_storage (plan, i);

      if (storage->is_constant)
        stepper->made[i] = (int) stepper->n_forward;
      else if (storage->home != WEFT_HOME_ARENA && storage->home != WEFT_HOME_GRADIENT)
        stepper->made[i] = 0;
    }
}

static void
find_weights (WeftStepper *stepper)
{
  const WeftPlan *plan = stepper->exec->plan;

  for (int i = 0; stepper->optimizer != NULL && i < (int) plan->program->values->len; i++)
    if (plan->has_gradient[i])
      g_array_append_val (stepper->weights, i);
}

static void
give_inputs (WeftStepper *stepper)
{
  g_autofree const void **inputs = g_new0 (const void *, stepper->n_inputs + 1);

  for (guint i = 0; i < stepper->n_inputs; i++)
    inputs[i] = stepper->inputs[i].now;
  weft_exec_set_inputs (stepper->exec, inputs);
}

WeftStepper *
weft_stepper_new (const WeftStepSetup *setup, GError **error)
{
  g_autoptr (WeftStepper) stepper = g_new0 (WeftStepper, 1);

  stepper->weights = g_array_new (FALSE, FALSE, sizeof (int));
  stepper->edits = g_array_new (FALSE, FALSE, sizeof (WeftStepEdit));
  g_return_val_if_fail (setup->plan->options.keep_all, NULL);
  g_return_val_if_fail (setup->plan->options.mode == WEFT_MODE_TRAIN, NULL);
  if (!take_memory (stepper, setup, error))
    return NULL;
  stepper->exec = weft_exec_new (setup->plan, setup->state, setup->pool, error);
  if (stepper->exec == NULL)
    return NULL;
  stepper->optimizer = setup->optimizer;
  if (setup->optimizer != NULL)
    stepper->update = *setup->update;
  find_phases (stepper);
  find_makers (stepper);
  find_weights (stepper);
  give_inputs (stepper);
  weft_exec_set_random (stepper->exec, setup->seed, setup->step);
  return g_steal_pointer (&stepper);
}

void
weft_stepper_free (WeftStepper *stepper)
{
  if (stepper == NULL)
    return;
  weft_exec_free (stepper->exec);
  weft_memory_free (stepper->block.first);
  for (guint i = 0; i < stepper->n_inputs; i++)
    {
      weft_memory_free (stepper->inputs[i].first);
      weft_memory_free (stepper->inputs[i].now);
    }
  g_free (stepper->inputs);
  g_free (stepper->first_phase);
  g_free (stepper->made);
  g_array_unref (stepper->weights);
  g_array_unref (stepper->edits);
  g_free (stepper);
}

/* --- stops --- */

guint
weft_stepper_get_n_stops (const WeftStepper *stepper, WeftStepPart part)
{
  const guint n[] = { stepper->n_forward, stepper->n_backward, stepper->weights->len };

  return n[part];
}

guint
weft_stepper_to_position (const WeftStepper *stepper, WeftStepCursor cursor)
{
  const guint begin[] = { 0, stepper->n_forward, stepper->n_forward + stepper->n_backward };
  guint most = count_stops (stepper);

  return cursor.index > most ? most : MIN (begin[cursor.part] + cursor.index, most);
}

WeftStepCursor
weft_stepper_to_cursor (const WeftStepper *stepper, guint position)
{
  guint index = position;

  if (index < stepper->n_forward)
    return (WeftStepCursor){ WEFT_STEP_FORWARD, index };
  index -= stepper->n_forward;
  if (index < stepper->n_backward)
    return (WeftStepCursor){ WEFT_STEP_BACKWARD, index };
  return (WeftStepCursor){ WEFT_STEP_UPDATE, index - stepper->n_backward };
}

WeftStepCursor
weft_stepper_get_cursor (const WeftStepper *stepper)
{
  return weft_stepper_to_cursor (stepper, stepper->position);
}

const char *
weft_stepper_find_node_name (const WeftStepper *stepper, gint64 node)
{
  const WeftProgram *program = stepper->exec->plan->program;

  for (guint i = 0; i < program->ops->len; i++)
    if (weft_program_op (program, i)->node == node)
      return weft_program_op (program, i)->node_name;
  return NULL;
}

static WeftStepStop
describe_update (const WeftStepper *stepper, guint index)
{
  const WeftProgram *program = stepper->exec->plan->program;
  int value = g_array_index (stepper->weights, int, index);
  gint64 node = weft_program_value (program, value)->node;

  return (WeftStepStop){ .part = WEFT_STEP_UPDATE,
                         .node = node,
                         .node_name = weft_stepper_find_node_name (stepper, node),
                         .op = stepper->optimizer->id,
                         .value = value };
}

gboolean
weft_stepper_get_stop (const WeftStepper *stepper, WeftStepCursor cursor, WeftStepStop *stop)
{
  guint position = weft_stepper_to_position (stepper, cursor);
  const WeftStep *step;

  if (position >= count_stops (stepper))
    return FALSE;
  if (position >= stepper->exec->plan->steps->len)
    {
      *stop = describe_update (stepper, position - stepper->exec->plan->steps->len);
      return TRUE;
    }
  step = weft_plan_step (stepper->exec->plan, position);
  *stop = (WeftStepStop){ .part = step->backward ? WEFT_STEP_BACKWARD : WEFT_STEP_FORWARD,
                          .op = step->op->id,
                          .application = step->application ? step->application : step->share,
                          .value = step->value };
  stop->node = stop->application->node;
  stop->node_name = stop->application->node_name;
  return TRUE;
}

/* --- ways --- */

static void
run_stop (WeftStepper *stepper)
{
  guint steps = stepper->exec->plan->steps->len, at = stepper->position++;

  if (at < steps)
    weft_exec_run_phases (stepper->exec, stepper->first_phase[at], stepper->first_phase[at + 1]);
  else if (isfinite (*stepper->exec->loss)) /* as in weft_exec_step */
    weft_exec_update_weight (stepper->exec, stepper->optimizer, &stepper->update,
                             g_array_index (stepper->weights, int, at - steps));
  weft_stepper_make_edits (stepper);
}

static void
bring_back (const WeftStepMemory *memory)
{
  if (memory->first != NULL)
    memcpy (memory->now, memory->first, memory->bytes);
}

void
weft_stepper_run_again (WeftStepper *stepper, guint position)
{
  bring_back (&stepper->block);
  for (guint i = 0; i < stepper->n_inputs; i++)
    bring_back (&stepper->inputs[i]);
  weft_exec_set_constants (stepper->exec);
  stepper->position = 0;
  weft_stepper_make_edits (stepper);
  while (stepper->position < position)
    run_stop (stepper);
}

gboolean
weft_stepper_forward (WeftStepper *stepper)
{
  if (stepper->position >= count_stops (stepper))
    return FALSE;
  run_stop (stepper);
  return TRUE;
}

gboolean
weft_stepper_back (WeftStepper *stepper)
{
  if (stepper->position == 0)
    return FALSE;
  weft_stepper_run_again (stepper, stepper->position - 1);
  return TRUE;
}

void
weft_stepper_seek (WeftStepper *stepper, WeftStepCursor cursor)
{
  guint position = weft_stepper_to_position (stepper, cursor);

  if (position < stepper->position)
    weft_stepper_run_again (stepper, position);
  while (stepper->position < position)
    run_stop (stepper);
}

const WeftExec *
weft_stepper_get_exec (const WeftStepper *stepper)
{
  return stepper->exec;
}
