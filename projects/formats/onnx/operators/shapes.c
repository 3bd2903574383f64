/* shapes: operators that give the same numbers in another shape, order or number, or shapes
 * themselves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/onnx/onnx-tensor.h"

static gboolean
give_reshaped (WeftOnnxCall *call, const WeftShape *shape)
{
  return weft_onnx_give (call, 0, weft_onnx_reshape (call, call->in[0], shape));
}

static gboolean
reshape (WeftOnnxCall *call)
{
  gint64 dims[WEFT_MAX_RANK], count = weft_shape_count (&call->in[0]->shape), known = 1;
  gboolean allows_zero = weft_onnx_int (call, "allowzero", 0) != 0;
  int n = weft_onnx_get_ints (call->in[1], dims, WEFT_MAX_RANK), open = -1;
  WeftShape shape = { .rank = n };

  if (n < 0)
    return weft_onnx_fail (call, _ ("a shape of more than %d dimensions"), WEFT_MAX_RANK);
  for (int i = 0; i < n; i++)
    {
      gint64 d = dims[i];

      if (d == 0 && !allows_zero && i < call->in[0]->shape.rank)
        d = call->in[0]->shape.dims[i];
      if (d < -1 || (d == -1 && open >= 0))
        return weft_onnx_fail (call, _ ("shapes do not fit"));
      if (d == -1)
        open = i;
      else if (__builtin_mul_overflow (known, d, &known))
        return weft_onnx_fail (call, _ ("shapes do not fit"));
      shape.dims[i] = d;
    }
  if (open >= 0)
    shape.dims[open] = known > 0 ? count / known : 0;
  return give_reshaped (call, &shape);
}

static gboolean
flatten (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 axis = weft_onnx_int (call, "axis", 1);
  WeftShape shape = { .rank = 2, .dims = { 1, 1 } };

  if (axis < -x->rank || axis > x->rank)
    return weft_onnx_fail_mode (call, "axis", "?");
  if (axis < 0)
    axis += x->rank;
  for (int i = 0; i < x->rank; i++)
    shape.dims[i < axis ? 0 : 1] *= x->dims[i];
  return give_reshaped (call, &shape);
}

/* Axes as bits. */
static gboolean
read_axes (WeftOnnxCall *call, int rank, guint *axes, int *n)
{
  gint64 list[WEFT_MAX_RANK];

  *axes = 0;
  if (!weft_onnx_ints_of_either (call, "axes", 1, list, WEFT_MAX_RANK, n))
    return FALSE;
  for (int i = 0; i < *n; i++)
    if (!weft_onnx_fit_axis (call, &list[i], rank))
      return FALSE;
    else
      *axes |= 1u << list[i];
  return TRUE;
}

static gboolean
squeeze (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  WeftShape shape = { 0 };
  guint axes;
  int n;

  if (!read_axes (call, x->rank, &axes, &n))
    return FALSE;
  for (int i = 0; i < x->rank; i++)
    if (n < 0 ? x->dims[i] != 1 : !(axes >> i & 1))
      shape.dims[shape.rank++] = x->dims[i];
  return give_reshaped (call, &shape);
}

static gboolean
unsqueeze (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 list[WEFT_MAX_RANK];
  WeftShape shape = { 0 };
  guint axes = 0;
  int n, at = 0;

  if (!weft_onnx_ints_of_either (call, "axes", 1, list, WEFT_MAX_RANK, &n))
    return FALSE;
  if (n < 0 || x->rank + n > WEFT_MAX_RANK)
    return weft_onnx_fail (call, _ ("a shape of more than %d dimensions"), WEFT_MAX_RANK);
  shape.rank = x->rank + n;
  for (int i = 0; i < n; i++)
    if (!weft_onnx_fit_axis (call, &list[i], shape.rank))
      return FALSE;
    else
      axes |= 1u << list[i];
  for (int i = 0; i < shape.rank; i++)
    shape.dims[i] = axes >> i & 1 || at >= x->rank ? 1 : x->dims[at++];
  return give_reshaped (call, &shape);
}

