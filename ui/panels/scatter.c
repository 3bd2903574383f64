/* scatter: predicted against true values of the part that is shown */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/number.h"
#include "ui/panels/results.h"
#include "ui/plots/scatter.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Regression;

/* The first output of each sample; NULL when predictions and targets do not pair up. */
static double *
collect (const WeftShown *look, double **predicted)
{
  gint64 outputs = weft_shape_sample_count (&look->result->predictions->shape);
  const WeftField *field = look->target;
  g_autofree float *y = field != NULL ? g_new (float, weft_shape_count (&field->shape)) : NULL;
  double *truth;

  if (field == NULL || outputs < 1)
    return NULL;
  truth = g_new (double, look->result->kept);
  *predicted = g_new (double, look->result->kept);
  for (gint64 i = 0; i < look->result->kept; i++)
    {
      weft_field_get (field, look->result->samples[i], y);
      truth[i] = (double) y[0];
      (*predicted)[i] = (double) weft_tensor_floats (look->result->predictions)[i * outputs];
    }
  return truth;
}

/* "price: predicted against true" */
static char *
dup_title (const WeftShown *look)
{
  const char *title = look->target != NULL ? look->target->title : NULL;
  g_autofree char *name = weft_brief (title, WEFT_BRIEF_NAME);

  if (*name == '\0')
    return g_strdup (_ ("Predicted against true values"));
  return g_strdup_printf (_ ("%s: predicted against true"), name);
}

/* "Mean absolute error 7.05", at the right as the score of every result is. */
static void
draw_score (cairo_t *cr, Regression *regression, const WeftShown *look, const WeftChart *chart)
{
  const WeftTextStyle style = {
    .size = 12, .align = 1, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, chart->is_dark)
  };
  g_autofree char *text = weft_results_dup_titled_score (regression->context, look->evaluation);

  weft_text_draw (cr, text, chart->x.to, 3, &style);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Regression *regression = user;
  WeftShown look;
  g_autofree double *truth = NULL, *predicted = NULL;
  g_autofree char *title = NULL;
  WeftChart chart = { .is_dark = weft_theme_is_dark (),
                      .width = width,
                      .height = height,
                      .x_label = C_ ("axis", "true"),
                      .y_label = C_ ("axis", "predicted") };

  if (!weft_results_look (regression->context, &look))
    return;
  truth = collect (&look, &predicted);
  chart.title = title = dup_title (&look);
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
    truth = collect (&look, &predicted);
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
  g_autofree char *title = NULL, *score = NULL;

  if (!weft_results_look (regression->context, &look))
    return;
  title = dup_title (&look);
  score = weft_results_dup_titled_score (regression->context, look.evaluation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (regression->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, score, -1);
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
  weft_panel_follow (panel, weft_context_get_live (context), "snapshot", G_CALLBACK (snapshot_cb),
                     regression);
  weft_panel_follow (panel, context, "judge", G_CALLBACK (snapshot_cb), regression);
  snapshot_cb (regression);
  return panel;
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return TRUE;
}

const WeftResultView weft_result_view_scatter = { .id = "scatter", .fits = fits, .create = create };
