/* leaky_relu: y[i] = x[i] where x[i] > 0, else a·x[i]; dx[i] = dy[i] or a·dy[i] likewise
 *
 * Backward reads x, not y: for a slope below zero the sign of y says nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const WeftLeakyReluAttrs *attrs = run->attrs;
  const float *x = run->in[0];
  float *y = run->out[0], slope = attrs->slope;

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    y[i] = x[i] > 0.0f ? x[i] : slope * x[i];
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const WeftLeakyReluAttrs *attrs = run->attrs;
  const float *x = run->in[0], *dy = run->d_out[0];
  float *dx = run->d_in[0], slope = attrs->slope;

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = x[i] > 0.0f ? dy[i] : slope * dy[i];
}

const WeftOp WEFT_OP_ROW (leaky_relu) = {
  .id = "leaky_relu",
  .summary = "y[i] = x[i] where x[i] > 0, else slope·x[i]",
  .n_in = 1,
  .n_out = 1,
  .attrs_size = sizeof (WeftLeakyReluAttrs),
  .shape = weft_shape_same,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .backward_reads_in = WEFT_BIT (0),
  .has_kinks = TRUE,
  .onnx = "LeakyRelu",
};
