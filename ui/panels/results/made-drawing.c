/* made-drawing: samples that a network made, as people look at them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/made-drawing.h"

#include <math.h>

#include "ui/base/theme.h"
#include "ui/plots/raster.h"

#define MOST_REAL 600

/* --- points of the plane --- */

/* The reach of the real ones and a fifth more, so that it stands still while made ones move. */
static double
find_reach (const WeftField *field, gint64 count)
{
  double reach = 1e-6;
  float x[2];

  for (gint64 i = 0; i < MIN (count, MOST_REAL); i++)
    {
      weft_field_get (field, i * count / MIN (count, MOST_REAL), x);
      reach = MAX (reach, MAX (fabs ((double) x[0]), fabs ((double) x[1])));
    }
  return reach * 1.2;
}

static void
draw_point (cairo_t *cr, const float *x, double reach, const WeftMadeBox *box, double radius)
{
  double side = MIN (box->w, box->h);

  if (!isfinite (x[0]) || !isfinite (x[1]))
    return;
  cairo_arc (cr, box->x + side / 2 * (1 + (double) x[0] / reach),
             box->y + side / 2 * (1 - (double) x[1] / reach), radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

void
weft_made_draw_points (cairo_t *cr, const WeftDataset *dataset, const float *made, gint64 n,
                       const WeftMadeBox *box)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  double reach = find_reach (field, dataset->count), side = MIN (box->w, box->h);
  gint64 real = MIN (dataset->count, MOST_REAL);
  float x[2];

  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, side, side);
  weft_theme_set_source (cr, WEFT_ROLE_WELL, box->is_dark);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  weft_theme_set_source (cr, WEFT_ROLE_FAINT, box->is_dark);
  for (gint64 i = 0; i < real; i++)
    {
      weft_field_get (field, i * dataset->count / real, x);
      draw_point (cr, x, reach, box, 1.8);
    }
  weft_theme_set_source (cr, WEFT_ROLE_VALID, box->is_dark);
  for (gint64 i = 0; i < n; i++)
    draw_point (cr, made + 2 * i, reach, box, n == 1 ? 4 : 2.2);
  cairo_restore (cr);
}

/* --- pictures, and whatever else is laid out as one --- */

void
weft_made_draw_picture (cairo_t *cr, const float *x, const gint64 *dims, double left, double top,
                        double side)
{
  gint64 n = dims[0] * dims[1] * dims[2];
  g_autofree float *shown = g_new (float, n);
  float low = INFINITY, high = -INFINITY;
  cairo_surface_t *picture;

  for (gint64 i = 0; i < n; i++)
    {
      low = MIN (low, x[i]);
      high = MAX (high, x[i]);
    }
  low = MIN (low, 0);
  high = MAX (high, 1);
  for (gint64 i = 0; i < n; i++)
    shown[i] = (x[i] - low) / (high - low);
  picture = weft_picture_new_sample (shown, (int) dims[0], (int) dims[1], (int) dims[2], FALSE);
  weft_picture_paint (cr, picture, left, top, side, side, FALSE);
  cairo_surface_destroy (picture);
}

void
weft_made_draw (cairo_t *cr, const WeftDataset *dataset, const float *x, const WeftMadeBox *box)
{
  const WeftShape *shape = &weft_dataset_get_x (dataset)->shape;
  gint64 size = weft_shape_count (shape);
  double side = floor (MIN (box->w, box->h));

  if (side < 1)
    return;
  if (size == 2)
    weft_made_draw_points (cr, dataset, x, 1, box);
  else
    weft_made_draw_picture (cr, x, shape->rank == 3 ? shape->dims : (const gint64[]){ 1, 1, size },
                            box->x, box->y, side);
}

cairo_surface_t *
weft_made_new_picture (const WeftDataset *dataset, const float *x, int side, gboolean is_dark)
{
  const WeftMadeBox box = { 0, 0, side, side, is_dark };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cr = cairo_create (surface);

  weft_theme_set_source (cr, WEFT_ROLE_CARD, is_dark);
  cairo_paint (cr);
  weft_made_draw (cr, dataset, x, &box);
  cairo_destroy (cr);
  return surface;
}
