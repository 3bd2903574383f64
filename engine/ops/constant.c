/* constant: y[n, …] = value, as many samples as x has */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  float value;
  WeftDims dims; /* of one sample */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, value, 0, -G_MAXFLOAT, G_MAXFLOAT),
  WEFT_DIMS (Attrs, dims, "1", 1, G_MAXINT),
  { NULL },
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftDims *dims = &((const Attrs *) shapes->attrs)->dims;

  if (shapes->in[0].rank < 1 || dims->n >= WEFT_MAX_RANK)
    return weft_expects (shapes, _ ("expects a batch, and at most seven dimensions to give it"));
  shapes->out[0] = (WeftShape){ .rank = dims->n + 1, .dims = { shapes->in[0].dims[0] } };
  for (int i = 0; i < dims->n; i++)
    shapes->out[0].dims[i + 1] = dims->d[i];
  return TRUE;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  float *y = run->out[0], value = ((const Attrs *) run->attrs)->value;

  for (gsize i = part.begin; i < part.end; i++)
    y[i] = value;
}

static const WeftOpCase cases[] = {
  { "pictures", { F32 (3, 2) }, &(const Attrs){ 0.5f, { 3, { 2, 3, 4 } } } },
  { "labels, batch of one", { I64 (1) }, &(const Attrs){ -2.0f, { 1, { 5 } } } },
  { "large", { F32 (50, 2) }, &(const Attrs){ 1.0f, { 1, { 999 } } }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (constant) = {
  .id = "constant",
  .summary = "y[n, …] = value",
  .inputs
  = { { "x", .types = WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_elementwise_slices, forward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "torch.full ((x.shape[0], *dims), value)",
  .onnx = "Expand (value, Concat (Shape (x, start=0, end=1), dims, axis=0))",
};
