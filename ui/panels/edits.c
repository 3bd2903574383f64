/* edits: everything that was done to the document, in words; a click goes back there, or on again
 *
 * Row i is how the document is after i edits; what lies beyond the one that is on is undone, and
 * stays until another edit takes its place. The list is as long as the document's history, which
 * its file keeps. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/panels/panel.h"
#include "ui/panels/panels.h"

typedef struct
{
  WeftContext *context;
  WeftHistory *history;
  GtkWidget *panel, *list;
  GtkStringList *words;
  GtkSingleSelection *selection;
  guint shown;       /* the position that the rows' colours are for */
  gboolean is_going; /* it is the list itself that changes something */
} Edits;

static char *
dup_words (Edits *edits, guint i)
{
  WeftEdit *inverse, *edit = weft_history_get_entry (edits->history, i, &inverse);

  return weft_edit_dup_words (edit, inverse, weft_context_get_graph (edits->context));
}

/* The rows from that number of edits on, as the history has them. */
static void
refill (Edits *edits, guint from)
{
  guint n = weft_history_get_n_entries (edits->history);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (edits->words));
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  from = MIN (from, shown);
  if (from == 0)
    g_strv_builder_add (rows, _ ("As it began"));
  for (guint i = MAX (from, 1); i <= n; i++)
    {
      g_autofree char *words = dup_words (edits, i - 1);

      g_strv_builder_add (rows, words);
    }
  all = g_strv_builder_end (rows);
  gtk_string_list_splice (edits->words, from, shown - from, (const char *const *) all);
}

/* A row says by its colour whether it is done: those between there and here are drawn anew. */
static void
renew_rows (Edits *edits, guint from, guint to)
{
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  to = MIN (to, g_list_model_get_n_items (G_LIST_MODEL (edits->words)));
  for (guint i = from; i < to; i++)
    g_strv_builder_add (rows, gtk_string_list_get_string (edits->words, i));
  all = g_strv_builder_end (rows);
  if (from < to)
    gtk_string_list_splice (edits->words, from, to - from, (const char *const *) all);
}

static void
show_position (Edits *edits)
{
  guint position = weft_history_get_position (edits->history);

  if (edits->is_going)
    return;
  edits->is_going = TRUE;
  renew_rows (edits, MIN (position, edits->shown) + 1, MAX (position, edits->shown) + 1);
  edits->shown = position;
  gtk_single_selection_set_selected (edits->selection, position);
  if (gtk_widget_get_mapped (edits->list))
    gtk_widget_activate_action (edits->list, "list.scroll-to-item", "u", position);
  edits->is_going = FALSE;
}

/* Undo and redo change no words, but what is done and what is not. */
static void
recorded_cb (Edits *edits, int what, WeftEdit *edit, WeftEdit *inverse)
{
  guint position = weft_history_get_position (edits->history);
  gboolean was_going = edits->is_going;

  edits->is_going = TRUE;
  if (what == WEFT_RECORD_NEW || what == WEFT_RECORD_MERGE)
    refill (edits, position);
  edits->is_going = was_going;
  show_position (edits);
}

/* By the window's own undo, which brings weights along. */
static void
selected_cb (Edits *edits)
{
  guint wanted = gtk_single_selection_get_selected (edits->selection);
  guint position = weft_history_get_position (edits->history), before;

  if (edits->is_going || wanted == GTK_INVALID_LIST_POSITION)
    return;
  edits->is_going = TRUE;
  do
    {
      before = position;
      if (position != wanted)
        gtk_widget_activate_action (edits->panel, wanted < position ? "win.undo" : "win.redo",
                                    NULL);
      position = weft_history_get_position (edits->history);
    }
  while (position != wanted && position != before);
  edits->is_going = FALSE;
  show_position (edits);
}

/* --- rows --- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Edits *edits)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, Edits *edits)
{
  GtkStringObject *words = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  guint position = gtk_list_item_get_position (item);

  gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (words));
  if (position > weft_history_get_position (edits->history))
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
}

static GtkWidget *
make_list (Edits *edits)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();

  edits->words = gtk_string_list_new (NULL);
  edits->selection = gtk_single_selection_new (G_LIST_MODEL (edits->words));
  gtk_single_selection_set_autoselect (edits->selection, FALSE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), edits);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), edits);
  edits->list = gtk_list_view_new (GTK_SELECTION_MODEL (edits->selection), factory);
  gtk_widget_add_css_class (edits->list, "edits");
  gtk_accessible_update_property (GTK_ACCESSIBLE (edits->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Edits"), -1);
  g_signal_connect_swapped (edits->selection, "notify::selected", G_CALLBACK (selected_cb), edits);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), edits->list);
  gtk_widget_set_vexpand (scroll, TRUE);
  return scroll;
}

static GtkWidget *
create (WeftContext *context)
{
  Edits *edits = g_new0 (Edits, 1);

  edits->context = context;
  edits->history = weft_context_get_history (context);
  edits->panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (edits->panel, "panel-body");
  gtk_box_append (GTK_BOX (edits->panel), make_list (edits));
  weft_panel_own (edits->panel, edits);
  weft_panel_follow (edits->panel, edits->history, "recorded", G_CALLBACK (recorded_cb), edits);
  g_signal_connect_swapped (edits->list, "map", G_CALLBACK (show_position), edits);
  refill (edits, 0);
  show_position (edits);
  return edits->panel;
}

const WeftPanel weft_panel_edits = {
  .id = "edits",
  .title = N_ ("Edits"),
  .create = create,
};
