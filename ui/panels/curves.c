/* curves: loss and metrics against the step, training and validation, with a hover line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/panels/curves/curves-table.h"
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
      memset (curves->top, 0, sizeof curves->top);
      curves->zoom[0] = NAN;
      curves->is_log_steps = FALSE;
    }
  weft_panel_set_empty (curves->area, is_empty);
  weft_curves_update_figures (curves); /* a series may be new */
  gtk_widget_queue_draw (curves->area);
  describe (curves);
}

static void
model_cb (WeftCurves *curves)
{
  if (!weft_curves_update_figures (curves))
    return;
  weft_curves_name_choice (curves);
  weft_curves_choice_changed (curves);
}

void
weft_curves_choice_changed (WeftCurves *curves)
{
  memset (curves->top, 0, sizeof curves->top);
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
  return !isnan (curves->mark[0]) && hypot (x - curves->mark[0], y - curves->mark[1]) < MARK_REACH;
}

/* Says what a click would do. A tooltip takes the description's place, which is told again. */
static void
show_what_clicks_do (WeftCurves *curves, double x, double y)
{
  gboolean is_on = is_on_mark (curves, x, y);

  if (is_on == (gtk_widget_get_tooltip_text (curves->area) != NULL))
    return;
  gtk_widget_set_cursor_from_name (curves->area, is_on ? "pointer" : NULL);
  gtk_widget_set_tooltip_text (curves->area, is_on ? _ ("Take the best weights back") : NULL);
  describe (curves);
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

static void
toggle (WeftCurves *curves, guint64 id)
{
  for (guint i = 0; i < curves->n_hidden; i++)
    if (curves->hidden[i] == id)
      {
        curves->hidden[i] = curves->hidden[--curves->n_hidden];
        return;
      }
  if (curves->n_hidden < WEFT_MAX_CURVES)
    curves->hidden[curves->n_hidden++] = id;
}

static void
press_legend (WeftCurves *curves, double x, double y)
{
  g_auto (WeftCurvesSet) set = { .n = 0 };

  weft_curves_collect (curves, &set);
  for (guint i = 0; i < set.n; i++)
    {
      const WeftLegendPlace *place = &curves->places[i];

      if (x >= place->x - 4 && x <= place->x + place->width - 8 && y >= place->y - 2
          && y <= place->y + WEFT_LEGEND_ROW - 2 && place->width > 0)
        toggle (curves, set.list[i].id);
    }
}

/* A click on the legend hides a line or brings it back, one on the best takes its weights back;
 * two in the plot show all again. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, WeftCurves *curves)
{
  weft_panel_to_drawing (curves->area, &x, &y);
  if (n_press == 2)
    curves->zoom[0] = NAN;
  else if (is_on_mark (curves, x, y))
    gtk_widget_activate_action (curves->area, "win.take-best", NULL);
  press_legend (curves, x, y);
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

/* What is between the two ends is then all that is shown. */
static void
drag_end_cb (GtkGestureDrag *drag, double dx, double dy, WeftCurves *curves)
{
  g_auto (WeftCurvesSet) set = { .n = 0 };
  WeftChart chart = { .width = weft_panel_get_width (curves->area),
                      .height = weft_panel_get_height (curves->area) };
  double left = fmin (curves->drag[0], curves->drag[1]);
  double right = fmax (curves->drag[0], curves->drag[1]);

  weft_curves_lay_out (curves, &chart, &set);
  if (!isnan (curves->drag[0]) && set.n > 0)
    {
      double from = weft_axis_unmap (&chart.x, CLAMP (left, chart.x.from, chart.x.to));
      double to = weft_axis_unmap (&chart.x, CLAMP (right, chart.x.from, chart.x.to));

      curves->zoom[0] = from;
      curves->zoom[1] = curves->along == WEFT_ALONG_STEPS ? MAX (to, from + 1) : to;
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
  gtk_widget_set_tooltip_text (log_button, _ ("Logarithmic scale: equal factors, equal heights"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (log_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Logarithmic scale"), -1);
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (row, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), weft_curves_choice_new (curves));
  gtk_box_append (GTK_BOX (row), log_button);
  gtk_box_append (GTK_BOX (row), weft_curves_table_button_new (curves));
  g_signal_connect (log_button, "toggled", G_CALLBACK (log_cb), curves);
  return row;
}

static void
forget_figures (WeftCurves *curves)
{
  g_clear_pointer (&curves->figures, g_ptr_array_unref);
}

static GtkWidget *
create (WeftContext *context)
{
  WeftCurves *curves = g_new0 (WeftCurves, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *panel;

  curves->context = context;
  weft_curves_update_figures (curves);
  weft_curves_restore_choice (curves);
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
  g_signal_connect_swapped (panel, "destroy", G_CALLBACK (forget_figures), curves);
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
