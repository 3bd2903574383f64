/* contest: y = made and target[n] = 1: what is made passes, and is to be taken for real; dmade = dy
 *
 * Real ones are there so that both have one shape: who learns to tell them apart is shown them in
 * place of y and target. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_is_float (&shapes->in[0]) || !weft_shape_equal (&shapes->in[0], &shapes->in[1]))
    return weft_expects (shapes, _ ("expects real and made samples of one shape"));
  shapes->out[0] = shapes->in[0];
  shapes->out[1] = (WeftShape){ .rank = 2, .type = WEFT_F32, .dims = { shapes->in[0].dims[0], 1 } };
  return TRUE;
}

static void
forward (const WeftOpRun *run, guint slice) /* made, y: flat, any shape; target (N, 1) */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *made = run->in[0];
  float *y = run->out[0], *target = run->out[1];

  memcpy (y + part.begin, made + part.begin, (part.end - part.begin) * sizeof *y);
  for (gint64 n = 0; slice == 0 && n < run->out_shape[1].dims[0]; n++)
    target[n] = 1;
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *dy = run->d_out[0];

  memcpy (run->d_in[0] + part.begin, dy + part.begin, (part.end - part.begin) * sizeof *dy);
}

static const WeftOpCase cases[] = {
  { "points", { F32 (3, 2), F32 (3, 2) } },
  { "batch of one, pictures", { F32 (1, 1, 5, 4), F32 (1, 1, 5, 4) } },
  { "large", { F32 (64, 999), F32 (64, 999) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (contest) = {
  .id = "contest",
  .summary = "y = made, target[n] = 1",
  .inputs = { { "made" }, { "real", .no_gradient = TRUE } },
  .outputs = { { "y" }, { "target" } },
  .shape = check_shape,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "(made * 1, 0 * made.flatten (1)[:, :1] + 1)",
};
