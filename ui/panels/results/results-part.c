/* results-part: chooses whether results are of the validation part or of the test part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/panels/panels.h"
#include "ui/panels/results.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *validation, *test;
} Part;

/* The other cell of the dock has the same two buttons; where one part is empty, the other is shown.
 */
static void
part_cb (Part *part)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (part->context));
  gboolean can_validate = model == NULL || model->split->count[WEFT_PART_VALIDATION] > 0;
  gboolean can_test = model == NULL || model->split->count[WEFT_PART_TEST] > 0;
  gboolean is_test = can_test && (weft_context_get_on_test (part->context) || !can_validate);
  GtkWidget *chosen = is_test ? part->test : part->validation;
  gboolean is_trained = weft_results_is_trained (part->context);

  gtk_widget_set_visible (part->validation, is_trained);
  gtk_widget_set_visible (part->test, is_trained);
  gtk_widget_set_sensitive (part->validation, can_validate);
  gtk_widget_set_sensitive (part->test, can_test);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chosen), TRUE);
}

static void
toggled_cb (GtkToggleButton *button, Part *part)
{
  if (gtk_toggle_button_get_active (button))
    weft_context_set_on_test (part->context, GTK_WIDGET (button) == part->test);
}

static GtkWidget *
add_choice (GtkWidget *row, Part *part, const char *name, const char *help)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (name);

  gtk_widget_set_tooltip_text (button, help);
  gtk_box_append (GTK_BOX (row), button);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), part);
  return button;
}

GtkWidget *
weft_results_part_new (WeftContext *context)
{
  Part *part = g_new0 (Part, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  part->context = context;
  part->validation
      = add_choice (row, part, _ ("Validation"),
                    _ ("Samples that no weight learns from: to choose the network by"));
  part->test = add_choice (row, part, _ ("Test"),
                           _ ("Samples kept to the end: to judge the finished network by"));
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (part->test),
                               GTK_TOGGLE_BUTTON (part->validation));
  gtk_widget_add_css_class (row, "linked");
  gtk_widget_add_css_class (all, "panel-controls");
  gtk_box_append (GTK_BOX (all), weft_results_judge_new (context));
  gtk_box_append (GTK_BOX (all), row);
  gtk_widget_set_valign (all, GTK_ALIGN_CENTER);
  weft_panel_own (all, part);
  weft_panel_follow (all, context, "part", G_CALLBACK (part_cb), part);
  weft_panel_follow (all, weft_context_get_live (context), "snapshot", G_CALLBACK (part_cb), part);
  part_cb (part);
  return all;
}
