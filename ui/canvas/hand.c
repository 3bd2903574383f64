/* hand: the pointer on the plane: what a press, a drag and a click mean
 *
 *   IDLE ─press─► PRESSED ─release─► IDLE (a click, however long)
 *                    └─beyond the drag threshold─► MOVING · BAND · WIRING · PANNING · CUTTING
 *                                                     └─release: done─► IDLE
 *                                                     └─Escape, a change from elsewhere─► IDLE */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/canvas/hand.h"
#include "ui/canvas/hand-band.h"
#include "ui/canvas/hand-move.h"
#include "ui/canvas/hand-zoom.h"
#include "ui/canvas/hand-size.h"
#include "ui/canvas/menu.h"
#include "ui/canvas/remark-actions.h"
#include "ui/canvas/search.h"
#include "ui/canvas/open-units.h"

/* Of a finger GTK keeps the last event under its sequence. */
static gboolean
is_touch (GtkGesture *gesture)
{
  GdkEventSequence *sequence
      = gtk_gesture_single_get_current_sequence (GTK_GESTURE_SINGLE (gesture));
  GdkEvent *event = gtk_gesture_get_last_event (gesture, sequence);
  GdkDevice *device = event != NULL ? gdk_event_get_device (event) : NULL;

  return device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
}

WeftPick
weft_hand_pick (WeftPlane *self, WeftPoint at, gboolean touch)
{
  WeftScene *scene = weft_plane_get_scene (self);
  double port = touch ? WEFT_TOUCH_REACH : WEFT_PORT_REACH, wire = touch ? 14 : WEFT_WIRE_REACH;
  double zoom = self->sight.view.zoom;

  if (weft_zoom_get_detail (zoom) == WEFT_DETAIL_BLOCKS)
    port = 0;
  return weft_scene_pick (scene, weft_view_to_plane (&self->sight.view, at), MIN (port / zoom, 20),
                          wire / zoom);
}

WeftPoint
weft_hand_get_place (WeftPlane *self)
{
  WeftPoint at = self->pointer;

  if (at.x < 0)
    at = (WeftPoint){ gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                      gtk_widget_get_height (GTK_WIDGET (self)) / 2.0 };
  return weft_view_to_plane (&self->sight.view, at);
}

void
weft_hand_update_cursor (WeftPlane *self)
{
  const char *name = NULL;

  if (self->hand.mode == WEFT_HAND_PANNING)
    name = "grabbing";
  else if (self->hand.mode == WEFT_HAND_WIRING || self->hand.mode == WEFT_HAND_CUTTING)
    name = "crosshair";
  else if (self->hand.mode == WEFT_HAND_MOVING)
    name = "move";
  else if (self->hand.mode == WEFT_HAND_SIZING || self->hover.kind == WEFT_PICK_CORNER)
    name = "se-resize";
  else if (self->space_down)
    name = "grab";
  else if (self->hover.kind == WEFT_PICK_INPUT || self->hover.kind == WEFT_PICK_OUTPUT)
    name = "crosshair";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
set_mode (WeftPlane *self, WeftHandMode mode)
{
  self->hand.mode = mode;
  self->hover = (WeftPick){ 0 };
  weft_hand_update_cursor (self);
  weft_under_redraw_wires (self);
}

/* --- selecting --- */

static void
select_one (WeftPlane *self, gint64 id)
{
  weft_context_select (self->context, &id, 1);
}

static void
select_more (WeftPlane *self, gint64 id, gboolean take_out)
{
  GArray *old = weft_context_get_selection (self->context);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < old->len; i++)
    if (g_array_index (old, gint64, i) != id)
      g_array_append_val (ids, g_array_index (old, gint64, i));
  if (!take_out)
    g_array_append_val (ids, id);
  weft_context_select (self->context, (const gint64 *) (void *) ids->data, ids->len);
}

