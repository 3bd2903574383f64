/* undo-toast: says what was done, with a button that takes it back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/undo-toast.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"

void
weft_undo_toast_show (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                      GClosureNotify free)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *shown = weft_brief (text, WEFT_BRIEF_PATH);
  g_autofree char *escaped = g_markup_escape_text (shown, -1);
  AdwToast *toast = g_object_ref_sink (adw_toast_new (escaped));

  if (undo != NULL)
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH); /* the newest is undone first */
      g_signal_connect_data (toast, "button-clicked", undo, data, free, 0);
    }
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), g_object_ref (toast));
  g_object_unref (toast);
}
