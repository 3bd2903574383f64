/* column-table: what each column of the data is like, a row each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/column-table.h"

#include <glib/gi18n-lib.h>

#include "engine/plan/ending.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/panels/data/column-cells.h"
#include "ui/panels/panel.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *box, *scrolled, *line, *roles;
  WeftDataset *dataset; /* that is shown, or looked at; referenced; nullable */
  GCancellable *going;  /* nullable */
} Columns;

static gboolean
is_due_cb (gpointer user)
{
  return g_cancellable_is_cancelled (user);
}

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const WeftInterrupt interrupt = { is_due_cb, cancellable };

  g_task_return_pointer (task, weft_facts_new (data, &interrupt), NULL);
}

/* "150 samples", or of how many they are. */
static char *
dup_line (const WeftFacts *facts, const WeftDataset *dataset)
{
  g_autofree char *seen = weft_format_count (facts->samples),
                  *all = weft_format_count (dataset->count),
                  *columns = weft_format_count (facts->n), *left = NULL, *text = NULL;

  text = facts->samples < dataset->count
             ? g_strdup_printf (_ ("%s columns · %s of %s samples looked at"), columns, seen, all)
             : g_strdup_printf (_ ("%s columns · %s samples"), columns, all);
  if (facts->left_out == 0)
    return g_steal_pointer (&text);
  left = weft_format_count (facts->left_out);
  return g_strdup_printf (_ ("%s · %s more columns are not shown"), text, left);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  GtkWidget *box = GTK_WIDGET (source);
  Columns *columns = g_object_get_data (source, "columns");
  WeftFacts *facts = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (WeftColumnTable) table = NULL;
  g_autofree char *line = NULL;

  if (facts == NULL)
    return;
  table = weft_column_table_new (g_task_get_task_data (G_TASK (result)), facts);
  if (columns == NULL || g_task_get_task_data (G_TASK (result)) != columns->dataset)
    return;
  line = dup_line (facts, columns->dataset);
  gtk_label_set_text (GTK_LABEL (columns->line), line);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (columns->scrolled),
                                 weft_column_cells_new_view (weft_column_table_list (table)));
  gtk_widget_queue_resize (box);
}

static void
stop (Columns *columns)
{
  if (columns->going != NULL)
    g_cancellable_cancel (columns->going);
  g_clear_object (&columns->going);
}

static void
begin (Columns *columns, WeftDataset *dataset)
{
  g_autoptr (GTask) task = NULL;

  stop (columns);
  g_clear_pointer (&columns->dataset, weft_dataset_unref);
  columns->dataset = weft_dataset_ref (dataset);
  columns->going = g_cancellable_new ();
  task = g_task_new (columns->box, columns->going, looked_cb, NULL);
  g_task_set_task_data (task, weft_dataset_ref (dataset), (GDestroyNotify) weft_dataset_unref);
  g_task_run_in_thread (task, look_thread);
}

static const WeftNode *
find_node (const Columns *columns)
{
  return weft_ending_find_data (weft_context_get_graph (columns->context));
}

static void
follow_cb (Columns *columns)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (columns->context));
  const WeftNode *node = find_node (columns);
  g_autoptr (WeftDataChoice) choice = NULL;

  if (model == NULL || !gtk_widget_get_mapped (columns->box))
    return;
  choice = node != NULL ? weft_context_find_choice (columns->context, node) : NULL;
  weft_widget_set_shown (columns->roles, choice != NULL && choice->targets != NULL);
  if (model->dataset != columns->dataset)
    begin (columns, model->dataset);
}

static void
roles_cb (Columns *columns)
{
  const WeftNode *node = find_node (columns);

  if (node != NULL)
    gtk_widget_activate_action (columns->box, "win.columns", "x", node->id);
}

static void
destroy_cb (GtkWidget *box, Columns *columns)
{
  stop (columns);
  g_object_set_data (G_OBJECT (box), "columns", NULL);
  g_clear_pointer (&columns->dataset, weft_dataset_unref);
}

static GtkWidget *
make_head (Columns *columns)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  columns->line = weft_label_new ("", "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (columns->line), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (columns->line, TRUE);
  columns->roles = gtk_button_new_with_label (_ ("What they are for…"));
  gtk_widget_set_tooltip_text (columns->roles,
                               _ ("What each column is for, and which is predicted"));
  g_signal_connect_swapped (columns->roles, "clicked", G_CALLBACK (roles_cb), columns);
  weft_widget_set_shown (columns->roles, FALSE);
  gtk_box_append (GTK_BOX (head), columns->line);
  gtk_box_append (GTK_BOX (head), columns->roles);
  gtk_widget_add_css_class (head, "panel-controls");
  return head;
}

GtkWidget *
weft_columns_new (WeftContext *context)
{
  Columns *columns = g_new0 (Columns, 1);
  WeftLive *live = weft_context_get_live (context);

  columns->context = context;
  columns->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  columns->scrolled = gtk_scrolled_window_new ();
  gtk_widget_set_vexpand (columns->scrolled, TRUE);
  gtk_widget_set_hexpand (columns->scrolled, TRUE);
  gtk_box_append (GTK_BOX (columns->box), make_head (columns));
  gtk_box_append (GTK_BOX (columns->box), columns->scrolled);
  g_object_set_data (G_OBJECT (columns->box), "columns", columns);
  g_signal_connect (columns->box, "destroy", G_CALLBACK (destroy_cb), columns);
  g_signal_connect_swapped (columns->box, "map", G_CALLBACK (follow_cb), columns);
  weft_panel_own (columns->box, columns);
  weft_panel_follow (columns->box, live, "status", G_CALLBACK (follow_cb), columns);
  weft_panel_follow (columns->box, live, "report", G_CALLBACK (follow_cb), columns);
  return columns->box;
}
