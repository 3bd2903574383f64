/* exec: resolves a plan's storages into pointers once, then runs phase after phase */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <cblas.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/base/memory.h"
#include "engine/run/running.h"

#define POOL_COST 8000.0 /* ns: below, waking the pool costs more than it saves */

static gpointer
init_blas_cb (gpointer user)
{
  openblas_set_num_threads (1); /* more threads inside would change the bits */
  return NULL;
}

static const WeftStateEntry *
find_entry (const WeftExec *exec, const WeftStorage *storage)
{
  const WeftProgramValue *value = weft_program_value (exec->plan->program, storage->value);

  return weft_state_find_value (exec->state, value);
}

void *
weft_exec_resolve (const WeftExec *exec, int index)
{
  const WeftStorage *storage = index < 0 ? NULL : weft_plan_storage (exec->plan, index);

  if (storage == NULL)
    return NULL;
  switch (storage->home)
    {
    case WEFT_HOME_ARENA:
      return storage->first < 0 ? NULL : exec->arena + storage->offset;
    case WEFT_HOME_GRADIENT:
      return exec->arena + storage->offset;
    case WEFT_HOME_STATE:
      return find_entry (exec, storage)->value;
    case WEFT_HOME_INPUT:
      return (void *) exec->inputs[storage->input];
    }
  return NULL;
}

static gboolean
check_state (const WeftExec *exec, GError **error)
{
  const WeftProgram *program = exec->plan->program;

  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (program, i);
      const WeftStateEntry *entry;

      if (value->role != WEFT_VALUE_WEIGHT && value->role != WEFT_VALUE_BUFFER)
        continue;
      entry = weft_state_find_value (exec->state, value);
      if (entry == NULL || entry->learnt != (value->role == WEFT_VALUE_WEIGHT)
          || !weft_shape_equal (&entry->shape, &value->shape))
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The stored weights do not fit the network (“%s” of node %" PRId64 ")."),
                       value->name, value->node);
          return FALSE;
        }
    }
  return TRUE;
}

static void
note_place (WeftExec *exec, int index, gpointer place)
{
  const WeftStorage *storage = index < 0 ? NULL : weft_plan_storage (exec->plan, index);

  if (storage != NULL && storage->home == WEFT_HOME_INPUT)
    g_ptr_array_add (exec->places[storage->input], place);
}

/* Remembers what of the runs is the batch itself, under whatever shape, or a gradient that is
 * given. */
static void
note_batch (WeftExec *exec, WeftOpRun *run, const WeftStep *step)
{
  for (guint i = 0; i < step->n_in; i++)
    note_place (exec, step->in[i], &run->in[i]);
  for (guint o = 0; o < step->n_out; o++)
    note_place (exec, step->d_out[o], &run->d_out[o]);
}

static void
bind_run (WeftExec *exec, WeftOpRun *run, const WeftStep *step)
{
  run->attrs = step->application != NULL ? step->application->attrs : NULL;
  run->n_in = step->n_in;
  run->n_out = step->n_out;
  run->in_shape = step->in_shape;
  run->out_shape = step->out_shape;
  for (guint i = 0; i < step->n_in; i++)
    {
      run->in[i] = weft_exec_resolve (exec, step->in[i]);
      run->d_in[i] = weft_exec_resolve (exec, step->d_in[i]);
    }
  for (guint o = 0; o < step->n_out; o++)
    {
      run->out[o] = weft_exec_resolve (exec, step->out[o]);
      run->d_out[o] = weft_exec_resolve (exec, step->d_out[o]);
    }
  run->saved = weft_exec_resolve (exec, step->saved);
  run->workspace = weft_exec_resolve (exec, step->workspace);
  run->training = step->is_training;
  run->random.stream = step->application != NULL ? step->application->stream : 0;
  note_batch (exec, run, step);
  if (step->op->is_random)
    g_ptr_array_add (exec->random, run);
}

static void
add_phases (WeftExec *exec, const WeftOpRun *run, const WeftStep *step, guint index)
{
  gboolean is_sum = step->application == NULL;
  const WeftPhase *phases = step->backward && !is_sum ? step->op->backward : step->op->forward;
  gboolean has_threads = exec->pool != NULL && weft_pool_get_threads (exec->pool) > 1;

  for (int i = 0; i < WEFT_OP_MAX_PHASES && phases[i].run != NULL; i++)
    {
      WeftExecPhase phase = {
        .run = phases[i].run,
        .op = run,
        .slices = phases[i].slices != NULL ? phases[i].slices (run) : 1,
        .step = index,
      };

      phase.is_pooled = has_threads && phase.slices > 1 && step->cost > POOL_COST;
      if (phase.slices > 0)
        g_array_append_val (exec->phases, phase);
    }
}

static void
bind_steps (WeftExec *exec)
{
  WeftPlan *plan = exec->plan;

  exec->runs = g_new0 (WeftOpRun, plan->steps->len + 1);
  for (guint i = 0; i < plan->steps->len; i++)
    bind_run (exec, &exec->runs[i], weft_plan_step (plan, i));
  weft_exec_find_tables (exec);
  for (guint i = 0; i < plan->steps->len; i++)
    add_phases (exec, &exec->runs[i], weft_plan_step (plan, i), i);
}

void
weft_exec_set_constants (WeftExec *exec)
{
  for (guint i = 0; i < exec->plan->storages->len; i++)
    {
      const WeftStorage *storage = weft_plan_storage (exec->plan, i);

      if (storage->is_constant && storage->value >= 0)
        memset (weft_exec_resolve (exec, (int) i), 0, storage->bytes);
      else if (storage->is_constant)
        *(float *) weft_exec_resolve (exec, (int) i) = 1.0f;
    }
}

