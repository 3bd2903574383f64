/* picks: operators that take some of the numbers along an axis, or put some behind each other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* All before an axis, along it, and all behind it. */
typedef struct
{
  gint64 before, length, behind;
} Sides;

static Sides
split_at (const WeftShape *shape, gint64 axis)
{
  Sides sides = { 1, shape->dims[axis], 1 };

  for (int i = 0; i < shape->rank; i++)
    *(i < axis ? &sides.before : &sides.behind) *= i != axis ? shape->dims[i] : 1;
  return sides;
}

/* n of the axis, from `from` of x to `to` of y. */
static void
copy_some (WeftTensor *y, gint64 to, const WeftTensor *x, gint64 from, gint64 n, gint64 axis)
{
  Sides a = split_at (&x->shape, axis), b = split_at (&y->shape, axis);
  gsize size = weft_type_size (x->shape.type);

  for (gint64 i = 0; i < a.before; i++)
    memcpy ((char *) y->data + (gsize) ((i * b.length + to) * b.behind) * size,
            (const char *) x->data + (gsize) ((i * a.length + from) * a.behind) * size,
            (gsize) (n * a.behind) * size);
}

static gboolean
concat (WeftOnnxCall *call)
{
  WeftShape shape = call->in[0]->shape;
  gint64 axis = weft_onnx_int (call, "axis", 1), at = 0;
  WeftTensor *y;

  if (!weft_onnx_fit_axis (call, &axis, shape.rank))
    return FALSE;
  shape.dims[axis] = 0;
  for (guint i = 0; i < call->n_in; i++)
    {
      WeftShape other = call->in[i] != NULL ? call->in[i]->shape : (WeftShape){ .rank = -1 };

      if (other.rank == shape.rank)
        at += other.dims[axis], other.dims[axis] = 0;
      if (!weft_shape_equal (&other, &shape))
        return weft_onnx_fail (call, _ ("its inputs do not fit together"));
    }
  shape.dims[axis] = at;
  y = weft_onnx_new (call, 0, &shape);
  at = 0;
  for (guint i = 0; y != NULL && i < call->n_in; i++)
    {
      copy_some (y, at, call->in[i], 0, call->in[i]->shape.dims[axis], axis);
      at += call->in[i]->shape.dims[axis];
    }
  return y != NULL;
}

/* How long the parts are. */
static gboolean
find_parts (WeftOnnxCall *call, gint64 length, gint64 parts[WEFT_ONNX_MAX_PORTS])
{
  gint64 each = (length + call->n_out - 1) / call->n_out, left = length;
  int n;

  if (!weft_onnx_ints_of_either (call, "split", 1, parts, WEFT_ONNX_MAX_PORTS, &n))
    return FALSE;
  for (guint i = 0; n < 0 && i < call->n_out; i++)
    {
      parts[i] = MIN (each, left);
      left -= parts[i];
    }
  for (int i = 0; i < n; i++)
    {
      if (parts[i] < 0 || parts[i] > left)
        return weft_onnx_fail (call, _ ("shapes do not fit"));
      left -= parts[i];
    }
  if ((n >= 0 && (guint) n != call->n_out) || left != 0)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  return TRUE;
}

static gboolean
split (WeftOnnxCall *call)
{
  gint64 axis = weft_onnx_int (call, "axis", 0), at = 0, parts[WEFT_ONNX_MAX_PORTS];
  WeftShape shape = call->in[0]->shape;

  if (call->n_out == 0 || !weft_onnx_fit_axis (call, &axis, shape.rank)
      || !find_parts (call, shape.dims[axis], parts))
    return FALSE;
  for (guint i = 0; i < call->n_out; i++)
    {
      WeftTensor *y;

      shape.dims[axis] = parts[i];
      y = weft_onnx_new (call, i, &shape);
      if (y == NULL)
        return FALSE;
      copy_some (y, 0, call->in[0], at, parts[i], axis);
      at += parts[i];
    }
  return TRUE;
}

