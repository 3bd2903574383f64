/* leaky_relu: y[i] = x[i] where x[i] > 0, else a·x[i]; dx[i] = dy[i] or a·dy[i] likewise
 *
 * Backward reads x, not y: for a slope below zero the sign of y says nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  float slope;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, slope, 0.01, -G_MAXFLOAT, G_MAXFLOAT),
  { NULL },
};

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const Attrs *attrs = run->attrs;
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
  const Attrs *attrs = run->attrs;
  const float *x = run->in[0], *dy = run->d_out[0];
  float *dx = run->d_in[0], slope = attrs->slope;

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = x[i] > 0.0f ? dy[i] : slope * dy[i];
}

static const WeftOpCase cases[] = {
  { "slope 0.01", { F32 (3, 7) }, &(const Attrs){ 0.01f } },
  { "slope −0.5, batch of one", { F32 (1, 5) }, &(const Attrs){ -0.5f } },
  { NULL },
};

const WeftOp WEFT_OP_ROW (leaky_relu) = {
  .id = "leaky_relu",
  .summary = "y[i] = x[i] where x[i] > 0, else slope·x[i]",
  .inputs = { { "x", .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_shape_same,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .has_kinks = TRUE,
  .onnx = "LeakyRelu",
  .cases = cases,
  .pytorch = "F.leaky_relu (x, slope)",
};
