/* answering: what a trained network says of samples, whoever asks */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/answering.h"

#include "engine/base/tensor.h"
#include "engine/train/model/average.h"
#include "engine/train/model/runner.h"

#define AT_ONCE 64 /* samples */

/* Of a sample whose steps the network made, as frames of a sound: how many of them are real. */
static void
cut_steps (const WeftExec *exec, const WeftProgram *program, int value, gint64 sample,
           WeftShape *shape)
{
  int mask = g_array_index (program->values, WeftProgramValue, value).mask;
  gboolean is_made
      = mask >= 0
        && g_array_index (program->values, WeftProgramValue, mask).role == WEFT_VALUE_RESULT;
  const float *real = is_made ? weft_exec_get_value (exec, mask) : NULL;
  gint64 steps
      = is_made ? g_array_index (program->values, WeftProgramValue, mask).shape.dims[1] : 0;

  while (real != NULL && shape->dims[0] > 0 && real[sample * steps + shape->dims[0] - 1] == 0.0f)
    shape->dims[0]--;
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
      shape = weft_shape_of_one (&g_array_index (program->values, WeftProgramValue, value).shape);
      answers = weft_exec_get_value (exec, value);
      for (gint64 i = 0; i < part; i++)
        {
          WeftShape own = shape;

          cut_steps (exec, program, value, i, &own);
          take (samples[at + i], &own, answers + i * weft_shape_count (&shape), user);
        }
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
  weft_average_swap (model->training.ema_decay, state);
  done = run (runner, judge, samples, n, take, user, error);
  weft_average_swap (model->training.ema_decay, state);
  return done;
}