static void
press_node (WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  gboolean selected = weft_plane_is_selected (self, hand->node);

  hand->toggles = selected && hand->adds;
  if (!selected && hand->adds)
    select_more (self, hand->node, FALSE);
  else if (!selected)
    select_one (self, hand->node);
  weft_plane_focus_node (self, hand->node);
}

static void
click_node (WeftPlane *self, gboolean twice)
{
  WeftHand *hand = &self->hand;

  if (hand->toggles)
    select_more (self, hand->node, TRUE);
  else if (!hand->adds && weft_context_get_selected (self->context) != hand->node)
    select_one (self, hand->node);
  if (twice)
    weft_remarks_open (self, hand->node);
}

static void
click (WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  gint64 now = g_get_monotonic_time ();
  int time = 400;
  gboolean twice;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &time, NULL);
  twice = now - hand->clicked_at < time * 1000
          && weft_point_distance (hand->clicked, hand->start) < 8;
  hand->clicked_at = twice ? 0 : now;
  hand->clicked = hand->start;
  if (hand->pick.kind == WEFT_PICK_WIRE)
    {
      weft_context_select (self->context, NULL, 0);
      weft_plane_pick_wire (self, &weft_scene_get_wire (self->scene, hand->pick.i)->wire);
    }
  else if (hand->pick.kind != WEFT_PICK_NOTHING)
    {
      click_node (self, twice && hand->pick.kind == WEFT_PICK_NODE);
      if (hand->pick.part.kind != WEFT_PART_NONE && !twice && !hand->adds)
        weft_units_type (self, hand->pick.i, &hand->pick.part, hand->start);
    }
  else if (twice)
    weft_search_open (self, hand->start, WEFT_SEARCH_ALL);
  else if (!hand->adds)
    {
      weft_context_select (self->context, NULL, 0);
      weft_plane_pick_wire (self, NULL);
    }
}

/* --- the drag --- */

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean is_node;

  if (hand->mode != WEFT_HAND_IDLE)
    {
      gboolean by_keys = hand->by_keys || self->wiring.by_keys;

      weft_hand_cancel (self);
      if (!by_keys)
        return;
    }
  hand->start = hand->at = (WeftPoint){ x, y };
  hand->adds = (state & GDK_SHIFT_MASK) != 0;
  hand->cuts = (state & GDK_CONTROL_MASK) != 0;
  hand->toggles = FALSE;
  hand->touch = is_touch (GTK_GESTURE (gesture));
  hand->view = self->sight.view;
  hand->pick = weft_hand_pick (self, hand->start, hand->touch);
  is_node = hand->pick.kind == WEFT_PICK_NODE || hand->pick.kind == WEFT_PICK_CORNER
            || hand->pick.kind == WEFT_PICK_INPUT || hand->pick.kind == WEFT_PICK_OUTPUT;
  hand->node = is_node ? weft_scene_get (self->scene, hand->pick.i)->id : 0;
  hand->mode = WEFT_HAND_PRESSED;
  if (self->space_down)
    hand->pick.kind = WEFT_PICK_NOTHING;
  else if (hand->pick.kind == WEFT_PICK_NODE || hand->pick.kind == WEFT_PICK_CORNER)
    press_node (self);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
begin_mode (WeftPlane *self)
{
  WeftHand *hand = &self->hand;

  if (self->space_down)
    set_mode (self, WEFT_HAND_PANNING);
  else if (hand->pick.kind == WEFT_PICK_INPUT || hand->pick.kind == WEFT_PICK_OUTPUT)
    {
      weft_hand_wire_begin (self, &hand->pick, hand->cuts);
      set_mode (self, WEFT_HAND_WIRING);
    }
  else if (hand->pick.kind == WEFT_PICK_CORNER)
    set_mode (self, WEFT_HAND_SIZING);
  else if (hand->pick.kind == WEFT_PICK_NODE)
    {
      weft_hand_move_begin (self);
      set_mode (self, WEFT_HAND_MOVING);
    }
  else if (hand->cuts)
    set_mode (self, WEFT_HAND_CUTTING);
  else
    {
      weft_hand_band_begin (self);
      set_mode (self, WEFT_HAND_BAND);
    }
}

