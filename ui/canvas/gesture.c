/* gesture: what is drawn over the nodes while the hand is at work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/canvas/gesture.h"
#include "ui/paint/thumb-units.h"
#include "ui/canvas/hand-size.h"

typedef void (*DrawFunc) (WeftPlane *self, WeftPen *pen);

static void
enter_plane (WeftPlane *self, WeftPen *pen)
{
  cairo_translate (pen->cr, floor (self->sight.view.x + .5), floor (self->sight.view.y + .5));
  cairo_scale (pen->cr, self->sight.view.zoom, self->sight.view.zoom);
}

static void
draw_band (WeftPlane *self, WeftPen *pen)
{
  WeftBox band = weft_box_between (self->hand.start, self->hand.at);

  cairo_rectangle (pen->cr, floor (band.x) + .5, floor (band.y) + .5, band.w, band.h);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, .12);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, .8);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

static void
draw_cut (WeftPlane *self, WeftPen *pen)
{
  static const double dashes[] = { 6, 4 };

  cairo_move_to (pen->cr, self->hand.start.x, self->hand.start.y);
  cairo_line_to (pen->cr, self->hand.at.x, self->hand.at.y);
  weft_pen_set_role (pen, WEFT_ROLE_BAD, 1);
  cairo_set_line_width (pen->cr, 2);
  cairo_set_dash (pen->cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_guides (WeftPlane *self, WeftPen *pen)
{
  const WeftSnap *snap = &self->hand.snap;
  WeftBox area = weft_sight_get_area (self);

  enter_plane (self, pen);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, .7);
  cairo_set_line_width (pen->cr, 1 / self->sight.view.zoom);
  if (snap->has_guide_x)
    {
      cairo_move_to (pen->cr, snap->guide_x, area.y);
      cairo_line_to (pen->cr, snap->guide_x, area.y + area.h);
    }
  if (snap->has_guide_y)
    {
      cairo_move_to (pen->cr, area.x, snap->guide_y);
      cairo_line_to (pen->cr, area.x + area.w, snap->guide_y);
    }
  cairo_stroke (pen->cr);
}

/* The ports that the wire could go to, lit; the one that it goes to now larger. */
static void
draw_lit_ports (WeftPlane *self, WeftPen *pen)
{
  WeftScene *scene = self->scene;
  WeftBox area = weft_sight_get_area (self);

  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftSceneNode *node = weft_scene_get (scene, i);
      const WeftBox *box = &scene->boxes[i];
      guint n = self->wiring.backwards ? node->n_out : node->n_in;

      if (node->id == self->wiring.node || !weft_box_meets (box, &area))
        continue;
      for (guint k = 0; k < n; k++)
        {
          WeftPoint at = self->wiring.backwards ? weft_geometry_output (box, k)
                                                : weft_geometry_input (box, k);
          gboolean over = node->id == self->wiring.over && (int) k == self->wiring.over_port;

          if (weft_hand_wire_check (self, node->id, (int) k) == NULL)
            weft_paint_port (pen, at, FALSE, TRUE, over ? 2 : 1);
        }
    }
}

static void
draw_reason (WeftPlane *self, WeftPen *pen)
{
  const WeftTextStyle style = { .size = 12, .role = WEFT_ROLE_INK };
  double w, h, x, y, wide = gtk_widget_get_width (GTK_WIDGET (self));

  weft_pen_measure (pen, self->wiring.reason, &style, &w, &h);
  x = CLAMP (self->hand.at.x + 14, 4, MAX (4, wide - w - 24));
  y = self->hand.at.y + 18;
  weft_pen_rounded (pen, x, y, w + 20, h + 10, 7);
  weft_pen_set_role (pen, WEFT_ROLE_CHIP, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_BAD, .6);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
  weft_pen_text (pen, self->wiring.reason, x + 10, y + 5, &style);
}

static void
draw_held_wire (WeftPlane *self, WeftPen *pen, WeftPoint fixed, WeftPoint held)
{
  WeftRoute route;

  if (self->wiring.backwards)
    weft_route_direct (&route, held, fixed);
  else
    weft_route_direct (&route, fixed, held);
  weft_paint_route (pen, &route);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
  cairo_set_line_width (pen->cr, 2.5);
  cairo_set_line_cap (pen->cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (pen->cr);
}

static void
draw_wiring (WeftPlane *self, WeftPen *pen)
{
  WeftPoint held = weft_view_to_plane (&self->sight.view, self->hand.at), fixed;
  int over = weft_scene_find (self->scene, self->wiring.over);

  if (over >= 0 && self->wiring.over_port >= 0)
    held = self->wiring.backwards
               ? weft_geometry_output (&self->scene->boxes[over], (guint) self->wiring.over_port)
               : weft_geometry_input (&self->scene->boxes[over], (guint) self->wiring.over_port);
  cairo_save (pen->cr);
  enter_plane (self, pen);
  for (guint i = 0; weft_hand_wire_anchor (self, i, &fixed); i++)
    draw_held_wire (self, pen, fixed, held);
  draw_lit_ports (self, pen);
  for (guint i = 0; weft_hand_wire_anchor (self, i, &fixed); i++)
    weft_paint_port (pen, fixed, FALSE, TRUE, 2);
  cairo_restore (pen->cr);
  if (self->wiring.reason != NULL)
    draw_reason (self, pen);
}

/* As large as it will be. */
static void
draw_size (WeftPlane *self, WeftPen *pen)
{
  WeftBox box;

  if (!weft_hand_size_get (self, &box))
    return;
  enter_plane (self, pen);
  weft_pen_rounded (pen, box.x, box.y, box.w, box.h, 8);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, .9);
  cairo_set_line_width (pen->cr, 2 / self->sight.view.zoom);
  cairo_stroke (pen->cr);
}

