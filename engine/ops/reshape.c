/* reshape: y is x with another shape; row by row, the batch stays */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

#include <inttypes.h>

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
  const WeftReshapeAttrs *attrs = shapes->attrs;
  gint64 have = weft_shape_sample_count (&shapes->in[0]), known = 1;
  int open = -1;

  if (shapes->in[0].rank < 1 || attrs->rank < 0 || attrs->rank >= WEFT_MAX_RANK)
    return weft_expects (shapes, _ ("expects a batch, and at most seven dimensions to give it"));
  for (int i = 0; i < attrs->rank; i++)
    if (attrs->dims[i] < 0 && open < 0)
      open = i;
    else if (attrs->dims[i] < 1 || __builtin_mul_overflow (known, attrs->dims[i], &known))
      return weft_expects (shapes, _ ("expects dimensions of at least 1, of which one may be −1"));
  if (open < 0 ? known != have : have % known != 0)
    return cannot (shapes, known);

  shapes->out[0] = shapes->in[0];
  shapes->out[0].rank = attrs->rank + 1;
  for (int i = 0; i < attrs->rank; i++)
    shapes->out[0].dims[i + 1] = i == open ? have / known : attrs->dims[i];
  return TRUE;
}

const WeftOp WEFT_OP_ROW (reshape) = {
  .id = "reshape",
  .summary = "y is x with another shape, row by row",
  .n_in = 1,
  .n_out = 1,
  .attrs_size = sizeof (WeftReshapeAttrs),
  .shape = check_shape,
  .is_view = TRUE,
  .may_overwrite = TRUE,
  .passes_gradient = TRUE,
  .onnx = "Reshape",
};
