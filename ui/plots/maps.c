/* maps: any tensor as something to look at */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/maps.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/format.h"
#include "ui/plots/text.h"

enum
{
  SMALLEST_MAP = 14, /* px */
  MAX_BARS = 24,
};

/* (maps, H, W) of a tensor of rank 3 or 4: weights (K, C, R, S) give K·C maps. */
static void
split_maps (const WeftShape *shape, int *n, int *h, int *w)
{
  *n = 1;
  for (int i = 0; i < shape->rank - 2; i++)
    *n *= (int) shape->dims[i];
  *h = (int) shape->dims[shape->rank - 2];
  *w = (int) shape->dims[shape->rank - 1];
}

guint
weft_maps_count (const WeftMaps *maps)
{
  int n, h, w;

  if (maps->shape.rank >= 3)
    {
      split_maps (&maps->shape, &n, &h, &w);
      return (guint) n;
    }
  return (guint) (maps->shape.rank == 0 ? 1 : maps->shape.dims[0]);
}

static double
get_limit (const float *x, gsize n)
{
  double limit = 0;

  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      limit = MAX (limit, fabs ((double) x[i]));
  return limit + 1e-12;
}

/* The largest cell with which n maps of h : w fit the box. */
static int
choose_columns (int n, double aspect, double w, double h, double *cell_w)
{
  int best = 1;

  *cell_w = 0;
  for (int columns = 1; columns <= n; columns++)
    {
      int rows = (n + columns - 1) / columns;
      double cell = MIN ((w - 3 * (columns - 1)) / columns, (h - 3 * (rows - 1)) / rows / aspect);

      if (cell > *cell_w)
        {
          *cell_w = cell;
          best = columns;
        }
    }
  return best;
}

static guint
draw_grid (cairo_t *cr, const WeftMaps *maps, double x, double y, double w, double h)
{
  int n, map_h, map_w, columns, shown;
  double cell, aspect, limit;

  split_maps (&maps->shape, &n, &map_h, &map_w);
  aspect = (double) map_h / map_w;
  shown = MIN (n, (int) MAX (1, w / (SMALLEST_MAP + 3)) * (int) MAX (1, h / (SMALLEST_MAP * aspect + 3)));
  columns = choose_columns (shown, aspect, w, h, &cell);
  limit = get_limit (maps->x, (gsize) weft_shape_count (&maps->shape));
  for (int i = 0; i < shown; i++)
    {
      cairo_surface_t *picture
          = weft_picture_new (maps->x + (gsize) i * (gsize) (map_h * map_w), map_h, map_w,
                              maps->is_signed ? WEFT_TONE_DIVERGING : WEFT_TONE_GREY, limit, maps->is_dark);

      weft_picture_paint (cr, picture, x + i % columns * (cell + 3), y + i / columns * (cell * aspect + 3),
                          cell, cell * aspect, FALSE);
      cairo_surface_destroy (picture);
    }
  return (guint) shown;
}

static guint
draw_bars (cairo_t *cr, const WeftMaps *maps, int n, double x, double y, double w, double h)
{
  double row = MIN (h / n, 20), limit = get_limit (maps->x, (gsize) n);
  double names = maps->names != NULL ? MIN (96, w * 0.35) : 24, middle = x + names + 6;
  double low = 0, room = w - names - 62;
  WeftTextStyle style = { .size = CLAMP (row - 4, 8, 10.5), .color = weft_theme_get (WEFT_ROLE_DIM, maps->is_dark) };

  for (int i = 0; i < n; i++)
    low = MIN (low, (double) maps->x[i]);
  if (low < 0)
    room /= 2, middle += room;
  for (int i = 0; i < n; i++)
    {
      double top = y + i * row, length = (double) maps->x[i] / limit * room;
      g_autofree char *number = g_strdup_printf ("%d", i);
      g_autofree char *value = weft_format_number ((double) maps->x[i]);

      style.align = 1;
      style.width = names;
      weft_text_draw (cr, maps->names != NULL ? maps->names[i] : number, x + names, top + 1, &style);
      weft_theme_set_source (cr, length < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE, maps->is_dark);
      cairo_rectangle (cr, length < 0 ? middle + length : middle, top + 2, MAX (fabs (length), 1), row - 4);
      cairo_fill (cr);
      style.align = length < 0 ? 1 : 0;
      style.width = 0;
      weft_text_draw (cr, value, middle + length + (length < 0 ? -4 : 4), top + 1, &style);
    }
  return (guint) n;
}

/* A matrix, or a long vector folded into rows, one cell a number. */
static guint
draw_heat (cairo_t *cr, const WeftMaps *maps, double x, double y, double w, double h)
{
  gsize n = (gsize) weft_shape_count (&maps->shape);
  int columns = maps->shape.rank >= 2 ? (int) maps->shape.dims[1] : (int) ceil (sqrt ((double) n * w / h));
  int rows = (int) ((n + (gsize) columns - 1) / (gsize) columns);
  g_autofree float *padded = g_new0 (float, (gsize) rows * (gsize) columns);
  double scale = MIN (w / columns, h / rows);
  cairo_surface_t *picture;

  for (gsize i = 0; i < n; i++)
    padded[i] = maps->x[i];
  picture = weft_picture_new (padded, rows, columns, maps->is_signed ? WEFT_TONE_DIVERGING : WEFT_TONE_SEQUENTIAL,
                              get_limit (padded, n), maps->is_dark);
  if (maps->shape.rank >= 2)
    weft_picture_paint (cr, picture, x, y, w, MAX (MIN (h, rows * MAX (scale, 2)), 8), scale < 1);
  else
    weft_picture_paint (cr, picture, x, y, columns * scale, rows * scale, FALSE);
  cairo_surface_destroy (picture);
  return (guint) rows;
}

guint
weft_maps_draw (cairo_t *cr, const WeftMaps *maps, double x, double y, double w, double h)
{
  if (w < 8 || h < 8)
    return 0;
  if (maps->shape.rank >= 3 && maps->shape.dims[maps->shape.rank - 1] * maps->shape.dims[maps->shape.rank - 2] > 1)
    return draw_grid (cr, maps, x, y, w, h);
  if (maps->shape.rank <= 1 && weft_shape_count (&maps->shape) <= MAX_BARS)
    return draw_bars (cr, maps, (int) weft_shape_count (&maps->shape), x, y, w, h);
  return draw_heat (cr, maps, x, y, w, h);
}

void
weft_histogram_draw (cairo_t *cr, const float *x, gsize n, double left, double top, double w, double h,
                     gboolean is_dark)
{
  enum { BINS = 40 };
  guint bins[BINS] = { 0 }, most = 1;
  double low = INFINITY, high = -INFINITY, step = w / BINS;
  WeftTextStyle style = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, (double) x[i]);
      high = MAX (high, (double) x[i]);
    }
  if (!(low <= high) || isinf (low) || isinf (high))
    return;
  for (gsize i = 0; i < n; i++)
    {
      guint bin = (guint) MIN (((double) x[i] - low) / (high - low + 1e-12) * BINS, BINS - 1);

      most = MAX (most, ++bins[bin]);
    }
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, is_dark);
  for (int i = 0; i < BINS; i++)
    {
      double bar = (double) bins[i] / most * (h - 16);

      cairo_rectangle (cr, left + i * step, top + h - 16 - bar, step - 1, bar);
    }
  cairo_fill (cr);

  g_autofree char *first = weft_format_number (low), *last = weft_format_number (high);

  weft_text_draw (cr, first, left, top + h - 14, &style);
  style.align = 1;
  weft_text_draw (cr, last, left + w, top + h - 14, &style);
}
