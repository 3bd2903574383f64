/* decided-table: a threshold to drag, what its mistakes cost, and what is decided by it, in numbers
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/decided-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/decision.h"

enum
{
  WIDTH = 280,
  NAME_CHARS = 10, /* of a class */
};

typedef struct
{
  WeftContext *context;
  const WeftOperating *operating; /* nullable, borrowed */
  GtkWidget *missed, *alarm;      /* what they cost */
  GtkWidget *cost, *cheapest;
  GtkWidget *names[2], *called[2]; /* of the class looked for, and of the other */
  GtkWidget *counts[2][2];         /* row: what it is, column: what is said */
  GtkWidget *shares[2];            /* of each row: said rightly */
  GtkWidget *right[2];             /* of each column: is so */
  GtkWidget *accuracy;
  gboolean is_setting;
} Table;

static const char key[] = "weft-decided-table";

static void
set_share (GtkWidget *label, const char *format, double share)
{
  g_autofree char *value = weft_format_metric (share, TRUE);
  g_autofree char *text = format != NULL ? g_strdup_printf (format, value) : g_strdup (value);

  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
set_count (GtkWidget *label, gint64 count)
{
  g_autofree char *text = weft_format_count (count);

  gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_decided (Table *table, const WeftDecided *decided)
{
  gint64 all = decided->hits + decided->alarms + decided->missed + decided->passed;

  set_count (table->counts[0][0], decided->hits);
  set_count (table->counts[0][1], decided->missed);
  set_count (table->counts[1][0], decided->alarms);
  set_count (table->counts[1][1], decided->passed);
  set_share (table->shares[0], _ ("Sensitivity %s"), weft_decided_get_sensitivity (decided));
  set_share (table->shares[1], _ ("Specificity %s"), weft_decided_get_specificity (decided));
  set_share (table->right[0], NULL, weft_decided_get_precision (decided));
  set_share (table->right[1], NULL, weft_decided_get_negative (decided));
  set_share (table->accuracy, _ ("Accuracy %s"),
             all > 0 ? (double) (decided->hits + decided->passed) / (double) all : NAN);
}

static void
show_cost (Table *table, const WeftDecision *decision, const WeftDecided *decided)
{
  const WeftOperatingPoint *best = &table->operating->points[weft_operating_find_cheapest (
      table->operating, decision->missed, decision->alarm)];
  g_autofree char *now
      = weft_format_number (weft_decided_get_cost (decided, decision->missed, decision->alarm));
  g_autofree char *least = weft_format_number (
      weft_decided_get_cost (&best->decided, decision->missed, decision->alarm));
  g_autofree char *where = weft_format_share (
      weft_decision_get_share (&(WeftDecision){ .threshold = best->threshold }));
  g_autofree char *text = g_strdup_printf (_ ("Costs %s"), now);
  g_autofree char *offer = g_strdup_printf (_ ("Least: %s at %s"), least, where);

  gtk_label_set_text (GTK_LABEL (table->cost), text);
  gtk_button_set_label (GTK_BUTTON (table->cheapest), offer);
  weft_widget_set_name (table->cheapest, offer);
}

static void
decision_cb (Table *table)
{
  WeftDecision decision = weft_context_get_decision (table->context);
  const WeftDecided *decided;

  table->is_setting = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (table->missed), decision.missed);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (table->alarm), decision.alarm);
  table->is_setting = FALSE;
  if (table->operating == NULL)
    return;
  decided = &table->operating->points[weft_operating_find (table->operating, decision.threshold)]
                 .decided;
  show_decided (table, decided);
  show_cost (table, &decision, decided);
}

static void
cost_cb (GtkSpinButton *spin, Table *table)
{
  WeftDecision decision = weft_context_get_decision (table->context);

  if (table->is_setting)
    return;
  decision.missed = gtk_spin_button_get_value (GTK_SPIN_BUTTON (table->missed));
  decision.alarm = gtk_spin_button_get_value (GTK_SPIN_BUTTON (table->alarm));
  weft_context_set_decision (table->context, &decision);
}

static void
cheapest_cb (GtkButton *button, Table *table)
{
  WeftDecision decision = weft_context_get_decision (table->context);

  if (table->operating == NULL)
    return;
  decision.threshold = table->operating
                           ->points[weft_operating_find_cheapest (table->operating, decision.missed,
                                                                  decision.alarm)]
                           .threshold;
  weft_context_set_decision (table->context, &decision);
}

void
weft_decided_table_set (GtkWidget *widget, const WeftShown *look, const WeftOperating *operating)
{
  Table *table = g_object_get_data (G_OBJECT (widget), key);

  table->operating = operating;
  gtk_widget_set_visible (widget, operating != NULL);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = weft_shown_dup_class (look, i == 0);
      g_autofree char *called = g_strdup_printf ("→ %s", name);

      gtk_label_set_text (GTK_LABEL (table->names[i]), name);
      gtk_label_set_text (GTK_LABEL (table->called[i]), called);
    }
  decision_cb (table);
}

