/* escape: the key that closes a window of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/escape.h"

static gboolean
escape_cb (GtkWidget *window, GVariant *args, gpointer user)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

void
weft_window_close_by_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (window, keys);
}
