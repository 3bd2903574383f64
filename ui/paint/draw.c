/* draw: a graph as a picture, by Cairo and Pango alone: no display, no gtk_init, no theme to load
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/draw.h"

#include "ui/paint/paint.h"

#define MARGIN 24.0
#define CHIP_HEIGHT 24.0 /* what may hang over a node's right edge or under it */

static WeftBox
measure (WeftScene *scene)
{
  WeftBox box = { 0, 0, 0, 0 };

  if (weft_scene_get_bounds (scene, &box))
    box = weft_box_grow (&box, MARGIN + CHIP_HEIGHT);
  else
    box = weft_box_grow (&box, MARGIN);
  return box;
}

void
weft_canvas_measure_graph (WeftGraph *graph, WeftReport *report, double bounds[4])
{
  g_autoptr (WeftScene) scene = weft_scene_new (graph, report, 0, FALSE, NULL);
  WeftBox box = measure (scene);

  bounds[0] = box.x;
  bounds[1] = box.y;
  bounds[2] = box.w;
  bounds[3] = box.h;
}

static void
draw_ground (WeftPen *pen, const WeftBox *box)
{
  WeftView view = { 1, -box->x, -box->y };

  weft_pen_set_role (pen, WEFT_ROLE_GROUND, 1);
  cairo_rectangle (pen->cr, box->x, box->y, box->w, box->h);
  cairo_fill (pen->cr);
  cairo_save (pen->cr);
  cairo_translate (pen->cr, box->x, box->y);
  weft_paint_dots (pen, &view, box->w, box->h);
  cairo_restore (pen->cr);
}

/* Frames lie under the wires, all else over them. */
static void
draw_nodes (WeftPen *pen, const WeftScene *scene, gboolean frames)
{
  const WeftNodeLook look = { .detail = WEFT_DETAIL_FULL };

  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);

      if ((node->layer->grouping == WEFT_GROUPING_FRAME) != frames)
        continue;
      cairo_save (pen->cr);
      cairo_translate (pen->cr, scene->boxes[i].x, scene->boxes[i].y);
      weft_paint_node (pen, node, scene->boxes[i].h, &look);
      weft_paint_side_word (pen, node, &look);
      cairo_restore (pen->cr);
    }
}

void
weft_canvas_draw_graph (cairo_t *cr, WeftGraph *graph, WeftReport *report, gboolean is_dark)
{
  g_autoptr (WeftScene) scene = weft_scene_new (graph, report, 0, FALSE, NULL);
  WeftBox box = measure (scene);
  WeftPen pen;

  weft_pen_init (&pen, cr, NULL, is_dark);
  draw_ground (&pen, &box);
  draw_nodes (&pen, scene, TRUE);
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);

      weft_paint_wire (&pen, &wire->route, wire->is_label, WEFT_WIRE_PLAIN, 0);
    }
  draw_nodes (&pen, scene, FALSE);
  for (guint i = 0; i < scene->nodes->len; i++)
    weft_paint_chip (&pen, weft_scene_get (scene, i), &scene->boxes[i]);
  weft_pen_clear (&pen);
}
