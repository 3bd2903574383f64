/* under: what lies under the nodes, dots and wires
 *
 * In small pieces: GTK's Cairo renderer draws a Cairo node by way of an image of the node's size,
 * so one that covers the plane costs more than all that is in it. Each piece is kept while only the
 * place of the view changes. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/canvas/at-work.h"
#include "ui/canvas/under.h"

static void
free_node (gpointer node)
{
  if (node != NULL)
    gsk_render_node_unref (node);
}

void
weft_under_redraw_wires (WeftPlane *self)
{
  g_clear_pointer (&self->under.wires, g_ptr_array_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_under_redraw_wire (WeftPlane *self, guint i)
{
  if (self->under.wires != NULL && i < self->under.wires->len)
    g_clear_pointer (&self->under.wires->pdata[i], gsk_render_node_unref);
}

/* By their sizes all may look otherwise. */
void
weft_under_renumber_wires (WeftPlane *self, const GArray *numbers)
{
  g_autoptr (GPtrArray) were = NULL;

  if (self->under.wires == NULL || self->wire_sizes.by != 0)
    {
      weft_under_redraw_wires (self);
      return;
    }
  were = g_steal_pointer (&self->under.wires);
  self->under.wires = g_ptr_array_new_full (numbers->len, free_node);
  for (guint i = 0; i < numbers->len; i++)
    {
      int old = g_array_index (numbers, int, i);
      gboolean is_drawn = old >= 0 && (guint) old < were->len;

      g_ptr_array_add (self->under.wires, is_drawn ? g_steal_pointer (&were->pdata[old]) : NULL);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_under_forget (WeftPlane *self)
{
  g_clear_pointer (&self->under.row, gsk_render_node_unref);
  g_clear_pointer (&self->under.wires, g_ptr_array_unref);
}

static WeftPoint
get_origin (WeftPlane *self)
{
  return (WeftPoint){ floor (self->sight.view.x + .5), floor (self->sight.view.y + .5) };
}

static void
translate (GtkSnapshot *snapshot, double x, double y)
{
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
}

static void
begin_piece (WeftPlane *self, WeftPen *pen, GskRenderNode **node, const WeftBox *box)
{
  double x = floor (box->x), y = floor (box->y);
  graphene_rect_t bounds
      = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) (ceil (box->x + box->w) - x),
                            (float) (ceil (box->y + box->h) - y));

  *node = gsk_cairo_node_new (&bounds);
  weft_pen_init (pen, gsk_cairo_node_get_draw_context (*node), self->family, weft_theme_is_dark ());
}

static void
end_piece (WeftPen *pen)
{
  cairo_destroy (pen->cr);
  weft_pen_clear (pen);
}

static void
append_box (GtkSnapshot *snapshot, const GdkRGBA *color, const WeftBox *box)
{
  gtk_snapshot_append_color (
      snapshot, color,
      &GRAPHENE_RECT_INIT ((float) box->x, (float) box->y, (float) box->w, (float) box->h));
}

/* --- ground --- */

/* A row of dots, from one pitch left of the widget to its right edge. */
static GskRenderNode *
make_row (WeftPlane *self, double pitch, double size)
{
  WeftBox box = { 0, 0, self->sight.width + 2 * pitch, size };
  GskRenderNode *node;
  WeftPen pen;

  begin_piece (self, &pen, &node, &box);
  for (double x = 0; x < box.w; x += pitch)
    cairo_rectangle (pen.cr, floor (x + .5), 0, size, size);
  weft_pen_set_role (&pen, WEFT_ROLE_DOT, WEFT_DOT_INK);
  cairo_fill (pen.cr);
  end_piece (&pen);
  return node;
}

void
weft_under_draw_ground (WeftPlane *self, GtkSnapshot *snapshot)
{
  GdkRGBA ground = weft_theme_get (WEFT_ROLE_GROUND, weft_theme_is_dark ());
  double pitch = weft_paint_get_dot_pitch (self->sight.view.zoom);
  double size = weft_paint_get_dot_size (self->sight.view.zoom);
  WeftPoint first
      = { fmod (self->sight.view.x + WEFT_GRID * self->sight.view.zoom, pitch) - pitch,
          fmod (self->sight.view.y + WEFT_GRID * self->sight.view.zoom, pitch) - pitch };

  append_box (snapshot, &ground, &(WeftBox){ 0, 0, self->sight.width, self->sight.height });
  if (self->under.row == NULL)
    self->under.row = make_row (self, pitch, size);
  for (double y = first.y; y < self->sight.height + size; y += pitch)
    {
      gtk_snapshot_save (snapshot);
      translate (snapshot, floor (first.x - size / 2 + .5), floor (y - size / 2 + .5));
      gtk_snapshot_append_node (snapshot, self->under.row);
      gtk_snapshot_restore (snapshot);
    }
}

/* --- wires --- */

static WeftWireLook
get_wire_look (WeftPlane *self, guint i, const WeftSceneWire *wire)
{
  const WeftWire *w = &wire->wire;
  gboolean moving = self->hand.mode == WEFT_HAND_MOVING;

  if ((moving && self->hand.into == (int) i) || self->drop_wire == (int) i)
    return WEFT_WIRE_TARGET;
  if (weft_at_work_has_wire (self, w))
    return WEFT_WIRE_AT_WORK;
  if (self->has_picked && w->from == self->picked.from && w->to == self->picked.to
      && w->output == self->picked.output && w->input == self->picked.input)
    return WEFT_WIRE_PICKED;
  if (self->hover.kind == WEFT_PICK_WIRE && self->hover.i == i && self->hand.mode == WEFT_HAND_IDLE)
    return WEFT_WIRE_HOVERED;
  return WEFT_WIRE_PLAIN;
}

