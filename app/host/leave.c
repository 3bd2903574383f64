/* leave: before a project is let go: what its file cannot take is asked about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/leave.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/host/application.h"

typedef struct
{
  GtkWindow *window;
  WeftLeaveFunc again;
  gpointer user;
  GDestroyNotify free_user;
} Leave;

static void
leave_free (gpointer data)
{
  Leave *leave = data;

  if (leave->free_user != NULL)
    leave->free_user (leave->user);
  g_object_unref (leave->window);
  g_free (leave);
}

/* Not before the dialog is gone: the next one would come under the window, which is raised then. */
static gboolean
again_cb (gpointer data)
{
  Leave *leave = data;

  if (gtk_window_get_application (leave->window) != NULL) /* it is not closed yet */
    leave->again (leave->window, leave->user);
  return G_SOURCE_REMOVE;
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, Leave *leave)
{
  gboolean loses = strcmp (response, "discard") == 0;

  if (strcmp (response, "keep") == 0)
    gtk_widget_activate_action (GTK_WIDGET (leave->window), "win.keep", NULL);
  if (loses)
    weft_application_set_session (leave->window, NULL);
  if (loses || strcmp (response, "again") == 0)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, again_cb, leave, leave_free);
  else
    leave_free (leave);
}

/* Not before another dialog, which a file was chosen in, is gone: as above. */
static gboolean
present_cb (gpointer dialog)
{
  gtk_window_present (dialog);
  return G_SOURCE_REMOVE;
}

static void
ask (Leave *leave, gboolean can_lose, const char *why)
{
  GtkWidget *widget = adw_message_dialog_new (leave->window, _ ("Some changes are not saved"), why);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  if (can_lose)
    {
      adw_message_dialog_add_response (dialog, "discard", _ ("Close _without them"));
      adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
    }
  adw_message_dialog_add_responses (dialog, "again", _ ("_Try again"), "keep",
                                    _ ("_Keep it where?"), NULL);
  adw_message_dialog_set_default_response (dialog, "keep");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), leave);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, present_cb, g_object_ref (dialog), g_object_unref);
}

gboolean
weft_leave (GtkWindow *window, gboolean can_lose, WeftLeaveFunc again, gpointer user,
            GDestroyNotify free_user)
{
  WeftSession *session = weft_application_get_session (window);
  g_autoptr (GError) error = NULL;
  Leave *leave = g_new (Leave, 1);

  *leave = (Leave){ g_object_ref (window), again, user, free_user };
  if (session == NULL || weft_session_settle (session, &error))
    {
      leave_free (leave);
      return TRUE;
    }
  ask (leave, can_lose, error != NULL ? error->message : NULL);
  return FALSE;
}

gboolean
weft_leave_all (GtkApplication *application, WeftLeaveFunc again, const char *text)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);
      g_autoptr (GError) problem
          = session != NULL ? weft_store_dup_problem (weft_session_get_store (session)) : NULL;

      if (problem != NULL && !weft_leave (l->data, FALSE, again, g_strdup (text), g_free))
        return FALSE;
    }
  return TRUE;
}
