/* actions: the window's commands, and the keys that reach them wherever the focus is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/context/chooser.h"
#include "ui/commands/levels.h"
#include "ui/commands/window-commands.h"
#include "ui/data/data-chooser.h"
#include "ui/window/data-sheet.h"
#include "ui/window/editor.h"
#include "ui/window/export-menu.h"
#include "ui/gallery/gallery-page.h"
#include "ui/window/obstacle.h"
#include "ui/base/param-row.h"
#include "ui/window/learning-actions.h"
#include "ui/window/toasts.h"
#include "ui/window/undo.h"
#include "ui/window/window-private.h"

/* --- files --- */

static void
path_chosen_cb (const char *path, gpointer window)
{
  if (path != NULL)
    weft_window_open_path (window, path);
  g_object_unref (window);
}

static void
choose_and_open (WeftWindow *window, WeftChoose what)
{
  weft_choose_file (GTK_WINDOW (window), what, NULL, path_chosen_cb, g_object_ref (window));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  choose_and_open (window, WEFT_CHOOSE_PROJECT);
}

static void
open_path_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  weft_window_take_later (window, g_variant_get_string (parameter, NULL), weft_window_open_path);
}

static void
open_data_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  choose_and_open (window, WEFT_CHOOSE_DATA);
}

static void
open_folder_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  choose_and_open (window, WEFT_CHOOSE_FOLDER);
}

static void
open_new (WeftWindow *window, gboolean (*open) (gpointer user, GtkWindow *window, GError **error))
{
  g_autoptr (GError) error = NULL;

  if (!open (window->host->user, GTK_WINDOW (window), &error))
    weft_window_show_error (window, _ ("No project was made"),
                            error != NULL ? error->message : NULL);
}

static void
open_empty_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  open_new (window, window->host->open_empty);
}

static void
open_drawn_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  open_new (window, window->host->open_drawn);
}

static void
gallery_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->context != NULL)
    window->host->close_project (window->host->user, GTK_WINDOW (window));
}

static void
place_chosen_cb (const char *path, gpointer user)
{
  WeftWindow *window = user;
  g_autoptr (GError) error = NULL;

  if (path != NULL && window->context != NULL
      && !window->host->keep (window->host->user, GTK_WINDOW (window), path, &error))
    weft_window_show_error (window, _ ("It could not be kept there"),
                            error != NULL ? error->message : NULL);
  g_object_unref (window);
}

static void
keep_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  weft_choose_file (GTK_WINDOW (window), WEFT_CHOOSE_PLACE, window->title, place_chosen_cb,
                    g_object_ref (window));
}

static gboolean
is_unsaved (WeftWindow *window, const char *text)
{
  return weft_live_is_unsaved (window->live);
}

static void
say_when_saved (WeftWindow *window)
{
  const char *problem = NULL;
  gint64 when = weft_live_get_saved (window->live, &problem);
  gint64 seconds = (g_get_monotonic_time () - when) / G_USEC_PER_SEC;
  const char *place = window->location != NULL ? window->location : "";
  g_autofree char *text = NULL;

  if (problem != NULL)
    {
      weft_window_hint (window, problem, is_unsaved);
      return;
    }
  if (when == 0)
    text = g_strdup_printf (_ ("All of it is saved, %s"), place);
  else if (seconds < 120)
    text = g_strdup_printf (_ ("Saved %d s ago, %s"), (int) seconds, place);
  else
    text = g_strdup_printf (_ ("Saved %d min ago, %s"), (int) (seconds / 60), place);
  weft_window_toast (window, text);
}

/* There is nothing to save, but the key always does something that can be seen. */
static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->is_draft)
    keep_cb (action, parameter, user);
  else
    say_when_saved (window);
}

static void
save_again_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  g_autoptr (GError) error = NULL;

  if (!window->host->save_again (window->host->user, GTK_WINDOW (window), &error))
    weft_window_hint (window, error->message, is_unsaved);
}

/* --- editing --- */

/* Weights that were taken back are the newest change as long as they can be undone. */
static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  if (weft_live_get_taken (WEFT_WINDOW (user)->live) >= 0)
    g_action_group_activate_action (G_ACTION_GROUP (user), "untake-best", NULL);
  else
    weft_window_undo (user);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_window_redo (user);
}

/* --- the rest --- */

static void
show_over (WeftWindow *window, GtkWindow *other)
{
  gtk_window_set_transient_for (other, GTK_WINDOW (window));
  gtk_window_set_destroy_with_parent (other, TRUE);
  gtk_window_present (other);
}

static void
add_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  show_over (user, weft_data_chooser_new (WEFT_WINDOW (user)->context));
}

/* For a button that goes with what it did, so that the keys are not dead. */
static void
focus_canvas_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_editor_focus_canvas (WEFT_EDITOR (WEFT_WINDOW (user)->editor));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  show_over (user, weft_preferences_new (WEFT_WINDOW (user)->host));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  show_over (user, weft_shortcuts_new ());
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_show_about (user);
}

/* In the gallery, or for a node. */
static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  GtkWidget *child = adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (window->toasts));

  if (window->editor != NULL)
    gtk_widget_activate_action (window->editor, "canvas.find", NULL);
  else if (WEFT_IS_GALLERY (child))
    weft_gallery_open_search (WEFT_GALLERY (child));
}

