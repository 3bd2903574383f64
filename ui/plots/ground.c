/* ground: what a net says everywhere on the plane, under the points it learns from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/ground.h"

#include <math.h>
#include <string.h>

#include "ui/plots/raster.h"

enum
{
  MAX_POINTS = 600, /* of each part */
};

struct _WeftGroundPoints
{
  cairo_surface_t *picture; /* of what it was made, and on how many px each px of the plot: */
  WeftDataset *dataset;
  WeftSplit *split;
  double low[2], high[2], size, scale;
  gboolean is_dark;
};

/* Soft-max of the winner against the rest, as a colour that is pale where the net is not sure. */
static guint32
get_class_pixel (const float *logits, int n, gboolean is_dark)
{
  int best = 0;
  double sum = 0, sure;
  GdkRGBA color, ground = weft_theme_get (WEFT_ROLE_PLOT, is_dark);

  for (int c = 1; c < n; c++)
    if (logits[c] > logits[best])
      best = c;
  for (int c = 0; c < n; c++)
    sum += exp ((double) logits[c] - (double) logits[best]);
  sure = (1 / sum - 1.0 / n) / (1 - 1.0 / n);
  color = weft_theme_get_class (best, is_dark);
  sure = 0.12 + 0.6 * sure;
  return 0xff000000u | (guint32) ((ground.red + (color.red - ground.red) * sure) * 255) << 16
         | (guint32) ((ground.green + (color.green - ground.green) * sure) * 255) << 8
         | (guint32) ((ground.blue + (color.blue - ground.blue) * sure) * 255);
}

static cairo_surface_t *
make_picture (const WeftGround *ground)
{
  const WeftShape *shape = &ground->grid->shape;
  int side = (int) shape->dims[0], outputs = (int) weft_shape_count (shape) / (side * side);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  guint32 *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface) / 4;
  const float *x = weft_tensor_floats (ground->grid);

  for (int i = 0; i < side; i++)
    for (int j = 0; j < side; j++, x += outputs)
      pixels[i * stride + j]
          = outputs > 1 ? get_class_pixel (x, outputs, ground->is_dark)
                        : weft_theme_map_diverging (tanh ((double) x[0]), ground->is_dark);
  cairo_surface_mark_dirty (surface);
  return surface;
}

static gint64
count_points (const WeftGround *ground)
{
  return ground->painted != NULL   ? ground->painted->len
         : ground->dataset != NULL ? ground->dataset->count
                                   : 0;
}

static WeftPaintedPoint
get_point (const WeftGround *ground, gint64 sample)
{
  const WeftField *classes;
  WeftPaintedPoint point = { 0 };

  if (ground->painted != NULL)
    return g_array_index (ground->painted, WeftPaintedPoint, sample);
  classes = weft_dataset_get_classes (ground->dataset);
  point.class = classes != NULL ? (int) weft_field_get_class (classes, sample) : 0;
  weft_field_get (weft_dataset_get_x (ground->dataset), sample, point.x);
  return point;
}

static void
place (const WeftGround *ground, gint64 sample, double px[2])
{
  const WeftPaintedPoint point = get_point (ground, sample);

  weft_ground_place (ground, point.x, px);
}

void
weft_ground_place (const WeftGround *ground, const float x[2], double px[2])
{
  px[0] = ground->x
          + ((double) x[0] - ground->low[0]) / (ground->high[0] - ground->low[0]) * ground->size;
  px[1] = ground->y
          + (ground->high[1] - (double) x[1]) / (ground->high[1] - ground->low[1]) * ground->size;
}

void
weft_ground_locate (const WeftGround *ground, double px, double py, float x[2])
{
  x[0] = (float) (ground->low[0]
                  + (px - ground->x) / ground->size * (ground->high[0] - ground->low[0]));
  x[1] = (float) (ground->high[1]
                  - (py - ground->y) / ground->size * (ground->high[1] - ground->low[1]));
}

static void
draw_point (cairo_t *cr, const WeftGround *ground, gint64 sample, gboolean is_held_out)
{
  double at[2];
  GdkRGBA color, ring = weft_theme_get (WEFT_ROLE_PLOT, ground->is_dark);

  color = weft_theme_get_class (get_point (ground, sample).class, ground->is_dark);
  place (ground, sample, at);
  cairo_arc (cr, at[0], at[1], is_held_out ? 2.4 : 3, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, is_held_out ? &ring : &color);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, is_held_out ? &color : &ring);
  cairo_set_line_width (cr, is_held_out ? 1.4 : 1);
  cairo_stroke (cr);
}

static void
draw_samples (cairo_t *cr, const WeftGround *ground)
{
  for (int part = 0; part < WEFT_N_PARTS; part++)
    for (gint64 i = 0; i < MIN (ground->split->count[part], MAX_POINTS); i++)
      draw_point (cr, ground, ground->split->samples[part][i], part != WEFT_PART_TRAIN);
}

