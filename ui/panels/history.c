/* history: every run of the project: its figures, settings and note; laid over the curves,
 * compared, gone back to, put in the bin */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/panels/history/race-window.h"
#include "ui/panels/history/run-row.h"
#include "ui/panels/history/runs-compared.h"
#include "ui/panels/panel.h"
#include "ui/panels/panels.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *panel, *list;
  GPtrArray *cards;   /* WeftRunCard, as they stand in the list */
  GHashTable *rows;   /* of a card; both not owned */
  gint64 loaded_step; /* of the run at hand, when they were read */
  gboolean was_training;
  gboolean is_dirty; /* there is something newer than what is shown */
} History;

static void reload (History *history);
static void sort (History *history);

static WeftRunCard *
find_card (History *history, gint64 run)
{
  for (guint i = 0; i < history->cards->len; i++)
    if (((WeftRunCard *) history->cards->pdata[i])->id == run)
      return history->cards->pdata[i];
  return NULL;
}

/* --- what is done to a run --- */

static void
go_back_cb (GSimpleAction *action, GVariant *run, gpointer user)
{
  History *history = user;
  const WeftHost *host = weft_context_get_host (history->context);
  g_autofree char *title = weft_run_dup_title (g_variant_get_int64 (run));
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  weft_context_show_run (history->context, g_variant_get_int64 (run), FALSE);
  if (host->go_back_to_run (host->user, weft_context_get_window (history->context),
                            g_variant_get_int64 (run), &error))
    text
        = g_strdup_printf (_ ("Back at %s. Undo brings the network back as it was before."), title);
  else
    text = g_strdup (error != NULL ? error->message : "");
  weft_context_toast (history->context, text);
  reload (history);
}

static void
compare_cb (GSimpleAction *action, GVariant *run, gpointer user)
{
  History *history = user;

  gtk_window_present (
      weft_runs_compared_new (history->context, history->cards, g_variant_get_int64 (run)));
}

static void
set_binned (History *history, gint64 run, gboolean is_binned)
{
  const WeftHost *host = weft_context_get_host (history->context);
  WeftRunCard *card = find_card (history, run);

  if (card == NULL)
    return;
  card->is_binned = is_binned;
  host->mark_run (host->user, weft_context_get_window (history->context), card);
  if (is_binned)
    weft_context_show_run (history->context, run, FALSE);
  reload (history);
  gtk_widget_child_focus (history->list, GTK_DIR_TAB_FORWARD);
}

static void
bin_cb (GSimpleAction *action, GVariant *run, gpointer user)
{
  set_binned (user, g_variant_get_int64 (run), TRUE);
}

static void
unbin_cb (GSimpleAction *action, GVariant *run, gpointer user)
{
  set_binned (user, g_variant_get_int64 (run), FALSE);
}

static void
sort_cb (GSimpleAction *action, GVariant *none, gpointer user)
{
  sort (user);
}

static const GActionEntry actions[] = {
  { "sort", sort_cb, NULL, NULL, NULL, { 0 } },
  { "go-back", go_back_cb, "x", NULL, NULL, { 0 } },
  { "compare", compare_cb, "x", NULL, NULL, { 0 } },
  { "bin", bin_cb, "x", NULL, NULL, { 0 } },
  { "unbin", unbin_cb, "x", NULL, NULL, { 0 } },
};

/* --- the list --- */

static void
append_rows (History *history, const WeftRunTwig *twigs, gboolean is_binned)
{
  gboolean is_titled = FALSE;

  for (guint i = 0; i < history->cards->len; i++)
    {
      WeftRunCard *card = history->cards->pdata[i];
      GtkWidget *row;

      if (card->is_binned != is_binned)
        continue;
      if (is_binned && !is_titled)
        gtk_box_append (
            GTK_BOX (history->list),
            weft_label_new (_ ("In the bin until the project is closed"), "panel-title"));
      row = weft_run_row_new (history->context, card);
      weft_run_row_hang (row, &twigs[i]);
      g_hash_table_insert (history->rows, card, row);
      gtk_box_append (GTK_BOX (history->list), row);
      is_titled = TRUE;
    }
}

/* The runs that it leaves are listed when it is closed. */
static void
race_cb (History *history)
{
  GtkWindow *window = weft_race_window_new (history->context);

  weft_panel_follow (history->panel, window, "destroy", G_CALLBACK (reload), history);
  gtk_window_present (window);
}

