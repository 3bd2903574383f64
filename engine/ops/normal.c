/* normal: y[n, k] is drawn from the normal distribution N(0, 1), for each row n of x
 *
 * A number follows from (seed, node, step, element). x says only how many rows there are. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  int size;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, size, 2, 1, G_MAXINT),
  { NULL },
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  shapes->out[0]
      = (WeftShape){ .rank = 2,
                     .type = WEFT_F32,
                     .dims = { shapes->in[0].dims[0], ((const Attrs *) shapes->attrs)->size } };
  return TRUE;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  float *y = run->out[0];

  for (gsize i = part.begin; i < part.end; i++)
    y[i] = weft_random_normal (&run->random, i);
}

static const WeftOpCase cases[] = {
  { "two numbers a row", { F32 (3, 20) }, &(const Attrs){ 2 } },
  { "batch of one, of a picture", { F32 (1, 3, 4, 4) }, &(const Attrs){ 16 } },
  { "large", { F32 (640, 9) }, &(const Attrs){ 100 }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (normal) = {
  .id = "normal",
  .summary = "y[n, k] ~ N(0, 1)",
  .inputs
  = { { "x", .types = WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_elementwise_slices, forward } },
  .is_random = TRUE,
  .is_latent = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None",
  .onnx = "RandomNormalLike (Expand (0.0, Concat (Shape (x, start=0, end=1), [size], axis=0)))",
};