/* --- points that are kept --- */

WeftGroundPoints *
weft_ground_points_new (void)
{
  return g_new0 (WeftGroundPoints, 1);
}

static void
forget (WeftGroundPoints *points)
{
  g_clear_pointer (&points->picture, cairo_surface_destroy);
  g_clear_pointer (&points->dataset, weft_dataset_unref);
  g_clear_pointer (&points->split, weft_split_unref);
}

void
weft_ground_points_free (WeftGroundPoints *points)
{
  forget (points);
  g_free (points);
}

static gboolean
are_of (const WeftGroundPoints *points, const WeftGround *ground, double scale)
{
  return points->picture != NULL && points->dataset == ground->dataset
         && points->split == ground->split && points->size == ground->size && points->scale == scale
         && points->is_dark == ground->is_dark
         && memcmp (points->low, ground->low, sizeof points->low) == 0
         && memcmp (points->high, ground->high, sizeof points->high) == 0;
}

static void
make_points (WeftGroundPoints *points, const WeftGround *ground, double scale)
{
  WeftGround alone = *ground;
  int side = (int) ceil (ground->size * scale);
  cairo_t *cr;

  forget (points);
  points->picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, side, side);
  points->dataset = weft_dataset_ref ((WeftDataset *) ground->dataset);
  points->split = weft_split_ref ((WeftSplit *) ground->split);
  memcpy (points->low, ground->low, sizeof points->low);
  memcpy (points->high, ground->high, sizeof points->high);
  points->size = ground->size;
  points->scale = scale;
  points->is_dark = ground->is_dark;
  alone.x = alone.y = 0;
  cr = cairo_create (points->picture);
  cairo_scale (cr, scale, scale);
  draw_samples (cr, &alone);
  cairo_destroy (cr);
}

/* Hundreds of rings take longer than all else in a frame, and stay where they are. */
static void
paint_points (cairo_t *cr, const WeftGround *ground)
{
  double across, down;
  cairo_matrix_t matrix;

  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (cairo_get_target (cr), &across, &down);
  if (!are_of (ground->points, ground, across * matrix.xx))
    make_points (ground->points, ground, across * matrix.xx);
  cairo_save (cr);
  cairo_translate (cr, ground->x, ground->y);
  cairo_scale (cr, 1 / ground->points->scale, 1 / ground->points->scale);
  cairo_set_source_surface (cr, ground->points->picture, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}

/* On paper they are lines. */
static gboolean
can_keep (cairo_t *cr, const WeftGround *ground)
{
  return ground->points != NULL
         && cairo_surface_get_type (cairo_get_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE;
}

static void
draw_points (cairo_t *cr, const WeftGround *ground)
{
  for (gint64 i = 0; ground->painted != NULL && i < ground->painted->len; i++)
    draw_point (cr, ground, i, FALSE);
  if (ground->painted != NULL || ground->dataset == NULL || ground->split == NULL)
    return;
  if (can_keep (cr, ground))
    paint_points (cr, ground);
  else
    draw_samples (cr, ground);
}

/* A ring in ink on a ring in the ground's colour: seen on every class. */
static void
draw_chosen (cairo_t *cr, const WeftGround *ground)
{
  double at[2];

  if (ground->chosen < 0 || ground->chosen >= count_points (ground))
    return;
  place (ground, ground->chosen, at);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, ground->is_dark);
  cairo_set_line_width (cr, 5);
  cairo_arc (cr, at[0], at[1], 7, 0, 2 * G_PI);
  cairo_stroke (cr);
  weft_theme_set_source (cr, WEFT_ROLE_INK, ground->is_dark);
  cairo_set_line_width (cr, 2.5);
  cairo_arc (cr, at[0], at[1], 7, 0, 2 * G_PI);
  cairo_stroke (cr);
}

gint64
weft_ground_find (const WeftGround *ground, double px, double py)
{
  double nearest = 12;
  gint64 found = -1;

  for (gint64 i = 0; i < count_points (ground); i++)
    {
      double at[2], distance;

      place (ground, i, at);
      distance = hypot (at[0] - px, at[1] - py);
      if (distance < nearest)
        {
          nearest = distance;
          found = i;
        }
    }
  return found;
}

void
weft_ground_draw (cairo_t *cr, const WeftGround *ground)
{
  cairo_save (cr);
  weft_picture_round (cr, ground->x, ground->y, ground->size, ground->size, 6);
  cairo_clip (cr);
  weft_theme_set_source (cr, WEFT_ROLE_WELL, ground->is_dark);
  cairo_paint (cr);
  if (ground->grid != NULL)
    {
      cairo_surface_t *picture = make_picture (ground);

      weft_picture_paint (cr, picture, ground->x, ground->y, ground->size, ground->size, TRUE);
      cairo_surface_destroy (picture);
    }
  draw_points (cr, ground);
  draw_chosen (cr, ground);
  cairo_restore (cr);
}
