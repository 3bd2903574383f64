/* gelu: y[i] = x[i] · Φ (x[i]), Φ (x) = (1 + erf (x / √2)) / 2;
 * dx[i] = dy[i] · (Φ (x[i]) + x[i] · exp (−x[i]² / 2) / √2π) (Hendrycks and Gimpel 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

static inline float
get_share (float x)
{
  return 0.5f * (1.0f + erff (x * 0.70710678f));
}

WEFT_INLINE float
value (float x, float k)
{
  return x * get_share (x);
}

WEFT_INLINE float
gradient (float x, float dy, float k)
{
  return dy * (get_share (x) + x * 0.39894228f * expf (-0.5f * x * x));
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  weft_map (run, slice, value, 0);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  weft_map_back (run, slice, run->in[0], gradient, 0);
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
  WEFT_ELEMENTWISE,
  .onnx = "Gelu",
  .cases = cases,
  .pytorch = "F.gelu (x)",
};
