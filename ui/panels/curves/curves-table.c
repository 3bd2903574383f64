/* curves-table: what the curves show, as a table of values and by arrows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/curves/curves-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/plots/csv.h"

#define MOST_ROWS 40
#define MOST_MARKS 8
#define KEY_STEPS 40.0 /* presses from one end of the plot to the other */

/* --- the table --- */

static void
append_cell (GtkWidget *row, GtkAccessibleRole role, const char *text)
{
  GtkWidget *cell = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", text, "xalign",
                                  1.0F, "width-chars", 11, NULL);

  gtk_widget_add_css_class (cell,
                            role == GTK_ACCESSIBLE_ROLE_COLUMN_HEADER ? "heading" : "numeric");
  weft_widget_set_name (cell, text);
  gtk_box_append (GTK_BOX (row), cell);
}

static GtkWidget *
append_row (GtkWidget *table)
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW,
                                 "spacing", 12, NULL);

  gtk_box_append (GTK_BOX (table), row);
  return row;
}

/* Of the curve with the fewest points, validation's as a rule: there each line has a value. But for
 * the test part, which may have been looked at once. */
static const WeftCurve *
find_sparsest (const WeftCurve *list, guint n)
{
  const WeftCurve *best = &list[0];

  for (guint i = 1; i < n; i++)
    if (list[i].n < best->n && list[i].role != WEFT_ROLE_BEST)
      best = &list[i];
  return best;
}

static void
append_values (GtkWidget *table, const WeftCurve *list, guint n, const WeftSample *at, double gap)
{
  GtkWidget *row = append_row (table);
  g_autofree char *step = weft_format_count ((gint64) at->last);

  append_cell (row, GTK_ACCESSIBLE_ROLE_CELL, step);
  for (guint i = 0; i < n; i++)
    {
      const WeftSample *sample = weft_curve_read (&list[i], (double) at->last, gap);
      g_autofree char *value
          = sample != NULL ? weft_curve_dup_value (&list[i], weft_sample_get_mean (sample)) : NULL;

      append_cell (row, GTK_ACCESSIBLE_ROLE_CELL, value != NULL ? value : "–");
    }
}

static GtkWidget *
make_table (const WeftCurves *curves)
{
  GtkWidget *table = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE,
                                   "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *head = append_row (table);
  g_auto (WeftCurvesSet) set = { .n = 0 };
  const WeftCurve *by;
  double gap = 0;
  guint rows;

  weft_curves_collect (curves, &set);
  by = set.n > 0 ? find_sparsest (set.list, set.n) : NULL;
  rows = by != NULL ? MIN (by->n, MOST_ROWS) : 0;
  weft_widget_set_name (table, _ ("Table of values"));
  append_cell (head, GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, _ ("Step number"));
  for (guint i = 0; i < set.n; i++)
    append_cell (head, GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, set.legend[i].name);
  if (rows > 1)
    gap = (double) (by->samples[by->n - 1].last - by->samples[0].last) / (rows - 1);
  for (guint i = 0; i < rows; i++)
    append_values (table, set.list, set.n,
                   &by->samples[rows > 1 ? (gsize) i * (by->n - 1) / (rows - 1) : 0], gap);
  return table;
}

static void
open_cb (GtkMenuButton *button, gpointer user)
{
  GtkWidget *popover = gtk_popover_new (), *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_table (user));
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "propagate-natural-width", TRUE, "max-content-height", 300, NULL);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (button, popover);
}

GtkWidget *
weft_curves_table_button_new (WeftCurves *curves)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("table"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), open_cb, curves, NULL);
  gtk_widget_set_tooltip_text (button, _ ("The values as a table"));
  weft_widget_set_inner_name (button, _ ("Table of values"));
  return button;
}

/* --- arrows --- */

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
        WeftCurves *curves)
{
  double width = weft_panel_get_width (curves->area), step = width / KEY_STEPS;
  double way = key == GDK_KEY_Right ? step : key == GDK_KEY_Left ? -step : 0;

  if (way == 0)
    return GDK_EVENT_PROPAGATE;
  curves->hover_x
      = CLAMP ((isnan (curves->hover_x) ? width / 2 : curves->hover_x) + way, 0, width - 1);
  gtk_widget_queue_draw (curves->area);
  return GDK_EVENT_STOP;
}

static void
left_cb (GtkEventControllerFocus *focus, WeftCurves *curves)
{
  curves->hover_x = NAN;
  gtk_widget_queue_draw (curves->area);
}

void
weft_curves_add_keys (WeftCurves *curves)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_set_focusable (curves->area, TRUE);
  gtk_widget_add_css_class (curves->area, "curves");
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), curves);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), curves);
  gtk_widget_add_controller (curves->area, keys);
  gtk_widget_add_controller (curves->area, focus);
}

char *
weft_curves_dup_table (gpointer user)
{
  g_auto (WeftCurvesSet) set = { .n = 0 };

  weft_curves_collect (user, &set);
  return weft_curves_to_csv (set.list, set.legend, set.n);
}

/* --- in words --- */

/* The newest of what was done on the way. */
static void
append_marks (GString *text, const WeftCurves *curves)
{
  const GPtrArray *marks = weft_live_get_marks (weft_context_get_live (curves->context));
  guint first = MAX (marks->len, MOST_MARKS) - MOST_MARKS;

  for (guint i = first; i < marks->len && !curves->hides_marks; i++)
    {
      const WeftLiveMark *mark = marks->pdata[i];
      g_autofree char *step = weft_format_count (mark->step);

      /* Translators: a step of training, and what was done to the network there */
      g_string_append_printf (text, _ ("; at step %s: %s"), step, mark->words);
    }
}

char *
weft_curves_dup_summary (const WeftCurves *curves)
{
  GString *text = g_string_new (NULL);
  g_auto (WeftCurvesSet) set = { .n = 0 };

  weft_curves_collect (curves, &set);
  for (guint i = 0; i < set.n; i++)
    {
      const WeftCurve *curve = &set.list[i];
      double low = 0, high = 0;
      const WeftSample *last = &curve->samples[curve->n - 1];
      g_autofree char *number = weft_curve_dup_value (curve, last->value);
      g_autofree char *step = weft_format_count ((gint64) last->last);

      if (!weft_curve_get_span (curve, &low, &high))
        continue;
      g_autofree char *least = weft_curve_dup_value (curve, low);
      g_autofree char *most = weft_curve_dup_value (curve, high);

      /* Translators: a curve's name, its last value, the step, and its range */
      g_string_append_printf (text, _ ("%s%s %s at step %s, between %s and %s"), i > 0 ? "; " : "",
                              set.legend[i].name, number, step, least, most);
    }
  append_marks (text, curves);
  return g_string_free (text, FALSE);
}
