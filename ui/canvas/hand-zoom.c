/* hand-zoom: wheel, touchpad and two fingers move the view */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/canvas/hand-zoom.h"

#define WHEEL_FACTOR 1.15
#define WHEEL_PAN 60.0

static void
zoom_at (WeftPlane *self, double zoom, WeftPoint at)
{
  WeftView view = self->sight.view;

  if (fabs (zoom - 1) < .03)
    zoom = 1; /* 100 % is sharp: stop there */
  weft_view_zoom_at (&view, zoom, at);
  weft_sight_set (self, &view);
}

static gboolean
scroll_cb (GtkEventControllerScroll *scroll, double dx, double dy, WeftPlane *self)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (scroll);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  gboolean wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;
  WeftPoint at = self->pointer;
  WeftView view = self->sight.view;

  if (at.x < 0)
    at = (WeftPoint){ self->sight.width / 2.0, self->sight.height / 2.0 };
  if ((state & GDK_CONTROL_MASK) || (wheel && !(state & GDK_SHIFT_MASK)))
    {
      zoom_at (self, view.zoom * pow (WHEEL_FACTOR, wheel ? -dy : -dy / 40), at);
      return GDK_EVENT_STOP;
    }
  if (wheel)
    {
      double by = dx != 0 ? dx : dy; /* Shift and the wheel */

      view.x -= by * WHEEL_PAN;
    }
  else
    {
      view.x -= dx;
      view.y -= dy;
    }
  weft_sight_set (self, &view);
  return GDK_EVENT_STOP;
}

void
weft_pinch_begin (WeftPlane *self, WeftPoint middle)
{
  weft_hand_cancel (self);
  self->hand.view = self->sight.view;
  self->hand.start = middle;
}

void
weft_pinch (WeftPlane *self, double scale, WeftPoint middle)
{
  WeftView view = self->hand.view;

  weft_view_zoom_at (&view, view.zoom * scale, self->hand.start);
  view.x += middle.x - self->hand.start.x;
  view.y += middle.y - self->hand.start.y;
  weft_sight_set (self, &view);
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, WeftPlane *self)
{
  WeftPoint middle = self->hand.start;

  gtk_gesture_get_bounding_box_center (gesture, &middle.x, &middle.y);
  weft_pinch_begin (self, middle);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, WeftPlane *self)
{
  WeftPoint middle = self->hand.start;

  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &middle.x, &middle.y);
  weft_pinch (self, scale, middle);
}

void
weft_zoom_attach (WeftPlane *self)
{
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}
