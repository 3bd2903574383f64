/* data-sheet: the dialogue about somebody's data over the window, and what becomes of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/data-sheet.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "ui/window/class-weights.h"
#include "ui/context/chooser.h"
#include "ui/context/place.h"
#include "ui/data/data-dialog.h"
#include "ui/inspector/data-section.h"
#include "ui/window/editor.h"
#include "ui/window/toasts.h"
#include "ui/window/window-private.h"

/* What the data are for. */
typedef struct
{
  WeftWindow *window; /* owned */
  gboolean is_new;    /* for a project of their own; else for the open one: */
  gint64 node;        /* 0: a new one at x, y */
  double x, y;
} Purpose;

static Purpose *
purpose_new (WeftWindow *window, gboolean is_new, gint64 node)
{
  Purpose *purpose = g_new0 (Purpose, 1);

  purpose->window = g_object_ref (window);
  purpose->is_new = is_new;
  purpose->node = node;
  return purpose;
}

static void
purpose_free (Purpose *purpose)
{
  g_object_unref (purpose->window);
  g_free (purpose);
}

/* --- what becomes of it --- */

/* The data are also wired to what waits for them. */
static gboolean
use (const Purpose *purpose, const WeftDataChoice *choice, WeftDataset *dataset, GError **error)
{
  WeftWindow *window = purpose->window;
  const WeftHost *host = window->host;
  WeftEdit *edit;

  if (window->context == NULL)
    return TRUE; /* the project was closed meanwhile */
  edit = host->use_data (host->user, GTK_WINDOW (window), choice, dataset, purpose->node,
                         purpose->x, purpose->y, error);
  if (edit == NULL)
    return FALSE;
  edit = weft_place_complete (weft_context_get_graph (window->context),
                              weft_context_get_catalog (window->context), edit);
  weft_context_put (window->context, edit, 0);
  return TRUE;
}

static gboolean
make (const Purpose *purpose, const WeftDataChoice *choice, WeftDataset *dataset, gboolean train,
      GError **error)
{
  const WeftHost *host = purpose->window->host;

  return host->open_data (host->user, GTK_WINDOW (purpose->window), choice, dataset, train, error);
}

/* --- the sheet --- */

/* What lies below cannot be used meanwhile, and gets the focus back. */
static void
close_sheet (WeftWindow *window)
{
  GtkWidget *sheet = window->sheet;
  GtkWidget *focus = g_object_get_data (G_OBJECT (sheet), "weft-focus");

  window->sheet = NULL;
  gtk_widget_set_sensitive (window->toasts, TRUE);
  if (focus != NULL && gtk_widget_get_root (focus) == GTK_ROOT (window))
    gtk_widget_grab_focus (focus);
  else
    gtk_widget_child_focus (window->toasts, GTK_DIR_TAB_FORWARD);
  gtk_overlay_remove_overlay (GTK_OVERLAY (gtk_widget_get_parent (sheet)), sheet);
}

static void
cancelled_cb (WeftDataDialog *dialog, Purpose *purpose)
{
  close_sheet (purpose->window);
}

static void
close_done (WeftWindow *window)
{
  close_sheet (window);
  if (window->editor != NULL)
    weft_editor_focus_canvas (WEFT_EDITOR (window->editor));
}

