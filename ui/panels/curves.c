/* curves: loss and metrics against the step, training and validation, with a hover line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/judges.h"
#include "ui/panels/curves-table.h"
#include "ui/panels/panels.h"
#include "ui/base/widgets.h"

#define MARK_REACH 14 /* px */
#define DRAG_LEAST 8

static void
describe (WeftCurves *curves)
{
  g_autofree char *text = weft_curves_dup_summary (curves);

  gtk_accessible_update_property (GTK_ACCESSIBLE (curves->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
series_cb (WeftCurves *curves)
{
  gboolean is_empty
      = weft_live_get_series (weft_context_get_live (curves->context), WEFT_SERIES_TRAIN_LOSS)
                ->samples->len
            == 0
        && weft_context_get_shown_run (curves->context, 0) == NULL;

  if (is_empty)
    {
      curves->top = 0;
      curves->zoom[0] = NAN;
      curves->is_log_steps = FALSE;
    }
  weft_panel_set_empty (curves->area, is_empty);
  gtk_widget_queue_draw (curves->area);
  describe (curves);
}

static gboolean
has_same_names (GtkStringList *names, GListModel *before)
{
  guint n = g_list_model_get_n_items (before);

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (gtk_string_list_get_string (names, i),
                   gtk_string_list_get_string (GTK_STRING_LIST (before), i))
        != 0)
      return FALSE;
  return n == g_list_model_get_n_items (G_LIST_MODEL (names));
}

static void
model_cb (WeftCurves *curves)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  int shown = curves->shown;

  gtk_string_list_append (names, _ ("Loss"));
  for (guint i = 0; model != NULL && i < model->n_criteria; i++)
    {
      g_autofree char *title = weft_model_dup_criterion_title (model, i);

      gtk_string_list_append (names, title);
    }
  if (has_same_names (names, gtk_drop_down_get_model (GTK_DROP_DOWN (curves->choice))))
    return;
  if (shown + 1 >= (int) g_list_model_get_n_items (G_LIST_MODEL (names)))
    shown = WEFT_CURVES_LOSS;
  gtk_drop_down_set_model (GTK_DROP_DOWN (curves->choice), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (curves->choice), (guint) (shown + 1));
}

static void
choice_cb (GtkDropDown *choice, GParamSpec *property, WeftCurves *curves)
{
  guint selected = gtk_drop_down_get_selected (choice);

  curves->shown = selected == GTK_INVALID_LIST_POSITION ? WEFT_CURVES_LOSS : (int) selected - 1;
  curves->top = 0;
  gtk_widget_queue_draw (curves->area);
  describe (curves);
}

static void
log_cb (GtkToggleButton *button, WeftCurves *curves)
{
  curves->is_log = gtk_toggle_button_get_active (button);
  gtk_widget_queue_draw (curves->area);
}

static gboolean
is_on_mark (const WeftCurves *curves, double x, double y)
{
  return curves->shown == WEFT_CURVES_LOSS && !isnan (curves->mark[0])
         && hypot (x - curves->mark[0], y - curves->mark[1]) < MARK_REACH;
}

/* Says what a click would do. */
static void
show_what_clicks_do (WeftCurves *curves, double x, double y)
{
  gboolean is_on = is_on_mark (curves, x, y);

  gtk_widget_set_cursor_from_name (curves->area, is_on ? "pointer" : NULL);
  gtk_widget_set_tooltip_text (curves->area, is_on ? _ ("Take the best weights back") : NULL);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, WeftCurves *curves)
{
  weft_panel_to_drawing (curves->area, &x, &y);
  curves->hover_x = x;
  show_what_clicks_do (curves, x, y);
  gtk_widget_queue_draw (curves->area);
}

static void
leave_cb (GtkEventControllerMotion *motion, WeftCurves *curves)
{
  curves->hover_x = NAN;
  gtk_widget_queue_draw (curves->area);
}

/* A click on the legend hides a line or brings it back, one on the best takes its weights back;
 * two in the plot show all again. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, WeftCurves *curves)
{
  WeftCurve list[WEFT_MAX_CURVES];
  WeftLegendEntry legend[WEFT_MAX_CURVES];
  guint n = weft_curves_collect (curves, list, legend);

  weft_panel_to_drawing (curves->area, &x, &y);
  if (n_press == 2)
    curves->zoom[0] = NAN;
  else if (is_on_mark (curves, x, y))
    gtk_widget_activate_action (curves->area, "win.take-best", NULL);
  for (guint i = 0; i < n && y < 24; i++)
    if (list[i].role != WEFT_ROLE_BEST && x >= curves->legend[i][0] && x <= curves->legend[i][1])
      curves->is_hidden[list[i].role] = !legend[i].is_hidden;
  gtk_widget_queue_draw (curves->area);
}

static void
drag_update_cb (GtkGestureDrag *drag, double dx, double dy, WeftCurves *curves)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  weft_panel_to_drawing (curves->area, &x, &y);
  weft_panel_to_drawing (curves->area, &dx, &dy);
  curves->drag[0] = fabs (dx) < DRAG_LEAST ? NAN : x;
  curves->drag[1] = x + dx;
  gtk_widget_queue_draw (curves->area);
}

/* The steps between the two ends are then all that is shown. */
static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, WeftCurves *curves)
{
  WeftCurve list[WEFT_MAX_CURVES];
  WeftLegendEntry legend[WEFT_MAX_CURVES];
  WeftChart chart = { .width = weft_panel_get_width (curves->area),
                      .height = weft_panel_get_height (curves->area) };
  double left = fmin (curves->drag[0], curves->drag[1]);
  double right = fmax (curves->drag[0], curves->drag[1]);

  if (!isnan (curves->drag[0]) && weft_curves_lay_out (curves, &chart, list, legend) > 0)
    {
      double from = weft_axis_unmap (&chart.x, CLAMP (left, chart.x.from, chart.x.to));
      double to = weft_axis_unmap (&chart.x, CLAMP (right, chart.x.from, chart.x.to));

      curves->zoom[0] = from;
      curves->zoom[1] = MAX (to, from + 1);
    }
  curves->drag[0] = NAN;
  gtk_widget_queue_draw (curves->area);
}

