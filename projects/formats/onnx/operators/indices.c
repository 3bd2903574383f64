/* indices: operators by which tensors say where numbers of others are taken from or put, or where
 * the largest stand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* Where the element i of `indices` lies in x, but that its place along the axis is `index`. */
static gint64
find_place (const WeftShape *indices, const WeftShape *x, gint64 i, gint64 axis, gint64 index)
{
  gint64 strides[WEFT_MAX_RANK], place = 0;

  weft_onnx_get_strides (x, strides);
  for (int k = x->rank - 1; k >= 0; k--)
    {
      place += (k == axis ? index : i % indices->dims[k]) * strides[k];
      i /= indices->dims[k];
    }
  return place;
}

static gboolean
expect_places (WeftOnnxCall *call, const WeftTensor *x, const WeftTensor *indices, gint64 *axis)
{
  if (!weft_onnx_fit_axis (call, axis, x->shape.rank))
    return FALSE;
  if (indices->shape.rank != x->shape.rank || weft_onnx_is_real (indices))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  for (int i = 0; i < x->shape.rank; i++)
    if (i != *axis && indices->shape.dims[i] > x->shape.dims[i])
      return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  return TRUE;
}

static gboolean
gather_elements (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0], *indices = call->in[1];
  gint64 axis = weft_onnx_int (call, "axis", 0), index;
  WeftShape shape = indices->shape;
  WeftTensor *y;

  if (!expect_places (call, x, indices, &axis))
    return FALSE;
  shape.type = x->shape.type;
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    {
      if (!weft_onnx_read_index (call, indices, i, x->shape.dims[axis], &index))
        return FALSE;
      weft_onnx_copy (y, i, x, find_place (&indices->shape, &x->shape, i, axis, index));
    }
  return y != NULL;
}

typedef enum
{
  PUT,
  PUT_ADD,
  PUT_MUL,
  PUT_MIN,
  PUT_MAX,
} Put;

static gboolean
read_put (WeftOnnxCall *call, Put *put)
{
  static const char *const names[] = { "none", "add", "mul", "min", "max" };
  g_autofree char *text = weft_onnx_dup_text (call, "reduction", "none");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], text) == 0)
      {
        *put = (Put) i;
        return TRUE;
      }
  return weft_onnx_fail_mode (call, "reduction", text);
}

static void
put_number (WeftTensor *y, gint64 to, const WeftTensor *x, gint64 from, Put put)
{
  double a = weft_onnx_get (y, to), b = weft_onnx_get (x, from);

  if (put == PUT)
    weft_onnx_copy (y, to, x, from);
  else
    weft_onnx_set (y, to,
                   put == PUT_ADD   ? a + b
                   : put == PUT_MUL ? a * b
                   : put == PUT_MIN ? MIN (a, b)
                                    : MAX (a, b));
}

static WeftTensor *
begin_scatter (WeftOnnxCall *call)
{
  WeftTensor *y;

  if (call->in[2]->shape.type != call->in[0]->shape.type)
    {
      weft_onnx_fail (call, _ ("its inputs do not fit together"));
      return NULL;
    }
  y = weft_onnx_new (call, 0, &call->in[0]->shape);
  if (y != NULL)
    memcpy (y->data, call->in[0]->data, weft_shape_bytes (&y->shape));
  return y;
}

static gboolean
scatter_elements (WeftOnnxCall *call)
{
  const WeftTensor *indices = call->in[1];
  gint64 axis = weft_onnx_int (call, "axis", 0), index;
  WeftTensor *y = begin_scatter (call);
  Put put;

  if (y == NULL || !read_put (call, &put) || !expect_places (call, y, indices, &axis))
    return FALSE;
  if (!weft_shape_same_dims (&indices->shape, &call->in[2]->shape, 0))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  for (gint64 i = 0; i < weft_shape_count (&indices->shape); i++)
    {
      if (!weft_onnx_read_index (call, indices, i, y->shape.dims[axis], &index))
        return FALSE;
      put_number (y, find_place (&indices->shape, &y->shape, i, axis, index), call->in[2], i, put);
    }
  return TRUE;
}

/* --- the last axis of indices is a place --- */

typedef struct
{
  gint64 same;   /* leading axes that go together */
  gint64 depth;  /* axes that a place says */
  gint64 places; /* of each of `same` */
  gint64 block;  /* numbers at a place */
  gint64 stride; /* numbers of each of `same` */
} Places;

static gboolean
read_places (WeftOnnxCall *call, gint64 batch_dims, Places *places)
{
  const WeftShape *x = &call->in[0]->shape, *indices = &call->in[1]->shape;

  if (indices->rank < 1 || weft_onnx_is_real (call->in[1]) || batch_dims < 0
      || batch_dims >= indices->rank || batch_dims + indices->dims[indices->rank - 1] > x->rank)
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  *places = (Places){ 1, indices->dims[indices->rank - 1], 1, 1, 1 };
  for (int i = 0; i < indices->rank - 1; i++)
    {
      if (i < batch_dims && indices->dims[i] != x->dims[i])
        return weft_onnx_fail (call, _ ("its inputs do not fit together"));
      *(i < batch_dims ? &places->same : &places->places) *= indices->dims[i];
    }
  for (int i = (int) batch_dims; i < x->rank; i++)
    {
      places->stride *= x->dims[i];
      places->block *= i >= batch_dims + places->depth ? x->dims[i] : 1;
    }
  return TRUE;
}

