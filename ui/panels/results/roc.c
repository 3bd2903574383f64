/* roc: what two classes come to at every threshold, one to drag, and what the mistakes cost */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/number.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/decision.h"
#include "ui/panels/results/decided-table.h"
#include "ui/panels/results/shown-answers.h"
#include "ui/plots/operating.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area, *table;
  WeftSeen seen;
  WeftOperatingPlot plot;
  WeftOperating *operating; /* NULL: not all answers are there */
  gboolean is_hover_pr;
} Roc;

static void
roc_free (gpointer data)
{
  Roc *roc = data;

  weft_seen_clear (&roc->seen);
  g_clear_pointer (&roc->operating, weft_operating_free);
  g_free (roc);
}

/* --- what is drawn --- */

static void
draw_card (cairo_t *cr, Roc *roc)
{
  const WeftOperatingPoint *point = &roc->operating->points[roc->plot.hovered];
  const WeftDecided *decided = &point->decided;
  g_autofree char *threshold = weft_format_share (
      weft_decision_get_share (&(WeftDecision){ .threshold = point->threshold }));
  g_autofree char *title = g_strdup_printf (_ ("threshold %s"), threshold);
  g_autofree char *found = weft_format_metric (weft_decided_get_sensitivity (decided), TRUE);
  g_autofree char *other = weft_format_metric (
      roc->is_hover_pr ? weft_decided_get_precision (decided) : weft_decided_get_alarms (decided),
      TRUE);
  const WeftLegendEntry entries[]
      = { { .name = roc->is_hover_pr ? _ ("recall") : _ ("true positive rate"),
            .role = WEFT_ROLE_TRAIN },
          { .name = roc->is_hover_pr ? _ ("precision") : _ ("false positive rate"),
            .role = WEFT_ROLE_VALID } };
  WeftChart whole = roc->is_hover_pr ? roc->plot.pr : roc->plot.roc;
  double at[2];

  if (!weft_operating_plot_place (&roc->plot, roc->is_hover_pr, roc->plot.hovered, at))
    return;
  whole.x.to = whole.width; /* over the other one, too */
  weft_chart_draw_card (cr, &whole,
                        &(WeftChartCard){ .px = at[0],
                                          .title = title,
                                          .entries = entries,
                                          .values = (char *[]){ found, other },
                                          .n = 2 });
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Roc *roc = user;
  WeftDecision decision = weft_context_get_decision (roc->context);

  if (roc->operating == NULL)
    {
      weft_shown_draw_partial (cr, width, height);
      return;
    }
  roc->plot.is_dark = weft_theme_is_dark ();
  roc->plot.operating = roc->operating;
  roc->plot.chosen = weft_operating_find (roc->operating, decision.threshold);
  roc->plot.cheapest
      = weft_operating_find_cheapest (roc->operating, decision.missed, decision.alarm);
  roc->plot.cost = weft_decided_get_cost (&roc->operating->points[roc->plot.cheapest].decided,
                                          decision.missed, decision.alarm);
  weft_operating_plot_layout (&roc->plot, width, height);
  weft_operating_plot_draw (cr, &roc->plot);
  if (roc->plot.hovered < roc->operating->n)
    draw_card (cr, roc);
}