/* One piece a part: the middle of a lane is long and thin. */
static GskRenderNode *
make_wire (WeftPlane *self, const WeftSceneWire *wire, WeftWireLook look)
{
  GskRenderNode *parts[G_N_ELEMENTS (wire->route.part)], *all;
  double length = 0, share;
  WeftRole role;

  for (guint i = 0; i < wire->route.n; i++)
    {
      const WeftRoute part = { .part = { wire->route.part[i] }, .n = 1 };
      WeftBox bounds = weft_route_get_bounds (&part);
      WeftPen pen;

      bounds = weft_box_grow (&bounds, 4);
      bounds = (WeftBox){ bounds.x * self->sight.view.zoom, bounds.y * self->sight.view.zoom,
                          bounds.w * self->sight.view.zoom, bounds.h * self->sight.view.zoom };
      begin_piece (self, &pen, &parts[i], &bounds);
      cairo_scale (pen.cr, self->sight.view.zoom, self->sight.view.zoom);
      if (look == WEFT_WIRE_PLAIN && weft_wire_sizes_find (self, wire, &share, &role))
        weft_paint_sized_wire (&pen, &part, role, share);
      else
        weft_paint_wire (&pen, &part, wire->is_label, look, length);
      end_piece (&pen);
      length += weft_route_get_length (&part);
    }
  all = gsk_container_node_new (parts, wire->route.n);
  for (guint i = 0; i < wire->route.n; i++)
    gsk_render_node_unref (parts[i]);
  return all;
}

static void
draw_wires (WeftPlane *self, GtkSnapshot *snapshot)
{
  WeftScene *scene = self->scene;
  WeftBox area = weft_sight_get_area (self);
  WeftPoint origin = get_origin (self);

  area = weft_box_grow (&area, 6);
  if (self->under.wires == NULL)
    weft_wire_sizes_measure (self);
  if (self->under.wires == NULL)
    self->under.wires = g_ptr_array_new_with_free_func (free_node);
  g_ptr_array_set_size (self->under.wires, (int) scene->wires->len);
  gtk_snapshot_save (snapshot);
  translate (snapshot, origin.x, origin.y);
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);
      WeftBox bounds = weft_box_grow (&wire->bounds, 3);

      if (!weft_box_meets (&bounds, &area) || weft_hand_wire_holds (self, &wire->wire))
        continue;
      if (self->under.wires->pdata[i] == NULL)
        self->under.wires->pdata[i] = make_wire (self, wire, get_wire_look (self, i, wire));
      gtk_snapshot_append_node (snapshot, self->under.wires->pdata[i]);
    }
  gtk_snapshot_restore (snapshot);
}

/* --- from afar: all in one piece, for a thousand small ones cost more --- */

static void
draw_far_wires (WeftPlane *self, WeftPen *pen, const WeftBox *area)
{
  for (guint i = 0; i < self->scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (self->scene, i);
      WeftBox bounds = weft_box_grow (&wire->bounds, 1);

      if (!weft_box_meets (&bounds, area) || wire->is_label)
        continue;
      for (guint k = 0; k < wire->route.n; k++)
        {
          WeftPoint a = weft_view_to_widget (&self->sight.view, wire->route.part[k].p[0]);
          WeftPoint b = weft_view_to_widget (&self->sight.view, wire->route.part[k].p[3]);

          cairo_move_to (pen->cr, a.x, floor (a.y) + .5);
          cairo_line_to (pen->cr, b.x, floor (b.y) + .5);
        }
    }
  weft_pen_set_role (pen, WEFT_ROLE_WIRE, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

/* Those of one colour in one path: they are filled together. */
static void
draw_far_nodes (WeftPlane *self, WeftPen *pen, const WeftBox *area, WeftFarBlock block)
{
  GdkRGBA color = weft_paint_get_block_color (block, pen->dark);

  for (guint i = 0; i < self->scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (self->scene, i);
      WeftBox box;

      if (!weft_box_meets (&self->scene->boxes[i], area)
          || node->layer->grouping == WEFT_GROUPING_FRAME
          || weft_paint_get_block (node, node->in_front) != block)
        continue;
      box = weft_view_box_to_widget (&self->sight.view, &self->scene->boxes[i]);
      cairo_rectangle (pen->cr, floor (box.x + .5), floor (box.y + .5), MAX (1, floor (box.w + .5)),
                       MAX (1, floor (box.h + .5)));
    }
  weft_pen_set_color (pen, &color, 1);
  cairo_fill (pen->cr);
}

static void
draw_far (WeftPlane *self, GtkSnapshot *snapshot)
{
  WeftBox area = weft_sight_get_area (self);
  GskRenderNode *node;
  WeftPen pen;

  begin_piece (self, &pen, &node, &(WeftBox){ 0, 0, self->sight.width, self->sight.height });
  draw_far_wires (self, &pen, &area);
  for (WeftFarBlock block = 0; block < WEFT_N_BLOCKS; block++)
    draw_far_nodes (self, &pen, &area, block);
  end_piece (&pen);
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}

void
weft_under_draw (WeftPlane *self, GtkSnapshot *snapshot)
{
  if (weft_zoom_get_detail (self->sight.view.zoom) == WEFT_DETAIL_BLOCKS)
    draw_far (self, snapshot);
  else
    draw_wires (self, snapshot);
}
