/* tanh: y[i] = tanh (x[i]); dx[i] = dy[i] · (1 − y[i]²) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/math.h"
#include "engine/ops/common.h"

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);

  weft_tanh (part.end - part.begin, (const float *) run->in[0] + part.begin,
             (float *) run->out[0] + part.begin);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *y = run->out[0], *dy = run->d_out[0];
  float *dx = run->d_in[0];

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = dy[i] * (1.0f - y[i] * y[i]);
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (10, 8) } },
  { "batch of one", { F32 (1, 1) } },
  { "large", { F32 (64, 999) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (tanh) = {
  .id = "tanh",
  .summary = "y[i] = tanh (x[i])",
  .inputs = { { "x" } },
  .outputs = { { "y", .backward_reads = TRUE } },
  .shape = weft_shape_same,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .may_overwrite = TRUE,
  .onnx = "Tanh",
  .cases = cases,
  .pytorch = "torch.tanh (x)",
};
