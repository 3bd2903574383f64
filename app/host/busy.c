/* busy: a project that another program has open: look at a copy, or wait */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/busy.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/user/files.h"

typedef struct
{
  WeftApplication *application;
  WeftWindow *window; /* NULL once it is closed */
  char *path;
} Offer;

static void
free_offer (Offer *offer)
{
  if (offer->window != NULL)
    g_object_remove_weak_pointer (G_OBJECT (offer->window), (gpointer *) &offer->window);
  g_free (offer->path);
  g_free (offer);
}

char *
weft_busy_copy_to_draft (const char *path, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *draft = NULL;
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = NULL;

  if (!weft_files_check_free (path, error))
    return NULL;
  if (g_str_has_suffix (base, ".weft"))
    base[strlen (base) - strlen (".weft")] = '\0';
  draft = weft_files_dup_draft_path (base);
  to = g_file_new_for_path (draft);
  if (!g_file_copy (from, to, G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, error))
    return NULL;
  return g_steal_pointer (&draft);
}

static void
look_at_copy (Offer *offer)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *draft = weft_busy_copy_to_draft (offer->path, &error);

  if (draft == NULL || !weft_application_open (offer->application, offer->window, draft, &error))
    weft_window_show_error (offer->window, _ ("This file was not opened"), error->message);
}

/* Once a second, until the other program lets go, another error comes or the window is closed. */
static gboolean
try_again_cb (gpointer data)
{
  Offer *offer = data;
  g_autoptr (GError) error = NULL;

  if (offer->window == NULL || weft_application_get_session (GTK_WINDOW (offer->window)) != NULL)
    return G_SOURCE_REMOVE;
  if (weft_application_open (offer->application, offer->window, offer->path, &error))
    return G_SOURCE_REMOVE;
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_BUSY))
    return G_SOURCE_CONTINUE;
  weft_window_show_error (offer->window, _ ("This file was not opened"), error->message);
  return G_SOURCE_REMOVE;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Offer *offer)
{
  if (offer->window != NULL && strcmp (response, "copy") == 0)
    look_at_copy (offer);
  if (offer->window == NULL || strcmp (response, "wait") != 0)
    {
      free_offer (offer);
      return;
    }
  weft_window_toast (offer->window, _ ("Waiting; the project opens as soon as it is free."));
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, 1, try_again_cb, offer,
                              (GDestroyNotify) free_offer);
}

void
weft_busy_offer (WeftApplication *application, WeftWindow *window, const char *path,
                 const char *message)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), _ ("Open elsewhere"), message);
  Offer *offer = g_new0 (Offer, 1);

  offer->application = application;
  offer->window = window;
  offer->path = g_strdup (path);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &offer->window);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "copy",
                                    _ ("_Look at a copy"), "wait", _ ("_Wait"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "copy");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), offer);
  gtk_window_present (GTK_WINDOW (dialog));
}