/* --- slices --- */

typedef struct
{
  gint64 start, step, length;
} Cut;

/* A cut of each axis. */
static gboolean
read_cuts (WeftOnnxCall *call, Cut cuts[WEFT_MAX_RANK])
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 starts[WEFT_MAX_RANK], ends[WEFT_MAX_RANK], axes[WEFT_MAX_RANK], steps[WEFT_MAX_RANK];
  int n, n_ends, n_axes, n_steps;

  for (int i = 0; i < x->rank; i++)
    cuts[i] = (Cut){ 0, 1, x->dims[i] };
  if (!weft_onnx_ints_of_either (call, "starts", 1, starts, WEFT_MAX_RANK, &n)
      || !weft_onnx_ints_of_either (call, "ends", 2, ends, WEFT_MAX_RANK, &n_ends)
      || !weft_onnx_ints_of_either (call, "axes", 3, axes, WEFT_MAX_RANK, &n_axes)
      || !weft_onnx_ints_of_either (call, "steps", 4, steps, WEFT_MAX_RANK, &n_steps))
    return FALSE;
  if (n < 0 || n != n_ends || n > x->rank || (n_axes >= 0 && n_axes != n)
      || (n_steps >= 0 && n_steps != n))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  for (int i = 0; i < n; i++)
    {
      gint64 axis = n_axes < 0 ? i : axes[i], step = n_steps < 0 ? 1 : steps[i], length, low, high;
      gint64 start = starts[i], end = ends[i];

      if (!weft_onnx_fit_axis (call, &axis, x->rank))
        return FALSE;
      if (step == 0 || step == G_MININT64)
        return weft_onnx_fail (call, _ ("a step of 0"));
      length = x->dims[axis];
      low = step > 0 ? 0 : -1;
      high = step > 0 ? length : length - 1;
      start = CLAMP (start < 0 ? start + length : start, MAX (low, 0), MAX (high, 0));
      end = CLAMP (end < 0 ? end + length : end, low, high);
      cuts[axis] = (Cut){ start, step, 0 };
      if (length > 0 && (step > 0 ? start < end : start > end))
        cuts[axis].length = step > 0 ? (end - start - 1) / step + 1 : (start - end - 1) / -step + 1;
    }
  return TRUE;
}

static gboolean
slice (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gint64 strides[WEFT_MAX_RANK], offset = 0;
  WeftShape shape = x->shape;
  Cut cuts[WEFT_MAX_RANK];
  WeftTensor *y;

  if (!read_cuts (call, cuts))
    return FALSE;
  weft_onnx_get_strides (&shape, strides);
  for (int i = 0; i < shape.rank; i++)
    {
      shape.dims[i] = cuts[i].length;
      offset += cuts[i].start * strides[i];
      strides[i] *= cuts[i].length > 1 ? cuts[i].step : 1;
    }
  y = weft_onnx_new (call, 0, &shape);
  if (y != NULL && weft_shape_count (&shape) > 0)
    weft_onnx_copy_view (y, x, offset, strides);
  return y != NULL;
}

/* --- by numbers --- */

static gboolean
gather (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0], *indices = call->in[1];
  gint64 axis = weft_onnx_int (call, "axis", 0), n = weft_shape_count (&indices->shape);
  int rank = x->shape.rank + indices->shape.rank - 1;
  WeftShape flat = x->shape, shape = { .rank = rank, .type = x->shape.type };
  g_autoptr (WeftTensor) y = NULL;
  WeftTensor *given;

  if (!weft_onnx_fit_axis (call, &axis, x->shape.rank))
    return FALSE;
  if (rank > WEFT_MAX_RANK || weft_onnx_is_real (indices))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  for (int i = 0; i < rank; i++)
    shape.dims[i] = i < axis                         ? x->shape.dims[i]
                    : i < axis + indices->shape.rank ? indices->shape.dims[i - axis]
                                                     : x->shape.dims[i - indices->shape.rank + 1];
  flat.dims[axis] = n;
  y = weft_onnx_new_scratch (call, &flat);
  for (gint64 i = 0; y != NULL && i < n; i++)
    {
      gint64 index;

      if (!weft_onnx_read_index (call, indices, i, x->shape.dims[axis], &index))
        return FALSE;
      copy_some (y, i, x, index, 1, axis);
    }
  given = y != NULL ? weft_onnx_reshape (call, y, &shape) : NULL;
  return weft_onnx_give (call, 0, given);
}

