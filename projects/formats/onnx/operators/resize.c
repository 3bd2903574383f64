/* resize: operators that give pictures another size */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TAPS 4 /* that a number is made of, along one axis */

typedef struct
{
  gboolean nearest, cubic; /* neither: linear */
  char *place;             /* coordinate_transformation_mode */
  char *nearest_mode;
  double cubic_a, outside;
  gboolean excludes_outside;
  double scales[WEFT_MAX_RANK], starts[WEFT_MAX_RANK], ends[WEFT_MAX_RANK];
  WeftShape shape;
} Resize;

/* What an output along an axis is made of. */
typedef struct
{
  gint64 at[TAPS];
  double weight[TAPS];
  gboolean is_outside;
} Tap;

/* Where output i lies in the input. Scales are float32, and with more places than that 0.6 would
 * be a little more, and what it meets another number. */
static double
find_place (const Resize *resize, int axis, gint64 i, gint64 length)
{
  float scale = (float) resize->scales[axis], middle = ((float) i + 0.5f) / scale;
  double n = (double) length, wide = resize->scales[axis] * n;
  const char *place = resize->place;

  if (strcmp (place, "asymmetric") == 0)
    return (float) i / scale;
  if (strcmp (place, "align_corners") == 0)
    return wide > 1 ? (double) i * (n - 1) / (wide - 1) : 0;
  if (strcmp (place, "pytorch_half_pixel") == 0)
    return resize->shape.dims[axis] > 1 ? middle - 0.5f : 0;
  if (strcmp (place, "tf_half_pixel_for_nn") == 0)
    return middle;
  if (strcmp (place, "tf_crop_and_resize") == 0)
    return wide > 1 ? resize->starts[axis] * (n - 1)
                          + (double) i * (resize->ends[axis] - resize->starts[axis]) * (n - 1)
                                / (wide - 1)
                    : 0.5 * (resize->starts[axis] + resize->ends[axis]) * (n - 1);
  return middle - 0.5f;
}

static gint64
round_place (const Resize *resize, double x)
{
  const char *mode = resize->nearest_mode;

  if (strcmp (mode, "floor") == 0)
    return (gint64) floor (x);
  if (strcmp (mode, "ceil") == 0)
    return (gint64) ceil (x);
  if (strcmp (mode, "round_prefer_ceil") == 0)
    return (gint64) floor (x + 0.5);
  return (gint64) ceil (x - 0.5);
}

/* Keys 1981. */
static double
weigh_cubic (double a, double x)
{
  x = fabs (x);
  return x <= 1  ? ((a + 2) * x - (a + 3)) * x * x + 1
         : x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
                 : 0;
}

static Tap
find_tap (const Resize *resize, int axis, gint64 i, gint64 length)
{
  double x = find_place (resize, axis, i, length), sum = 0;
  gint64 first = (gint64) floor (x) - (resize->cubic ? 1 : 0);
  int n = resize->nearest ? 1 : resize->cubic ? 4 : 2;
  Tap tap = { .is_outside = strcmp (resize->place, "tf_crop_and_resize") == 0
                            && (x < 0 || x > (double) length - 1) };

  if (resize->scales[axis] == 1 && resize->shape.dims[axis] == length && !tap.is_outside
      && strcmp (resize->place, "tf_crop_and_resize") != 0)
    first = i, x = (double) i, n = 1;
  else if (resize->nearest)
    first = round_place (resize, x);
  for (int k = 0; k < n; k++)
    {
      gint64 at = first + k;

      tap.at[k] = CLAMP (at, 0, length - 1);
      tap.weight[k] = n == 1          ? 1
                      : resize->cubic ? weigh_cubic (resize->cubic_a, x - (double) at)
                                      : 1 - fabs (x - (double) at);
      if (resize->excludes_outside && at != tap.at[k])
        tap.weight[k] = 0;
      sum += tap.weight[k];
    }
  for (int k = 0; k < n && resize->excludes_outside && sum != 0; k++)
    tap.weight[k] /= sum;
  return tap;
}

