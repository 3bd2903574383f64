/* residuals: by how much numbers are missed, against what was predicted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/residuals.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/number.h"
#include "ui/base/format.h"
#include "ui/panels/results/shown-answers.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  double *truth, *predicted; /* those that are finite */
  guint32 *samples;
  WeftSeen seen;
  WeftResiduals plot;
} Residuals;

static void
residuals_free (gpointer data)
{
  Residuals *residuals = data;

  weft_seen_clear (&residuals->seen);
  g_free (residuals->truth);
  g_free (residuals->predicted);
  g_free (residuals->samples);
  g_free (residuals);
}

/* "Mean −0.12 · standard deviation 2.9" */
static char *
dup_spread (const Residuals *residuals)
{
  g_autofree char *mean = weft_format_number (residuals->plot.mean);
  g_autofree char *deviation = weft_format_number (residuals->plot.deviation);

  return g_strdup_printf (_ ("Mean %s · standard deviation %s"), mean, deviation);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Residuals *residuals = user;
  WeftTextStyle style = { .size = 12, .align = 1, .is_bold = TRUE };
  g_autofree char *spread = dup_spread (residuals);

  residuals->plot.is_dark = weft_theme_is_dark ();
  style.color = weft_theme_get (WEFT_ROLE_INK, residuals->plot.is_dark);
  weft_residuals_layout (&residuals->plot, width, height);
  weft_residuals_draw (cr, &residuals->plot);
  weft_text_draw (cr, spread, width - 14, 3, &style);
}

static char *
dup_table (gpointer user)
{
  const Residuals *residuals = user;
  GString *csv = g_string_new ("sample,true,predicted,residual\n");
  char numbers[3][WEFT_NUMBER_SIZE];

  for (guint i = 0; i < residuals->plot.n; i++)
    g_string_append_printf (
        csv, "%u,%s,%s,%s\n", residuals->samples[i],
        weft_number_write_float (numbers[0], (float) residuals->truth[i]),
        weft_number_write_float (numbers[1], (float) residuals->predicted[i]),
        weft_number_write_float (numbers[2],
                                 (float) (residuals->truth[i] - residuals->predicted[i])));
  return g_string_free (csv, FALSE);
}

static void
collect (Residuals *residuals, const WeftShown *look)
{
  guint n = 0;

  g_clear_pointer (&residuals->truth, g_free);
  g_clear_pointer (&residuals->predicted, g_free);
  g_free (residuals->samples);
  residuals->samples = g_new (guint32, MAX (look->result->kept, 1));
  residuals->truth = weft_shown_dup_numbers (look, &residuals->predicted);
  for (gint64 i = 0; residuals->truth != NULL && i < look->result->kept; i++)
    if (isfinite (residuals->truth[i]) && isfinite (residuals->predicted[i]))
      {
        residuals->truth[n] = residuals->truth[i];
        residuals->predicted[n] = residuals->predicted[i];
        residuals->samples[n++] = look->result->samples[i];
      }
  residuals->plot.truth = residuals->truth;
  residuals->plot.predicted = residuals->predicted;
  residuals->plot.n = n;
  weft_residuals_measure (&residuals->plot);
}

static void
snapshot_cb (Residuals *residuals)
{
  WeftShown look;
  gboolean is_there = weft_results_look (residuals->context, &look)
                      && weft_results_is_trained (residuals->context);
  g_autofree char *spread = NULL;

  weft_panel_set_empty (residuals->area, !is_there);
  if (!is_there || !weft_seen_take (&residuals->seen, &look))
    return;
  collect (residuals, &look);
  residuals->plot.hovered = residuals->plot.n;
  spread = dup_spread (residuals);
  gtk_accessible_update_property (GTK_ACCESSIBLE (residuals->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spread, -1);
  gtk_widget_queue_draw (residuals->area);
}

static void
motion_cb (GtkEventControllerMotion *motion, double x, double y, Residuals *residuals)
{
  weft_panel_to_drawing (residuals->area, &x, &y);
  residuals->plot.hovered = weft_residuals_find (&residuals->plot, x, y);
  gtk_widget_queue_draw (residuals->area);
}

static void
leave_cb (GtkEventControllerMotion *motion, Residuals *residuals)
{
  residuals->plot.hovered = residuals->plot.n;
  gtk_widget_queue_draw (residuals->area);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Residuals *residuals)
{
  guint i;

  weft_panel_to_drawing (residuals->area, &x, &y);
  i = weft_residuals_find (&residuals->plot, x, y);
  if (i < residuals->plot.n)
    weft_context_set_sample (residuals->context, residuals->samples[i]);
}

static void
add_controllers (Residuals *residuals)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), residuals);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), residuals);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), residuals);
  gtk_widget_add_controller (residuals->area, motion);
  gtk_widget_add_controller (residuals->area, GTK_EVENT_CONTROLLER (click));
}

static GtkWidget *
create (WeftContext *context)
{
  Residuals *residuals = g_new0 (Residuals, 1);
  GtkWidget *panel;

  residuals->context = context;
  residuals->area = weft_panel_area_new (_ ("Residuals"), draw_cb, residuals);
  weft_panel_set_table (residuals->area, dup_table);
  add_controllers (residuals);
  panel = weft_panel_new (
      residuals->area, residuals->area,
      weft_panel_untrained_new (_ ("Press Train: by how much the network is off is drawn here.")));
  weft_panel_own_full (panel, residuals, residuals_free);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), residuals);
  return panel;
}

const WeftResultView weft_result_view_residuals = {
  .id = "residuals", .title = N_ ("Residuals"), .fits = weft_results_is_numbers, .create = create
};
