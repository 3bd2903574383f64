/* runner: forward passes of one state in batches, with execs that are kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/runner.h"
#include "engine/base/float.h"
#include "engine/base/memory.h"

WeftRunner *
weft_runner_new (WeftModel *model, WeftState *state, WeftPool *pool, const WeftPlanOptions *options,
                 gint64 batch, GError **error)
{
  g_autoptr (WeftRunner) runner = g_new0 (WeftRunner, 1);
  gsize y_size = weft_type_size (model->y_type);

  weft_float_prepare_thread ();
  runner->model = weft_model_ref (model);
  runner->state = state;
  runner->pool = pool;
  runner->options = *options;
  if (options->level < 0)
    runner->options.level = weft_kernel_best_level ();
  runner->batch = batch;
  runner->x = weft_memory_new ((gsize) (batch * model->x_count) * sizeof (float), error);
  if (runner->x == NULL)
    return NULL;
  runner->y = weft_memory_new ((gsize) (batch * MAX (1, model->y_count)) * y_size, error);
  if (runner->y == NULL)
    return NULL;
  return g_steal_pointer (&runner);
}

void
weft_runner_free (WeftRunner *runner)
{
  for (int i = 0; i < 2; i++)
    g_clear_pointer (&runner->exec[i], weft_exec_free);
  weft_memory_free (runner->x);
  weft_memory_free (runner->y);
  weft_model_unref (runner->model);
  g_free (runner);
}

static gboolean
prepare (WeftRunner *runner, int i, gint64 n, GError **error)
{
  WeftPlan *plan;

  if (runner->exec[i] != NULL && runner->size[i] == n)
    return TRUE;
  g_clear_pointer (&runner->exec[i], weft_exec_free);
  plan = weft_model_get_plan (runner->model, n, &runner->options, error);
  if (plan == NULL)
    return FALSE;
  runner->exec[i] = weft_exec_new (plan, runner->state, runner->pool, error);
  runner->program[i] = weft_plan_get_program (plan);
  runner->size[i] = n;
  return runner->exec[i] != NULL;
}

WeftExec *
weft_runner_run (WeftRunner *runner, gint64 n, WeftProgram **program, GError **error)
{
  int i = n == runner->batch ? 0 : 1;

  if (!prepare (runner, i, n, error))
    return NULL;
  *program = runner->program[i];
  weft_exec_set_inputs (runner->exec[i], (const void *[]){ runner->x, runner->y });
  weft_exec_run (runner->exec[i], runner->state->seed, runner->state->step);
  return runner->exec[i];
}

int
weft_program_get_answer (const WeftProgram *program)
{
  if (program->prediction >= 0 || program->ops->len == 0)
    return program->prediction;
  return g_array_index (program->ops, WeftProgramOp, program->ops->len - 1).out[0];
}