static gboolean
read_order (WeftOnnxCall *call, int order[WEFT_MAX_RANK])
{
  gint64 perm[WEFT_MAX_RANK];
  int rank = call->in[0]->shape.rank;
  guint n = weft_onnx_ints (call, "perm", perm, WEFT_MAX_RANK), seen = 0;

  if (n != 0 && n != (guint) rank)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  for (int i = 0; i < rank; i++)
    {
      gint64 axis = n == 0 ? rank - 1 - i : perm[i];

      if (axis < 0 || axis >= rank || seen >> axis & 1)
        return weft_onnx_fail (call, _ ("shapes do not fit"));
      seen |= 1u << axis;
      order[i] = (int) axis;
    }
  return TRUE;
}

static gboolean
transpose (WeftOnnxCall *call)
{
  int order[WEFT_MAX_RANK];

  return read_order (call, order)
         && weft_onnx_give (call, 0, weft_onnx_permute (call, call->in[0], order));
}

static gboolean
expand (WeftOnnxCall *call)
{
  gint64 dims[WEFT_MAX_RANK];
  int n = weft_onnx_get_ints (call->in[1], dims, WEFT_MAX_RANK);
  WeftShape wanted = { .rank = n }, shape;

  if (n < 0)
    return weft_onnx_fail (call, _ ("a shape of more than %d dimensions"), WEFT_MAX_RANK);
  memcpy (wanted.dims, dims, sizeof dims);
  return weft_onnx_broadcast (call, &call->in[0]->shape, &wanted, &shape)
         && weft_onnx_give (call, 0, weft_onnx_spread (call, call->in[0], &shape));
}

static gboolean
tile (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 times[WEFT_MAX_RANK], own[WEFT_MAX_RANK], strides[WEFT_MAX_RANK];
  WeftShape wide = { .type = x->type }, shape = *x;
  g_autoptr (WeftTensor) y = NULL;

  if (weft_onnx_get_ints (call->in[1], times, WEFT_MAX_RANK) != x->rank
      || 2 * x->rank > WEFT_MAX_RANK)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  weft_onnx_get_strides (x, own);
  for (int i = 0; i < x->rank; i++)
    {
      strides[wide.rank] = 0;
      wide.dims[wide.rank++] = times[i];
      strides[wide.rank] = own[i];
      wide.dims[wide.rank++] = x->dims[i];
      if (__builtin_mul_overflow (shape.dims[i], times[i], &shape.dims[i]))
        return weft_onnx_fail (call, _ ("what comes of it is too large"));
    }
  y = weft_onnx_new_scratch (call, &wide);
  if (y == NULL)
    return FALSE;
  weft_onnx_copy_view (y, call->in[0], 0, strides);
  return weft_onnx_give (call, 0, weft_onnx_reshape (call, y, &shape));
}

static gboolean
get_shape (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 start = weft_onnx_int (call, "start", 0), end = weft_onnx_int (call, "end", x->rank);
  WeftTensor *y;

  start = CLAMP (start < 0 ? start + x->rank : start, 0, x->rank);
  end = CLAMP (end < 0 ? end + x->rank : end, start, x->rank);
  y = weft_onnx_new (call, 0, &(WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { end - start } });
  for (gint64 i = start; y != NULL && i < end; i++)
    ((gint64 *) y->data)[i - start] = x->dims[i];
  return y != NULL;
}

static gboolean
get_size (WeftOnnxCall *call)
{
  WeftTensor *y = weft_onnx_new (call, 0, &(WeftShape){ .type = WEFT_I64 });

  if (y != NULL)
    *(gint64 *) y->data = weft_shape_count (&call->in[0]->shape);
  return y != NULL;
}

/* --- made out of nothing --- */

