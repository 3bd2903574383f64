/* threshold: a slider of the probability from which on the class that is looked for is said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/decision.h"
#include "ui/panels/results/decided-table.h"

#define VALUE_CHARS 6

typedef struct
{
  WeftContext *context;
  GtkWidget *scale, *value;
  gboolean is_setting;
} Threshold;

static void
decision_cb (Threshold *threshold)
{
  WeftDecision decision = weft_context_get_decision (threshold->context);
  double share = weft_decision_get_share (&decision);
  g_autofree char *text = weft_format_share (share);

  threshold->is_setting = TRUE;
  gtk_range_set_value (GTK_RANGE (threshold->scale), share);
  threshold->is_setting = FALSE;
  gtk_label_set_text (GTK_LABEL (threshold->value), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (threshold->scale),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
changed_cb (GtkRange *range, Threshold *threshold)
{
  WeftDecision decision = weft_context_get_decision (threshold->context);

  if (threshold->is_setting)
    return;
  decision.threshold = weft_decision_of_share (gtk_range_get_value (range));
  weft_context_set_decision (threshold->context, &decision);
}

GtkWidget *
weft_threshold_new (WeftContext *context)
{
  Threshold *threshold = g_new0 (Threshold, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  threshold->context = context;
  threshold->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 0.01);
  threshold->value = weft_label_new ("", "score");
  gtk_scale_set_draw_value (GTK_SCALE (threshold->scale), FALSE);
  gtk_widget_set_hexpand (threshold->scale, TRUE);
  gtk_widget_set_valign (threshold->scale, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (threshold->scale, "threshold");
  gtk_label_set_width_chars (GTK_LABEL (threshold->value), VALUE_CHARS);
  gtk_label_set_xalign (GTK_LABEL (threshold->value), 1);
  weft_widget_set_name (threshold->scale, _ ("Threshold"));
  gtk_widget_set_tooltip_text (threshold->scale,
                               _ ("From which probability on the class that is looked for is "
                                  "said"));
  gtk_box_append (GTK_BOX (row), weft_label_new (_ ("Threshold"), "notes"));
  gtk_box_append (GTK_BOX (row), threshold->scale);
  gtk_box_append (GTK_BOX (row), threshold->value);
  g_signal_connect (threshold->scale, "value-changed", G_CALLBACK (changed_cb), threshold);
  weft_panel_own (row, threshold);
  weft_panel_follow (row, context, "decision", G_CALLBACK (decision_cb), threshold);
  decision_cb (threshold);
  return row;
}