/* The first number at place i. */
static gboolean
read_place (WeftOnnxCall *call, const Places *places, gint64 i, gint64 batch_dims, gint64 *at)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 index;

  *at = 0;
  for (gint64 k = 0; k < places->depth; k++)
    {
      if (!weft_onnx_read_index (call, call->in[1], i * places->depth + k, x->dims[batch_dims + k],
                                 &index))
        return FALSE;
      *at = *at * x->dims[batch_dims + k] + index;
    }
  *at = *at * places->block + i / places->places * places->stride;
  return TRUE;
}

static gboolean
gather_nd (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape, *indices = &call->in[1]->shape;
  gint64 batch_dims = weft_onnx_int (call, "batch_dims", 0), at;
  WeftShape shape = { .type = x->type };
  Places places;
  WeftTensor *y;

  if (!read_places (call, batch_dims, &places))
    return FALSE;
  if (indices->rank - 1 + x->rank - batch_dims - places.depth > WEFT_MAX_RANK)
    return weft_onnx_fail (call, _ ("a shape of more than %d dimensions"), WEFT_MAX_RANK);
  for (int i = 0; i < indices->rank - 1; i++)
    shape.dims[shape.rank++] = indices->dims[i];
  for (int i = (int) (batch_dims + places.depth); i < x->rank; i++)
    shape.dims[shape.rank++] = x->dims[i];
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < places.same * places.places; i++)
    {
      if (!read_place (call, &places, i, batch_dims, &at))
        return FALSE;
      for (gint64 k = 0; k < places.block; k++)
        weft_onnx_copy (y, i * places.block + k, call->in[0], at + k);
    }
  return y != NULL;
}

static gboolean
scatter_nd (WeftOnnxCall *call)
{
  WeftTensor *y = begin_scatter (call);
  Places places;
  gint64 at;
  Put put;

  if (y == NULL || !read_put (call, &put) || !read_places (call, 0, &places))
    return FALSE;
  if (weft_shape_count (&call->in[2]->shape) != places.places * places.block)
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  for (gint64 i = 0; i < places.places; i++)
    {
      if (!read_place (call, &places, i, 0, &at))
        return FALSE;
      for (gint64 k = 0; k < places.block; k++)
        put_number (y, at + k, call->in[2], i * places.block + k, put);
    }
  return TRUE;
}

/* --- others --- */

static gboolean
one_hot (WeftOnnxCall *call)
{
  const WeftShape *indices = &call->in[0]->shape;
  gint64 axis = weft_onnx_int (call, "axis", -1), behind = 1, depth;
  WeftShape shape = *indices;
  WeftTensor *y;

  if (weft_shape_count (&call->in[1]->shape) != 1 || weft_shape_count (&call->in[2]->shape) != 2
      || indices->rank >= WEFT_MAX_RANK)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  depth = (gint64) weft_onnx_get (call->in[1], 0);
  shape.rank++;
  if (!weft_onnx_fit_axis (call, &axis, shape.rank))
    return FALSE;
  shape.type = call->in[2]->shape.type;
  shape.dims[axis] = depth;
  for (int i = (int) axis + 1; i < shape.rank; i++)
    {
      shape.dims[i] = indices->dims[i - 1];
      behind *= shape.dims[i];
    }
  if (depth < 1)
    return weft_onnx_fail (call, _ ("%s is out of range"), "depth");
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    {
      gint64 k = i / behind % depth, from = i / (behind * depth) * behind + i % behind;
      gint64 index = (gint64) weft_onnx_get (call->in[0], from);

      weft_onnx_copy (y, i, call->in[2], index == k || index + depth == k);
    }
  return y != NULL;
}

/* By rising rows of places, (rank, how many). */
static gboolean
non_zero (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gint64 count = weft_shape_count (&x->shape), n = 0, at = 0, strides[WEFT_MAX_RANK];
  WeftTensor *y;

  for (gint64 i = 0; i < count; i++)
    n += weft_onnx_get (x, i) != 0;
  weft_onnx_get_strides (&x->shape, strides);
  y = weft_onnx_new (call, 0, &(WeftShape){ 2, WEFT_I64, { x->shape.rank, n } });
  for (gint64 i = 0; y != NULL && i < count; i++)
    if (weft_onnx_get (x, i) != 0)
      {
        for (int k = 0; k < x->shape.rank; k++)
          weft_onnx_set_whole (y, k * n + at, i / strides[k] % x->shape.dims[k]);
        at++;
      }
  return y != NULL;
}

