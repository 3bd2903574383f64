/* calibration: whether answers are as often right as the network is sure of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/number.h"
#include "ui/base/format.h"
#include "ui/panels/results/shown-answers.h"
#include "ui/plots/reliability.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  WeftSeen seen;
  WeftReliability plot;
  gboolean is_whole;
} Calibration;

static void
calibration_free (gpointer data)
{
  Calibration *calibration = data;

  weft_seen_clear (&calibration->seen);
  g_free (calibration);
}

/* "Calibration error 3.1 %" */
static char *
dup_score (const Calibration *calibration)
{
  g_autofree char *error
      = weft_format_metric (weft_calibration_get_error (&calibration->plot.calibration), TRUE);

  return g_strdup_printf (_ ("Calibration error %s"), error);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Calibration *calibration = user;
  WeftTextStyle style = { .size = 12, .align = 1, .is_bold = TRUE };
  g_autofree char *score = NULL, *up = NULL;
  double left;

  if (!calibration->is_whole)
    {
      weft_shown_draw_partial (cr, width, height);
      return;
    }
  calibration->plot.is_dark = weft_theme_is_dark ();
  style.color = weft_theme_get (WEFT_ROLE_INK, calibration->plot.is_dark);
  weft_reliability_layout (&calibration->plot, width, height);
  score = dup_score (calibration);
  left = calibration->plot.chart.x.to
         - weft_text_draw (cr, score, calibration->plot.chart.x.to, 3, &style);
  style.size = 10;
  style.is_bold = FALSE;
  style.color = weft_theme_get (WEFT_ROLE_DIM, calibration->plot.is_dark);
  up = g_strconcat ("↑ ", _ ("how often right"), NULL);
  weft_text_draw (cr, up, left - 14, 5, &style);
  weft_reliability_draw (cr, &calibration->plot);
}

static char *
dup_table (gpointer user)
{
  const Calibration *calibration = user;
  GString *csv = g_string_new ("from,to,answers,right,mean probability\n");
  char numbers[3][WEFT_NUMBER_SIZE];

  for (int i = 0; i < WEFT_CALIBRATION_BINS; i++)
    {
      const WeftCalibrationBin *bin = &calibration->plot.calibration.bins[i];

      g_string_append_printf (
          csv, "%s,%s,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%s\n",
          weft_number_write_float (numbers[0], (float) i / WEFT_CALIBRATION_BINS),
          weft_number_write_float (numbers[1], (float) (i + 1) / WEFT_CALIBRATION_BINS), bin->n,
          bin->right,
          bin->n > 0 ? weft_number_write_float (numbers[2], (float) (bin->sure / (double) bin->n))
                     : "");
    }
  return g_string_free (csv, FALSE);
}

/* In words, for who cannot see it. */
static void
describe (Calibration *calibration)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *score = dup_score (calibration);

  if (!calibration->is_whole)
    {
      weft_shown_tell_partial (calibration->area);
      return;
    }
  g_string_append (text, score);
  for (int i = 0; i < WEFT_CALIBRATION_BINS; i++)
    {
      const WeftCalibrationBin *bin = &calibration->plot.calibration.bins[i];
      g_autofree char *n = weft_format_count (bin->n), *sure = NULL, *right = NULL;

      if (bin->n == 0)
        continue;
      sure = weft_format_share (bin->sure / (double) bin->n);
      right = weft_format_share ((double) bin->right / (double) bin->n);
      g_string_append (text, "; ");
      g_string_append_printf (text, _ ("%s: sure to %s, right in %s"), n, sure, right);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (calibration->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
snapshot_cb (Calibration *calibration)
{
  WeftShown look;
  gboolean is_there = weft_results_look (calibration->context, &look)
                      && weft_results_is_trained (calibration->context) && look.result->classes > 0;
  g_autofree gint64 *labels = NULL;
  WeftAnswers answers;

  weft_panel_set_empty (calibration->area, !is_there);
  if (!is_there || !weft_seen_take (&calibration->seen, &look))
    return;
  labels = weft_shown_dup_labels (&look);
  answers = weft_shown_get_answers (&look, labels);
  calibration->plot.calibration = (WeftCalibration){ 0 };
  calibration->plot.classes = look.result->classes;
  calibration->is_whole = weft_shown_is_whole (&look);
  if (calibration->is_whole)
    weft_calibration_add (&calibration->plot.calibration, &answers);
  describe (calibration);
  gtk_widget_queue_draw (calibration->area);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, Calibration *calibration)
{
  weft_panel_to_drawing (calibration->area, &x, &y);
  calibration->plot.hovered = weft_reliability_find (&calibration->plot, x);
  gtk_widget_queue_draw (calibration->area);
}

static void
leave_cb (GtkEventControllerMotion *motion, Calibration *calibration)
{
  calibration->plot.hovered = -1;
  gtk_widget_queue_draw (calibration->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Calibration *calibration = g_new0 (Calibration, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkWidget *panel;

  calibration->context = context;
  calibration->plot.hovered = -1;
  calibration->area = weft_panel_area_new (_ ("Calibration"), draw_cb, calibration);
  weft_panel_set_table (calibration->area, dup_table);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), calibration);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), calibration);
  gtk_widget_add_controller (calibration->area, motion);
  panel = weft_panel_new (
      calibration->area, calibration->area,
      weft_panel_untrained_new (
          _ ("Press Train: how sure the network is, beside how often it is right.")));
  weft_panel_own_full (panel, calibration, calibration_free);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), calibration);
  return panel;
}

const WeftResultView weft_result_view_calibration = {
  .id = "calibration", .title = N_ ("Calibration"), .fits = weft_results_is_choice, .create = create
};
