/* window: one window; the gallery, or one project */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/brief.h"
#include "resources/weft-resources.h"
#include "ui/gallery/card-button.h"
#include "ui/window/data-sheet.h"
#include "ui/window/editor.h"
#include "ui/base/focus.h"
#include "ui/base/drop-down.h"
#include "ui/base/tooltips.h"
#include "ui/gallery/gallery-page.h"
#include "ui/window/toasts.h"
#include "ui/window/undo.h"
#include "ui/base/widgets.h"
#include "ui/window/window-private.h"

G_DEFINE_FINAL_TYPE (WeftWindow, weft_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- gallery --- */

static void
card_chosen_cb (WeftWindow *window, gpointer data)
{
  const WeftCard *card = data;
  const WeftHost *host = window->host;
  gboolean is_recent = g_strcmp0 (card->category, "recent") == 0;
  g_autofree char *title = g_strdup (card->title);
  g_autoptr (GError) error = NULL;
  gboolean is_open;

  if (is_recent)
    is_open = host->open_file (host->user, GTK_WINDOW (window), card->id, &error);
  else
    is_open = host->open_example (host->user, GTK_WINDOW (window), card->id, &error);
  if (!is_open)
    {
      g_autofree char *heading = g_strdup_printf (_ ("“%s” was not opened"), title);

      weft_window_show_error (window, heading, error != NULL ? error->message : NULL);
    }
}

static void
set_drop_style (GtkWidget *gallery, gboolean is_over)
{
  if (is_over)
    gtk_widget_add_css_class (gallery, "drop-here");
  else
    gtk_widget_remove_css_class (gallery, "drop-here");
}

static gboolean
files_dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y,
                  WeftWindow *window)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  set_drop_style (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), FALSE);
  if (path == NULL)
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-path", "s", path);
  return TRUE;
}

static GdkDragAction
drop_enter_cb (GtkDropTarget *target, double x, double y, GtkWidget *gallery)
{
  set_drop_style (gallery, TRUE);
  return GDK_ACTION_COPY;
}

static void
drop_leave_cb (GtkDropTarget *target, GtkWidget *gallery)
{
  set_drop_style (gallery, FALSE);
}

static void
accept_files (WeftWindow *window, GtkWidget *gallery)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (files_dropped_cb), window);
  g_signal_connect (target, "enter", G_CALLBACK (drop_enter_cb), gallery);
  g_signal_connect (target, "leave", G_CALLBACK (drop_leave_cb), gallery);
  gtk_widget_add_controller (gallery, GTK_EVENT_CONTROLLER (target));
}

static void
set_text (WeftWindow *window, const char *title, const char *location, gboolean is_draft)
{
  g_autofree char *old_title = g_steal_pointer (&window->title);
  g_autofree char *old_location = g_steal_pointer (&window->location);
  g_autofree char *shown = NULL;

  window->title = g_strdup (title);
  window->location = g_strdup (location);
  window->is_draft = is_draft;
  shown = weft_brief (title, WEFT_BRIEF_NAME);
  gtk_window_set_title (GTK_WINDOW (window), title != NULL ? shown : "Weft");
  weft_window_update_actions (window);
}

static void
forget_project (WeftWindow *window)
{
  const WeftStatus none = { .best_step = -1, .loss = NAN };

  weft_toasts_clear (window);
  if (window->context != NULL)
    g_signal_handlers_disconnect_by_data (weft_context_get_history (window->context), window);
  window->editor = NULL;
  g_clear_object (&window->context);
  if (window->live == NULL)
    return;
  weft_live_clear_series (window->live);
  weft_live_set_snapshot (window->live, NULL);
  weft_live_set_report (window->live, NULL);
  weft_live_set_model (window->live, NULL);
  weft_live_set_status (window->live, &none);
  weft_live_set_saved (window->live, 0, NULL, FALSE);
}

void
weft_window_show_gallery (WeftWindow *window)
{
  GtkWidget *gallery;

  g_return_if_fail (WEFT_IS_WINDOW (window));

  gallery = weft_gallery_new (window->host);
  g_signal_connect_swapped (gallery, "chosen", G_CALLBACK (card_chosen_cb), window);
  accept_files (window, gallery);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (window->toasts), gallery);
  forget_project (window);
  set_text (window, NULL, NULL, FALSE);
}

/* --- project --- */

static void
say_cb (WeftWindow *window, const char *text)
{
  weft_window_hint (window, text, NULL);
}

void
weft_window_show_project (WeftWindow *window, const WeftProject *project)
{
  WeftContext *old;

  g_return_if_fail (WEFT_IS_WINDOW (window) && project != NULL);

  weft_toasts_clear (window);
  old = g_steal_pointer (&window->context);
  window->context = weft_context_new (window->host, GTK_WINDOW (window), project, window->live);
  g_signal_connect_object (window->context, "say", G_CALLBACK (say_cb), window, G_CONNECT_SWAPPED);
  weft_undo_begin (window);
  window->editor = weft_editor_new (window->context, project);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (window->toasts), window->editor);
  if (old != NULL)
    {
      g_signal_handlers_disconnect_by_data (weft_context_get_history (old), window);
      g_signal_handlers_disconnect_by_data (old, window);
    }
  g_clear_object (&old);
  g_signal_connect_object (project->history, "notify::position",
                           G_CALLBACK (weft_window_update_actions), window, G_CONNECT_SWAPPED);
  set_text (window, project->title, project->location, project->is_draft);
  weft_editor_focus_canvas (WEFT_EDITOR (window->editor));
}

