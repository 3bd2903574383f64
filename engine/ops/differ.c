/* differ: y[i] = 1 where x[i] is another number than t[i], else 0 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

static void
forward (const WeftOpRun *run, guint slice)
{
  const gint64 *x = run->in[0], *t = run->in[1];
  float *y = run->out[0];

  for (gsize i = 0; i < weft_count (&run->in_shape[0]); i++)
    y[i] = x[i] != t[i];
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_shape_equal (&shapes->in[0], &shapes->in[1]))
    return weft_expects (shapes, _ ("expects inputs of one shape"));
  shapes->out[0] = shapes->in[0];
  shapes->out[0].type = WEFT_F32;
  return TRUE;
}

static const WeftOpCase cases[] = {
  { "tokens", { I64 (5, 6), I64 (5, 6) }, .classes = 3 },
  { "batch of one", { I64 (1, 9), I64 (1, 9) }, .classes = 2 },
  { NULL },
};

#define TOKENS WEFT_TYPE_BIT (WEFT_I64)

const WeftOp WEFT_OP_ROW (differ) = {
  .id = "differ",
  .summary = "y[i] = [x[i] ≠ t[i]]",
  .inputs = { { "x", .types = TOKENS, .no_gradient = TRUE },
              { "t", .types = TOKENS, .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .shape = check_shape,
  .forward = { { NULL, forward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "(x != t).float()",
};