/* Along one axis; transfer full. */
static WeftTensor *
resize_axis (WeftOnnxCall *call, const Resize *resize, const WeftTensor *x, int axis)
{
  gint64 length = x->shape.dims[axis], wide = resize->shape.dims[axis], before = 1, behind = 1;
  WeftShape shape = x->shape;
  WeftTensor *y;

  shape.dims[axis] = wide;
  y = weft_onnx_new_scratch (call, &shape);
  for (int i = 0; i < shape.rank; i++)
    *(i < axis ? &before : &behind) *= i != axis ? shape.dims[i] : 1;
  for (gint64 i = 0; y != NULL && length > 0 && i < wide; i++)
    {
      Tap tap = find_tap (resize, axis, i, length);

      for (gint64 p = 0; p < before; p++)
        for (gint64 q = 0; q < behind; q++)
          {
            double sum = 0;

            for (int k = 0; k < TAPS; k++)
              if (tap.weight[k] != 0)
                sum += tap.weight[k] * weft_onnx_get (x, (p * length + tap.at[k]) * behind + q);
            weft_onnx_set (y, (p * wide + i) * behind + q, tap.is_outside ? resize->outside : sum);
          }
    }
  return y;
}

/* --- what a node says --- */

static const WeftTensor *
get (const WeftOnnxCall *call, guint i)
{
  return i < call->n_in && call->in[i] != NULL && weft_shape_count (&call->in[i]->shape) > 0
             ? call->in[i]
             : NULL;
}

static gboolean
read_sizes (WeftOnnxCall *call, Resize *resize)
{
  const WeftShape *x = &call->in[0]->shape;
  gboolean is_old = call->opset < 11;
  const WeftTensor *scales = get (call, is_old ? 1 : 2), *sizes = is_old ? NULL : get (call, 3);
  const WeftTensor *given = scales != NULL ? scales : sizes;

  resize->shape = *x;
  if (given == NULL || weft_shape_count (&given->shape) != x->rank
      || weft_onnx_find (call, "axes") != NULL)
    return weft_onnx_fail (call, _ ("what size it makes is not supported"));
  for (int i = 0; i < x->rank; i++)
    {
      double v = weft_onnx_get (given, i),
             size = scales != NULL ? floor (v * (double) x->dims[i]) : v;

      if (scales != NULL && strcmp (resize->place, "tf_crop_and_resize") == 0)
        size = floor (v * (double) x->dims[i] * (resize->ends[i] - resize->starts[i]));
      if (!(size >= 1 && size < 1 << 24) || x->dims[i] < 1)
        return weft_onnx_fail (call, _ ("%s is out of range"), "scales");
      resize->shape.dims[i] = (gint64) size;
      resize->scales[i] = scales != NULL ? v : size / (double) x->dims[i];
    }
  return TRUE;
}

static gboolean
read_mode (WeftOnnxCall *call, Resize *resize)
{
  g_autofree char *mode = weft_onnx_dup_text (call, "mode", "nearest");
  const WeftTensor *roi = call->opset < 11 ? NULL : get (call, 1);
  int rank = call->in[0]->shape.rank;

  resize->nearest = strcmp (mode, "nearest") == 0;
  resize->cubic = strcmp (mode, "cubic") == 0;
  if (!resize->nearest && !resize->cubic && strcmp (mode, "linear") != 0)
    return weft_onnx_fail_mode (call, "mode", mode);
  if (weft_onnx_int (call, "antialias", 0) != 0)
    return weft_onnx_fail_mode (call, "antialias", "1");
  if (!weft_onnx_is_text (call, "keep_aspect_ratio_policy", "stretch", "stretch"))
    return weft_onnx_fail_mode (call, "keep_aspect_ratio_policy", "?");
  resize->cubic_a = weft_onnx_real (call, "cubic_coeff_a", -0.75);
  resize->excludes_outside = weft_onnx_int (call, "exclude_outside", 0) != 0;
  resize->outside = weft_onnx_real (call, "extrapolation_value", 0);
  for (int i = 0; i < rank; i++)
    {
      gboolean is_said = roi != NULL && weft_shape_count (&roi->shape) == 2 * rank;

      resize->starts[i] = is_said ? weft_onnx_get (roi, i) : 0;
      resize->ends[i] = is_said ? weft_onnx_get (roi, rank + i) : 1;
    }
  return TRUE;
}

static void
clear (Resize *resize)
{
  g_free (resize->place);
  g_free (resize->nearest_mode);
}

static const char *const places[]
    = { "asymmetric",         "align_corners",        "half_pixel", "pytorch_half_pixel",
        "tf_crop_and_resize", "tf_half_pixel_for_nn", NULL };
static const char *const nearest_modes[]
    = { "floor", "ceil", "round_prefer_floor", "round_prefer_ceil", NULL };