/* The data are in the project, or why they are not. */
static void
brought_cb (const GError *error, gpointer user)
{
  g_autoptr (WeftDataDialog) dialog = user;
  Purpose *purpose = g_object_get_data (G_OBJECT (dialog), "weft-purpose");
  g_autoptr (WeftWindow) window = g_object_ref (purpose->window);
  g_autoptr (GError) problem = error != NULL ? g_error_copy (error) : NULL;

  if (window->sheet != GTK_WIDGET (dialog))
    return; /* the window was closed meanwhile */
  if (error == NULL
      && use (purpose, weft_data_dialog_get_choice (dialog), weft_data_dialog_get_dataset (dialog),
              &problem))
    close_done (window);
  else if (!g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    weft_data_dialog_show_problem (dialog, problem != NULL ? problem->message : "");
}

static void
done_cb (WeftDataDialog *dialog, gboolean train, Purpose *purpose)
{
  const WeftHost *host = purpose->window->host;
  g_autoptr (WeftDataChoice) choice = weft_data_choice_dup (weft_data_dialog_get_choice (dialog));
  g_autoptr (WeftDataset) dataset = weft_dataset_ref (weft_data_dialog_get_dataset (dialog));
  g_autoptr (WeftWindow) window = g_object_ref (purpose->window);
  g_autoptr (GError) error = NULL;

  if (!purpose->is_new)
    host->bring_data (host->user, GTK_WINDOW (window), dataset, purpose->node, brought_cb,
                      g_object_ref (dialog));
  else if (make (purpose, choice, dataset, train, &error))
    close_done (window);
  else
    weft_data_dialog_show_problem (dialog, error != NULL ? error->message : "");
}

static void
free_purpose_cb (gpointer data, GClosure *closure)
{
  purpose_free (data);
}

/* Takes choice and purpose. */
static void
show_sheet (WeftDataChoice *choice, Purpose *purpose)
{
  WeftWindow *window = purpose->window;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *sheet;

  if (window->sheet != NULL)
    close_sheet (window);
  sheet = weft_data_dialog_new (window->host, choice, purpose->is_new);
  if (focus != NULL)
    g_object_set_data_full (G_OBJECT (sheet), "weft-focus", g_object_ref (focus), g_object_unref);
  g_object_set_data (G_OBJECT (sheet), "weft-purpose", purpose);
  g_signal_connect (sheet, "cancelled", G_CALLBACK (cancelled_cb), purpose);
  g_signal_connect_data (sheet, "done", G_CALLBACK (done_cb), purpose, free_purpose_cb, 0);
  window->sheet = sheet;
  gtk_widget_set_sensitive (window->toasts, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (gtk_widget_get_parent (window->toasts)), sheet);
  gtk_widget_child_focus (sheet, GTK_DIR_TAB_FORWARD);
}

void
weft_data_sheet_open (WeftWindow *window, const char *path)
{
  show_sheet (weft_data_choice_new (path), purpose_new (window, TRUE, 0));
}

/* --- the commands --- */

static void
use_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  Purpose *purpose = purpose_new (user, FALSE, 0);
  const char *path;

  g_variant_get (parameter, "(&sxdd)", &path, &purpose->node, &purpose->x, &purpose->y);
  show_sheet (weft_data_choice_new (path), purpose);
}

/* How the data of that node were read, on this computer; nullable. */
static WeftDataChoice *
find_choice (WeftWindow *window, gint64 id)
{
  const WeftNode *node = window->context != NULL
                             ? weft_graph_find (weft_context_get_graph (window->context), id)
                             : NULL;

  return node != NULL ? weft_context_find_choice (window->context, node) : NULL;
}

typedef struct
{
  Purpose *purpose;
  WeftDataChoice *choice;
  WeftLook *look; /* nullable: as it is with that choice */
} Change;

static void
change_free (Change *change)
{
  g_clear_pointer (&change->purpose, purpose_free);
  g_clear_pointer (&change->choice, weft_data_choice_free);
  g_clear_pointer (&change->look, weft_look_free);
  g_free (change);
}

/* Takes change. */
static void
show_sheet_of (Change *change)
{
  show_sheet (g_steal_pointer (&change->choice), g_steal_pointer (&change->purpose));
  change_free (change);
}

static void
found_cb (const char *path, gpointer user)
{
  Change *change = user;

  if (path == NULL || change->purpose->window->context == NULL)
    {
      change_free (change);
      return;
    }
  g_free (change->choice->path);
  change->choice->path = g_strdup (path);
  change->choice->is_away = FALSE;
  show_sheet_of (change);
}

/* What the project was made from on another computer, or has been moved, is asked for. */
static void
look_for (Change *change)
{
  WeftWindow *window = change->purpose->window;
  g_autofree char *shown = weft_brief (change->choice->path, WEFT_BRIEF_QUOTE);
  g_autofree char *text
      = g_strdup_printf (_ ("“%s” is not where it was read from. Where is it now?"), shown);

  weft_window_toast (window, text);
  weft_choose_file (GTK_WINDOW (window), WEFT_CHOOSE_DATA, NULL, found_cb, change);
}

