/* world: a state of an environment, painted by Cairo */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/world.h"

#include <math.h>

#include "ui/base/theme.h"

static const WeftRole roles[WEFT_N_INKS] = {
  [WEFT_INK_GROUND] = WEFT_ROLE_CHIP, [WEFT_INK_LINE] = WEFT_ROLE_AXIS,
  [WEFT_INK_BODY] = WEFT_ROLE_DIM,    [WEFT_INK_ACTOR] = WEFT_ROLE_ACCENT,
  [WEFT_INK_OTHER] = WEFT_ROLE_VALID, [WEFT_INK_GOAL] = WEFT_ROLE_LANE_3,
  [WEFT_INK_DANGER] = WEFT_ROLE_BAD,
};

/* Opaque, so that shapes over each other have no seams. */
static void
set_ink (cairo_t *cr, WeftInk ink, gboolean is_dark)
{
  GdkRGBA color = weft_theme_get (roles[ink], is_dark),
          ground = weft_theme_get (WEFT_ROLE_CARD, is_dark);

  color = weft_theme_blend (&color, &ground);
  cairo_set_source_rgb (cr, (double) color.red, (double) color.green, (double) color.blue);
}

static void
trace_points (cairo_t *cr, const WeftDrawing *drawing, const WeftDrawnShape *shape)
{
  const float *xy = &g_array_index (drawing->points, float, 2 * shape->first);

  cairo_new_path (cr);
  for (guint i = 0; i < shape->n; i++)
    cairo_line_to (cr, (double) xy[2 * i], (double) xy[2 * i + 1]);
}

static void
trace_circle (cairo_t *cr, const WeftDrawing *drawing, const WeftDrawnShape *shape)
{
  const float *xy = &g_array_index (drawing->points, float, 2 * shape->first);

  cairo_new_path (cr);
  cairo_arc (cr, (double) xy[0], (double) xy[1], (double) shape->radius, 0, 2 * G_PI);
}

/* How each form is painted. */
static const struct
{
  void (*trace) (cairo_t *cr, const WeftDrawing *drawing, const WeftDrawnShape *shape);
  gboolean is_filled;
} forms[] = {
  [WEFT_SHAPE_POLYGON] = { trace_points, TRUE },
  [WEFT_SHAPE_LINE] = { trace_points, FALSE },
  [WEFT_SHAPE_DISC] = { trace_circle, TRUE },
  [WEFT_SHAPE_RING] = { trace_circle, FALSE },
};

static void
paint_shape (cairo_t *cr, const WeftDrawing *drawing, const WeftDrawnShape *shape, gboolean is_dark)
{
  set_ink (cr, shape->ink, is_dark);
  forms[shape->form].trace (cr, drawing, shape);
  if (forms[shape->form].is_filled)
    {
      cairo_fill (cr);
      return;
    }
  cairo_set_line_width (cr, (double) shape->width);
  cairo_stroke (cr);
}

void
weft_world_paint (cairo_t *cr, const WeftDrawing *drawing, const double box[4], gboolean is_dark,
                  double placed[3])
{
  double width = (double) drawing->width, height = (double) drawing->height;
  double scale = MIN (box[2] / width, box[3] / height);
  double x = box[0] + (box[2] - scale * width) / 2, y = box[1] + (box[3] - scale * height) / 2;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, scale, scale);
  cairo_rectangle (cr, 0, 0, width, height);
  weft_theme_set_source (cr, WEFT_ROLE_WELL, is_dark);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < drawing->shapes->len; i++)
    paint_shape (cr, drawing, &g_array_index (drawing->shapes, WeftDrawnShape, i), is_dark);
  cairo_restore (cr);
  if (placed != NULL)
    {
      placed[0] = x;
      placed[1] = y;
      placed[2] = scale;
    }
}

#define FINEST 60 /* cells across, at most */
#define STRONGEST 0.6

/* Of the cell in that row from column `from` on: the action, and how many more are of it. */
static int
find_run (const WeftEnvironment *world, gconstpointer state, double size, int row, int from, int n,
          int *length)
{
  int action = -1;

  for (*length = 0; from + *length < n; (*length)++)
    {
      int here = world->point (state, (float) ((from + *length + 0.5) * size),
                               (float) ((row + 0.5) * size));

      if (*length > 0 && here != action)
        break;
      action = here;
    }
  return action;
}

void
weft_world_paint_beliefs (cairo_t *cr, const WeftEnvironment *world, gconstpointer state,
                          const WeftDrawing *drawing, const float *beliefs, const double placed[3],
                          gboolean is_dark)
{
  const GdkRGBA color = weft_theme_get (WEFT_ROLE_ACCENT, is_dark);
  double size = 1 / MAX (1, floor (FINEST / (double) drawing->width));
  int columns = (int) round ((double) drawing->width / size),
      rows = (int) round ((double) drawing->height / size), length;

  if (world->point == NULL)
    return;
  cairo_save (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_translate (cr, placed[0], placed[1]);
  cairo_scale (cr, placed[2], placed[2]);
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column += length)
      {
        int action = find_run (world, state, size, row, column, columns, &length);

        if (action < 0)
          continue;
        cairo_set_source_rgba (cr, (double) color.red, (double) color.green, (double) color.blue,
                               STRONGEST * (double) beliefs[action]);
        cairo_rectangle (cr, column * size, row * size, length * size, size);
        cairo_fill (cr);
      }
  cairo_restore (cr);
}
