/* signals: windows, discrete Fourier transforms and mel filters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/mel.h"

#define MOST (1 << 16) /* numbers that are transformed, term by term */

/* y[k] = a₀ − a₁ cos (2πk / n) + a₂ cos (4πk / n); data: a. */
static gboolean
make_window (WeftOnnxCall *call)
{
  const double *a = call->data;
  gint64 size = 0, n;
  WeftType type = WEFT_F32;
  WeftTensor *y;

  if (weft_onnx_get_ints (call->in[0], &size, 1) != 1 || size < 1)
    return weft_onnx_fail (call, _ ("%s is out of range"), "size");
  if (!weft_onnx_find_type (weft_onnx_int (call, "output_datatype", 1), &type))
    return weft_onnx_fail (call, _ ("numbers of its type are not supported"));
  n = weft_onnx_int (call, "periodic", 1) != 0 ? size : size - 1;
  y = weft_onnx_new (call, 0, &(WeftShape){ 1, type, { size } });
  for (gint64 k = 0; y != NULL && k < size; k++)
    {
      double at = n > 0 ? 2 * G_PI * (double) k / (double) n : 0;

      weft_onnx_set (y, k, a[0] - a[1] * cos (at) + a[2] * cos (2 * at));
    }
  return y != NULL;
}

/* Of n complex numbers `stride` apart, `wide` of the output. */
static void
transform (const double *re, const double *im, gint64 n, double *to, gint64 wide, gboolean inverse)
{
  for (gint64 k = 0; k < wide; k++)
    {
      double a = 0, b = 0;

      for (gint64 i = 0; i < n; i++)
        {
          double at = (inverse ? 2 : -2) * G_PI * (double) (k * i % n) / (double) n;

          a += re[i] * cos (at) - im[i] * sin (at);
          b += re[i] * sin (at) + im[i] * cos (at);
        }
      to[2 * k] = inverse ? a / (double) n : a;
      to[2 * k + 1] = inverse ? b / (double) n : b;
    }
}

static gboolean
dft (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gboolean inverse = weft_onnx_int (call, "inverse", 0) != 0;
  gboolean onesided = weft_onnx_int (call, "onesided", 0) != 0;
  gint64 axis = weft_onnx_int (call, "axis", 1), n, wide, behind = 1, parts, before = 1;
  WeftShape shape = x->shape;
  g_autofree double *room = NULL;
  WeftTensor *y;

  if (shape.rank < 2 || !weft_onnx_is_real (x) || !weft_onnx_fit_axis (call, &axis, shape.rank))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  parts = shape.dims[shape.rank - 1];
  n = shape.dims[axis];
  if (axis == shape.rank - 1 || parts < 1 || parts > 2
      || (call->n_in > 1 && call->in[1] != NULL && weft_onnx_get_ints (call->in[1], &n, 1) != 1)
      || n < 1 || n > MOST)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  wide = onesided ? n / 2 + 1 : n;
  for (int i = 0; i < shape.rank - 1; i++)
    *(i < axis ? &before : &behind) *= i != axis ? shape.dims[i] : 1;
  shape.dims[axis] = wide;
  shape.dims[shape.rank - 1] = 2;
  y = weft_onnx_new (call, 0, &shape);
  room = g_new0 (double, (gsize) (2 * n + 2 * wide));
  for (gint64 i = 0; y != NULL && i < before * behind; i++)
    {
      gint64 p = i / behind, q = i % behind, length = x->shape.dims[axis];

      for (gint64 k = 0; k < n; k++)
        {
          gint64 at = ((p * length + k) * behind + q) * parts;

          room[k] = k < length ? weft_onnx_get (x, at) : 0;
          room[n + k] = k < length && parts > 1 ? weft_onnx_get (x, at + 1) : 0;
        }
      transform (room, room + n, n, room + 2 * n, wide, inverse);
      for (gint64 k = 0; k < 2 * wide; k++)
        weft_onnx_set (y, ((p * wide + k / 2) * behind + q) * 2 + k % 2, room[2 * n + k]);
    }
  return y != NULL;
}

