/* curves: loss and metrics against the step, training and validation, with a hover line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/format.h"
#include "ui/panels/panel.h"
#include "ui/panels/panels.h"
#include "ui/plots/curve.h"
#include "ui/plots/mark.h"
#include "ui/window/widgets.h"

enum
{
  LOSS = -1, /* what is shown: the loss, else a metric's number */
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkWidget *choice; /* drop-down: loss or a metric */
  int shown;
  gboolean is_log;
  gboolean is_hidden[2];
  double legend[2][2]; /* px, where each entry lies */
  double hover_x;      /* px; NAN: the pointer is elsewhere */
  double top;          /* the axis's end, which only grows while a run goes on */
} Curves;

static const WeftSeries *
get_series (const Curves *curves, int which)
{
  WeftLive *live = weft_context_get_live (curves->context);

  if (curves->shown == LOSS)
    return weft_live_get_series (live,
                                 which == 0 ? WEFT_SERIES_TRAIN_LOSS : WEFT_SERIES_VALIDATION_LOSS);
  return which == 0 ? NULL
                    : weft_live_get_series (live, WEFT_SERIES_METRIC + (guint) curves->shown);
}

/* The metric that is shown; NULL: it is the loss. */
static const WeftMetric *
get_metric (const Curves *curves)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));

  return model != NULL && curves->shown >= 0 ? model->metrics[curves->shown] : NULL;
}

static gboolean
is_share (const Curves *curves)
{
  const WeftMetric *metric = get_metric (curves);

  return metric != NULL && metric->is_share;
}

static char *
dup_value (const Curves *curves, double value)
{
  return is_share (curves) ? weft_format_share (value) : weft_format_digits (value, 3);
}

static guint
collect (const Curves *curves, WeftCurve *list, WeftLegendEntry *legend)
{
  static const char *const names[] = { N_ ("training"), N_ ("validation") };
  static const WeftRole colors[] = { WEFT_ROLE_TRAIN, WEFT_ROLE_VALID };
  guint n = 0;

  for (int i = 0; i < 2; i++)
    {
      const WeftSeries *series = get_series (curves, i);

      if (series == NULL || series->samples->len == 0)
        continue;
      list[n] = (WeftCurve){ .samples = (const WeftSample *) (gpointer) series->samples->data,
                             .n = series->samples->len,
                             .role = colors[i] };
      legend[n] = (WeftLegendEntry){ _ (names[i]), colors[i], curves->is_hidden[i] };
      n++;
    }
  return n;
}

/* --- axes --- */

static void
set_value_axis (Curves *curves, WeftChart *chart, const WeftCurve *list, guint n)
{
  double low = INFINITY, high = -INFINITY, a, b;

  for (guint i = 0; i < n; i++)
    if (weft_curve_get_range (&list[i], &a, &b))
      {
        low = MIN (low, a);
        high = MAX (high, b);
      }
  if (low > high)
    low = 0, high = 1;
  chart->y.is_share = is_share (curves);
  chart->y.is_log = curves->is_log && low > 0 && !chart->y.is_share;
  if (chart->y.is_log)
    {
      chart->y.low = pow (10, floor (log10 (low) * 2) / 2);
      chart->y.high = pow (10, ceil (log10 (MAX (high, low * 1.01)) * 2) / 2);
      return;
    }
  curves->top = MAX (curves->top, weft_axis_round_up (high));
  if (high < curves->top / 3 || curves->shown != LOSS)
    curves->top = weft_axis_round_up (high);
  chart->y.is_even = TRUE;
  chart->y.low = low < 0 ? -weft_axis_round_up (-low) : 0;
  chart->y.high = MAX (curves->top, chart->y.low + 1e-12);
}

/* The end of the step axis: it grows by a tenth or so at a time, so that nothing creeps. */
static double
round_step_up (double last)
{
  double power = pow (10, floor (log10 (last)));
  double unit = power / (last < 2 * power ? 10 : last < 5 * power ? 5 : 2);

  return ceil (last / unit) * unit;
}

static void
set_step_axis (WeftChart *chart, WeftCurve *list, guint n)
{
  double last = 10;

  for (guint i = 0; i < n; i++)
    last = MAX (last, (double) list[i].samples[list[i].n - 1].last);
  chart->x.low = 0;
  chart->x.high = round_step_up (last);
  for (guint i = 0; i < n; i++)
    list[i].smoothing = list[i].role == WEFT_ROLE_TRAIN ? MAX (last / 40, 2) : 0;
}

