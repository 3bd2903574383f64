/* shown-answers: the answers that a view of results shows, as metrics see them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/shown-answers.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/brief.h"
#include "engine/data/called.h"
#include "ui/base/theme.h"
#include "ui/plots/plot-text.h"

gboolean
weft_shown_is_whole (const WeftShown *look)
{
  return look->result->kept == look->evaluation->count;
}

gint64 *
weft_shown_dup_labels (const WeftShown *look)
{
  gint64 *labels = g_new (gint64, MAX (look->result->kept, 1));

  for (gint64 i = 0; i < look->result->kept; i++)
    labels[i] = weft_field_get_class (look->target, look->result->samples[i]);
  return labels;
}

static int
get_positive (const WeftShown *look)
{
  return look->model->judges[look->judge].judged.positive - 1;
}

WeftRated *
weft_shown_dup_rated (const WeftShown *look)
{
  const float *logits = weft_tensor_floats (look->result->predictions);
  g_autofree gint64 *labels = weft_shown_dup_labels (look);
  int positive = get_positive (look);
  WeftRated *rated = g_new (WeftRated, MAX (look->result->kept, 1));

  for (gint64 i = 0; i < look->result->kept; i++)
    rated[i]
        = (WeftRated){ (double) logits[2 * i + positive] - (double) logits[2 * i + 1 - positive],
                       labels[i] == positive };
  return rated;
}

WeftAnswers
weft_shown_get_answers (const WeftShown *look, const gint64 *labels)
{
  return (WeftAnswers){ .n = look->result->kept,
                        .width = look->result->classes,
                        .positive = get_positive (look) + 1,
                        .is_labelled = TRUE,
                        .prediction = weft_tensor_floats (look->result->predictions),
                        .label = labels };
}

double
weft_shown_measure (const WeftShown *look, const char *id)
{
  const WeftMetric *metric = weft_metric_find (id);
  const WeftJudged *judged = &look->model->judges[look->judge].judged;
  g_autofree gint64 *labels = NULL;
  g_autoptr (WeftMeasure) measure = NULL;

  if (metric == NULL || look->result->kept == 0 || !weft_metric_fits (metric, judged))
    return NAN;
  measure = weft_measure_begin (metric, judged, NULL);
  if (measure == NULL)
    return NAN;
  labels = weft_shown_dup_labels (look);
  weft_measure_add (
      measure, &(WeftJudgedBatch){ .n = look->result->kept,
                                   .steps = 1,
                                   .prediction = weft_tensor_floats (look->result->predictions),
                                   .target = labels });
  return weft_measure_end (measure);
}

char *
weft_shown_dup_class (const WeftShown *look, gboolean is_positive)
{
  int class = is_positive ? get_positive (look) : 1 - get_positive (look);
  char *name = weft_dataset_dup_class_name (look->model->dataset, look->target, class);

  return name != NULL ? name : g_strdup_printf ("%d", class);
}

double *
weft_shown_dup_numbers (const WeftShown *look, double **predicted)
{
  gint64 outputs = weft_shape_sample_count (&look->result->predictions->shape);
  const WeftField *field = look->target;
  g_autofree float *y = field != NULL ? g_new (float, weft_shape_count (&field->shape)) : NULL;
  double *truth;

  if (field == NULL || outputs < 1)
    return NULL;
  truth = g_new (double, MAX (look->result->kept, 1));
  *predicted = g_new (double, MAX (look->result->kept, 1));
  for (gint64 i = 0; i < look->result->kept; i++)
    {
      weft_field_get (field, look->result->samples[i], y);
      truth[i] = (double) y[0];
      (*predicted)[i] = (double) weft_tensor_floats (look->result->predictions)[i * outputs];
    }
  return truth;
}

char *
weft_shown_dup_score (WeftContext *context, const WeftShown *look)
{
  const char *title = look->target != NULL && look->target->title != NULL
                          ? weft_called_field (look->model->dataset, look->target)
                          : NULL;
  g_autofree char *name = weft_brief (title, WEFT_BRIEF_NAME);
  g_autofree char *score = weft_results_dup_titled_score (context, look->evaluation);

  return *name == '\0' ? g_steal_pointer (&score) : g_strdup_printf ("%s · %s", name, score);
}

static const char partial[] = N_ ("Of so many samples the worst answers alone are kept.");

void
weft_shown_tell_partial (GtkWidget *area)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (partial), -1);
}

void
weft_shown_draw_partial (cairo_t *cr, int width, int height)
{
  const WeftTextStyle style = { .size = 12,
                                .align = 0.5,
                                .width = width - 24,
                                .color = weft_theme_get (WEFT_ROLE_DIM, weft_theme_is_dark ()) };

  weft_text_draw (cr, _ (partial), width / 2.0, height / 2.0 - 8, &style);
}