static void
drag_on (WeftPlane *self, double dx, double dy, gboolean free)
{
  WeftHand *hand = &self->hand;
  WeftView view = hand->view;

  if (hand->mode == WEFT_HAND_PANNING)
    {
      view.x += dx;
      view.y += dy;
      weft_sight_set (self, &view);
    }
  else if (hand->mode == WEFT_HAND_MOVING)
    weft_hand_move_update (self, dx / view.zoom, dy / view.zoom, !free);
  else if (hand->mode == WEFT_HAND_WIRING)
    weft_hand_wire_update (self);
  else if (hand->mode == WEFT_HAND_BAND)
    weft_hand_band_update (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  int threshold = 8;

  if (hand->mode == WEFT_HAND_IDLE || hand->by_keys || self->wiring.by_keys)
    return;
  hand->at = (WeftPoint){ hand->start.x + dx, hand->start.y + dy };
  if (hand->mode == WEFT_HAND_PRESSED)
    {
      g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-dnd-drag-threshold",
                    &threshold, NULL);
      if (MAX (fabs (dx), fabs (dy)) <= threshold)
        return;
      begin_mode (self);
      if (!hand->touch) /* of a finger that is claimed a second one would make no pinch */
        gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  hand->cuts = (state & GDK_CONTROL_MASK) != 0;
  drag_on (self, dx, dy, hand->cuts);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, WeftPlane *self)
{
  WeftHandMode mode = self->hand.mode;

  if (mode == WEFT_HAND_IDLE || self->hand.by_keys || self->wiring.by_keys)
    return;
  self->hand.mode = WEFT_HAND_IDLE;
  if (mode == WEFT_HAND_PRESSED)
    click (self);
  else if (mode == WEFT_HAND_MOVING)
    weft_hand_move_end (self, TRUE);
  else if (mode == WEFT_HAND_WIRING)
    weft_hand_wire_end (self, TRUE);
  else if (mode == WEFT_HAND_CUTTING)
    weft_hand_cut_end (self);
  else if (mode == WEFT_HAND_SIZING)
    weft_hand_size_end (self);
  set_mode (self, WEFT_HAND_IDLE);
}

static void
drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, WeftPlane *self)
{
  if (!self->hand.by_keys && !self->wiring.by_keys)
    weft_hand_cancel (self);
}

void
weft_hand_cancel (WeftPlane *self)
{
  WeftHandMode mode = self->hand.mode;

  self->hand.mode = WEFT_HAND_IDLE;
  if (mode == WEFT_HAND_MOVING)
    weft_hand_move_end (self, FALSE);
  else if (mode == WEFT_HAND_WIRING)
    weft_hand_wire_end (self, FALSE);
  if (mode != WEFT_HAND_IDLE)
    set_mode (self, WEFT_HAND_IDLE);
}

/* --- hovering, other buttons --- */

static gboolean
pick_equal (const WeftPick *a, const WeftPick *b)
{
  return a->kind == b->kind && a->i == b->i && a->port == b->port && a->part.kind == b->part.kind
         && a->part.unit == b->part.unit && a->part.input == b->part.input;
}

