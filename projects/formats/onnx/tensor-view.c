/* tensor-view: tensors of ONNX's types element by element, and seen in another order */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
weft_onnx_is_real (const WeftTensor *x)
{
  return x->shape.type == WEFT_F32;
}

double
weft_onnx_get (const WeftTensor *x, gint64 i)
{
  return x->shape.type == WEFT_F32 ? ((const float *) x->data)[i]
                                   : (double) weft_onnx_get_whole (x, i);
}

void
weft_onnx_set (WeftTensor *x, gint64 i, double value)
{
  if (x->shape.type == WEFT_F32)
    ((float *) x->data)[i] = (float) value;
  else
    weft_onnx_set_whole (x, i,
                         value >= 9.2e18    ? G_MAXINT64
                         : value >= -9.2e18 ? (gint64) value
                                            : G_MININT64);
}

gint64
weft_onnx_get_whole (const WeftTensor *x, gint64 i)
{
  switch (x->shape.type)
    {
    case WEFT_I64:
      return ((const gint64 *) x->data)[i];
    case WEFT_I32:
      return ((const gint32 *) x->data)[i];
    case WEFT_BOOLEAN:
      return ((const guint8 *) x->data)[i];
    default:
      return (gint64) CLAMP (((const float *) x->data)[i], -9.2e18f, 9.2e18f);
    }
}

void
weft_onnx_set_whole (WeftTensor *x, gint64 i, gint64 value)
{
  switch (x->shape.type)
    {
    case WEFT_I64:
      ((gint64 *) x->data)[i] = value;
      break;
    case WEFT_I32:
      ((gint32 *) x->data)[i] = (gint32) value;
      break;
    case WEFT_BOOLEAN:
      ((guint8 *) x->data)[i] = value != 0;
      break;
    default:
      ((float *) x->data)[i] = (float) value;
    }
}

void
weft_onnx_copy (WeftTensor *y, gint64 to, const WeftTensor *x, gint64 from)
{
  gsize size = weft_type_size (x->shape.type);

  memcpy ((char *) y->data + (gsize) to * size, (const char *) x->data + (gsize) from * size, size);
}

gboolean
weft_onnx_read_index (WeftOnnxCall *call, const WeftTensor *indices, gint64 i, gint64 length,
                      gint64 *index)
{
  *index = weft_onnx_get_whole (indices, i);
  if (*index < -length || *index >= length)
    return weft_onnx_fail (call, _ ("an index beyond the end of its axis"));
  if (*index < 0)
    *index += length;
  return TRUE;
}

void
weft_onnx_get_strides (const WeftShape *shape, gint64 *strides)
{
  gint64 stride = 1;

  for (int i = shape->rank - 1; i >= 0; i--)
    {
      strides[i] = stride;
      stride *= shape->dims[i];
    }
}

/* One row of the last axis. */
static void
copy_row (char *y, const char *x, gsize size, gint64 n, gint64 stride)
{
  if (stride == 1)
    {
      memcpy (y, x, (gsize) n * size);
      return;
    }
  for (gint64 i = 0; i < n; i++)
    memcpy (y + (gsize) i * size, x + i * stride * (gint64) size, size);
}

void
weft_onnx_copy_view (WeftTensor *y, const WeftTensor *x, gint64 offset, const gint64 *strides)
{
  int last = y->shape.rank - 1;
  gsize size = weft_type_size (y->shape.type);
  gint64 at[WEFT_MAX_RANK] = { 0 }, count = weft_shape_count (&y->shape);
  gint64 n = last < 0 ? 1 : y->shape.dims[last];

  for (gint64 done = 0; done < count; done += n)
    {
      copy_row ((char *) y->data + (gsize) done * size,
                (const char *) x->data + offset * (gint64) size, size, n,
                last < 0 ? 1 : strides[last]);
      for (int i = last - 1; i >= 0; i--)
        {
          offset += strides[i];
          if (++at[i] < y->shape.dims[i])
            break;
          offset -= at[i] * strides[i];
          at[i] = 0;
        }
    }
}

gboolean
weft_onnx_broadcast (WeftOnnxCall *call, const WeftShape *a, const WeftShape *b, WeftShape *shape)
{
  int rank = MAX (a->rank, b->rank);

  *shape = (WeftShape){ .rank = rank, .type = a->type };
  for (int i = 1; i <= rank; i++)
    {
      gint64 p = i <= a->rank ? a->dims[a->rank - i] : 1;
      gint64 q = i <= b->rank ? b->dims[b->rank - i] : 1;

      if (p != q && p != 1 && q != 1)
        return weft_onnx_fail (call, _ ("its inputs do not fit together"));
      shape->dims[rank - i] = p == 1 ? q : p;
    }
  return TRUE;
}

void
weft_onnx_spread_strides (const WeftShape *x, const WeftShape *shape, gint64 *strides)
{
  gint64 own[WEFT_MAX_RANK];

  weft_onnx_get_strides (x, own);
  for (int i = 1; i <= shape->rank; i++)
    strides[shape->rank - i] = i <= x->rank && x->dims[x->rank - i] != 1 ? own[x->rank - i] : 0;
}

WeftTensor *
weft_onnx_spread (WeftOnnxCall *call, WeftTensor *x, const WeftShape *shape)
{
  gint64 strides[WEFT_MAX_RANK];
  WeftShape wide = *shape;
  WeftTensor *y;

  wide.type = x->shape.type;
  if (weft_shape_equal (&x->shape, &wide))
    return weft_tensor_ref (x);
  y = weft_onnx_new_scratch (call, &wide);
  weft_onnx_spread_strides (&x->shape, &wide, strides);
  if (y != NULL)
    weft_onnx_copy_view (y, x, 0, strides);
  return y;
}

WeftTensor *
weft_onnx_reshape (WeftOnnxCall *call, WeftTensor *x, const WeftShape *shape)
{
  WeftShape same = *shape;
  WeftTensor *y;

  same.type = x->shape.type;
  if (weft_shape_count (&same) != weft_shape_count (&x->shape))
    {
      weft_onnx_fail (call, _ ("the new shape has another number of elements"));
      return NULL;
    }
  y = weft_onnx_new_scratch (call, &same);
  if (y != NULL)
    memcpy (y->data, x->data, weft_shape_bytes (&same));
  return y;
}

WeftTensor *
weft_onnx_permute (WeftOnnxCall *call, WeftTensor *x, const int *order)
{
  gint64 own[WEFT_MAX_RANK], strides[WEFT_MAX_RANK];
  WeftShape shape = x->shape;
  WeftTensor *y;

  weft_onnx_get_strides (&x->shape, own);
  for (int i = 0; i < shape.rank; i++)
    {
      shape.dims[i] = x->shape.dims[order[i]];
      strides[i] = own[order[i]];
    }
  y = weft_onnx_new_scratch (call, &shape);
  if (y != NULL)
    weft_onnx_copy_view (y, x, 0, strides);
  return y;
}