/* Several at once from here. */
static void
append_race (History *history)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = gtk_button_new_with_label (_ ("Fork and race…"));

  gtk_widget_set_tooltip_text (button, _ ("Children of this step learn side by side, with one "
                                          "difference each"));
  gtk_widget_add_css_class (row, "panel-controls");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (race_cb), history);
  gtk_box_append (GTK_BOX (row), button);
  gtk_box_append (GTK_BOX (history->list), row);
}

static void
fill (History *history)
{
  g_autofree WeftRunTwig *twigs = weft_run_tree_sort (history->cards);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (history->list)) != NULL)
    gtk_box_remove (GTK_BOX (history->list), child);
  g_hash_table_remove_all (history->rows);
  append_race (history);
  append_rows (history, twigs, FALSE);
  append_rows (history, twigs, TRUE);
  weft_panel_set_empty (history->list, history->cards->len == 0);
}

/* The rows stay what they are, with the focus and a note that is being typed. */
static void
sort (History *history)
{
  g_autofree WeftRunTwig *twigs = weft_run_tree_sort (history->cards);
  GtkWidget *last = gtk_widget_get_first_child (history->list); /* the race's row */

  for (guint i = 0; i < history->cards->len; i++)
    {
      const WeftRunCard *card = history->cards->pdata[i];
      GtkWidget *row = g_hash_table_lookup (history->rows, card);

      if (card->is_binned)
        continue;
      weft_run_row_hang (row, &twigs[i]);
      gtk_box_reorder_child_after (GTK_BOX (history->list), row, last);
      last = row;
    }
}

/* Somebody types a note: what is new waits. */
static gboolean
is_typing (History *history)
{
  GtkWidget *focus = gtk_window_get_focus (weft_context_get_window (history->context));

  return focus != NULL && GTK_IS_TEXT (focus) && gtk_widget_is_ancestor (focus, history->list);
}

static void
reload (History *history)
{
  const WeftHost *host = weft_context_get_host (history->context);
  WeftLive *live = weft_context_get_live (history->context);

  history->is_dirty = !gtk_widget_get_mapped (history->panel) || is_typing (history);
  if (history->is_dirty)
    return;
  g_clear_pointer (&history->cards, g_ptr_array_unref);
  history->cards = host->list_runs (host->user, weft_context_get_window (history->context));
  history->loaded_step = weft_live_get_status (live)->step;
  history->was_training = weft_live_is_training (live);
  fill (history);
}

/* While a run learns its figures stand: reading them costs as much as it is long. So they do while
 * an earlier step is looked at. */
static void
status_cb (History *history)
{
  WeftLive *live = weft_context_get_live (history->context);
  gboolean is_training = weft_live_is_training (live);

  if (weft_live_get_looked (live) >= 0)
    return;
  if (is_training != history->was_training
      || (!is_training && weft_live_get_status (live)->step != history->loaded_step))
    reload (history);
}

static void
map_cb (History *history)
{
  reload (history);
}

static void
destroy_cb (GtkWidget *panel, History *history)
{
  g_clear_pointer (&history->cards, g_ptr_array_unref);
  g_clear_pointer (&history->rows, g_hash_table_unref);
}

static GtkWidget *
create (WeftContext *context)
{
  History *history = g_new0 (History, 1);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  history->context = context;
  history->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_run_card_free);
  history->rows = g_hash_table_new (NULL, NULL);
  history->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class (history->list, "panel-body");
  weft_widget_set_name (history->list, _ ("Runs"));
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, "child",
                history->list, NULL);
  history->panel = weft_panel_new (
      scroller, history->list,
      weft_panel_untrained_new (_ ("Press Train: every run is kept here, with its figures, its "
                                   "settings and its network.")));
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), history);
  gtk_widget_insert_action_group (history->panel, "history", G_ACTION_GROUP (group));
  weft_panel_own (history->panel, history);
  g_signal_connect (history->panel, "destroy", G_CALLBACK (destroy_cb), history);
  g_signal_connect_swapped (history->panel, "map", G_CALLBACK (map_cb), history);
  weft_panel_follow (history->panel, weft_context_get_live (context), "status",
                     G_CALLBACK (status_cb), history);
  weft_panel_set_empty (history->list, TRUE);
  return history->panel;
}

const WeftPanel weft_panel_history = {
  .id = "history",
  .title = N_ ("History"),
  .create = create,
};
