/* reshape: y is x with another shape; row by row, the batch stays */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

#include <inttypes.h>

typedef struct
{
  WeftDims dims; /* of one sample; −1 at most once */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_DIMS (Attrs, dims, "-1", -1, G_MAXINT),
  { NULL },
};

static gboolean
cannot (WeftOpShapes *shapes, gint64 wanted)
{
  shapes->error = g_strdup_printf (
      _ ("expects a sample of %" PRId64 " numbers, or a multiple of it"), wanted);
  return FALSE;
}

/* The dimension −1 takes what the others leave. */
static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  gint64 have = weft_shape_sample_count (&shapes->in[0]), known = 1;
  int open = -1;

  if (shapes->in[0].rank < 1 || attrs->dims.n < 0 || attrs->dims.n >= WEFT_MAX_RANK)
    return weft_expects (shapes, _ ("expects a batch, and at most seven dimensions to give it"));
  for (int i = 0; i < attrs->dims.n; i++)
    if (attrs->dims.d[i] < 0 && open < 0)
      open = i;
    else if (attrs->dims.d[i] < 1 || __builtin_mul_overflow (known, attrs->dims.d[i], &known))
      return weft_expects (shapes, _ ("expects dimensions of at least 1, of which one may be −1"));
  if (open < 0 ? known != have : have % known != 0)
    return cannot (shapes, known);

  shapes->out[0] = shapes->in[0];
  shapes->out[0].rank = attrs->dims.n + 1;
  for (int i = 0; i < attrs->dims.n; i++)
    shapes->out[0].dims[i + 1] = i == open ? have / known : attrs->dims.d[i];
  return TRUE;
}

static const WeftOpCase cases[] = {
  { "flat", { F32 (2, 3, 4, 5) }, &(const Attrs){ { 1, { -1 } } } },
  { "batch of one", { F32 (1, 12) }, &(const Attrs){ { 3, { 2, 3, 2 } } } },
  { NULL },
};

const WeftOp WEFT_OP_ROW (reshape) = {
  .id = "reshape",
  .units = { WEFT_UNITS_RESHAPED },
  .summary = "y is x with another shape, row by row",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .is_view = TRUE,
  .may_overwrite = TRUE,
  .passes_gradient = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "x.reshape (len (x), *dims)",
  .onnx = "Reshape (x, shape)",
};
