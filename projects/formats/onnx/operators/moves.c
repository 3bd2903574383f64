/* moves: operators that put numbers elsewhere: pads, blocks of pictures, triangles, turned
 * sequences
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- pads --- */

/* pads[i] before and pads[rank + i] behind axis i. */
static gboolean
read_pads (WeftOnnxCall *call, gint64 pads[2 * WEFT_MAX_RANK])
{
  gint64 list[2 * WEFT_MAX_RANK], axes[WEFT_MAX_RANK];
  int rank = call->in[0]->shape.rank, n, n_axes = -1;

  memset (pads, 0, 2 * WEFT_MAX_RANK * sizeof *pads);
  if (!weft_onnx_ints_of_either (call, "pads", 1, list, 2 * WEFT_MAX_RANK, &n)
      || (call->n_in > 3
          && !weft_onnx_ints_of_either (call, "axes", 3, axes, WEFT_MAX_RANK, &n_axes)))
    return FALSE;
  if (n != 2 * (n_axes < 0 ? rank : n_axes))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  for (int i = 0; i < n / 2; i++)
    {
      gint64 axis = n_axes < 0 ? i : axes[i];

      if (!weft_onnx_fit_axis (call, &axis, rank))
        return FALSE;
      pads[axis] = list[i];
      pads[rank + axis] = list[n / 2 + i];
      if (MIN (list[i], list[n / 2 + i]) < -(1 << 28) || MAX (list[i], list[n / 2 + i]) > 1 << 28)
        return weft_onnx_fail (call, _ ("%s is out of range"), "pads");
    }
  return TRUE;
}

typedef enum
{
  PAD_CONSTANT,
  PAD_REFLECT,
  PAD_EDGE,
  PAD_WRAP,
} PadMode;

static const char *const pad_modes[] = { "constant", "reflect", "edge", "wrap" };

static gboolean
read_mode (WeftOnnxCall *call, PadMode *mode)
{
  g_autofree char *text = weft_onnx_dup_text (call, "mode", "constant");

  for (guint i = 0; i < G_N_ELEMENTS (pad_modes); i++)
    if (strcmp (pad_modes[i], text) == 0)
      {
        *mode = (PadMode) i;
        return TRUE;
      }
  return weft_onnx_fail_mode (call, "mode", text);
}

/* Where the number at `at` beyond the edge of a length comes from; −1: from nowhere. */
static gint64
fold (gint64 at, gint64 length, PadMode mode)
{
  if (at >= 0 && at < length)
    return at;
  if (mode == PAD_CONSTANT || length < 1)
    return -1;
  if (mode == PAD_EDGE)
    return at < 0 ? 0 : length - 1;
  if (mode == PAD_WRAP)
    return (at % length + length) % length;
  if (length == 1)
    return 0;
  at = ABS (at) % (2 * (length - 1));
  return at < length ? at : 2 * (length - 1) - at;
}

static void
fill_pads (WeftTensor *y, const WeftTensor *x, const gint64 *pads, PadMode mode, double value)
{
  gint64 own[WEFT_MAX_RANK];
  int rank = x->shape.rank;

  weft_onnx_get_strides (&x->shape, own);
  for (gint64 i = 0; i < weft_shape_count (&y->shape); i++)
    {
      gint64 left = i, from = 0;

      for (int k = rank - 1; k >= 0 && from >= 0; k--)
        {
          gint64 at = fold (left % y->shape.dims[k] - pads[k], x->shape.dims[k], mode);

          left /= y->shape.dims[k];
          from = at < 0 ? -1 : from + at * own[k];
        }
      if (from < 0)
        weft_onnx_set (y, i, value);
      else
        weft_onnx_copy (y, i, x, from);
    }
}

