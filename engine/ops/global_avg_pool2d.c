/* global_avg_pool2d: y[n, c] = Σ x[n, c, h, w] / (H·W); dx[n, c, h, w] = dy[n, c] / (H·W) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/window2d.h"

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0];

  if (x->rank != 4 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  shapes->out[0] = WEFT_SHAPE (x->dims[0], x->dims[1]);
  return TRUE;
}

static void
forward (const WeftOpRun *run, guint slice) /* x (N·C, H·W) → y (N·C) */
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize area = weft_count_between (run->in_shape, 2, 4);
  const float *x = run->in[0];
  float *y = run->out[0];

  for (gsize p = planes.begin; p < planes.end; p++)
    y[p] = weft_sum (area, x + p * area) / (float) area;
}

static void
backward (const WeftOpRun *run, guint slice) /* dy (N·C) → dx (N·C, H·W) */
{
  WeftSpan planes = weft_pool_planes (run, slice);
  gsize area = weft_count_between (run->in_shape, 2, 4);
  const float *dy = run->d_out[0];

  for (gsize p = planes.begin; p < planes.end; p++)
    {
      float *dx = run->d_in[0] + p * area, share = dy[p] / (float) area;

      for (gsize i = 0; i < area; i++)
        dx[i] = share;
    }
}

static const WeftOpCase cases[] = {
  { "pictures", { F32 (2, 3, 5, 4) } },
  { "batch of one, 1 × 1", { F32 (1, 2, 1, 1) } },
  { "large", { F32 (32, 64, 8, 8) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (global_avg_pool2d) = {
  .id = "global_avg_pool2d",
  .units = { WEFT_UNITS_CHANNELS },
  .summary = "y[n, c] = Σ x[n, c, h, w] / (H·W)",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .shape = check_shape,
  .forward = { { weft_pool_slices, forward } },
  .backward = { { weft_pool_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "x.mean ((2, 3))",
  .onnx = "ReduceMean (x, axes=[2, 3], keepdims=0)",
};
