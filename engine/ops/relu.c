/* relu: y[i] = max (x[i], 0); dx[i] = dy[i] where y[i] > 0, else 0 (at 0 it is 0, as in PyTorch) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

/* NaN passes, so that the trainer sees it: no fmaxf. */
WEFT_INLINE float
value (float x, float k)
{
  return x < 0.0f ? 0.0f : x;
}

WEFT_INLINE float
gradient (float y, float dy, float k)
{
  return y <= 0.0f ? 0.0f : dy;
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  weft_map (run, slice, value, 0);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  weft_map_back (run, slice, run->out[0], gradient, 0);
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
  WEFT_ELEMENTWISE,
  .may_overwrite = TRUE,
  .has_kinks = TRUE,
  .onnx = "Relu",
  .cases = cases,
  .pytorch = "F.relu (x)",
};
