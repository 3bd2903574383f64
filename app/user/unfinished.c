/* unfinished: a project whose making was cut off: it holds nothing, and can be removed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/unfinished.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/user/files.h"
#include "projects/store/store.h"

static void
response_cb (AdwMessageDialog *dialog, const char *response, const char *path)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (dialog));
  g_autoptr (GError) error = NULL;

  if (strcmp (response, "remove") != 0)
    return;
  if (weft_store_remove_unfinished (path, &error))
    {
      weft_files_forget_recent (path);
      weft_window_toast (WEFT_WINDOW (window), _ ("Removed"));
    }
  else
    weft_window_show_error (WEFT_WINDOW (window), _ ("This file was not removed"), error->message);
}

static void
free_path (gpointer path, GClosure *closure)
{
  g_free (path);
}

void
weft_unfinished_offer (WeftWindow *window, const char *path, const char *message)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window),
                                              _ ("This project was never finished"), message);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "remove",
                                    _ ("_Remove it"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), g_strdup (path), free_path,
                         0);
  gtk_window_present (GTK_WINDOW (dialog));
}
