/* relu: y[i] = max (x[i], 0); dx[i] = dy[i] where y[i] > 0, else 0 (at 0 it is 0, as in PyTorch) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

/* NaN passes, so that the trainer sees it: no fmaxf. */
static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *x = run->in[0];
  float *y = run->out[0];

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    y[i] = x[i] < 0.0f ? 0.0f : x[i];
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *y = run->out[0], *dy = run->d_out[0];
  float *dx = run->d_in[0];

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = y[i] <= 0.0f ? 0.0f : dy[i];
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (3, 7) } },
  { "batch of one", { F32 (1, 5) } },
  { "pictures", { F32 (4, 8, 33, 32) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (relu) = {
  .id = "relu",
  .summary = "y[i] = max (x[i], 0)",
  .inputs = { { "x" } },
  .outputs = { { "y", .backward_reads = TRUE } },
  .shape = weft_shape_same,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .may_overwrite = TRUE,
  .has_kinks = TRUE,
  .onnx = "Relu",
  .cases = cases,
  .pytorch = "F.relu (x)",
};