static gboolean
constant (WeftOnnxCall *call)
{
  const Onnx__AttributeProto *value = weft_onnx_find (call, "value");
  const Onnx__AttributeProto *reals = weft_onnx_find (call, "value_floats");
  const Onnx__AttributeProto *wholes = weft_onnx_find (call, "value_ints");
  WeftShape shape = { .rank = 0 };
  WeftTensor *y;

  if (value != NULL && value->t != NULL)
    return weft_onnx_give (call, 0, weft_onnx_tensor_read (value->t, NULL, call->error));
  if (reals != NULL || wholes != NULL)
    {
      shape.rank = 1;
      shape.type = reals != NULL ? WEFT_F32 : WEFT_I64;
      shape.dims[0] = (gint64) (reals != NULL ? reals->n_floats : wholes->n_ints);
    }
  else if (weft_onnx_find (call, "value_int") != NULL)
    shape.type = WEFT_I64;
  else if (weft_onnx_find (call, "value_float") == NULL)
    return weft_onnx_fail (call, _ ("numbers of its type are not supported"));
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    if (shape.type == WEFT_F32)
      weft_onnx_set (y, i,
                     reals != NULL ? reals->floats[i] : weft_onnx_real (call, "value_float", 0));
    else
      weft_onnx_set_whole (y, i,
                           wholes != NULL ? wholes->ints[i] : weft_onnx_int (call, "value_int", 0));
  return y != NULL;
}

static gboolean
constant_of_shape (WeftOnnxCall *call)
{
  const Onnx__AttributeProto *value = weft_onnx_find (call, "value");
  g_autoptr (WeftTensor) fill = NULL;
  gint64 dims[WEFT_MAX_RANK];
  int n = weft_onnx_get_ints (call->in[0], dims, WEFT_MAX_RANK);
  WeftShape shape = { .rank = n, .type = WEFT_F32 };
  WeftTensor *y;

  if (n < 0)
    return weft_onnx_fail (call, _ ("a shape of more than %d dimensions"), WEFT_MAX_RANK);
  memcpy (shape.dims, dims, sizeof dims);
  if (value != NULL && value->t != NULL)
    {
      fill = weft_onnx_tensor_read (value->t, NULL, call->error);
      if (fill == NULL)
        return FALSE;
      if (weft_shape_count (&fill->shape) != 1)
        return weft_onnx_fail (call, _ ("shapes do not fit"));
      shape.type = fill->shape.type;
    }
  y = weft_onnx_new (call, 0, &shape);
  if (y == NULL || fill == NULL)
    return y != NULL;
  weft_onnx_copy_view (y, fill, 0, (gint64[WEFT_MAX_RANK]){ 0 });
  return TRUE;
}

static gboolean
range (WeftOnnxCall *call)
{
  WeftType type = call->in[0]->shape.type;
  double start, limit, step, n;
  WeftTensor *y;

  for (int i = 0; i < 3; i++)
    if (weft_shape_count (&call->in[i]->shape) != 1 || call->in[i]->shape.type != type)
      return weft_onnx_fail (call, _ ("shapes do not fit"));
  start = weft_onnx_get (call->in[0], 0);
  limit = weft_onnx_get (call->in[1], 0);
  step = weft_onnx_get (call->in[2], 0);
  n = step != 0 ? (limit - start) / step : 0;
  n = n > 0 ? (gint64) n + ((gint64) n < n) : 0;
  if (!(n < 1 << 28))
    return weft_onnx_fail (call, _ ("what comes of it is too large"));
  y = weft_onnx_new (call, 0, &(WeftShape){ .rank = 1, .type = type, .dims = { (gint64) n } });
  for (gint64 i = 0; y != NULL && i < (gint64) n; i++)
    weft_onnx_set (y, i, start + (double) i * step);
  return y != NULL;
}

/* --- as layers --- */

/* What is made in another shape is reshaped where that matters. */
static gboolean
lay_reshape (WeftOnnxLaying *laying)
{
  WeftOnnxPlace place;

  if (!weft_onnx_place (&laying->call->out[0]->shape, weft_onnx_lay_batch (laying),
                        laying->in[0].outer, &place))
    return weft_onnx_fail (laying->call, _ ("it takes samples apart, or puts them together"));
  if (laying->in[0].made.rank == 0)
    laying->in[0].made = laying->place[0].ours;
  weft_onnx_lay_through (laying, 0, 0);
  return TRUE;
}

/* Axis of the model's value as axes of ours but that of the samples, behind those in dims. */
static guint
add_axes (const WeftOnnxPlace *place, int axis, gint64 *dims, guint n)
{
  int splits = (place->lead != 1) + (place->more != 1);

  if (axis != place->axis)
    dims[n++] = axis < place->axis ? axis + 1 : axis + splits;
  else
    for (int i = 0; i < splits; i++)
      dims[n++] = axis + 1 + i;
  return n;
}

