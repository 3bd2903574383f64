/* writing-frames: what a trained network says for samples of its data, frames by frames */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/sound-frames.h"
#include "engine/plan/steps.h"
#include "engine/train/answers/writing-private.h"
#include "engine/train/model/average.h"

#define NEAR 1e-2 /* in a number of a frame: what rounding may make of it, step after step */

typedef struct
{
  float *rows;
  gint64 *lengths;
  WeftTensor **looks;
} Frames;

/* Who looked at whom, of the first attention whose steps are those. */
static int
find_looks (const WeftProgram *program, gint64 n)
{
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = weft_program_op (program, k);

      if (g_str_equal (op->op, "attention") && op->n_out > 1 && op->out[1] >= 0
          && weft_program_value (program, op->out[1])->shape.dims[2] == n)
        return op->out[1];
    }
  return -1;
}

/* weights (1, heads, T, S) */
static WeftTensor *
dup_looks (const WeftExec *exec, gint64 n)
{
  const WeftProgram *program = weft_exec_get_program (exec);
  int value = find_looks (program, n);
  const gint64 *dims = value >= 0 ? weft_program_value (program, value)->shape.dims : NULL;
  const float *weights = value >= 0 ? weft_exec_get_value (exec, value) : NULL;
  WeftTensor *looks;
  WeftShape shape;

  if (weights == NULL)
    return NULL;
  shape = WEFT_SHAPE (dims[2], dims[3]);
  looks = weft_tensor_new (&shape);
  memset (looks->data, 0, weft_shape_bytes (&shape));
  for (gint64 i = 0; i < dims[1] * dims[2] * dims[3]; i++)
    weft_tensor_floats (looks)[i % (dims[2] * dims[3])] += weights[i] / (float) dims[1];
  return looks;
}

/* By the first sample, at the steps that were said: each of them once more, those before it
 * given. */
static gboolean
check_steps (WeftWriting *writing, guint32 sample, const float *rows, gint64 n, GError **error)
{
  const Frames *to = writing->to;
  const float *said;
  g_autoptr (WeftExec) exec
      = n > 0 ? weft_writing_run_whole (writing, sample, rows, n, &said, error) : NULL;

  if (exec == NULL)
    return n == 0;
  for (gint64 i = 0; i < n * WEFT_FRAMES_WIDTH; i++)
    if (!(fabs ((double) (said[i] - rows[i])) <= NEAR * (1 + fabs ((double) rows[i]))))
      return weft_writing_refuse (error);
  *to->looks = dup_looks (exec, n);
  return TRUE;
}

static gboolean
check_numbers (const float *rows, gint64 n, GError **error)
{
  for (gint64 i = 0; i < n; i++)
    if (!isfinite (rows[i]))
      {
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NUMBERS,
                             _ ("What the network says is no number, so it cannot write."));
        return FALSE;
      }
  return TRUE;
}

static gboolean
run (WeftWriting *writing, const guint32 *samples, gint64 at, gint64 n,
     const WeftDecodeOptions *options, GError **error)
{
  const Frames *to = writing->to;
  gint64 size = options->most * WEFT_FRAMES_WIDTH;
  float *rows = to->rows + at * size;

  if (!weft_decoder_run_frames (writing->decoder, (const void *const *) writing->inputs, options,
                                rows, to->lengths + at)
      || !check_numbers (rows, n * size, error))
    return FALSE;
  if (writing->is_checked)
    return TRUE;
  writing->is_checked = TRUE;
  return check_steps (writing, samples[0], rows, to->lengths[at], error);
}

gboolean
weft_model_say (WeftModel *model, WeftState *state, const guint32 *samples, gint64 n,
                const WeftDecodeOptions *options, float *rows, gint64 *lengths, WeftTensor **looks,
                GError **error)
{
  Frames to = { rows, lengths, looks };
  WeftWriting writing
      = { .run = run, .to = &to, .look = find_looks, .model = model, .state = state };
  gboolean done;

  weft_average_swap (model->training.ema_decay, state);
  done = weft_writing_run (&writing, samples, n, options, options->interrupt, error);
  weft_average_swap (model->training.ema_decay, state);
  return done;
}
