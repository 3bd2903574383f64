/* application: one a user; opening a project that is open raises its window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_SETTINGS_ENABLE_BACKEND
#include "app/host/application.h"

#include <gio/gsettingsbackend.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>

#include "app/host/busy.h"
#include "app/host/host-table.h"
#include "app/host/leave.h"
#include "app/host/opening.h"
#include "app/host/renderer.h"
#include "app/host/work-thread.h"
#include "app/session/checking.h"
#include "app/user/files.h"
#include "app/user/language.h"
#include "app/user/paths.h"
#include "app/user/unfinished.h"
#include "config.h"
#include "projects/readers/reader.h"
#include "ui/context/chooser.h"

struct _WeftApplication
{
  AdwApplication parent_instance;
  GSettings *settings;
  WeftHost host;
};

G_DEFINE_FINAL_TYPE (WeftApplication, weft_application, ADW_TYPE_APPLICATION)

static const char session_key[] = "weft-session";

WeftSession *
weft_application_get_session (GtkWindow *window)
{
  return window != NULL ? g_object_get_data (G_OBJECT (window), session_key) : NULL;
}

static void
free_session (gpointer session)
{
  weft_work_thread_end (weft_session_get_store (session));
  weft_session_free (session);
}

void
weft_application_set_session (GtkWindow *window, WeftSession *session)
{
  g_object_set_data_full (G_OBJECT (window), session_key, session,
                          session != NULL ? free_session : NULL);
}

/* A file in the user's folder, so that settings need no bus and no daemon. */
static GSettings *
make_settings (void)
{
  g_autofree char *path = g_build_filename (weft_paths_get_user_dir (), "settings.ini", NULL);
  g_autoptr (GSettingsSchemaSource) source = g_settings_schema_source_new_from_directory (
      weft_paths_get_schemas (), g_settings_schema_source_get_default (), TRUE, NULL);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, WEFT_APPLICATION_ID, FALSE);
  if (schema == NULL)
    return NULL;
  backend = g_keyfile_settings_backend_new (path, "/org/weft/Weft/", "weft");
  return g_settings_new_full (schema, backend, NULL);
}

GSettings *
weft_application_get_settings (WeftApplication *application)
{
  return application->settings;
}

static void
close_again (GtkWindow *window, gpointer user)
{
  gtk_window_close (window);
}

/* The checkpoint is written and the file closed while the window still stands. */
static gboolean
close_request_cb (GtkWindow *window, gpointer user)
{
  if (!weft_leave (window, TRUE, close_again, NULL, NULL))
    return GDK_EVENT_STOP;
  weft_application_set_session (window, NULL);
  return GDK_EVENT_PROPAGATE;
}

WeftWindow *
weft_application_new_window (WeftApplication *application)
{
  WeftWindow *window = weft_window_new (GTK_APPLICATION (application), &application->host);

  g_signal_connect (window, "close-request", G_CALLBACK (close_request_cb), NULL);
  return window;
}

/* By device and inode: a linked folder gives one file two paths. */
GtkWindow *
weft_application_find_window (WeftApplication *application, const char *path)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL;
       l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);

      if (session != NULL
          && weft_files_are_same (weft_store_get_path (weft_session_get_store (session)), path))
        return l->data;
    }
  return NULL;
}

gboolean
weft_application_open (WeftApplication *application, WeftWindow *window, const char *path,
                       GError **error)
{
  return weft_opening_begin (application, window, path, FALSE, error);
}

void
weft_application_rebuild (WeftApplication *application)
{
  g_autoptr (GList) old = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (application)));

  for (GList *l = old; l != NULL; l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);
      g_autofree char *path
          = session != NULL ? g_strdup (weft_store_get_path (weft_session_get_store (session)))
                            : NULL;
      gboolean was_training = weft_live_is_training (weft_window_get_live (l->data));
      WeftWindow *window = weft_application_new_window (application);
      int width, height;

      weft_application_set_session (l->data, NULL);
      gtk_window_get_default_size (l->data, &width, &height);
      gtk_window_set_default_size (GTK_WINDOW (window), width, height);
      if (path != NULL)
        weft_opening_begin (application, window, path, was_training, NULL);
      gtk_window_present (GTK_WINDOW (window));
      gtk_window_destroy (l->data);
    }
}

