/* hands: somebody who points into an area, by holding the mouse button down or an arrow key */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/hands.h"

typedef struct
{
  const WeftHands *hands;
  gpointer user;
} Attached;

static void
begin_cb (GtkGestureDrag *drag, double x, double y, const Attached *it)
{
  gtk_widget_grab_focus (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (drag)));
  it->hands->begin (it->user, x, y);
}

static void
update_cb (GtkGestureDrag *drag, double dx, double dy, const Attached *it)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    it->hands->move (it->user, x + dx, y + dy);
}

static void
end_cb (GtkGestureDrag *drag, double dx, double dy, const Attached *it)
{
  it->hands->end (it->user);
}

static const struct
{
  guint key;
  double x, y; /* shares of the area */
} edges[] = { { GDK_KEY_Left, 0, 0.5 },
              { GDK_KEY_Right, 1, 0.5 },
              { GDK_KEY_Up, 0.5, 0 },
              { GDK_KEY_Down, 0.5, 1 } };

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        const Attached *it)
{
  GtkWidget *area = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    if (edges[i].key == key)
      {
        it->hands->begin (it->user, edges[i].x * gtk_widget_get_width (area),
                          edges[i].y * gtk_widget_get_height (area));
        return TRUE;
      }
  return FALSE;
}

static void
released_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             const Attached *it)
{
  for (gsize i = 0; i < G_N_ELEMENTS (edges); i++)
    if (edges[i].key == key)
      it->hands->end (it->user);
}

void
weft_hands_attach (GtkWidget *area, const WeftHands *hands, gpointer user)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  Attached *it = g_new (Attached, 1);

  *it = (Attached){ hands, user };
  g_object_set_data_full (G_OBJECT (area), "weft-hands", it, g_free);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), it);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), it);
  g_signal_connect (drag, "drag-end", G_CALLBACK (end_cb), it);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), it);
  g_signal_connect (keys, "key-released", G_CALLBACK (released_cb), it);
  gtk_widget_add_controller (area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (area, keys);
  gtk_widget_set_focusable (area, TRUE);
}
