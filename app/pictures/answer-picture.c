/* answer-picture: an answer that is a picture, as one, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures/answer-picture.h"

#include <math.h>

#include "ui/base/theme.h"

/* What a place of n is painted in, 0x00RRGGBB. */
typedef guint32 (*Color) (const WeftTensor *numbers, gint64 i, gint64 n);

static guint32
to_byte (float x)
{
  return isfinite (x) ? (guint32) lroundf (CLAMP (x, 0, 1) * 255) : 0;
}

static guint32
color_picture (const WeftTensor *numbers, gint64 i, gint64 n)
{
  const float *x = weft_tensor_floats (numbers);
  gint64 channel = numbers->shape.dims[0] >= 3 ? n : 0;

  return to_byte (x[i]) << 16 | to_byte (x[channel + i]) << 8 | to_byte (x[2 * channel + i]);
}

static guint32
color_mask (const WeftTensor *numbers, gint64 i, gint64 n)
{
  return weft_tensor_floats (numbers)[i] > 0.5f ? 0xffffff : 0;
}

static guint32
color_area (const WeftTensor *numbers, gint64 i, gint64 n)
{
  gint64 class = ((const gint64 *) numbers->data)[i];
  GdkRGBA color = weft_theme_get_class ((int) class - 1, FALSE);

  return class > 0 ? to_byte (color.red) << 16 | to_byte (color.green) << 8 | to_byte (color.blue)
                   : 0;
}

static const struct
{
  Color color;
  int rank;
  gboolean grows; /* to the size that is asked for */
} forms[WEFT_N_KINDS] = {
  [WEFT_KIND_PICTURE] = { color_picture, 3, FALSE },
  [WEFT_KIND_MASK] = { color_mask, 3, TRUE },
  [WEFT_KIND_AREAS] = { color_area, 2, TRUE },
};

gboolean
weft_answer_is_picture (WeftKind kind)
{
  return forms[kind].color != NULL;
}

static cairo_surface_t *
draw_small (WeftKind kind, const WeftTensor *numbers)
{
  const gint64 *dims = numbers->shape.dims + numbers->shape.rank - 2;
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) dims[1], (int) dims[0]);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  for (gint64 i = 0; data != NULL && i < dims[0] * dims[1]; i++)
    {
      guint32 *pixel = (guint32 *) (void *) (data + i / dims[1] * stride) + i % dims[1];

      *pixel = forms[kind].color (numbers, i, dims[0] * dims[1]);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

cairo_surface_t *
weft_answer_draw (WeftKind kind, const WeftTensor *numbers, int width, int height)
{
  cairo_surface_t *small, *large;
  cairo_t *cr;

  if (forms[kind].color == NULL || numbers->shape.rank != forms[kind].rank)
    return NULL;
  small = draw_small (kind, numbers);
  if (!forms[kind].grows || width <= 0 || height <= 0)
    return small;
  large = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cr = cairo_create (large);
  cairo_scale (cr, (double) width / cairo_image_surface_get_width (small),
               (double) height / cairo_image_surface_get_height (small));
  cairo_set_source_surface (cr, small, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (small);
  return large;
}