static void
draw_gesture (WeftPlane *self, WeftPen *pen)
{
  static const DrawFunc draws[] = {
    [WEFT_HAND_MOVING] = draw_guides, [WEFT_HAND_BAND] = draw_band,
    [WEFT_HAND_WIRING] = draw_wiring, [WEFT_HAND_CUTTING] = draw_cut,
    [WEFT_HAND_SIZING] = draw_size,
  };

  if (self->hand.mode < G_N_ELEMENTS (draws) && draws[self->hand.mode] != NULL)
    draws[self->hand.mode](self, pen);
}

/* A port under the pointer grows: it says that it can be taken. */
static void
draw_hover (WeftPlane *self, WeftPen *pen)
{
  const WeftBox *box = &self->scene->boxes[self->hover.i];
  gboolean output = self->hover.kind == WEFT_PICK_OUTPUT;

  enter_plane (self, pen);
  weft_paint_port (pen,
                   output ? weft_geometry_output (box, self->hover.port)
                          : weft_geometry_input (box, self->hover.port),
                   FALSE, TRUE, 1);
}

static void
draw_part (WeftPlane *self, WeftPen *pen)
{
  const WeftBox *box = &self->scene->boxes[self->hover.i];

  enter_plane (self, pen);
  cairo_translate (pen->cr, box->x, box->y);
  weft_thumb_light_part (pen, &weft_scene_get (self->scene, self->hover.i)->units,
                         &self->hover.part);
}

/* The node that a layer would replace, as the wire that it would go into. */
static void
draw_replaced (WeftPlane *self, WeftPen *pen)
{
  int i = weft_scene_find (self->scene, self->drop_node);
  WeftBox box, chip = { 0 };

  if (i < 0)
    return;
  box = self->scene->boxes[i];
  enter_plane (self, pen);
  pen->zoom = self->sight.view.zoom;
  weft_pen_rounded (pen, box.x - 2.5, box.y - 2.5, box.w + 5, box.h + 5, 11);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, .16);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
  cairo_set_line_width (pen->cr, 5);
  cairo_stroke (pen->cr);
  weft_pen_measure_chip (pen, _ ("Replace"), box.w, &chip.w, &chip.h);
  weft_pen_chip (pen, _ ("Replace"), box.x + (box.w - chip.w) / 2, box.y + box.h - chip.h / 2,
                 box.w);
}

static void
append (WeftPlane *self, GtkSnapshot *snapshot, DrawFunc draw)
{
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) self->sight.width, (float) self->sight.height));
  WeftPen pen;

  weft_pen_init (&pen, cr, self->family, weft_theme_is_dark ());
  draw (self, &pen);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
}

void
weft_gesture_draw (WeftPlane *self, GtkSnapshot *snapshot)
{
  gboolean on_port = self->hover.kind == WEFT_PICK_INPUT || self->hover.kind == WEFT_PICK_OUTPUT;

  if (self->drop_node != 0)
    append (self, snapshot, draw_replaced);
  else if (self->hand.mode > WEFT_HAND_PRESSED && self->hand.mode != WEFT_HAND_PANNING)
    append (self, snapshot, draw_gesture);
  else if (on_port && self->hover.i < self->scene->nodes->len)
    append (self, snapshot, draw_hover);
  else if (self->hover.part.kind != WEFT_PART_NONE && self->hover.i < self->scene->nodes->len)
    append (self, snapshot, draw_part);
}

double
weft_gesture_get_opacity (WeftPlane *self, guint i)
{
  const WeftSceneNode *node = weft_scene_get (self->scene, i);
  guint n = self->wiring.backwards ? node->n_out : node->n_in;

  if (self->hand.mode != WEFT_HAND_WIRING || node->id == self->wiring.node)
    return 1;
  for (guint k = 0; k < n; k++)
    if (weft_hand_wire_check (self, node->id, (int) k) == NULL)
      return 1;
  return .45;
}