static gboolean
compress (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0], *keeps = call->in[1];
  gboolean is_flat = weft_onnx_find (call, "axis") == NULL;
  gint64 axis = weft_onnx_int (call, "axis", 0), behind = 1, n = 0, at = 0, length;
  WeftShape shape = x->shape;
  WeftTensor *y;

  if (is_flat)
    shape = (WeftShape){ 1, x->shape.type, { weft_shape_count (&x->shape) } };
  if (!weft_onnx_fit_axis (call, &axis, shape.rank))
    return FALSE;
  length = shape.dims[axis];
  for (int i = (int) axis + 1; i < shape.rank; i++)
    behind *= shape.dims[i];
  for (gint64 i = 0; i < MIN (length, weft_shape_count (&keeps->shape)); i++)
    n += weft_onnx_get (keeps, i) != 0;
  shape.dims[axis] = n;
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&x->shape); i++)
    {
      gint64 k = i / behind % length;

      if (k < weft_shape_count (&keeps->shape) && weft_onnx_get (keeps, k) != 0)
        weft_onnx_copy (y, at++, x, i);
    }
  return y != NULL;
}

typedef struct
{
  double number;
  gint64 at;
} Ranked;

static int
by_number (gconstpointer a, gconstpointer b)
{
  const Ranked *p = a, *q = b;

  return p->number != q->number ? (p->number > q->number ? -1 : 1) : p->at < q->at ? -1 : 1;
}

static gboolean
top_k (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gint64 axis = weft_onnx_int (call, "axis", -1), k = 0, behind = 1, length;
  gboolean largest = weft_onnx_int (call, "largest", 1) != 0;
  g_autofree Ranked *ranks = NULL;
  WeftShape shape = x->shape;

  if (!weft_onnx_fit_axis (call, &axis, shape.rank))
    return FALSE;
  length = shape.dims[axis];
  if (weft_onnx_get_ints (call->in[1], &k, 1) != 1 || k < 0 || k > length)
    return weft_onnx_fail (call, _ ("%s is out of range"), "k");
  for (int i = (int) axis + 1; i < shape.rank; i++)
    behind *= shape.dims[i];
  shape.dims[axis] = k;
  ranks = g_new (Ranked, MAX (length, 1));
  if (weft_onnx_new (call, 0, &shape) == NULL)
    return FALSE;
  shape.type = WEFT_I64;
  if (weft_onnx_new (call, 1, &shape) == NULL)
    return FALSE;
  for (gint64 i = 0; k > 0 && i < weft_shape_count (&x->shape) / length; i++)
    {
      gint64 first = i / behind * behind * length + i % behind;
      gint64 to = i / behind * behind * k + i % behind;

      for (gint64 j = 0; j < length; j++)
        ranks[j] = (Ranked){ (largest ? 1 : -1) * weft_onnx_get (x, first + j * behind), j };
      qsort (ranks, (size_t) length, sizeof *ranks, by_number);
      for (gint64 j = 0; j < k; j++)
        {
          weft_onnx_copy (call->out[0], to + j * behind, x, first + ranks[j].at * behind);
          weft_onnx_set_whole (call->out[1], to + j * behind, ranks[j].at);
        }
    }
  return TRUE;
}

/* --- as layers --- */

/* Along the last axis every sample is continued by itself turned round, as a reflecting pad does
 * it: how far in front. */
static gboolean
is_reflected (const WeftTensor *indices, gint64 length, gint64 *before)
{
  gint64 n = indices->shape.dims[indices->shape.rank - 1];

  for (*before = 0; *before < n && weft_onnx_get_whole (indices, *before) != 0; ++*before)
    continue;
  for (gint64 i = 0; i < weft_shape_count (&indices->shape); i++)
    {
      gint64 at = ABS (i % n - *before);

      at = at < length ? at : 2 * (length - 1) - at;
      if (weft_onnx_get_whole (indices, i) != at)
        return FALSE;
    }
  return *before < length && n >= *before + length && n - *before - length < length;
}

static gboolean
lay_gather_elements (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  const WeftShape *x = &call->in[0]->shape;
  gint64 axis = weft_onnx_int (call, "axis", 0), pads[2];

  if (!weft_onnx_fit_axis (call, &axis, x->rank))
    return FALSE;
  if (!weft_onnx_is_known (laying, 1) || axis != x->rank - 1 || axis == 0
      || !is_reflected (call->in[1], x->dims[axis], &pads[0]))
    return weft_onnx_fail (call, _ ("what it picks by is not supported"));
  pads[1] = call->in[1]->shape.dims[axis] - x->dims[axis] - pads[0];
  return weft_onnx_lay (laying, NULL,
                        g_variant_new_parsed ("{'pad': <%@ax>, 'mode': <'reflect'>}",
                                              weft_onnx_dims (pads, 2)),
                        1)
         != 0;
}

const WeftOnnxOperator weft_onnx_indices[] = {
  { "Compress", 2, 2, compress },
  { "GatherElements", 2, 2, gather_elements, .lay = lay_gather_elements, .layer = "pad" },
  { "GatherND", 2, 2, gather_nd },
  { "NonZero", 1, 1, non_zero },
  { "OneHot", 3, 3, one_hot },
  { "Scatter", 3, 3, scatter_elements },
  { "ScatterElements", 3, 3, scatter_elements },
  { "ScatterND", 3, 3, scatter_nd },
  { "TopK", 2, 2, top_k, .idle = "sorted", .since = 10 },
  { NULL },
};