/* --- what it is made of --- */

static GtkWidget *
add_label (GtkWidget *grid, const char *style, float xalign, int column, int row)
{
  GtkWidget *label = weft_label_new ("", style);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_grid_attach (GTK_GRID (grid), label, column, row, 1, 1);
  return label;
}

/* A class may be cut short, a number not. */
static GtkWidget *
make_grid (Table *table)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 1);
  for (int i = 0; i < 2; i++)
    {
      table->called[i] = add_label (grid, "dim-label", 1, 1 + i, 0);
      table->names[i] = add_label (grid, "notes", 0, 0, 1 + i);
      gtk_label_set_max_width_chars (GTK_LABEL (table->called[i]), NAME_CHARS + 2);
      gtk_label_set_max_width_chars (GTK_LABEL (table->names[i]), NAME_CHARS);
      for (int k = 0; k < 2; k++)
        table->counts[i][k] = add_label (grid, i == k ? "score" : "miss", 1, 1 + k, 1 + i);
      table->shares[i] = add_label (grid, "notes", 1, 3, 1 + i);
      gtk_widget_set_hexpand (table->shares[i], TRUE);
      gtk_label_set_ellipsize (GTK_LABEL (table->shares[i]), PANGO_ELLIPSIZE_NONE);
      table->right[i] = add_label (grid, "notes", 1, 1 + i, 3);
    }
  gtk_label_set_text (GTK_LABEL (add_label (grid, "dim-label", 0, 0, 3)), _ ("Precision"));
  gtk_widget_set_tooltip_text (table->right[0],
                               _ ("Precision: of those said to be it so many are"));
  gtk_widget_set_tooltip_text (table->right[1],
                               _ ("Negative predictive value: of those said not to be it so many "
                                  "are not"));
  gtk_widget_set_tooltip_text (table->shares[0], _ ("Of those that are it so many are found"));
  gtk_widget_set_tooltip_text (table->shares[1], _ ("Of the others so many are left in peace"));
  table->accuracy = add_label (grid, "notes", 1, 3, 3);
  gtk_label_set_ellipsize (GTK_LABEL (table->accuracy), PANGO_ELLIPSIZE_NONE);
  return grid;
}

static GtkWidget *
add_spin (GtkWidget *row, Table *table, const char *name, const char *help)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, WEFT_COST_MOST, 1);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 3);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 3);
  weft_widget_set_name (spin, help);
  gtk_widget_set_tooltip_text (spin, help);
  gtk_box_append (GTK_BOX (row), weft_label_new (name, "notes"));
  gtk_box_append (GTK_BOX (row), spin);
  g_signal_connect (spin, "value-changed", G_CALLBACK (cost_cb), table);
  return spin;
}

static GtkWidget *
make_costs (Table *table)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);

  table->missed = add_spin (row, table, _ ("A miss costs"), _ ("What a missed case costs"));
  table->alarm = add_spin (row, table, _ ("an alarm"), _ ("What a false alarm costs"));
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_add_css_class (row, "costs");
  return row;
}

static GtkWidget *
make_offer (Table *table)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  table->cost = weft_label_new ("", "score");
  table->cheapest = gtk_button_new_with_label ("");
  gtk_widget_set_hexpand (table->cost, TRUE);
  gtk_widget_set_tooltip_text (table->cheapest,
                               _ ("Take the threshold whose mistakes cost least. Choose it by "
                                  "validation: the test part is to judge what was chosen."));
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_add_css_class (row, "costs");
  gtk_box_append (GTK_BOX (row), table->cost);
  gtk_box_append (GTK_BOX (row), table->cheapest);
  g_signal_connect (table->cheapest, "clicked", G_CALLBACK (cheapest_cb), table);
  return row;
}

GtkWidget *
weft_decided_table_new (WeftContext *context)
{
  Table *table = g_new0 (Table, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  table->context = context;
  gtk_box_append (GTK_BOX (box), weft_threshold_new (context));
  gtk_box_append (GTK_BOX (box), make_costs (table));
  gtk_box_append (GTK_BOX (box), make_offer (table));
  gtk_box_append (GTK_BOX (box), make_grid (table));
  gtk_widget_add_css_class (box, "panel-body");
  gtk_widget_set_size_request (scrolled, WIDTH, -1);
  gtk_widget_set_hexpand (scrolled, FALSE); /* whatever is within would like */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  g_object_set_data_full (G_OBJECT (scrolled), key, table, g_free);
  weft_panel_follow (scrolled, context, "decision", G_CALLBACK (decision_cb), table);
  decision_cb (table);
  return scrolled;
}
