/* marks-row: what a node is told about itself: buttons that stay down, and whose weights it uses */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/marks-row.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"

static const struct
{
  WeftNodeFlags flag;
  const char *action;
} marks[] = {
  { WEFT_NODE_FROZEN, "canvas.freeze" },
  { WEFT_NODE_MUTED, "canvas.mute" },
  { WEFT_NODE_BYPASSED, "canvas.bypass" },
};

static const WeftFlag *
find_row (WeftNodeFlags flag)
{
  const WeftFlag *row = weft_flags;

  while (row->flag != flag)
    row++;
  return row;
}

static gboolean
makes_sense (WeftGraph *graph, const WeftNode *node, WeftNodeFlags flag, gboolean has_weights)
{
  gboolean is_group = node->layer->grouping == WEFT_GROUPING_GROUP;

  if (flag == WEFT_NODE_FROZEN)
    return has_weights || is_group || (node->flags & flag);
  if (flag == WEFT_NODE_BYPASSED)
    return !node->layer->is_loss && weft_graph_count_inputs (graph, node) > 0;
  return TRUE;
}

static void
append_owner (GtkWidget *box, WeftGraph *graph, const WeftNode *node)
{
  g_autofree char *title = weft_node_dup_title (weft_graph_find_owner (graph, node));
  g_autofree char *text = g_strdup_printf (_ ("Uses the weights of %s."), title);
  GtkWidget *label = weft_label_new (text, "small");
  GtkWidget *button = gtk_button_new_with_label (_ ("Own weights again"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "canvas.share");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
}

static void
append_buttons (GtkWidget *row, WeftGraph *graph, const WeftNode *node, gboolean has_weights)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      GtkWidget *button;

      if (!makes_sense (graph, node, marks[i].flag, has_weights))
        continue;
      button = gtk_toggle_button_new_with_label (_ (find_row (marks[i].flag)->set));
      gtk_widget_set_tooltip_text (button, _ (find_row (marks[i].flag)->help));
      gtk_widget_set_hexpand (button, TRUE);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), marks[i].action);
      gtk_box_append (GTK_BOX (row), button);
    }
}

GtkWidget *
weft_marks_row_new (WeftContext *context, gint64 id, gboolean has_weights)
{
  WeftGraph *graph = weft_context_get_graph (context);
  const WeftNode *node = weft_graph_find (graph, id);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (row, "linked");
  gtk_widget_add_css_class (row, "marks");
  append_buttons (row, graph, node, has_weights);
  gtk_box_append (GTK_BOX (box), row);
  if (node->shared != 0)
    append_owner (box, graph, node);
  return box;
}