void
weft_window_set_title_and_place (WeftWindow *window, const char *title, const char *location,
                                 gboolean is_draft)
{
  g_return_if_fail (WEFT_IS_WINDOW (window));

  set_text (window, title, location, is_draft);
  if (window->editor != NULL)
    weft_editor_set_title_and_place (WEFT_EDITOR (window->editor), title, location, is_draft);
}

WeftLive *
weft_window_get_live (WeftWindow *window)
{
  return window->live;
}

/* --- saying things --- */

void
weft_window_show_error (WeftWindow *window, const char *heading, const char *text)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, text);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
weft_window_open_path (WeftWindow *window, const char *path)
{
  const WeftHost *host = window->host;
  g_autoptr (GError) error = NULL;

  if (!weft_is_project_path (path))
    {
      weft_data_sheet_open (window, path);
      return;
    }
  if (!host->open_file (host->user, GTK_WINDOW (window), path, &error))
    {
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *shown = g_filename_display_name (name);
      g_autofree char *heading = g_strdup_printf (_ ("“%s” was not opened"), shown);

      weft_window_show_error (window, heading, error != NULL ? error->message : NULL);
    }
}

typedef struct
{
  WeftWindow *window;
  char *path;
  void (*take) (WeftWindow *window, const char *path);
} Taking;

static gboolean
take_cb (gpointer user)
{
  Taking *taking = user;

  taking->take (taking->window, taking->path);
  g_object_unref (taking->window);
  g_free (taking->path);
  g_free (taking);
  return G_SOURCE_REMOVE;
}

void
weft_window_take_later (WeftWindow *window, const char *path,
                        void (*take) (WeftWindow *window, const char *path))
{
  Taking *taking = g_new (Taking, 1);

  *taking = (Taking){ g_object_ref (window), g_strdup (path), take };
  g_idle_add (take_cb, taking);
}

/* --- the window itself --- */

static void
restore_size (WeftWindow *window)
{
  GSettings *settings = window->host->settings;

  if (settings == NULL)
    return;
  gtk_window_set_default_size (GTK_WINDOW (window), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (window));
}

static gboolean
weft_window_close_request (GtkWindow *base)
{
  WeftWindow *window = WEFT_WINDOW (base);
  GSettings *settings = window->host->settings;
  int width, height;

  if (settings != NULL)
    {
      gtk_window_get_default_size (base, &width,
                                   &height); /* that of the window when not maximised */
      g_settings_set_int (settings, "window-width", CLAMP (width, 360, 16384));
      g_settings_set_int (settings, "window-height", CLAMP (height, 240, 16384));
      g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (base));
    }
  return GTK_WINDOW_CLASS (weft_window_parent_class)->close_request (base);
}

WeftWindow *
weft_window_new (GtkApplication *application, const WeftHost *host)
{
  WeftWindow *window = g_object_new (WEFT_TYPE_WINDOW, "application", application, NULL);

  window->host = host;
  restore_size (window);
  weft_window_add_actions (window);
  weft_focus_keep (GTK_WINDOW (window));
  weft_tooltips_make_way ();
  weft_drop_down_name_items ();
  weft_window_show_gallery (window);
  return window;
}

/* What follows the document goes first; the parts are taken apart after. */
static void
weft_window_dispose (GObject *object)
{
  WeftWindow *window = WEFT_WINDOW (object);

  if (window->context != NULL)
    g_signal_handlers_disconnect_by_data (weft_context_get_history (window->context), window);
  G_OBJECT_CLASS (weft_window_parent_class)->dispose (object);
  window->editor = NULL;
  g_clear_object (&window->context);
  g_clear_object (&window->live);
  g_clear_pointer (&window->title, g_free);
  g_clear_pointer (&window->location, g_free);
  g_clear_pointer (&window->said, g_ptr_array_unref);
}

/* Where no desktop says which font, GTK's is whatever "Sans" happens to be. */
static void
choose_font (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autofree char *font = NULL;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  if (font == NULL || g_str_equal (font, "Sans 10"))
    g_object_set (settings, "gtk-font-name", "Cantarell 10", NULL);
}

static void
weft_window_class_init (WeftWindowClass *class)
{
  weft_get_resource (); /* named here, the linker takes it in; its constructor registers it */
  choose_font ();
  G_OBJECT_CLASS (class)->dispose = weft_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = weft_window_close_request;
}

/* --- how long it draws --- */

static void
before_paint_cb (WeftWindow *window)
{
  window->frame_start = g_get_monotonic_time ();
}

static void
after_paint_cb (WeftWindow *window)
{
  if (window->live != NULL && window->frame_start != 0)
    weft_live_add_cost (window->live, g_get_monotonic_time () - window->frame_start);
  window->frame_start = 0;
}

static void
realize_cb (WeftWindow *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));

  g_signal_connect_object (clock, "before-paint", G_CALLBACK (before_paint_cb), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), window,
                           G_CONNECT_SWAPPED);
}

static void
weft_window_init (WeftWindow *window)
{
  GtkWidget *overlay = gtk_overlay_new ();

  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
  window->live = weft_live_new ();
  g_signal_connect_object (window->live, "status", G_CALLBACK (weft_window_update_actions), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window->live, "saved", G_CALLBACK (weft_window_update_actions), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window->live, "report", G_CALLBACK (weft_toasts_settle), window,
                           G_CONNECT_SWAPPED);
  window->toasts = adw_toast_overlay_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 720);
  gtk_widget_set_size_request (GTK_WIDGET (window), 640, 440);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), window->toasts);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), overlay);
}