/* --- drawing --- */

static char *
dup_title (const Curves *curves)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));

  if (model == NULL)
    return g_strdup (_ ("Loss"));
  if (curves->shown >= 0 && model->metrics[curves->shown] != NULL)
    return g_strdup (_ (model->metrics[curves->shown]->title));
  for (guint i = 0; i < weft_graph_get_n_nodes (model->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (model->graph, i);

      if (node->layer->is_loss)
        return g_strdup_printf (_ ("Loss · %s"), _ (node->layer->title));
    }
  return g_strdup (_ ("Loss"));
}

static gboolean
is_better (const Curves *curves, double a, double b)
{
  const WeftMetric *metric = get_metric (curves);

  return metric != NULL && metric->higher_is_better ? a > b : a < b;
}

static const WeftSample *
find_best (const Curves *curves, const WeftCurve *curve)
{
  const WeftSample *best = NULL;

  for (guint i = 0; i < curve->n; i++)
    if (isfinite (curve->samples[i].value)
        && (best == NULL || is_better (curves, curve->samples[i].value, best->value)))
      best = &curve->samples[i];
  return best;
}

/* The best validation point, ringed and named. */
static void
draw_best (cairo_t *cr, const Curves *curves, const WeftChart *chart, const WeftCurve *list,
           guint n)
{
  const WeftSample *best = find_best (curves, &list[n - 1]);
  g_autofree char *number = best != NULL ? dup_value (curves, best->value) : NULL;
  g_autofree char *label = number != NULL ? g_strdup_printf (_ ("best %s"), number) : NULL;

  if (best != NULL)
    weft_mark_draw (cr, chart, list, n, best, label);
}

static void
draw_hover (cairo_t *cr, const Curves *curves, const WeftChart *chart, const WeftCurve *list,
            const WeftLegendEntry *legend, guint n)
{
  double step = weft_axis_unmap (&chart->x, curves->hover_x);
  char *values[2] = { NULL, NULL };
  WeftLegendEntry shown[2];
  guint rows = 0;

  if (isnan (curves->hover_x) || curves->hover_x < chart->x.from || curves->hover_x > chart->x.to)
    return;
  for (guint i = 0; i < n; i++)
    {
      const WeftSample *sample = weft_curve_find (&list[i], step);

      if (sample == NULL || legend[i].is_hidden)
        continue;
      shown[rows] = legend[i];
      values[rows++] = dup_value (curves, weft_sample_get_mean (sample));
    }
  g_autofree char *count = weft_format_count ((gint64) llround (step));
  g_autofree char *title = g_strdup_printf (_ ("step %s"), count);

  weft_chart_draw_card (cr, chart, curves->hover_x, title, shown, values, rows);
  for (guint i = 0; i < rows; i++)
    g_free (values[i]);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Curves *curves = user;
  WeftCurve list[2];
  WeftLegendEntry legend[2];
  guint n = collect (curves, list, legend);
  g_autofree char *title = dup_title (curves);
  WeftChart chart
      = { .title = title, .is_dark = weft_theme_is_dark (), .width = width, .height = height };

  weft_chart_layout (&chart);
  set_step_axis (&chart, list, n);
  set_value_axis (curves, &chart, list, n);
  weft_chart_draw_frame (cr, &chart);
  weft_chart_draw_legend (cr, &chart, legend, n, curves->legend);
  for (guint i = 0; i < n; i++)
    if (!legend[i].is_hidden)
      weft_curve_draw (cr, &chart, &list[i]);
  if (n > 0 && list[n - 1].role == WEFT_ROLE_VALID && !legend[n - 1].is_hidden)
    draw_best (cr, curves, &chart, list, n);
  draw_hover (cr, curves, &chart, list, legend, n);
}

/* --- what happens --- */