static Change *
change_new (WeftWindow *window, gint64 node, WeftDataChoice *choice)
{
  Change *change = g_new0 (Change, 1);

  change->purpose = purpose_new (window, FALSE, node);
  change->choice = choice;
  return change;
}

static void
columns_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  gint64 node = g_variant_get_int64 (parameter);
  WeftDataChoice *choice = find_choice (window, node);

  if (choice != NULL && choice->is_away)
    look_for (change_new (window, node, choice));
  else if (choice != NULL)
    show_sheet (choice, purpose_new (window, FALSE, node));
}

static void
target_brought_cb (const GError *error, gpointer user)
{
  Change *change = user;
  WeftWindow *window = change->purpose->window;
  g_autoptr (GError) problem = error != NULL ? g_error_copy (error) : NULL;

  if (problem == NULL)
    use (change->purpose, change->choice, change->look->dataset, &problem);
  if (problem != NULL && window->context != NULL
      && !g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    weft_window_hint (window, problem->message, NULL);
  change_free (change);
}

/* A target that was chosen in the inspector: in use at once, or else the dialogue says why not. */
static void
changed_cb (WeftLook *look, const GError *error, gpointer user)
{
  Change *change = user;
  WeftWindow *window = change->purpose->window;
  const WeftHost *host = window->host;

  change->look = look;
  if (window->context == NULL)
    change_free (change);
  else if (look != NULL && look->dataset != NULL)
    {
      g_strfreev (change->choice->targets);
      change->choice->targets = weft_look_dup_targets (look);
      host->bring_data (host->user, GTK_WINDOW (window), look->dataset, change->purpose->node,
                        target_brought_cb, change);
    }
  else
    show_sheet_of (change);
}

/* Takes choice: the node's data as is chosen now. */
static void
read_changed (WeftWindow *window, gint64 node, WeftDataChoice *choice)
{
  Change *change = change_new (window, node, choice);

  if (choice->is_away)
    look_for (change);
  else
    window->host->look_at (window->host->user, choice, NULL, changed_cb, change);
}

static void
set_target_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  const char *column;
  gint64 node;
  WeftDataChoice *choice;

  g_variant_get (parameter, "(x&s)", &node, &column);
  choice = find_choice (window, node);
  if (choice == NULL)
    return;
  weft_data_choice_set_role (choice, column, WEFT_LOOK_TARGET);
  read_changed (window, node, choice);
}

static void
weigh (WeftWindow *window, gint64 node, const char *field)
{
  WeftEdit *edit = weft_class_weights_edit (window->context, node, field);

  if (edit != NULL)
    weft_context_do (window->context, edit, 0);
  else
    weft_window_hint (window,
                      _ ("No loss of this network weighs classes, or they are too many for "
                         "it. Look at balanced accuracy instead."),
                      NULL);
}

/* What is odd about a node's data: the graph weighs their classes, or they are read anew. */
static void
cure_data_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  const char *option, *value;
  gint64 node;
  WeftDataChoice *choice;

  g_variant_get (parameter, "(x&s&s)", &node, &option, &value);
  if (window->context == NULL)
    return;
  if (g_str_equal (option, "weights"))
    {
      weigh (window, node, value);
      return;
    }
  choice = find_choice (window, node);
  if (choice == NULL)
    {
      weft_window_hint (window,
                        _ ("It is not known from what file these data were read. Read it "
                           "again by Choose file…."),
                        NULL);
      return;
    }
  weft_data_choice_cure (choice, option, value);
  read_changed (window, node, choice);
}

static const GActionEntry entries[] = {
  { "use-data", use_data_cb, "(sxdd)" },
  { "columns", columns_cb, "x" },
  { "set-target", set_target_cb, "(xs)" },
  { "cure-data", cure_data_cb, "(xss)" },
};

void
weft_data_sheet_add_actions (WeftWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