/* Where only that of the samples moves nothing does in ours. */
static gboolean
lay_transpose (WeftOnnxLaying *laying)
{
  const WeftOnnxPlace *place = &laying->place[0];
  const WeftShape *y = &laying->call->out[0]->shape;
  int order[WEFT_MAX_RANK], rank = laying->call->in[0]->shape.rank;
  gint64 dims[WEFT_MAX_RANK + 2], outer = place->lead;
  gboolean is_moved = FALSE, is_behind = FALSE;
  guint n = 0;

  if (!read_order (laying->call, order))
    return FALSE;
  for (int i = 0; i < rank; i++)
    {
      n = add_axes (place, order[i], dims, n);
      is_behind |= order[i] == place->axis;
      outer *= is_behind ? 1 : y->dims[i];
    }
  for (guint i = 0; i < n; i++)
    is_moved |= dims[i] != i + 1;
  if (!is_moved)
    weft_onnx_lay_through (laying, 0, 0);
  else if (!weft_onnx_lay_straight (laying, 0)
           || weft_onnx_lay (laying, NULL,
                             g_variant_new_parsed ("{'dims': <%@ax>}", weft_onnx_dims (dims, n)), 1)
                  == 0)
    return FALSE;
  laying->out[0].outer = outer;
  return TRUE;
}

static gboolean
lay_repeat (WeftOnnxLaying *laying, const gint64 *times, int n)
{
  return weft_onnx_lay (
             laying, "repeat",
             g_variant_new_parsed ("{'repeats': <%@ax>}", weft_onnx_dims (times, (guint) n)), 1)
         != 0;
}

static gboolean
lay_expand (WeftOnnxLaying *laying)
{
  const WeftShape *x = &laying->call->in[0]->shape, *y = &laying->call->out[0]->shape;
  gint64 times[WEFT_MAX_RANK];

  if (x->rank != y->rank || x->dims[0] != y->dims[0])
    return weft_onnx_fail (laying->call, _ ("it makes samples of one of them"));
  if (weft_shape_equal (x, y))
    {
      weft_onnx_lay_through (laying, 0, 0);
      return TRUE;
    }
  for (int i = 1; i < x->rank; i++)
    times[i] = y->dims[i] / MAX (x->dims[i], 1);
  return lay_repeat (laying, times + 1, x->rank - 1);
}

static gboolean
lay_tile (WeftOnnxLaying *laying)
{
  gint64 times[WEFT_MAX_RANK];
  int n = weft_onnx_get_ints (laying->call->in[1], times, WEFT_MAX_RANK);

  if (n < 2 || times[0] != 1)
    return weft_onnx_fail (laying->call, _ ("it makes samples of one of them"));
  return lay_repeat (laying, times + 1, n - 1);
}

#define ANY .lays_any_axis = TRUE, .lays_any_shape = TRUE

const WeftOnnxOperator weft_onnx_shapes[] = {
  { "Constant", 0, 0, constant, .since = 1 },
  { "ConstantOfShape", 1, 1, constant_of_shape },
  { "Expand", 2, 2, expand, .lay = lay_expand },
  { "Flatten", 1, 1, flatten, .lay = lay_reshape, ANY, .since = 1 },
  { "Range", 3, 3, range },
  { "Reshape", 2, 2, reshape, .lay = lay_reshape, ANY, .since = 5 },
  { "Shape", 1, 1, get_shape, .since = 1 },
  { "Size", 1, 1, get_size, .since = 1 },
  { "Squeeze", 1, 2, squeeze, .lay = lay_reshape, ANY, .since = 1 },
  { "Tile", 2, 2, tile, .lay = lay_tile, .layer = "repeat", .since = 6 },
  { "Transpose", 1, 1, transpose, .lay = lay_transpose, ANY, .layer = "permute", .since = 1 },
  { "Unsqueeze", 1, 2, unsqueeze, .lay = lay_reshape, ANY, .since = 1 },
  { NULL },
};