static void
prepare_inputs (WeftExec *exec)
{
  guint n = exec->plan->n_given;

  exec->inputs = g_new0 (const void *, n + 1);
  exec->places = g_new0 (GPtrArray *, n + 1);
  for (guint i = 0; i < n; i++)
    exec->places[i] = g_ptr_array_new ();
}

static void
find_loss (WeftExec *exec)
{
  int loss = exec->plan->loss;

  if (loss >= 0)
    exec->loss = weft_exec_resolve (exec, exec->plan->home[loss]);
}

WeftExec *
weft_exec_new (WeftPlan *plan, WeftState *state, WeftPool *pool, GError **error)
{
  static GOnce blas = G_ONCE_INIT;
  g_autoptr (WeftExec) exec = g_new0 (WeftExec, 1);

  g_once (&blas, init_blas_cb, NULL);
  weft_float_prepare_thread ();
  exec->plan = weft_plan_ref (plan);
  exec->state = state;
  exec->pool = pool;
  exec->phases = g_array_new (FALSE, FALSE, sizeof (WeftExecPhase));
  exec->random = g_ptr_array_new ();
  prepare_inputs (exec);
  exec->kernels = weft_gradient_kernels (plan->options.level);
  if (!check_state (exec, error))
    return NULL;
  exec->arena = weft_memory_new (MAX (plan->arena_bytes, WEFT_ALIGN), error);
  if (exec->arena == NULL)
    return NULL;
  bind_steps (exec);
  weft_exec_set_constants (exec);
  find_loss (exec);
  weft_exec_init_update (exec);
  return g_steal_pointer (&exec);
}

void
weft_exec_free (WeftExec *exec)
{
  if (exec == NULL)
    return;
  weft_exec_clear_update (exec);
  g_clear_pointer (&exec->times, weft_exec_times_free);
  weft_plan_unref (exec->plan);
  weft_memory_free (exec->arena);
  g_free (exec->runs);
  g_array_unref (exec->phases);
  g_clear_pointer (&exec->tables, g_array_unref);
  for (guint i = 0; exec->places[i] != NULL; i++)
    g_ptr_array_unref (exec->places[i]);
  g_free (exec->places);
  g_free (exec->inputs);
  g_ptr_array_unref (exec->random);
  g_free (exec);
}

void
weft_exec_set_inputs (WeftExec *exec, const void *const *inputs)
{
  guint n = exec->plan->n_given;

  for (guint k = 0; k < n; k++)
    {
      if (inputs[k] == exec->inputs[k])
        continue;
      for (guint i = 0; i < exec->places[k]->len; i++)
        *(const void **) exec->places[k]->pdata[i] = inputs[k];
      exec->inputs[k] = inputs[k];
    }
}

static void
run_slice_cb (gpointer data, guint slice)
{
  const WeftExecPhase *phase = data;

  phase->run (phase->op, slice);
}

void
weft_exec_run_phases (WeftExec *exec, guint begin, guint end)
{
  WeftExecPhase *phase = &g_array_index (exec->phases, WeftExecPhase, 0) + begin;

  for (guint i = begin; i < end; i++, phase++)
    if (phase->is_pooled)
      weft_pool_run (exec->pool, run_slice_cb, phase, phase->slices);
    else
      for (guint slice = 0; slice < phase->slices; slice++)
        phase->run (phase->op, slice);
}

void
weft_exec_set_random (WeftExec *exec, guint64 seed, gint64 step)
{
  for (guint i = 0; i < exec->random->len; i++)
    {
      WeftOpRun *run = exec->random->pdata[i];

      run->random.seed = seed;
      run->random.step = (guint64) step;
    }
}

void
weft_exec_run (WeftExec *exec, guint64 seed, gint64 step)
{
  weft_exec_set_random (exec, seed, step);
  exec->norms_are_known = FALSE;
  if (G_UNLIKELY (exec->times != NULL))
    weft_exec_run_timed (exec);
  else if (G_UNLIKELY (exec->interrupt != NULL))
    weft_exec_run_hearing (exec);
  else
    weft_exec_run_phases (exec, 0, exec->phases->len);
}

void
weft_exec_step (WeftExec *exec, const WeftOptimizer *optimizer, const WeftUpdate *update,
                guint64 seed, gint64 step)
{
  weft_exec_run (exec, seed, step);
  if (isfinite (*exec->loss))
    weft_exec_update (exec, optimizer, update);
}

const WeftProgram *
weft_exec_get_program (const WeftExec *exec)
{
  return exec->plan->program;
}

float
weft_exec_get_loss (const WeftExec *exec)
{
  return exec->loss != NULL ? *exec->loss : NAN;
}

const void *
weft_exec_get_value (const WeftExec *exec, int value)
{
  if (value < 0 || !exec->plan->is_result[value])
    return NULL;
  return weft_exec_resolve (exec, exec->plan->home[value]);
}

float *
weft_exec_get_gradients (WeftExec *exec, gsize *n)
{
  weft_exec_forget_rows (exec);
  *n = exec->plan->gradient_bytes / sizeof (float);
  return (float *) exec->arena; /* they lie at its head */
}

const float *
weft_exec_get_gradient (const WeftExec *exec, int value)
{
  int home = value < 0 ? -1 : exec->plan->gradient[value];

  if (home < 0 || (!weft_plan_storage (exec->plan, home)->is_kept && !exec->plan->options.keep_all))
    return NULL;
  return weft_exec_resolve (exec, home);
}
