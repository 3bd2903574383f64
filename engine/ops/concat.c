/* concat: y[a, j, b] = xₖ[a, j − oₖ, b], where oₖ is the sum of the lengths before k along the
 * axis; dxₖ[a, j, b] = dy[a, oₖ + j, b] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/axis.h"

static gboolean
fits (const WeftShape *first, const WeftShape *other, int axis)
{
  if (other->rank != first->rank || other->type != first->type)
    return FALSE;
  for (int i = 0; i < first->rank; i++)
    if (i != axis && other->dims[i] != first->dims[i])
      return FALSE;
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  int axis = weft_axis_of (shapes->attrs, &shapes->in[0]);
  gint64 length = 0;

  if (!weft_is_float (&shapes->in[0]))
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  if (axis < 0 || axis >= shapes->in[0].rank)
    return weft_expects (shapes, _ ("expects inputs that have the axis to join along"));
  for (guint k = 0; k < shapes->n_in; k++)
    {
      if (!fits (&shapes->in[0], &shapes->in[k], axis))
        return weft_expects (shapes, _ ("expects inputs that differ only along the axis to join"));
      length += shapes->in[k].dims[axis];
    }
  shapes->out[0] = shapes->in[0];
  shapes->out[0].dims[axis] = length;
  return TRUE;
}

/* Copies one input's rows a of (A, L·B) to or from its columns of (A, total·B). */
static void
copy_rows (float *to, gsize to_stride, const float *from, gsize from_stride, gsize length,
           WeftSpan rows)
{
  for (gsize a = rows.begin; a < rows.end; a++)
    memcpy (to + a * to_stride, from + a * from_stride, length * sizeof *to);
}

/* Slices share out the rows (A) before the axis. */
static guint
count_slices (const WeftOpRun *run)
{
  gsize rows = weft_count_between (run->out_shape, 0, weft_axis_of (run->attrs, run->out_shape));

  return MIN (weft_elementwise_slices (run), (guint) MIN (rows, WEFT_MAX_SLICES));
}

static void
copy_inputs (const WeftOpRun *run, guint slice, gboolean backward)
{
  int axis = weft_axis_of (run->attrs, run->out_shape);
  WeftSpan rows
      = weft_span_of (weft_count_between (run->out_shape, 0, axis), count_slices (run), slice, 1);
  gsize width = weft_count_between (run->out_shape, axis, run->out_shape->rank), offset = 0;

  for (guint k = 0; k < run->n_in; k++)
    {
      gsize length = weft_count_between (&run->in_shape[k], axis, run->in_shape[k].rank);

      if (!backward)
        copy_rows ((float *) run->out[0] + offset, width, run->in[k], length, length, rows);
      else if (run->d_in[k] != NULL)
        copy_rows (run->d_in[k], length, run->d_out[0] + offset, width, length, rows);
      offset += length;
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  copy_inputs (run, slice, FALSE);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  copy_inputs (run, slice, TRUE);
}

static const WeftOpCase cases[] = {
  { "features", { F32 (3, 4), F32 (3, 2) }, AXIS (1) },
  { "channels, batch of one", { F32 (1, 2, 3, 3), F32 (1, 1, 3, 3), F32 (1, 3, 3, 3) }, AXIS (1) },
  { "last axis from the end", { F32 (2, 2, 3), F32 (2, 2, 4) }, AXIS (-1) },
  { "large", { F32 (32, 16, 12, 12), F32 (32, 5, 12, 12) }, AXIS (1), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (concat) = {
  .id = "concat",
  .units = { WEFT_UNITS_JOINED },
  .summary = "y[a, j, b] = xₖ[a, j − oₖ, b], the inputs one after the other along an axis",
  .inputs = { { "x", .repeats = TRUE } },
  .outputs = { { "y" } },
  .attrs = weft_axis_attrs,
  .attrs_size = sizeof (WeftAxisAttrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "torch.cat (inputs, dim)",
  .onnx = "Concat (inputs, axis=dim)",
};
