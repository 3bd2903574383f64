/* gelu: y[i] = x[i] · Φ (x[i]), Φ (x) = (1 + erf (x / √2)) / 2;
 * dx[i] = dy[i] · (Φ (x[i]) + x[i] · exp (−x[i]² / 2) / √2π) (Hendrycks and Gimpel 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

static inline float
get_share (float x)
{
  return 0.5f * (1.0f + erff (x * 0.70710678f));
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *x = run->in[0];
  float *y = run->out[0];

  for (gsize i = part.begin; i < part.end; i++)
    y[i] = x[i] * get_share (x[i]);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *x = run->in[0], *dy = run->d_out[0];
  float *dx = run->d_in[0];

  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = dy[i] * (get_share (x[i]) + x[i] * 0.39894228f * expf (-0.5f * x[i] * x[i]));
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (3, 7) } },
  { "batch of one", { F32 (1, 1) } },
  { "large", { F32 (64, 999) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (gelu) = {
  .id = "gelu",
  .summary = "y[i] = x[i] · (1 + erf (x[i] / √2)) / 2",
  .inputs = { { "x", .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .shape = weft_shape_same,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .onnx = "Gelu",
  .cases = cases,
  .pytorch = "F.gelu (x)",
};