static void
add_controllers (WeftCurves *curves)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new (), *drag = gtk_gesture_drag_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), curves);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), curves);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), curves);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), curves);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), curves);
  gtk_gesture_group (click, drag);
  gtk_widget_add_controller (curves->area, motion);
  gtk_widget_add_controller (curves->area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (curves->area, GTK_EVENT_CONTROLLER (click));
}

/* A slim row under the plot: what is shown, and the scale. */
static GtkWidget *
make_controls (WeftCurves *curves)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *log_button = gtk_toggle_button_new_with_label (_ ("log"));

  curves->controls = row;
  curves->choice = gtk_drop_down_new_from_strings ((const char *const[]){ _ ("Loss"), NULL });
  weft_widget_set_inner_name (curves->choice, _ ("What the curves show"));
  gtk_widget_set_tooltip_text (log_button, _ ("Logarithmic scale: equal factors, equal heights"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (log_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Logarithmic scale"), -1);
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (row, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), curves->choice);
  gtk_box_append (GTK_BOX (row), log_button);
  gtk_box_append (GTK_BOX (row), weft_curves_table_button_new (curves));
  g_signal_connect (curves->choice, "notify::selected", G_CALLBACK (choice_cb), curves);
  g_signal_connect (log_button, "toggled", G_CALLBACK (log_cb), curves);
  return row;
}

static GtkWidget *
create (WeftContext *context)
{
  WeftCurves *curves = g_new0 (WeftCurves, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *panel;

  curves->context = context;
  curves->shown = WEFT_CURVES_LOSS;
  curves->hover_x = curves->zoom[0] = curves->drag[0] = curves->mark[0] = NAN;
  curves->area = weft_panel_area_new (_ ("Curves"), weft_curves_draw, curves);
  weft_panel_set_table (curves->area, weft_curves_dup_table);
  add_controllers (curves);
  weft_curves_add_keys (curves);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), curves->area);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_controls (curves));
  panel = weft_panel_new (
      overlay, curves->area,
      weft_panel_untrained_new (_ ("Press Train, and the loss is drawn here step by step.")));
  weft_panel_own (panel, curves);
  weft_panel_follow (panel, live, "series", G_CALLBACK (series_cb), curves);
  weft_panel_follow (panel, context, "runs", G_CALLBACK (series_cb), curves);
  weft_panel_follow (panel, live, "report", G_CALLBACK (model_cb), curves);
  weft_panel_follow (panel, live, "status", G_CALLBACK (model_cb), curves);
  series_cb (curves);
  model_cb (curves);
  return panel;
}

const WeftPanel weft_panel_curves = {
  .id = "curves",
  .title = N_ ("Curves"),
  .create = create,
};