static gboolean
pad (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  const WeftTensor *value = call->n_in > 2 ? call->in[2] : NULL;
  gint64 pads[2 * WEFT_MAX_RANK];
  WeftShape shape = x->shape;
  PadMode mode;
  WeftTensor *y;

  if (!read_pads (call, pads) || !read_mode (call, &mode))
    return FALSE;
  if (value != NULL && weft_shape_count (&value->shape) != 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  for (int i = 0; i < shape.rank; i++)
    shape.dims[i] += pads[i] + pads[shape.rank + i];
  y = weft_onnx_new (call, 0, &shape);
  if (y != NULL)
    fill_pads (y, x, pads, mode,
               value != NULL ? weft_onnx_get (value, 0) : weft_onnx_real (call, "value", 0));
  return y != NULL;
}

/* --- pictures in blocks --- */

/* data: whether blocks become channels. */
static gboolean
move_blocks (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 b = weft_onnx_int (call, "blocksize", 0);
  gboolean is_crd = weft_onnx_is_text (call, "mode", "CRD", "DCR"), gathers = call->data != NULL;
  g_autoptr (WeftTensor) six = NULL, moved = NULL;
  WeftShape shape = { .rank = 6 };

  if (x->rank != 4 || b < 1 || b > 1 << 16
      || (gathers ? x->dims[2] % b != 0 || x->dims[3] % b != 0 : x->dims[1] % (b * b) != 0))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (gathers)
    shape = WEFT_SHAPE (x->dims[0], x->dims[1], x->dims[2] / b, b, x->dims[3] / b, b);
  else if (is_crd)
    shape = WEFT_SHAPE (x->dims[0], x->dims[1] / (b * b), b, b, x->dims[2], x->dims[3]);
  else
    shape = WEFT_SHAPE (x->dims[0], b, b, x->dims[1] / (b * b), x->dims[2], x->dims[3]);
  six = weft_onnx_reshape (call, call->in[0], &shape);
  if (six != NULL)
    moved = weft_onnx_permute (call, six,
                               gathers  ? (const int[]){ 0, 3, 5, 1, 2, 4 }
                               : is_crd ? (const int[]){ 0, 1, 4, 2, 5, 3 }
                                        : (const int[]){ 0, 3, 4, 1, 5, 2 });
  if (gathers)
    shape = WEFT_SHAPE (x->dims[0], x->dims[1] * b * b, x->dims[2] / b, x->dims[3] / b);
  else
    shape = WEFT_SHAPE (x->dims[0], x->dims[1] / (b * b), x->dims[2] * b, x->dims[3] * b);
  return moved != NULL && weft_onnx_give (call, 0, weft_onnx_reshape (call, moved, &shape));
}

/* --- others --- */

static gboolean
keep_triangle (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gboolean upper = weft_onnx_int (call, "upper", 1) != 0;
  gint64 k = 0, rows, columns;
  WeftTensor *y;

  if (x->shape.rank < 2
      || (call->n_in > 1 && call->in[1] != NULL && weft_onnx_get_ints (call->in[1], &k, 1) != 1))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  rows = x->shape.dims[x->shape.rank - 2];
  columns = x->shape.dims[x->shape.rank - 1];
  k = CLAMP (k, -(1 << 30), 1 << 30);
  y = weft_onnx_new (call, 0, &x->shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&x->shape); i++)
    {
      gint64 over = i % columns - i / columns % rows;

      if (upper ? over < k : over > k)
        continue;
      weft_onnx_copy (y, i, x, i);
    }
  return y != NULL;
}

static gboolean
eye_like (WeftOnnxCall *call)
{
  WeftShape shape = call->in[0]->shape;
  gint64 k = weft_onnx_int (call, "k", 0), type = weft_onnx_int (call, "dtype", 0);
  WeftTensor *y;

  if (shape.rank != 2)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (type != 0 && !weft_onnx_find_type (type, &shape.type))
    return weft_onnx_fail (call, _ ("numbers of type %d are not supported"), (int) type);
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < shape.dims[0]; i++)
    if (k > -(1 << 30) && k < 1 << 30 && i + k >= 0 && i + k < shape.dims[1])
      weft_onnx_set (y, i * shape.dims[1] + i + k, 1);
  return y != NULL;
}

