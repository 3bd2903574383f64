/* field: what a net says everywhere on the plane, under the points it learns from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/field.h"

#include <math.h>

#include "ui/plots/picture.h"

enum
{
  MAX_POINTS = 600, /* of each part */
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
make_picture (const WeftField *field)
{
  const WeftShape *shape = &field->grid->shape;
  int side = (int) shape->dims[0], outputs = (int) weft_shape_count (shape) / (side * side);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  guint32 *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface) / 4;
  const float *x = weft_tensor_floats (field->grid);

  for (int i = 0; i < side; i++)
    for (int j = 0; j < side; j++, x += outputs)
      pixels[i * stride + j]
          = outputs > 1 ? get_class_pixel (x, outputs, field->is_dark)
                        : weft_theme_map_diverging (tanh ((double) x[0]), field->is_dark);
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
place (const WeftField *field, gint64 sample, double px[2])
{
  float x[2] = { 0, 0 };

  weft_dataset_get_x (field->dataset, sample, x);
  px[0] = field->x + (x[0] - field->low[0]) / (field->high[0] - field->low[0]) * field->size;
  px[1] = field->y + (field->high[1] - x[1]) / (field->high[1] - field->low[1]) * field->size;
}

static void
draw_point (cairo_t *cr, const WeftField *field, guint32 sample, gboolean is_held_out)
{
  double at[2];
  GdkRGBA color, ring = weft_theme_get (WEFT_ROLE_PLOT, field->is_dark);
  int c = field->dataset->classes > 0 ? (int) weft_dataset_get_class (field->dataset, sample) : 0;

  color = weft_theme_get_class (c, field->is_dark);
  place (field, sample, at);
  cairo_arc (cr, at[0], at[1], is_held_out ? 2.4 : 3, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, is_held_out ? &ring : &color);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, is_held_out ? &color : &ring);
  cairo_set_line_width (cr, is_held_out ? 1.4 : 1);
  cairo_stroke (cr);
}

static void
draw_points (cairo_t *cr, const WeftField *field)
{
  for (int part = 0; part < WEFT_N_PARTS; part++)
    for (gint64 i = 0; i < MIN (field->split->count[part], MAX_POINTS); i++)
      draw_point (cr, field, field->split->samples[part][i], part != WEFT_PART_TRAIN);
}

/* A ring in ink on a ring in the ground's colour: seen on every class. */
static void
draw_chosen (cairo_t *cr, const WeftField *field)
{
  double at[2];

  if (field->chosen < 0 || field->chosen >= field->dataset->count)
    return;
  place (field, field->chosen, at);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, field->is_dark);
  cairo_set_line_width (cr, 5);
  cairo_arc (cr, at[0], at[1], 7, 0, 2 * G_PI);
  cairo_stroke (cr);
  weft_theme_set_source (cr, WEFT_ROLE_INK, field->is_dark);
  cairo_set_line_width (cr, 2.5);
  cairo_arc (cr, at[0], at[1], 7, 0, 2 * G_PI);
  cairo_stroke (cr);
}

gint64
weft_field_find (const WeftField *field, double px, double py)
{
  double nearest = 12;
  gint64 found = -1;

  for (gint64 i = 0; field->dataset != NULL && i < field->dataset->count; i++)
    {
      double at[2], distance;

      place (field, i, at);
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
weft_field_draw (cairo_t *cr, const WeftField *field)
{
  cairo_save (cr);
  weft_picture_round (cr, field->x, field->y, field->size, field->size, 6);
  cairo_clip (cr);
  weft_theme_set_source (cr, WEFT_ROLE_WELL, field->is_dark);
  cairo_paint (cr);
  if (field->grid != NULL)
    {
      cairo_surface_t *picture = make_picture (field);

      weft_picture_paint (cr, picture, field->x, field->y, field->size, field->size, TRUE);
      cairo_surface_destroy (picture);
    }
  if (field->dataset != NULL && field->split != NULL)
    {
      draw_points (cr, field);
      draw_chosen (cr, field);
    }
  cairo_restore (cr);
}