/* --- as layers --- */

static gboolean
lay_concat (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  gint64 axis = weft_onnx_int (call, "axis", 1);
  guint open = 0;
  int ours;

  if (!weft_onnx_fit_axis (call, &axis, call->out[0]->shape.rank)
      || !weft_onnx_lay_alike (laying, &open))
    return FALSE;
  ours = weft_onnx_lay_axis (laying, open, axis);
  if (ours < 0)
    return FALSE;
  if (call->n_in == 1)
    {
      weft_onnx_lay_through (laying, 0, 0);
      return TRUE;
    }
  laying->in[0].outer = laying->in[open].outer;
  if (axis < laying->place[open].axis)
    laying->in[0].outer
        = laying->in[0].outer / call->in[open]->shape.dims[axis] * call->out[0]->shape.dims[axis];
  return weft_onnx_lay (laying, NULL, g_variant_new_parsed ("{'dim': <%x>}", (gint64) ours),
                        call->n_in)
         != 0;
}

/* Some of one axis, as the next node reads it; the shape in which it is then. */
static gboolean
lay_cut (WeftOnnxLaying *laying, int axis, Cut cut, WeftShape *ours)
{
  gint64 end = cut.start + (cut.length - 1) * cut.step + 1, outer = laying->in[0].outer;
  gint64 length = laying->call->in[0]->shape.dims[axis];
  gboolean is_last = cut.length == 1 && cut.start + 1 == length;
  int dim;

  if (cut.length == length && cut.step == 1)
    return TRUE;
  dim = weft_onnx_lay_axis (laying, 0, axis);
  if (dim < 0
      || (weft_shape_same_dims (ours, &laying->place[0].ours, 0)
          && !weft_onnx_lay_straight (laying, 0))
      || weft_onnx_lay (laying, "slice",
                        g_variant_new_parsed (
                            "{'dim': <%x>, 'start': <%x>, 'end': <%x>, 'step': <%x>}", (gint64) dim,
                            is_last ? -1 : cut.start, is_last ? 0 : end, cut.step),
                        1)
             == 0)
    return FALSE;
  ours->dims[dim] = cut.length;
  if (axis < laying->place[0].axis)
    outer = outer / length * cut.length;
  laying->in[0].outer = laying->out[0].outer = outer;
  laying->in[0].made = laying->out[0].made = *ours;
  return TRUE;
}

/* Of tokens, all steps but the last, before which a pad then puts one: each gets the one before. */
static gboolean
lay_delay (WeftOnnxLaying *laying, const Cut *cuts)
{
  const WeftShape *x = &laying->call->in[0]->shape;

  if (x->rank != 2 || laying->place[0].axis != 0 || cuts[0].length != x->dims[0]
      || cuts[1].start != 0 || cuts[1].step != 1 || cuts[1].length != x->dims[1] - 1
      || !weft_onnx_is_read_by (laying, 0, "Pad"))
    return weft_onnx_fail (laying->call, _ ("tokens are only looked up in tables"));
  laying->in[0].made = *x;
  laying->out[0].made = *x;
  return weft_onnx_lay (laying, "delay", NULL, 1) != 0;
}