/* Signal (N, L, 1 or 2) in frames, each times a window. */
static gboolean
stft (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0], *window = call->n_in > 2 ? call->in[2] : NULL;
  gboolean onesided = weft_onnx_int (call, "onesided", 1) != 0;
  gint64 step = 0, n = 0, parts, frames, wide, length;
  g_autofree double *room = NULL;
  WeftTensor *y;

  if (x->shape.rank != 3 || !weft_onnx_is_real (x) || x->shape.dims[2] < 1 || x->shape.dims[2] > 2
      || weft_onnx_get_ints (call->in[1], &step, 1) != 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  length = x->shape.dims[1];
  n = window != NULL ? weft_shape_count (&window->shape) : 0;
  if (call->n_in > 3 && call->in[3] != NULL && weft_onnx_get_ints (call->in[3], &n, 1) != 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (step < 1 || n < 1 || n > MOST || n > length
      || (window != NULL && weft_shape_count (&window->shape) != n))
    return weft_onnx_fail (call, _ ("%s is out of range"), "frame_length");
  parts = x->shape.dims[2];
  frames = (length - n) / step + 1;
  wide = onesided ? n / 2 + 1 : n;
  y = weft_onnx_new (call, 0, &(WeftShape){ 4, WEFT_F32, { x->shape.dims[0], frames, wide, 2 } });
  room = g_new0 (double, (gsize) (2 * n + 2 * wide));
  for (gint64 f = 0; y != NULL && f < x->shape.dims[0] * frames; f++)
    {
      for (gint64 k = 0; k < n; k++)
        {
          gint64 at = (f / frames * length + f % frames * step + k) * parts;
          double share = window != NULL ? weft_onnx_get (window, k) : 1;

          room[k] = share * weft_onnx_get (x, at);
          room[n + k] = parts > 1 ? share * weft_onnx_get (x, at + 1) : 0;
        }
      transform (room, room + n, n, room + 2 * n, wide, FALSE);
      for (gint64 k = 0; k < 2 * wide; k++)
        weft_onnx_set (y, f * 2 * wide + k, room[2 * n + k]);
    }
  return y != NULL;
}

/* The bin of a spectrum at which filter i of n begins, evenly along the mel scale. */
static gint64
find_bin (gint64 i, gint64 n, gint64 length, gint64 rate, double low, double high)
{
  double from = weft_mel_of_hz (low), to = weft_mel_of_hz (high);
  double mel = from + (double) i * (to - from) / (double) (n + 2);

  return (gint64) floor ((double) (length + 1) * weft_mel_to_hz (mel) / (double) rate);
}

/* Triangles that rise from one bin to the next and fall to the one after. */
static gboolean
make_mel (WeftOnnxCall *call)
{
  gint64 n = 0, length = 0, rate = 0;
  double low = weft_shape_count (&call->in[3]->shape) == 1 ? weft_onnx_get (call->in[3], 0) : -1;
  double high = weft_shape_count (&call->in[4]->shape) == 1 ? weft_onnx_get (call->in[4], 0) : -1;
  WeftType type = WEFT_F32;
  WeftTensor *y;

  if (weft_onnx_get_ints (call->in[0], &n, 1) != 1 || n < 1 || n > MOST
      || weft_onnx_get_ints (call->in[1], &length, 1) != 1 || length < 1 || length > MOST
      || weft_onnx_get_ints (call->in[2], &rate, 1) != 1 || rate < 1 || rate > G_MAXINT32
      || !(low >= 0 && high >= low && high <= (double) rate / 2))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  if (!weft_onnx_find_type (weft_onnx_int (call, "output_datatype", 1), &type))
    return weft_onnx_fail (call, _ ("numbers of its type are not supported"));
  y = weft_onnx_new (call, 0, &(WeftShape){ 2, type, { length / 2 + 1, n } });
  for (gint64 i = 0; y != NULL && i < n; i++)
    {
      gint64 from = find_bin (i, n, length, rate, low, high),
             top = find_bin (i + 1, n, length, rate, low, high),
             end = find_bin (i + 2, n, length, rate, low, high);

      for (gint64 j = from; j <= MIN (MAX (top, end - 1), length / 2); j++)
        weft_onnx_set (y, j * n + i,
                       j < top || (j == top && top > from)
                           ? (double) (j - from) / (double) (top - from)
                       : j == top && end == top ? 1
                                                : (double) (end - j) / (double) (end - top));
    }
  return y != NULL;
}

#define WINDOW(...)                                                                                \
  .least = 1, .most = 1, .evaluate = make_window, .data = (const double[])                         \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }

const WeftOnnxOperator weft_onnx_signals[] = {
  { "BlackmanWindow", WINDOW (0.42, 0.5, 0.08) },
  { "DFT", 1, 2, dft },
  { "HammingWindow", WINDOW (25.0 / 46, 1 - 25.0 / 46, 0) },
  { "HannWindow", WINDOW (0.5, 0.5, 0) },
  { "MelWeightMatrix", 5, 5, make_mel },
  { "STFT", 2, 4, stft },
  { NULL },
};
