/* scatter: predicted against true values of the part that is shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/number.h"
#include "ui/panels/results/shown-answers.h"
#include "ui/plots/scatter.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Regression;

/* At the right, as the score of every result is. */
static void
draw_score (cairo_t *cr, const Regression *regression, const WeftShown *look,
            const WeftChart *chart)
{
  const WeftTextStyle style = {
    .size = 12, .align = 1, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, chart->is_dark)
  };
  g_autofree char *text = weft_shown_dup_score (regression->context, look);

  weft_text_draw (cr, text, chart->x.to, 3, &style);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Regression *regression = user;
  WeftShown look;
  g_autofree double *truth = NULL, *predicted = NULL;
  WeftChart chart = { .title = "", /* stands in the panel's head */
                      .is_dark = weft_theme_is_dark (),
                      .width = width,
                      .height = height,
                      .x_label = C_ ("axis", "true"),
                      .y_label = C_ ("axis", "predicted") };

  if (!weft_results_look (regression->context, &look))
    return;
  truth = weft_shown_dup_numbers (&look, &predicted);
  if (truth == NULL)
    return;
  weft_scatter_draw (cr, &chart, &(WeftScatter){ truth, predicted, (guint) look.result->kept });
  draw_score (cr, regression, &look, &chart);
}

static char *
dup_table (gpointer user)
{
  const Regression *regression = user;
  GString *csv = g_string_new ("true,predicted\n");
  char numbers[2][WEFT_NUMBER_SIZE];
  g_autofree double *truth = NULL, *predicted = NULL;
  WeftShown look;

  if (weft_results_look (regression->context, &look))
    truth = weft_shown_dup_numbers (&look, &predicted);
  for (guint i = 0; truth != NULL && i < (guint) look.result->kept; i++)
    g_string_append_printf (csv, "%s,%s\n", weft_number_write_float (numbers[0], (float) truth[i]),
                            weft_number_write_float (numbers[1], (float) predicted[i]));
  return g_string_free (csv, FALSE);
}

/* The figure in words, for who cannot see it. */
static void
tell (Regression *regression)
{
  WeftShown look;
  g_autofree char *score = NULL;

  if (!weft_results_look (regression->context, &look))
    return;
  score = weft_shown_dup_score (regression->context, &look);
  gtk_accessible_update_property (GTK_ACCESSIBLE (regression->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, score, -1);
}

static void
snapshot_cb (Regression *regression)
{
  tell (regression);
  weft_panel_set_empty (regression->area, !weft_results_is_trained (regression->context));
  gtk_widget_queue_draw (regression->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Regression *regression = g_new0 (Regression, 1);
  GtkWidget *panel;

  regression->context = context;
  regression->area = weft_panel_area_new (_ ("Predicted against true values"), draw_cb, regression);
  weft_panel_set_table (regression->area, dup_table);
  panel = weft_panel_new (
      regression->area, regression->area,
      weft_panel_untrained_new (_ ("Press Train: predicted and true values are compared here.")));
  weft_panel_own (panel, regression);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), regression);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_results_is_numbers (model, judge);
}

const WeftResultView weft_result_view_scatter
    = { .id = "scatter", .title = N_ ("Predicted against true"), .fits = fits, .create = create };
