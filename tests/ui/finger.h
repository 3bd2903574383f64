/* finger: touches as a screen reports them, given to a window where the display's own arrive: GTK
 * finds the widgets and recognises the gestures itself
 *
 * X has no touch of its own to be played, and GTK makes such an event for nobody but its backends,
 * so that it is filled in here as GTK 4 lays it out; its accessors are asked whether that holds. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define MOST_FINGERS 4

typedef struct
{
  struct
  {
    GTypeInstance instance;
    int ref_count;
    GdkEventType type;
    GdkSurface *surface;
    GdkDevice *device;
    guint32 time; /* ms */
    guint16 flags;
  } event;
  GdkModifierType state;
  double x, y; /* of the surface */
  double *axes;
  GdkEventSequence *sequence;
  gboolean is_emulating, is_emulated;
} FingerEvent;

/* A touch screen that somebody looks at. */
typedef struct
{
  GtkWidget *widget; /* in whose px places are given */
  GdkDevice *device;
  guint32 time;
  double x[MOST_FINGERS], y[MOST_FINGERS];
} Fingers;

static inline void
fingers_init (Fingers *fingers, GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);
  GdkSeat *seat = gdk_display_get_default_seat (display);
  GdkDevice *pointer = gdk_seat_get_pointer (seat);
  int id; /* that the display knows: menus grab it */

  g_object_get (pointer, "device-id", &id, NULL);
  *fingers = (Fingers){ .widget = widget, .time = 1000 };
  fingers->device = g_object_new (G_OBJECT_TYPE (pointer), "name", "Touch screen", "device-id", id,
                                  "source", GDK_SOURCE_TOUCHSCREEN, "display", display, "seat",
                                  seat, "has-cursor", FALSE, "num-touches", MOST_FINGERS, NULL);
}

static inline void
fingers_clear (Fingers *fingers)
{
  g_object_unref (fingers->device);
}

static inline FingerEvent *
finger_event_new (const Fingers *fingers, guint finger, GdkEventType type, GdkSurface *surface)
{
  GTypeQuery query;
  FingerEvent *event;

  g_type_query (gdk_touch_event_get_type (), &query);
  g_assert_cmpuint (query.instance_size, ==, sizeof *event);
  event = (FingerEvent *) (gpointer) g_type_create_instance (gdk_touch_event_get_type ());
  g_ref_count_init (&event->event.ref_count);
  event->event.type = type;
  event->event.surface = g_object_ref (surface);
  event->event.device = g_object_ref (fingers->device);
  event->event.time = fingers->time;
  event->x = fingers->x[finger];
  event->y = fingers->y[finger];
  event->sequence = GUINT_TO_POINTER (finger + 1);
  return event;
}

/* As GTK reads it: what was filled in stands where it looks. */
static inline void
finger_event_check (const FingerEvent *filled)
{
  GdkEvent *event = (GdkEvent *) filled;
  double x, y;

  g_assert_cmpint (gdk_event_get_event_type (event), ==, filled->event.type);
  g_assert_true (gdk_event_get_surface (event) == filled->event.surface);
  g_assert_true (gdk_event_get_device (event) == filled->event.device);
  g_assert_cmpuint (gdk_event_get_time (event), ==, filled->event.time);
  g_assert_true (gdk_event_get_event_sequence (event) == filled->sequence);
  g_assert_true (gdk_event_get_position (event, &x, &y));
  g_assert_cmpfloat (x, ==, filled->x);
  g_assert_cmpfloat (y, ==, filled->y);
}

static inline void
fingers_send (Fingers *fingers, guint finger, GdkEventType type)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (fingers->widget));
  FingerEvent *event;
  gboolean is_handled = FALSE;

  fingers->time += 20;
  event = finger_event_new (fingers, finger, type, surface);
  finger_event_check (event);
  g_signal_emit_by_name (surface, "event", event, &is_handled);
  gdk_event_unref ((GdkEvent *) event);
}

/* x, y: px of the widget. */
static inline void
fingers_place (Fingers *fingers, guint finger, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (fingers->widget);
  double left, top;

  gtk_widget_translate_coordinates (fingers->widget, GTK_WIDGET (native), x, y, &fingers->x[finger],
                                    &fingers->y[finger]);
  gtk_native_get_surface_transform (native, &left, &top);
  fingers->x[finger] += left;
  fingers->y[finger] += top;
}

static inline void
fingers_press (Fingers *fingers, guint finger, double x, double y)
{
  fingers_place (fingers, finger, x, y);
  fingers_send (fingers, finger, GDK_TOUCH_BEGIN);
}

static inline void
fingers_move (Fingers *fingers, guint finger, double x, double y)
{
  fingers_place (fingers, finger, x, y);
  fingers_send (fingers, finger, GDK_TOUCH_UPDATE);
}

static inline void
fingers_lift (Fingers *fingers, guint finger)
{
  fingers_send (fingers, finger, GDK_TOUCH_END);
}