/* From wherever the keyboard is; the canvas has its own, at the pointer. */
static void
find_command_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_open_search (WEFT_EDITOR (window->editor));
  else
    search_cb (action, parameter, user);
}

static void
fullscreen_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  if (gtk_window_is_fullscreen (user))
    gtk_window_unfullscreen (user);
  else
    gtk_window_fullscreen (user);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  g_autoptr (GList) windows
      = g_list_copy (gtk_application_get_windows (gtk_window_get_application (user)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (WEFT_IS_WINDOW (l->data))
      gtk_window_close (l->data);
}

static void
show_panel_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_show_panel (WEFT_EDITOR (window->editor), g_variant_get_string (parameter, NULL));
}

static const GActionEntry entries[] = {
  { "open", open_cb },
  { "open-path", open_path_cb, "s" },
  { "open-data", open_data_cb },
  { "open-folder", open_folder_cb },
  { "open-empty", open_empty_cb },
  { "open-drawn", open_drawn_cb },
  { "gallery", gallery_cb },
  { "keep", keep_cb },
  { "save", save_cb },
  { "save-again", save_again_cb },
  { "undo", undo_cb },
  { "redo", redo_cb },
  { "add-data", add_data_cb },
  { "focus-canvas", focus_canvas_cb },
  { "preferences", preferences_cb },
  { "shortcuts", shortcuts_cb },
  { "about", about_cb },
  { "search", search_cb },
  { "show-panel", show_panel_cb, "s" },
  { "find-command", find_command_cb },
  { "fullscreen", fullscreen_cb },
  { "quit", quit_cb },
};

/* What only makes sense while a project is open. */
static const char *const of_project[] = { "gallery",      "save",
                                          "export",       "train",
                                          "step",         "step-alone",
                                          "start-over",   "add-data",
                                          "take-weights", "take-weights-of",
                                          "focus-canvas", "look",
                                          "film",         "save-film",
                                          "show-panel",   NULL };

static void
set_enabled (WeftWindow *window, const char *name, gboolean is_enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (window), name);

  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_enabled);
}

void
weft_window_update_actions (WeftWindow *window)
{
  WeftHistory *history
      = window->context != NULL ? weft_context_get_history (window->context) : NULL;
  const char *problem = NULL;

  for (int i = 0; of_project[i] != NULL; i++)
    set_enabled (window, of_project[i], history != NULL);
  weft_live_get_saved (window->live, &problem);
  set_enabled (window, "keep", history != NULL && (window->is_draft || problem != NULL));
  set_enabled (window, "save-again", history != NULL && weft_live_is_unsaved (window->live));
  set_enabled (window, "take-best", history != NULL && weft_live_can_take_best (window->live));
  set_enabled (window, "now", history != NULL && weft_live_get_looked (window->live) >= 0);
  set_enabled (window, "branch", history != NULL && weft_live_get_looked (window->live) >= 0);
  set_enabled (window, "undo",
               history != NULL
                   && (weft_history_can_undo (history) || weft_live_get_taken (window->live) >= 0));
  set_enabled (window, "redo", history != NULL && weft_history_can_redo (history));
  weft_undo_note_position (window);
  weft_toasts_settle (window);
}

/* Whether the field that has the focus holds typing of its own, which it then undoes itself. */
static gboolean
is_typing (GtkWidget *focus)
{
  GtkWidget *row;

  if (!GTK_IS_EDITABLE (focus) && !GTK_IS_TEXT_VIEW (focus))
    return FALSE;
  row = gtk_widget_get_ancestor (focus, WEFT_TYPE_PARAM_ROW);
  if (row != NULL)
    return weft_param_row_has_typing (WEFT_PARAM_ROW (row));
  return GTK_IS_TEXT_VIEW (focus) || *gtk_editable_get_text (GTK_EDITABLE (focus)) != '\0';
}

/* A field swallows Ctrl+Z even when it has nothing to undo: then the window has it first. */
static gboolean
undo_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
             WeftWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GdkModifierType pressed = state & gtk_accelerator_get_default_mod_mask ();

  if ((key != GDK_KEY_z && key != GDK_KEY_Z) || !(pressed & GDK_CONTROL_MASK) || focus == NULL
      || window->sheet != NULL || is_typing (focus))
    return FALSE;
  if (pressed & ~(GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (window),
                                     pressed & GDK_SHIFT_MASK ? "win.redo" : "win.undo", NULL);
}

static void
add_undo_keys (WeftWindow *window)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "key-pressed", G_CALLBACK (undo_key_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}

void
weft_window_add_actions (WeftWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  weft_exporting_add_action (window);
  weft_learning_actions_add (window);
  if (window->host->settings != NULL)
    {
      g_autoptr (GAction) level = g_settings_create_action (window->host->settings, WEFT_LEVEL_KEY);

      g_action_map_add_action (G_ACTION_MAP (window), level);
    }
  weft_window_commands_add_keys (GTK_WIDGET (window));
  weft_data_sheet_add_actions (window);
  add_undo_keys (window);
}
