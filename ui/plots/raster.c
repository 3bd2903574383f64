/* raster: numbers as pixels: grey pictures, maps, signed things */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/raster.h"

#include <math.h>

typedef struct
{
  double low, high, limit;
} Range;

static Range
get_range (const float *x, gsize n, double limit)
{
  Range range = { INFINITY, -INFINITY, limit };

  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        range.low = MIN (range.low, (double) x[i]);
        range.high = MAX (range.high, (double) x[i]);
      }
  if (range.low > range.high)
    range.low = range.high = 0;
  if (range.limit <= 0)
    range.limit = MAX (fabs (range.low), fabs (range.high)) + 1e-12;
  return range;
}

static guint32
grey (double t)
{
  guint32 v = (guint32) (CLAMP (t, 0, 1) * 255 + 0.5);

  return 0xff000000u | v << 16 | v << 8 | v;
}

static guint32
get_pixel (double x, const Range *range, WeftTone tone, gboolean is_dark)
{
  double share = (x - range->low) / (range->high - range->low + 1e-12);

  if (!isfinite (x))
    return 0xffc01c28u;
  if (tone == WEFT_TONE_GREY)
    return grey (share);
  if (tone == WEFT_TONE_SEQUENTIAL)
    return weft_theme_map_sequential (CLAMP (share, 0, 1), is_dark);
  return weft_theme_map_diverging (CLAMP (x / range->limit, -1, 1), is_dark);
}

static cairo_surface_t *
new_surface (int h, int w, guint32 **pixels, int *stride)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, w, h);

  cairo_surface_flush (surface);
  *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  *stride = cairo_image_surface_get_stride (surface) / 4;
  return surface;
}

cairo_surface_t *
weft_picture_new (const float *x, int h, int w, WeftTone tone, double limit, gboolean is_dark)
{
  const Range range = get_range (x, (gsize) h * (gsize) w, limit);
  guint32 *pixels;
  int stride;
  cairo_surface_t *surface = new_surface (h, w, &pixels, &stride);

  for (int i = 0; i < h && pixels != NULL; i++)
    for (int j = 0; j < w; j++)
      pixels[i * stride + j] = get_pixel (x[i * w + j], &range, tone, is_dark);
  cairo_surface_mark_dirty (surface);
  return surface;
}

static guint32
to_byte (float x)
{
  return (guint32) (CLAMP (x, 0.0f, 1.0f) * 255.0f + 0.5f);
}

cairo_surface_t *
weft_picture_new_sample (const float *x, int c, int h, int w, gboolean is_ink)
{
  guint32 *pixels;
  int stride, plane = h * w;
  cairo_surface_t *surface = new_surface (h, w, &pixels, &stride);

  for (int i = 0; i < h && pixels != NULL; i++)
    for (int j = 0; j < w; j++)
      {
        const float *p = x + i * w + j;

        pixels[i * stride + j] = c >= 3 ? 0xff000000u | to_byte (p[0]) << 16
                                              | to_byte (p[plane]) << 8 | to_byte (p[2 * plane])
                                        : grey (is_ink ? 1 - p[0] : p[0]);
      }
  cairo_surface_mark_dirty (surface);
  return surface;
}

void
weft_picture_paint (cairo_t *cr, cairo_surface_t *picture, double x, double y, double w, double h,
                    gboolean is_smooth)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, w, h);
  cairo_clip (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, w / cairo_image_surface_get_width (picture),
               h / cairo_image_surface_get_height (picture));
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            is_smooth ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
}

void
weft_picture_outline (cairo_t *cr, double x, double y, double w, double h, gboolean is_dark)
{
  weft_theme_set_source (cr, WEFT_ROLE_EDGE, is_dark);
  cairo_set_line_width (cr, 1);
  cairo_rectangle (cr, x - 0.5, y - 0.5, w + 1, h + 1);
  cairo_stroke (cr);
}

double
weft_picture_choose_limit (const float *x, gsize n)
{
  double squares = 0, largest = 0;
  gsize finite = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        squares += (double) x[i] * (double) x[i];
        largest = MAX (largest, fabs ((double) x[i]));
        finite++;
      }
  return MIN (2.5 * sqrt (squares / (double) MAX (finite, 1)), largest) + 1e-12;
}

void
weft_picture_round (cairo_t *cr, double x, double y, double w, double h, double radius)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - radius, y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, x + w - radius, y + h - radius, radius, 0, G_PI_2);
  cairo_arc (cr, x + radius, y + h - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}
