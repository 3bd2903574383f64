/* stack: the plane's picture from below to above: ground, frames, wires, nodes, shapes, the hand's
 * work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/stack.h"

#include <math.h>

#include "ui/canvas/gesture.h"
#include "ui/canvas/standing.h"

#define FAINT .4

static void
snapshot_frames (WeftPlane *self, GtkSnapshot *snapshot)
{
  for (guint k = 0; k < self->near->len; k++)
    {
      guint i = g_array_index (self->near, guint, k);
      WeftNodeView *view = weft_plane_get_view (self, i);

      if (weft_scene_get (self->scene, i)->layer->grouping == WEFT_GROUPING_FRAME
          && gtk_widget_get_child_visible (GTK_WIDGET (view)))
        gtk_widget_snapshot_child (GTK_WIDGET (self), GTK_WIDGET (view), snapshot);
    }
}

/* What is outside the group: seen, and out of reach. */
static void
snapshot_ghosts (WeftPlane *self, GtkSnapshot *snapshot)
{
  const WeftPoint *ends = (const WeftPoint *) (void *) self->scene->ghost_ends->data;
  const WeftNodeLook look = { .detail = weft_zoom_get_detail (self->sight.view.zoom) };
  cairo_t *cr;
  WeftPen pen;

  if (self->scene->ghosts->len == 0)
    return;
  gtk_snapshot_push_opacity (snapshot, FAINT);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) self->sight.width, (float) self->sight.height));
  weft_pen_init (&pen, cr, self->family, weft_theme_is_dark ());
  pen.zoom = self->sight.view.zoom;
  cairo_translate (cr, self->sight.view.x, self->sight.view.y);
  cairo_scale (cr, pen.zoom, pen.zoom);
  for (guint i = 0; i < self->scene->ghosts->len; i++)
    {
      const WeftBox *box = &g_array_index (self->scene->ghost_at, WeftBox, i);
      WeftRoute route;

      weft_route_direct (&route, ends[2 * i], ends[2 * i + 1]);
      weft_paint_wire (&pen, &route, FALSE, WEFT_WIRE_PLAIN, 0);
      cairo_save (cr);
      cairo_translate (cr, box->x, box->y);
      weft_paint_node (&pen, self->scene->ghosts->pdata[i], box->h, &look);
      cairo_restore (cr);
    }
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_nodes (WeftPlane *self, GtkSnapshot *snapshot, gboolean selected)
{
  for (guint k = 0; k < self->near->len; k++)
    {
      guint i = g_array_index (self->near, guint, k);
      WeftNodeView *view = weft_plane_get_view (self, i);
      double opacity;

      if (weft_scene_get (self->scene, i)->layer->grouping == WEFT_GROUPING_FRAME
          || !gtk_widget_get_child_visible (GTK_WIDGET (view))
          || weft_node_view_is_selected (view) != selected)
        continue;
      opacity = weft_gesture_get_opacity (self, i);
      if (opacity < 1)
        gtk_snapshot_push_opacity (snapshot, opacity);
      gtk_widget_snapshot_child (GTK_WIDGET (self), GTK_WIDGET (view), snapshot);
      if (opacity < 1)
        gtk_snapshot_pop (snapshot);
    }
}

/* The shapes over all nodes. */
static void
snapshot_chips (WeftPlane *self, GtkSnapshot *snapshot)
{
  for (guint k = 0; k < self->near->len; k++)
    {
      guint i = g_array_index (self->near, guint, k);
      WeftPoint p = { self->scene->boxes[i].x, self->scene->boxes[i].y };

      p = weft_view_to_widget (&self->sight.view, p);
      weft_node_view_snapshot_chip (weft_plane_get_view (self, i), snapshot, floor (p.x + .5),
                                    floor (p.y + .5));
    }
}

/* What is selected lies on top: it is what the hand moves. */
void
weft_stack_draw (WeftPlane *self, GtkSnapshot *snapshot)
{
  weft_standing_find_near (self);
  weft_under_draw_ground (self, snapshot);
  snapshot_frames (self, snapshot);
  snapshot_ghosts (self, snapshot);
  weft_under_draw (self, snapshot);
  if (weft_zoom_get_detail (self->sight.view.zoom) != WEFT_DETAIL_BLOCKS)
    {
      snapshot_nodes (self, snapshot, FALSE);
      snapshot_nodes (self, snapshot, TRUE);
    }
  if (weft_zoom_get_detail (self->sight.view.zoom) == WEFT_DETAIL_FULL)
    snapshot_chips (self, snapshot);
  weft_node_costs_draw (self, snapshot);
  weft_gesture_draw (self, snapshot);
}