static void
describe (Curves *curves)
{
  const WeftSeries *training = get_series (curves, 0), *validation = get_series (curves, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  const WeftSeries *both[] = { training, validation };
  const char *const names[] = { _ ("training"), _ ("validation") };

  for (guint i = 0; i < 2; i++)
    if (both[i] != NULL && both[i]->samples->len > 0)
      {
        const WeftSample *last
            = &g_array_index (both[i]->samples, WeftSample, both[i]->samples->len - 1);
        g_autofree char *number = dup_value (curves, last->value);

        g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "", names[i], number);
      }
  gtk_accessible_update_property (GTK_ACCESSIBLE (curves->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
series_cb (Curves *curves)
{
  gboolean is_empty
      = weft_live_get_series (weft_context_get_live (curves->context), WEFT_SERIES_TRAIN_LOSS)
            ->samples->len
        == 0;

  if (is_empty)
    curves->top = 0;
  weft_panel_set_empty (curves->area, is_empty);
  gtk_widget_queue_draw (curves->area);
  describe (curves);
}

static void
model_cb (Curves *curves)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  int shown = curves->shown;

  gtk_string_list_append (names, _ ("Loss"));
  for (guint i = 0; model != NULL && model->metrics[i] != NULL; i++)
    gtk_string_list_append (names, _ (model->metrics[i]->title));
  if (g_list_model_get_n_items (G_LIST_MODEL (names))
      == g_list_model_get_n_items (gtk_drop_down_get_model (GTK_DROP_DOWN (curves->choice))))
    return;
  gtk_drop_down_set_model (GTK_DROP_DOWN (curves->choice), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (curves->choice), (guint) (shown + 1));
}

static void
choice_cb (GtkDropDown *choice, GParamSpec *property, Curves *curves)
{
  guint selected = gtk_drop_down_get_selected (choice);

  curves->shown = selected == GTK_INVALID_LIST_POSITION ? LOSS : (int) selected - 1;
  curves->top = 0;
  gtk_widget_queue_draw (curves->area);
}

static void
log_cb (GtkToggleButton *button, Curves *curves)
{
  curves->is_log = gtk_toggle_button_get_active (button);
  gtk_widget_queue_draw (curves->area);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, Curves *curves)
{
  curves->hover_x = x;
  gtk_widget_queue_draw (curves->area);
}

static void
leave_cb (GtkEventControllerMotion *motion, Curves *curves)
{
  curves->hover_x = NAN;
  gtk_widget_queue_draw (curves->area);
}

/* A click on the legend hides a line or brings it back. */
static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Curves *curves)
{
  WeftCurve list[2];
  WeftLegendEntry legend[2];
  guint n = collect (curves, list, legend);

  for (guint i = 0; i < n && y < 24; i++)
    if (x >= curves->legend[i][0] && x <= curves->legend[i][1])
      {
        gboolean *is_hidden = &curves->is_hidden[list[i].role == WEFT_ROLE_VALID];

        *is_hidden = !*is_hidden;
        gtk_widget_queue_draw (curves->area);
      }
}

static void
add_controllers (Curves *curves)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), curves);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), curves);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), curves);
  gtk_widget_add_controller (curves->area, motion);
  gtk_widget_add_controller (curves->area, GTK_EVENT_CONTROLLER (click));
}

/* A slim row under the plot: what is shown, and the scale. */
static GtkWidget *
make_controls (Curves *curves)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *log_button = gtk_toggle_button_new_with_label (_ ("log"));

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
  g_signal_connect (curves->choice, "notify::selected", G_CALLBACK (choice_cb), curves);
  g_signal_connect (log_button, "toggled", G_CALLBACK (log_cb), curves);
  return row;
}

GtkWidget *
weft_curves_panel_new (WeftContext *context)
{
  Curves *curves = g_new0 (Curves, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *panel;

  curves->context = context;
  curves->shown = LOSS;
  curves->hover_x = NAN;
  curves->area = weft_panel_area_new (_ ("Curves"), draw_cb, curves);
  add_controllers (curves);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), curves->area);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_controls (curves));
  panel = weft_panel_new (
      overlay, curves->area,
      weft_panel_untrained_new (_ ("Press Train, and the loss is drawn here step by step.")));
  weft_panel_own (panel, curves);
  weft_panel_follow (panel, live, "series", G_CALLBACK (series_cb), curves);
  weft_panel_follow (panel, live, "report", G_CALLBACK (model_cb), curves);
  weft_panel_follow (panel, live, "status", G_CALLBACK (model_cb), curves);
  series_cb (curves);
  model_cb (curves);
  return panel;
}
