/* pixels: numbers as small Cairo images, a pixel a number or the mean of a few */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/pixels.h"

#include <math.h>

#include "ui/base/theme.h"

#define SIDE 64

/* Means over f × f numbers, so that what is made small does not flicker. */
static float *
shrink (const float *x, gint64 h, gint64 w, gint64 f, gint64 *rows, gint64 *cols)
{
  float *out;

  *rows = MAX (1, h / f);
  *cols = MAX (1, w / f);
  out = g_new0 (float, *rows **cols);
  for (gint64 r = 0; r < *rows; r++)
    for (gint64 c = 0; c < *cols; c++)
      {
        gint64 tall = MIN (f, h - r * f), wide = MIN (f, w - c * f);
        float sum = 0;

        for (gint64 i = 0; i < tall; i++)
          for (gint64 j = 0; j < wide; j++)
            sum += x[(r * f + i) * w + c * f + j];
        out[r * *cols + c] = sum / (float) (tall * wide);
      }
  return out;
}

static cairo_surface_t *
new_image (cairo_format_t format, gint64 h, gint64 w, guint32 **pixels, int *stride)
{
  cairo_surface_t *image = cairo_image_surface_create (format, (int) w, (int) h);

  cairo_surface_flush (image);
  *pixels = (guint32 *) (void *) cairo_image_surface_get_data (image);
  *stride = cairo_image_surface_get_stride (image) / 4;
  return image;
}

static gint64
get_factor (gint64 h, gint64 w)
{
  return MAX (1, MAX (h, w) / SIDE);
}

cairo_surface_t *
weft_pixels_grey (const float *x, gint64 h, gint64 w)
{
  gint64 rows, cols;
  g_autofree float *v = shrink (x, h, w, get_factor (h, w), &rows, &cols);
  float low = INFINITY, high = -INFINITY;
  guint32 *pixels;
  int stride;
  cairo_surface_t *image = new_image (CAIRO_FORMAT_RGB24, rows, cols, &pixels, &stride);

  for (gint64 i = 0; i < rows * cols; i++)
    if (isfinite (v[i]))
      {
        low = fminf (low, v[i]);
        high = fmaxf (high, v[i]);
      }
  for (gint64 r = 0; r < rows; r++)
    for (gint64 c = 0; c < cols; c++)
      {
        float value = v[r * cols + c];
        float t = high > low && isfinite (value) ? (value - low) / (high - low) : 0;

        pixels[r * stride + c] = (guint32) (t * 255 + .5f) * 0x010101u;
      }
  cairo_surface_mark_dirty (image);
  return image;
}

cairo_surface_t *
weft_pixels_colour (const float *x, gint64 h, gint64 w)
{
  gint64 f = get_factor (h, w), rows, cols;
  guint32 *pixels;
  int stride;
  cairo_surface_t *image
      = new_image (CAIRO_FORMAT_RGB24, MAX (1, h / f), MAX (1, w / f), &pixels, &stride);

  for (int k = 0; k < 3; k++)
    {
      g_autofree float *v = shrink (x + k * h * w, h, w, f, &rows, &cols);

      for (gint64 r = 0; r < rows; r++)
        for (gint64 c = 0; c < cols; c++)
          {
            float t = v[r * cols + c];

            t = isfinite (t) ? CLAMP (t, 0, 1) : 0;
            pixels[r * stride + c] |= (guint32) (t * 255 + .5f) << (16 - 8 * k);
          }
    }
  cairo_surface_mark_dirty (image);
  return image;
}

/* 2.5 deviations from 0, never above the largest: a few large numbers, as sounds have them, would
 * leave all others pale. */
static float
choose_limit (const float *x, int count)
{
  float most = 1e-9f;
  double sum = 0;
  int n = 0;

  for (int i = 0; i < count; i++)
    if (isfinite (x[i]))
      {
        most = fmaxf (most, fabsf (x[i]));
        sum += (double) x[i] * (double) x[i];
        n++;
      }
  return n > 0 && sum > 0 ? fminf (most, 2.5f * (float) sqrt (sum / n)) : most;
}

cairo_surface_t *
weft_pixels_signed (const float *x, int h, int w, gboolean is_dark)
{
  float limit = choose_limit (x, h * w);
  guint32 *pixels;
  int stride;
  cairo_surface_t *image = new_image (CAIRO_FORMAT_ARGB32, h, w, &pixels, &stride);

  for (int r = 0; r < h; r++)
    for (int c = 0; c < w; c++)
      if (isfinite (x[r * w + c]))
        pixels[r * stride + c] = weft_theme_map_diverging (x[r * w + c] / limit, is_dark);
  cairo_surface_mark_dirty (image);
  return image;
}

cairo_surface_t *
weft_pixels_sequential (const float *x, int h, int w, gboolean is_dark)
{
  float low = INFINITY, high = -INFINITY;
  guint32 *pixels;
  int stride;
  cairo_surface_t *image = new_image (CAIRO_FORMAT_ARGB32, h, w, &pixels, &stride);

  for (int i = 0; i < h * w; i++)
    if (isfinite (x[i]))
      {
        low = fminf (low, x[i]);
        high = fmaxf (high, x[i]);
      }
  for (int r = 0; r < h; r++)
    for (int c = 0; c < w; c++)
      {
        float v = x[r * w + c];

        if (isfinite (v))
          pixels[r * stride + c]
              = weft_theme_map_sequential (high > low ? (v - low) / (high - low) : 0, is_dark);
      }
  cairo_surface_mark_dirty (image);
  return image;
}
