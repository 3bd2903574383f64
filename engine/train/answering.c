/* answering: what a trained network says of samples, whoever asks */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answering.h"

#include "engine/train/average.h"
#include "engine/train/runner.h"

#define AT_ONCE 64 /* samples */

static WeftShape
shape_of_one (const WeftShape *batch)
{
  WeftShape shape = *batch;

  shape.rank = batch->rank - 1;
  for (int i = 0; i < shape.rank; i++)
    shape.dims[i] = batch->dims[i + 1];
  return shape;
}

static gboolean
run (WeftRunner *runner, guint judge, const guint32 *samples, gint64 n, WeftAnswerFunc take,
     gpointer user, GError **error)
{
  for (gint64 at = 0, part; at < n; at += part)
    {
      WeftProgram *program;
      WeftBinding binding;
      WeftExec *exec;
      WeftShape shape;
      const float *answers;
      int value;

      part = MIN (runner->batch, n - at);
      binding = weft_model_bind_samples (runner->model, samples + at, part);
      weft_model_gather (runner->model, samples + at, binding, runner->inputs);
      exec = weft_runner_run (runner, binding, &program, error);
      if (!exec)
        return FALSE;
      value = weft_program_get_loss (program, judge)->prediction;
      shape = shape_of_one (&g_array_index (program->values, WeftProgramValue, value).shape);
      answers = weft_exec_get_value (exec, value);
      for (gint64 i = 0; i < part; i++)
        take (samples[at + i], &shape, answers + i * weft_shape_count (&shape), user);
    }
  return TRUE;
}

gboolean
weft_model_answer (WeftModel *model, WeftState *state, guint judge, const guint32 *samples,
                   gint64 n, WeftAnswerFunc take, gpointer user, GError **error)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = -1 };
  g_autoptr (WeftRunner) runner
      = weft_runner_new (model, state, NULL, &options, MAX (1, MIN (n, AT_ONCE)), error);
  gboolean done;

  if (!runner)
    return FALSE;
  weft_average_swap (model, state);
  done = run (runner, judge, samples, n, take, user, error);
  weft_average_swap (model, state);
  return done;
}