static gboolean
read_all (WeftOnnxCall *call, Resize *resize)
{
  /* Until set 11 it counted from the corner. */
  resize->place = weft_onnx_dup_text (call, "coordinate_transformation_mode",
                                      call->opset < 11 ? "asymmetric" : "half_pixel");
  resize->nearest_mode = weft_onnx_dup_text (call, "nearest_mode",
                                             call->opset < 11 ? "floor" : "round_prefer_floor");
  if (!g_strv_contains (places, resize->place))
    return weft_onnx_fail_mode (call, "coordinate_transformation_mode", resize->place);
  if (!g_strv_contains (nearest_modes, resize->nearest_mode))
    return weft_onnx_fail_mode (call, "nearest_mode", resize->nearest_mode);
  return read_mode (call, resize) && read_sizes (call, resize);
}

static gboolean
evaluate (WeftOnnxCall *call)
{
  WeftTensor *x = weft_tensor_ref (call->in[0]);
  Resize resize = { 0 };
  gboolean is_read = read_all (call, &resize);

  for (int i = 0; is_read && x != NULL && i < x->shape.rank; i++)
    {
      WeftTensor *next = x->shape.dims[i] == resize.shape.dims[i] && resize.scales[i] == 1
                                 && strcmp (resize.place, "tf_crop_and_resize") != 0
                             ? weft_tensor_ref (x)
                             : resize_axis (call, &resize, x, i);

      weft_tensor_unref (x);
      x = next;
    }
  clear (&resize);
  if (is_read && x != NULL)
    weft_onnx_give (call, 0, x);
  else if (x != NULL)
    weft_tensor_unref (x);
  return is_read && x != NULL;
}

/* --- as a layer --- */

/* Ours counts from half a point, or with the corners met; nearest from the corner, down. */
static gboolean
fits_ours (const Resize *resize)
{
  gboolean is_whole = TRUE;

  for (int i = 0; i < resize->shape.rank; i++)
    is_whole &= resize->scales[i] == floor (resize->scales[i]);
  if (resize->nearest)
    return (strcmp (resize->place, "asymmetric") == 0
            && strcmp (resize->nearest_mode, "floor") == 0)
           || (is_whole && strcmp (resize->place, "half_pixel") == 0
               && strcmp (resize->nearest_mode, "round_prefer_floor") == 0);
  return !resize->excludes_outside
         && (!resize->cubic || (resize->shape.rank == 4 && resize->cubic_a == -0.75))
         && (strcmp (resize->place, "half_pixel") == 0
             || strcmp (resize->place, "pytorch_half_pixel") == 0
             || strcmp (resize->place, "align_corners") == 0);
}

/* By the scale where a size does not say it, of 7 · 1.5 for example. */
static GVariant *
dup_size (const Resize *resize, const WeftShape *x)
{
  gboolean is_even = TRUE, is_one = TRUE;

  for (int i = 2; i < x->rank; i++)
    {
      double size = (double) resize->shape.dims[i];

      is_even &= fabs (resize->scales[i] * (double) x->dims[i] - size) < 1e-6 * size;
      is_one &= resize->scales[i] == resize->scales[2];
    }
  if (is_even || !is_one)
    return g_variant_new_parsed ("{'size': <%@ax>}",
                                 weft_onnx_dims (resize->shape.dims + 2, (guint) x->rank - 2));
  return g_variant_new_parsed ("{'scale_factor': <%d>}", resize->scales[2]);
}

static gboolean
lay (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  Resize resize = { 0 };
  const WeftShape *x = &call->in[0]->shape;
  gboolean is_read = read_all (call, &resize), is_laid = FALSE;

  if (is_read && (x->rank == 3 || x->rank == 4) && resize.shape.dims[0] == x->dims[0]
      && resize.shape.dims[1] == x->dims[1] && fits_ours (&resize))
    {
      g_autoptr (GVariant) size = g_variant_ref_sink (dup_size (&resize, x));
      g_auto (GVariantDict) params = G_VARIANT_DICT_INIT (size);

      g_variant_dict_insert (&params, "mode", "s",
                             resize.nearest ? "nearest"
                             : resize.cubic ? "bicubic"
                             : x->rank == 3 ? "linear"
                                            : "bilinear");
      g_variant_dict_insert (&params, "align_corners", "b",
                             strcmp (resize.place, "align_corners") == 0);
      is_laid = weft_onnx_lay (laying, NULL, g_variant_dict_end (&params), 1) != 0;
    }
  else if (is_read)
    weft_onnx_fail (call, _ ("what size it makes is not supported"));
  clear (&resize);
  return is_laid;
}

const WeftOnnxOperator weft_onnx_resize[] = {
  { "Resize", 1, 4, evaluate, .lay = lay, .layer = "upsample" },
  { "Upsample", 1, 2, evaluate, .lay = lay, .layer = "upsample" },
  { NULL },
};