static gboolean
reverse_sequence (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gint64 batch = weft_onnx_int (call, "batch_axis", 1), time = weft_onnx_int (call, "time_axis", 0);
  gint64 strides[WEFT_MAX_RANK];
  WeftTensor *y;

  if (x->shape.rank < 2 || batch < 0 || batch > 1 || time != 1 - batch)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (weft_shape_count (&call->in[1]->shape) != x->shape.dims[batch])
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  weft_onnx_get_strides (&x->shape, strides);
  y = weft_onnx_new (call, 0, &x->shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&x->shape); i++)
    {
      gint64 n = i / strides[batch] % x->shape.dims[batch],
             t = i / strides[time] % x->shape.dims[time];
      gint64 length = CLAMP (weft_onnx_get_whole (call->in[1], n), 0, x->shape.dims[time]);
      gint64 from = i + (t < length ? length - 1 - 2 * t : 0) * strides[time];

      weft_onnx_copy (y, i, x, from);
    }
  return y != NULL;
}

/* --- as layers --- */

/* Of tokens: the one before all that a delay has left out. */
static gboolean
lay_begin (WeftOnnxLaying *laying, const gint64 *pads)
{
  WeftOnnxCall *call = laying->call;

  if (call->in[0]->shape.rank != 2 || pads[0] != 0 || pads[1] != 1 || pads[2] != 0 || pads[3] != 0
      || !weft_onnx_is_text (call, "mode", "constant", "constant")
      || (call->n_in > 2 && call->in[2] != NULL && weft_onnx_get (call->in[2], 0) != 0)
      || !weft_onnx_stands_for (laying, 0, "delay"))
    return weft_onnx_fail (call, _ ("tokens are only looked up in tables"));
  weft_onnx_lay_through (laying, 0, 0);
  return TRUE;
}

static gboolean
lay_pad (WeftOnnxLaying *laying)
{
  static const char *const ours[] = { "constant", "reflect", "replicate", "circular" };
  WeftOnnxCall *call = laying->call;
  const WeftTensor *value = call->n_in > 2 ? call->in[2] : NULL;
  gint64 pads[2 * WEFT_MAX_RANK], pairs[6];
  int rank = call->in[0]->shape.rank, first = rank;
  PadMode mode;

  if (!read_pads (call, pads) || !read_mode (call, &mode))
    return FALSE;
  if (!weft_onnx_is_real (call->in[0]))
    return lay_begin (laying, pads);
  if (!weft_onnx_lay_straight (laying, 0))
    return FALSE;
  for (int i = rank - 1; i >= 0; i--)
    if (pads[i] != 0 || pads[rank + i] != 0)
      first = i;
  if (first == rank)
    {
      weft_onnx_lay_through (laying, 0, 0);
      return TRUE;
    }
  if (first == 0 || rank - first > 3)
    return weft_onnx_fail (call,
                           _ ("it pads more than the last three axes, or that of the samples"));
  for (int i = rank - 1; i >= first; i--)
    {
      pairs[2 * (rank - 1 - i)] = pads[i];
      pairs[2 * (rank - 1 - i) + 1] = pads[rank + i];
    }
  return weft_onnx_lay (laying, NULL,
                        g_variant_new_parsed ("{'pad': <%@ax>, 'mode': <%s>, 'value': <%d>}",
                                              weft_onnx_dims (pairs, 2 * (guint) (rank - first)),
                                              ours[mode],
                                              value != NULL ? weft_onnx_get (value, 0)
                                                            : weft_onnx_real (call, "value", 0)),
                        1)
         != 0;
}

static gboolean
lay_blocks (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  gint64 b = weft_onnx_int (call, "blocksize", 0);

  if (laying->row->data != NULL || !weft_onnx_is_text (call, "mode", "CRD", "DCR"))
    return weft_onnx_fail_mode (call, "mode", "DCR");
  return weft_onnx_lay (laying, NULL, g_variant_new_parsed ("{'upscale_factor': <%x>}", b), 1) != 0;
}

const WeftOnnxOperator weft_onnx_moves[] = {
  { "DepthToSpace", 1, 1, move_blocks, .lay = lay_blocks, .layer = "pixel_shuffle", .since = 1 },
  { "EyeLike", 1, 1, eye_like },
  { "Pad", 1, 4, pad, .lay = lay_pad, .lays_any_shape = TRUE, .layer = "pad", .since = 2 },
  { "ReverseSequence", 2, 2, reverse_sequence },
  { "SpaceToDepth", 1, 1, move_blocks, "gathers", .since = 1 },
  { "Trilu", 1, 2, keep_triangle },
  { NULL },
};