/* A line for each threshold. */
static char *
dup_table (gpointer user)
{
  const Roc *roc = user;
  GString *csv = g_string_new ("threshold,true positives,false positives,false negatives,"
                               "true negatives,true positive rate,false positive rate,precision\n");

  for (guint i = 0; roc->operating != NULL && i < roc->operating->n; i++)
    {
      const WeftDecided *of = &roc->operating->points[i].decided;
      const double numbers[] = { weft_decision_get_share (&(WeftDecision){
                                     .threshold = roc->operating->points[i].threshold }),
                                 (double) of->hits,
                                 (double) of->alarms,
                                 (double) of->missed,
                                 (double) of->passed,
                                 weft_decided_get_sensitivity (of),
                                 weft_decided_get_alarms (of),
                                 weft_decided_get_precision (of) };

      for (guint k = 0; k < G_N_ELEMENTS (numbers); k++)
        {
          char text[WEFT_NUMBER_SIZE] = "";

          if (!isnan (numbers[k]))
            weft_number_write_float (text, (float) numbers[k]);
          g_string_append_printf (csv, "%s%s", k > 0 ? "," : "", text);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

/* For who cannot see the curves. */
static void
describe (Roc *roc)
{
  g_autofree char *area = weft_format_metric (roc->plot.area, FALSE);
  g_autofree char *precision = weft_format_metric (roc->plot.precision, FALSE);
  g_autofree char *text
      = g_strdup_printf (_ ("area under the ROC curve %s, average precision %s"), area, precision);

  if (roc->operating == NULL)
    {
      weft_shown_tell_partial (roc->area);
      return;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (roc->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

/* --- what comes --- */

static void
decision_cb (Roc *roc)
{
  gtk_widget_queue_draw (roc->area);
}

static void
measure (Roc *roc, const WeftShown *look)
{
  g_autofree WeftRated *rated = NULL;

  g_clear_pointer (&roc->operating, weft_operating_free);
  roc->plot.hovered = WEFT_NO_POINT;
  if (!weft_shown_is_whole (look))
    return;
  rated = weft_shown_dup_rated (look);
  roc->operating = weft_operating_new (rated, (gsize) look->result->kept);
  roc->plot.area = weft_shown_measure (look, "auc");
  roc->plot.precision = weft_shown_measure (look, "average_precision");
}

static void
snapshot_cb (Roc *roc)
{
  WeftShown look;
  gboolean is_there = weft_results_look (roc->context, &look)
                      && weft_results_is_trained (roc->context) && look.result->classes == 2;

  weft_panel_set_empty (roc->area, !is_there);
  if (!is_there || !weft_seen_take (&roc->seen, &look))
    return;
  measure (roc, &look);
  describe (roc);
  weft_decided_table_set (roc->table, &look, roc->operating);
  gtk_widget_queue_draw (roc->area);
}

/* --- the hand --- */

static void
go_to (Roc *roc, double x, double y)
{
  WeftDecision decision = weft_context_get_decision (roc->context);
  guint point;

  if (roc->operating == NULL)
    return;
  weft_panel_to_drawing (roc->area, &x, &y);
  point = weft_operating_plot_find (&roc->plot, x, y);
  if (point == WEFT_NO_POINT)
    return;
  decision.threshold = roc->operating->points[point].threshold;
  weft_context_set_decision (roc->context, &decision);
}

static void
begin_cb (GtkGestureDrag *drag, double x, double y, Roc *roc)
{
  roc->plot.hovered = WEFT_NO_POINT;
  go_to (roc, x, y);
}

static void
update_cb (GtkGestureDrag *drag, double dx, double dy, Roc *roc)
{
  double x, y;

  if (gtk_gesture_drag_get_start_point (drag, &x, &y))
    go_to (roc, x + dx, y + dy);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, Roc *roc)
{
  if (roc->operating == NULL)
    return;
  weft_panel_to_drawing (roc->area, &x, &y);
  roc->is_hover_pr = x > (roc->plot.roc.x.to + roc->plot.pr.x.from) / 2;
  roc->plot.hovered = weft_operating_plot_find (&roc->plot, x, y);
  gtk_widget_queue_draw (roc->area);
}

static void
leave_cb (GtkEventControllerMotion *motion, Roc *roc)
{
  roc->plot.hovered = WEFT_NO_POINT;
  gtk_widget_queue_draw (roc->area);
}

static void
add_controllers (Roc *roc)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), roc);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), roc);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), roc);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), roc);
  gtk_widget_add_controller (roc->area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (roc->area, motion);
}

static GtkWidget *
create (WeftContext *context)
{
  Roc *roc = g_new0 (Roc, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *panel;

  roc->context = context;
  roc->plot.hovered = WEFT_NO_POINT;
  roc->area = weft_panel_area_new (_ ("ROC and precision-recall curve"), draw_cb, roc);
  weft_panel_set_table (roc->area, dup_table);
  add_controllers (roc);
  roc->table = weft_decided_table_new (context);
  gtk_box_append (GTK_BOX (row), roc->area);
  gtk_box_append (GTK_BOX (row), roc->table);
  panel = weft_panel_new (
      row, roc->area,
      weft_panel_untrained_new (_ ("Press Train: what every threshold comes to is drawn here.")));
  weft_panel_own_full (panel, roc, roc_free);
  weft_panel_follow (panel, context, "decision", G_CALLBACK (decision_cb), roc);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), roc);
  return panel;
}

const WeftResultView weft_result_view_roc = {
  .id = "roc", .title = N_ ("ROC and threshold"), .fits = weft_results_is_binary, .create = create
};
