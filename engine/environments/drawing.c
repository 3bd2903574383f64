/* drawing: a list of shapes, and the points of all of them in one row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/drawing.h"

WeftDrawing *
weft_drawing_new (void)
{
  WeftDrawing *drawing = g_new0 (WeftDrawing, 1);

  drawing->shapes = g_array_new (FALSE, FALSE, sizeof (WeftDrawnShape));
  drawing->points = g_array_new (FALSE, FALSE, sizeof (float));
  return drawing;
}

void
weft_drawing_free (WeftDrawing *drawing)
{
  g_array_unref (drawing->shapes);
  g_array_unref (drawing->points);
  g_free (drawing);
}

void
weft_drawing_begin (WeftDrawing *drawing, float width, float height)
{
  drawing->width = width;
  drawing->height = height;
  g_array_set_size (drawing->shapes, 0);
  g_array_set_size (drawing->points, 0);
}

static void
add (WeftDrawing *drawing, WeftDrawnShape shape, const float *xy, guint n)
{
  shape.first = drawing->points->len / 2;
  shape.n = n;
  g_array_append_vals (drawing->points, xy, 2 * n);
  g_array_append_val (drawing->shapes, shape);
}

void
weft_drawing_add_polygon (WeftDrawing *drawing, WeftInk ink, const float *xy, guint n)
{
  add (drawing, (WeftDrawnShape){ .form = WEFT_SHAPE_POLYGON, .ink = ink }, xy, n);
}

void
weft_drawing_add_box (WeftDrawing *drawing, WeftInk ink, float x, float y, float width,
                      float height)
{
  float xy[] = { x, y, x + width, y, x + width, y + height, x, y + height };

  weft_drawing_add_polygon (drawing, ink, xy, 4);
}

void
weft_drawing_add_line (WeftDrawing *drawing, WeftInk ink, float width, const float *xy, guint n)
{
  add (drawing, (WeftDrawnShape){ .form = WEFT_SHAPE_LINE, .ink = ink, .width = width }, xy, n);
}

void
weft_drawing_add_disc (WeftDrawing *drawing, WeftInk ink, float x, float y, float radius)
{
  add (drawing, (WeftDrawnShape){ .form = WEFT_SHAPE_DISC, .ink = ink, .radius = radius },
       (float[]){ x, y }, 1);
}

void
weft_drawing_add_ring (WeftDrawing *drawing, WeftInk ink, float x, float y, float radius,
                       float width)
{
  add (drawing,
       (WeftDrawnShape){ .form = WEFT_SHAPE_RING, .ink = ink, .radius = radius, .width = width },
       (float[]){ x, y }, 1);
}