static gboolean
lay_slice (WeftOnnxLaying *laying)
{
  const WeftShape *x = &laying->call->in[0]->shape;
  WeftShape ours = laying->place[0].ours;
  Cut cuts[WEFT_MAX_RANK];

  if (!read_cuts (laying->call, cuts))
    return FALSE;
  if (!weft_onnx_is_real (laying->call->in[0]))
    return lay_delay (laying, cuts);
  weft_onnx_lay_through (laying, 0, 0);
  for (int i = 0; i < x->rank; i++)
    if (cuts[i].step < 0 || cuts[i].length < 1)
      return weft_onnx_fail (laying->call, _ ("a step below 0 is not supported"));
    else if (!lay_cut (laying, i, cuts[i], &ours))
      return FALSE;
  return TRUE;
}

static gboolean
lay_split (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  WeftOnnxSource from;
  gint64 axis = weft_onnx_int (call, "axis", 0), at = 0;

  if (!weft_onnx_fit_axis (call, &axis, call->in[0]->shape.rank)
      || !weft_onnx_lay_straight (laying, 0))
    return FALSE;
  from = laying->in[0];
  for (guint i = call->n_out; i-- > 0;)
    at += call->out[i]->shape.dims[axis];
  for (guint i = call->n_out; i-- > 0;)
    {
      WeftShape ours = laying->place[0].ours;
      Cut cut = { .step = 1, .length = call->out[i]->shape.dims[axis] };

      cut.start = at -= cut.length;
      laying->in[0] = from;
      if (!lay_cut (laying, (int) axis, cut, &ours))
        return FALSE;
      laying->out[i] = laying->in[0];
    }
  return TRUE;
}

/* A table and places in it that the samples say; or one place of the samples. */
static gboolean
lay_gather (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  gint64 axis = weft_onnx_int (call, "axis", 0), node;
  const WeftShape *table = &call->in[0]->shape;
  WeftShape ours = laying->place[0].ours;
  Cut cut = { 0, 1, 1 };

  if (!weft_onnx_fit_axis (call, &axis, table->rank))
    return FALSE;
  if (weft_onnx_is_known (laying, 0) && table->rank == 2 && axis == 0)
    {
      if (!weft_onnx_lay_straight (laying, 1))
        return FALSE;
      laying->in[0] = laying->in[1];
      node = weft_onnx_lay (laying, "embedding",
                            g_variant_new_parsed ("{'embedding_dim': <%x>, 'num_embeddings': <%x>}",
                                                  table->dims[1], table->dims[0]),
                            1);
      return node != 0 && weft_onnx_lay_weight (laying, node, "weight", call->in[0], table);
    }
  if (weft_onnx_is_known (laying, 0) || !weft_onnx_is_known (laying, 1)
      || weft_shape_count (&call->in[1]->shape) != 1)
    return weft_onnx_fail (call, _ ("what it picks by is not supported"));
  weft_onnx_lay_through (laying, 0, 0);
  if (!weft_onnx_read_index (call, call->in[1], 0, table->dims[axis], &cut.start)
      || !lay_cut (laying, (int) axis, cut, &ours))
    return FALSE;
  laying->out[0].made = laying->out[0].made.rank > 0 ? laying->out[0].made : ours;
  return TRUE;
}

#define ANY .lays_any_axis = TRUE
#define SHAPE .lays_any_shape = TRUE

const WeftOnnxOperator weft_onnx_picks[] = {
  { "Concat", 1, WEFT_ONNX_MAX_PORTS, concat, .lay = lay_concat, ANY, .layer = "concat",
    .since = 4 },
  { "Gather", 2, 2, gather, .lay = lay_gather, ANY, SHAPE, .since = 1 },
  { "Slice", 1, 5, slice, .lay = lay_slice, ANY, SHAPE, .layer = "slice", .since = 1 },
  { "Split", 1, 2, split, .lay = lay_split, ANY, SHAPE, .layer = "slice", .since = 2,
    .idle = "num_outputs" },
  { NULL },
};