static void
apply_appearance (WeftApplication *application)
{
  g_autofree char *scheme = NULL;
  AdwColorScheme wanted = ADW_COLOR_SCHEME_DEFAULT;

  if (application->settings == NULL)
    return;
  scheme = g_settings_get_string (application->settings, "color-scheme");
  if (strcmp (scheme, "dark") == 0)
    wanted = ADW_COLOR_SCHEME_FORCE_DARK;
  else if (strcmp (scheme, "light") == 0)
    wanted = ADW_COLOR_SCHEME_FORCE_LIGHT;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), wanted);
}

static gboolean
end_cb (gpointer application)
{
  g_application_quit (application);
  return G_SOURCE_CONTINUE;
}

/* Logging out, closing the terminal and an end that is asked for are all like closing the windows:
 * the projects get their checkpoints. */
static void
end_on_signals (WeftApplication *application)
{
  static const int signals[] = { SIGTERM, SIGHUP, SIGINT };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_unix_signal_add (signals[i], end_cb, application);
}

static void
startup (GApplication *base)
{
  WeftApplication *application = WEFT_APPLICATION (base);
  g_autoptr (GPtrArray) endings = weft_reader_list_endings ();

  G_APPLICATION_CLASS (weft_application_parent_class)->startup (base);
  weft_chooser_set_data_endings (endings);
  application->settings = make_settings ();
  if (application->settings != NULL)
    {
      g_autofree char *language = g_settings_get_string (application->settings, "language");

      weft_language_set (language);
      g_signal_connect_swapped (application->settings, "changed::color-scheme",
                                G_CALLBACK (apply_appearance), application);
    }
  weft_renderer_choose ();
  apply_appearance (application);
  end_on_signals (application);
  application->host = weft_host_make (application);
}

static void
activate (GApplication *base)
{
  WeftApplication *application = WEFT_APPLICATION (base);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

  gtk_window_present (windows != NULL ? windows->data
                                      : GTK_WINDOW (weft_application_new_window (application)));
}

void
weft_application_show_refusal (WeftApplication *application, WeftWindow *window, const char *path,
                               const GError *error)
{
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_BUSY))
    weft_busy_offer (application, window, path, error->message);
  else if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_UNFINISHED))
    weft_unfinished_offer (window, path, error->message);
  else
    weft_window_show_error (window, _ ("This file was not opened"), error->message);
}

static void
open_files (GApplication *base, GFile **files, int n, const char *hint)
{
  WeftApplication *application = WEFT_APPLICATION (base);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      g_autoptr (GError) error = NULL;
      GtkWindow *other = path != NULL ? weft_application_find_window (application, path) : NULL;
      WeftWindow *window;

      if (other != NULL)
        {
          gtk_window_present (other);
          continue;
        }
      window = weft_application_new_window (application);
      gtk_window_present (GTK_WINDOW (window));
      if (path == NULL)
        continue;
      if (!g_str_has_suffix (path, ".weft")) /* is looked at first */
        g_action_group_activate_action (G_ACTION_GROUP (window), "open-path",
                                        g_variant_new_string (path));
      else if (!weft_application_open (application, window, path, &error))
        weft_application_show_refusal (application, window, path, error);
    }
}

static void
shutdown (GApplication *base)
{
  WeftApplication *application = WEFT_APPLICATION (base);

  weft_work_thread_end (NULL);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (base)); l != NULL; l = l->next)
    {
      WeftSession *session = weft_application_get_session (l->data);

      /* Nobody can be asked any more. */
      if (session != NULL && !weft_session_settle (session, NULL))
        weft_session_rescue (session, NULL);
      weft_application_set_session (l->data, NULL);
    }
  weft_checking_wait ();
  g_clear_object (&application->settings);
  G_APPLICATION_CLASS (weft_application_parent_class)->shutdown (base);
}

static void
weft_application_class_init (WeftApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);

  application_class->startup = startup;
  application_class->activate = activate;
  application_class->open = open_files;
  application_class->shutdown = shutdown;
}

static void
weft_application_init (WeftApplication *application)
{
}

WeftApplication *
weft_application_new (void)
{
  return g_object_new (WEFT_TYPE_APPLICATION, "application-id", WEFT_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/org/weft/Weft",
                       "register-session", TRUE, NULL);
}