/* What G took follows the pointer from where it is. GTK also tells of a pointer that rests. */
static void
grab_motion (WeftPlane *self, double dx, double dy)
{
  if (dx == 0 && dy == 0)
    return;
  self->hand.want.x += dx / self->sight.view.zoom;
  self->hand.want.y += dy / self->sight.view.zoom;
  weft_hand_move_update (self, self->hand.want.x, self->hand.want.y, TRUE);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, WeftPlane *self)
{
  WeftPoint before = self->pointer;
  WeftPick pick;

  self->pointer = (WeftPoint){ x, y };
  if (self->hand.mode == WEFT_HAND_MOVING && self->hand.by_keys && before.x >= 0)
    grab_motion (self, x - before.x, y - before.y);
  if (self->hand.mode != WEFT_HAND_IDLE)
    return;
  pick = weft_hand_pick (self, self->pointer, FALSE);
  if (pick_equal (&pick, &self->hover))
    return;
  if (pick.kind == WEFT_PICK_WIRE || self->hover.kind == WEFT_PICK_WIRE)
    weft_under_redraw_wires (self);
  self->hover = pick;
  weft_hand_update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
leave_cb (GtkEventControllerMotion *motion, WeftPlane *self)
{
  self->pointer = (WeftPoint){ -1, -1 };
  if (self->hover.kind == WEFT_PICK_WIRE)
    weft_under_redraw_wires (self);
  self->hover = (WeftPick){ 0 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
pan_begin_cb (GtkGestureDrag *gesture, double x, double y, WeftPlane *self)
{
  if (self->hand.mode != WEFT_HAND_IDLE)
    return;
  self->hand.view = self->sight.view;
  set_mode (self, WEFT_HAND_PANNING);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pan_update_cb (GtkGestureDrag *gesture, double dx, double dy, WeftPlane *self)
{
  if (self->hand.mode == WEFT_HAND_PANNING)
    drag_on (self, dx, dy, FALSE);
}

static void
pan_end_cb (GtkGestureDrag *gesture, double dx, double dy, WeftPlane *self)
{
  if (self->hand.mode == WEFT_HAND_PANNING)
    set_mode (self, WEFT_HAND_IDLE);
}

static void
open_menu (WeftPlane *self, WeftPoint at, gboolean touch)
{
  WeftPick pick = weft_hand_pick (self, at, touch);

  if (pick.kind == WEFT_PICK_INPUT || pick.kind == WEFT_PICK_OUTPUT
      || pick.kind == WEFT_PICK_CORNER)
    pick.kind = WEFT_PICK_NODE;
  if (pick.kind == WEFT_PICK_NODE)
    {
      gint64 id = weft_scene_get (self->scene, pick.i)->id;

      if (!weft_plane_is_selected (self, id))
        select_one (self, id);
      weft_plane_focus_node (self, id);
    }
  else
    {
      gtk_widget_grab_focus (GTK_WIDGET (self));
      weft_context_select (self->context, NULL, 0);
      weft_plane_pick_wire (self, pick.kind == WEFT_PICK_WIRE
                                      ? &weft_scene_get_wire (self->scene, pick.i)->wire
                                      : NULL);
    }
  weft_menu_open (self, &pick, at);
}

static void
right_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, WeftPlane *self)
{
  weft_hand_cancel (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, (WeftPoint){ x, y }, FALSE);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture, double x, double y, WeftPlane *self)
{
  weft_hand_cancel (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  open_menu (self, (WeftPoint){ x, y }, TRUE);
}

static void
add_drag (WeftPlane *self, guint button, GCallback begin, GCallback update, GCallback end)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", begin, self);
  g_signal_connect (drag, "drag-update", update, self);
  g_signal_connect (drag, "drag-end", end, self);
  if (button == GDK_BUTTON_PRIMARY)
    g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

void
weft_hand_attach (WeftPlane *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *right = gtk_gesture_click_new (), *hold = gtk_gesture_long_press_new ();

  add_drag (self, GDK_BUTTON_PRIMARY, G_CALLBACK (drag_begin_cb), G_CALLBACK (drag_update_cb),
            G_CALLBACK (drag_end_cb));
  add_drag (self, GDK_BUTTON_MIDDLE, G_CALLBACK (pan_begin_cb), G_CALLBACK (pan_update_cb),
            G_CALLBACK (pan_end_cb));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (right), GDK_BUTTON_SECONDARY);
  g_signal_connect (right, "pressed", G_CALLBACK (right_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (right));
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (hold), TRUE);
  g_signal_connect (hold, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (hold));
  weft_zoom_attach (self);
}

void
weft_hand_clear (WeftHand *hand)
{
  g_clear_pointer (&hand->moved, g_array_unref);
  g_clear_pointer (&hand->before, g_array_unref);
  g_free (hand->from);
  g_free (hand->others);
}
