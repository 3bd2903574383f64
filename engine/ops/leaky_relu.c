/* leaky_relu: y[i] = x[i] where x[i] > 0, else a·x[i]; dx[i] = dy[i] or a·dy[i] likewise
 *
 * Backward reads x, not y: for a slope below zero the sign of y says nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

typedef struct
{
  float slope;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, slope, 0.01, -G_MAXFLOAT, G_MAXFLOAT),
  { NULL },
};

WEFT_INLINE float
value (float x, float slope)
{
  return x > 0.0f ? x : slope * x;
}

WEFT_INLINE float
gradient (float x, float dy, float slope)
{
  return x > 0.0f ? dy : slope * dy;
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  const Attrs *attrs = run->attrs;

  weft_map (run, slice, value, attrs->slope);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;

  weft_map_back (run, slice, run->in[0], gradient, attrs->slope);
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
  WEFT_ELEMENTWISE,
  .has_kinks = TRUE,
  .onnx = "LeakyRelu",
  .cases = cases,
  .pytorch = "F.leaky_relu (x, slope)",
};
