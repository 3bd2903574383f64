/* runner: forward passes of one state in batches, with execs that are kept */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/float.h"
#include "engine/train/model/runner.h"

WeftRunner *
weft_runner_new (WeftModel *model, WeftState *state, WeftPool *pool, const WeftPlanOptions *options,
                 gint64 batch, GError **error)
{
  g_autoptr (WeftRunner) runner = g_new0 (WeftRunner, 1);

  weft_float_prepare_thread ();
  runner->model = weft_model_ref (model);
  runner->state = state;
  weft_execs_init (&runner->execs, model, state, pool, options);
  if (options->level < 0)
    runner->execs.options.level = weft_kernel_best_level ();
  runner->execs.interrupt = &runner->interrupt;
  runner->batch = batch;
  if (!weft_model_new_inputs (model, batch, runner->inputs, error))
    return NULL;
  return g_steal_pointer (&runner);
}

void
weft_runner_free (WeftRunner *runner)
{
  weft_execs_clear (&runner->execs);
  weft_model_free_inputs (runner->inputs);
  weft_model_unref (runner->model);
  g_free (runner);
}

WeftExec *
weft_runner_run (WeftRunner *runner, WeftBinding binding, WeftProgram **program, GError **error)
{
  WeftBoundExec *bound = weft_execs_get (&runner->execs, &binding, error);

  if (bound == NULL)
    return NULL;
  *program = bound->program;
  weft_exec_set_inputs (bound->exec, (const void *const *) runner->inputs);
  weft_exec_run (bound->exec, runner->state->seed, runner->state->step);
  return bound->exec;
}

int
weft_program_get_answer (const WeftProgram *program)
{
  const WeftProgramLoss *chief = weft_program_get_chief (program);

  if (chief != NULL || program->ops->len == 0)
    return chief != NULL ? chief->prediction : -1;
  return g_array_index (program->ops, WeftProgramOp, program->ops->len - 1).out[0];
}
