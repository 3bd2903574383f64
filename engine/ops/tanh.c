/* tanh: y[i] = tanh (x[i]); dx[i] = dy[i] · (1 − y[i]²) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/math.h"
#include "engine/ops/elementwise.h"

WEFT_INLINE float
gradient (float y, float dy, float k)
{
  return dy * (1.0f - y * y);
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  weft_map_all (run, slice, weft_tanh);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  weft_map_back (run, slice, run->out[0], gradient, 0);
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
  WEFT_ELEMENTWISE,
  .may_overwrite = TRUE,
  .onnx = "Tanh",
  .cases = cases,
  .pytorch = "torch.tanh (x)",
};
