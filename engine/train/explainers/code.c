/* code: what a layer makes of samples, as so many numbers a sample */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/explainers/code.h"

#include "engine/train/model/runner.h"

#define AT_ONCE 64

#define value_at(program, i) (&g_array_index ((program)->values, WeftProgramValue, i))

/* What the last op with weights reads; else the answer itself. */
static int
find_code (const WeftExplaining *explaining)
{
  const WeftProgram *program = explaining->program;
  g_autofree gboolean *marks = weft_explaining_mark (explaining);
  int chosen = weft_explaining_find_node (explaining, explaining->node);

  if (chosen >= 0)
    return chosen;
  for (guint k = program->ops->len; k-- > 0;)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);

      for (guint i = 1; marks[op->out[0]] && i < op->n_in; i++)
        if (op->in[i] >= 0 && value_at (program, op->in[i])->role == WEFT_VALUE_WEIGHT
            && op->in[0] >= 0 && value_at (program, op->in[0])->shape.type == WEFT_F32)
          return op->in[0];
    }
  return explaining->answer;
}

/* Of one sample. */
static gint64
get_width (const WeftShape *shape)
{
  return shape->rank == 2 ? shape->dims[1] : weft_shape_count (shape);
}

/* x (…) of one → code (width) */
static void
take_code (const WeftShape *shape, const float *x, gint64 width, float *code)
{
  gint64 steps = weft_shape_count (shape) / MAX (width, 1);

  for (gint64 d = 0; d < width; d++)
    {
      double sum = 0;

      for (gint64 t = 0; t < steps; t++)
        sum += (double) x[t * width + d];
      code[d] = (float) (sum / (double) steps);
    }
}

gint64
weft_code_get_node (const WeftExplaining *explaining)
{
  return value_at (explaining->program, find_code (explaining))->node;
}

gint64
weft_code_get_width (const WeftExplaining *explaining)
{
  WeftShape shape
      = weft_shape_of_one (&value_at (explaining->program, find_code (explaining))->shape);

  return get_width (&shape);
}

float *
weft_code_dup (const WeftExplaining *explaining)
{
  int value = find_code (explaining);
  WeftShape shape = weft_shape_of_one (&value_at (explaining->program, value)->shape);
  gint64 width = get_width (&shape);
  float *code = g_new0 (float, width + 1);

  take_code (&shape, weft_explaining_get (explaining, value), width, code);
  return code;
}

/* A batch, of which what is longer or shorter than the code is passed over. */
static gboolean
take_batch (WeftRunner *runner, int value, gint64 width, const guint32 *samples, gint64 n,
            WeftCodeFunc take, gpointer user, GError **error)
{
  WeftBinding binding = weft_model_bind_samples (runner->model, samples, n);
  g_autofree float *code = g_new (float, width + 1);
  WeftProgram *program;
  WeftShape shape;
  WeftExec *exec;
  const float *x;

  weft_model_gather (runner->model, samples, binding, runner->inputs);
  exec = weft_runner_run (runner, binding, &program, error);
  if (exec == NULL || weft_exec_is_given_up (exec))
    return FALSE;
  shape = weft_shape_of_one (&value_at (program, value)->shape);
  x = weft_exec_get_value (exec, value);
  for (gint64 i = 0; get_width (&shape) == width && i < n; i++)
    {
      take_code (&shape, x + i * weft_shape_count (&shape), width, code);
      take (samples[i], code, width, user);
    }
  return TRUE;
}

gboolean
weft_code_each (const WeftExplaining *explaining, const guint32 *samples, gint64 n,
                WeftCodeFunc take, gpointer user, GError **error)
{
  int value = find_code (explaining);
  WeftPlanOptions options
      = { .mode = WEFT_MODE_INFER, .level = explaining->level, .asked = value + 1 };
  g_autoptr (WeftRunner) runner
      = weft_runner_new (explaining->model, explaining->state, explaining->pool, &options,
                         CLAMP (n, 1, AT_ONCE), error);
  gint64 width = weft_code_get_width (explaining);

  if (runner == NULL)
    return FALSE;
  if (explaining->interrupt != NULL)
    runner->interrupt = *explaining->interrupt;
  for (gint64 at = 0, part; at < n; at += part)
    {
      part = MIN (AT_ONCE, n - at);
      if (weft_explaining_is_due (explaining)
          || !take_batch (runner, value, width, samples + at, part, take, user, error))
        return FALSE;
    }
  return TRUE;
}
