/* judge: what a network's answers are judged by, and the metrics that the settings name for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/sample.h"
#include "engine/graph/training.h"
#include "engine/plan/program-private.h"

int
weft_program_get_judged_value (const WeftProgramLoss *loss)
{
  return loss->prediction >= 0 ? loss->prediction : loss->compared;
}

/* Whether the loss counts steps of the answer (N, T, …). */
static gboolean
counts_steps (const WeftProgram *program, const WeftProgramLoss *loss, const WeftShape *answer)
{
  const WeftShape *mask
      = loss->mask < 0 ? NULL
                       : &g_array_index (program->values, WeftProgramValue, loss->mask).shape;

  return mask != NULL && mask->rank == 2 && answer->rank >= 2 && mask->dims[0] == answer->dims[0]
         && mask->dims[1] == answer->dims[1];
}

gboolean
weft_program_get_judged (const WeftProgram *program, const WeftProgramLoss *loss,
                         const WeftDataset *dataset, WeftJudged *judged)
{
  const WeftProgramValue *prediction, *target;
  const WeftField *field;

  int judges = loss != NULL ? weft_program_get_judged_value (loss) : -1;

  if (judges < 0 || loss->target < 0)
    return FALSE;
  prediction = &g_array_index (program->values, WeftProgramValue, judges);
  target = &g_array_index (program->values, WeftProgramValue, loss->target);
  if (loss->compared < 0 && target->role != WEFT_VALUE_INPUT)
    return FALSE;
  field = weft_program_get_field (program, dataset, loss->target);
  *judged = (WeftJudged){ .prediction_kind = prediction->kind,
                          .target_kind = target->kind,
                          .prediction = prediction->shape,
                          .target = target->shape,
                          .has_steps = prediction->mask >= 0 || loss->blank > 0
                                       || counts_steps (program, loss, &prediction->shape),
                          .blank = loss->blank,
                          .beam = loss->beam,
                          .is_made = loss->compared >= 0,
                          .names = field != NULL ? field->class_names : NULL };
  return TRUE;
}

static void
say (WeftReport *report, const char *param, const char *code, const char *first, const char *second)
{
  WeftDiagnostic *diagnostic = weft_diagnostic_new (code, 0, first, second, NULL);

  diagnostic->param = param;
  g_ptr_array_add (report->diagnostics, diagnostic);
}

/* "accuracy", or of one loss "place.mae" or "place.loss". */
static gboolean
is_known (WeftGraph *graph, const char *id)
{
  const char *dot = strrchr (id, '.');
  g_autofree char *name = dot ? g_strndup (id, (gsize) (dot - id)) : NULL;
  g_autofree char *unknown = weft_metrics_dup_unknown (id);
  const WeftNode *node = name ? weft_graph_find_by_name (graph, name) : NULL;

  return !unknown && (!dot || (node && node->layer->is_loss));
}

static void
check_names (WeftGraph *graph, WeftReport *report, const char *param, const char *names)
{
  g_auto (GStrv) ids = g_strsplit_set (names, " ,", -1);
  g_autofree char *known = weft_metrics_dup_ids ();

  for (guint i = 0; ids[i]; i++)
    if (*ids[i] && !is_known (graph, ids[i]))
      {
        say (report, param, "unknown-metric", ids[i], known);
        return;
      }
}

/* Those that are named, and the one that says what is best. */
static guint
count_measured (const WeftTraining *training)
{
  g_auto (GStrv) ids = g_strsplit_set (training->metrics, " ,", -1);
  gboolean is_another = weft_metric_find (training->best) != NULL
                        && !g_strv_contains ((const char *const *) ids, training->best);

  return weft_metrics_count (training->metrics) + is_another;
}

void
weft_program_check_metric_names (WeftGraph *graph, WeftReport *report)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (graph));
  if (count_measured (&training) > WEFT_MAX_METRICS)
    say (report, "metrics", "too-many-metrics", G_STRINGIFY (WEFT_MAX_METRICS), NULL);
  check_names (graph, report, "metrics", training.metrics);
  check_names (graph, report, "best", training.best);
}

/* Whether it has something to say of what some loss judges; id: as the settings name it. */
static gboolean
fits_some (const WeftProgram *program, const WeftDataset *dataset, const WeftMetric *metric,
           const char *id)
{
  const char *dot = strrchr (id, '.');
  WeftJudged judged;

  for (guint i = 0; i < program->losses->len; i++)
    if ((!dot || strncmp (weft_program_get_loss (program, i)->name, id, (gsize) (dot - id)) == 0)
        && weft_program_get_judged (program, weft_program_get_loss (program, i), dataset, &judged)
        && weft_metric_fits (metric, &judged))
      return TRUE;
  return FALSE;
}

/* A metric that is asked for and has nothing to say of these predictions and targets. */
static void
check_fit (const WeftProgram *program, const WeftDataset *dataset, WeftReport *report,
           const char *param, const WeftTraining *training, const char *names)
{
  const char *figure = weft_recipe_get (training->recipe)->figure;
  g_auto (GStrv) ids = g_strsplit_set (names, " ,", -1);

  for (guint i = 0; ids[i]; i++)
    {
      const char *dot = strrchr (ids[i], '.');
      const WeftMetric *metric = weft_metric_find (dot ? dot + 1 : ids[i]);

      if (metric && g_strcmp0 (figure, metric->id) != 0
          && !fits_some (program, dataset, metric, ids[i]))
        say (report, param, "metric-does-not-fit", ids[i], NULL);
    }
}

static gint64
count_validation (WeftGraph *graph, WeftCatalog *catalog, WeftReport *report)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftNodeReport *data
          = node->layer->family == WEFT_FAMILY_DATA ? weft_report_find (report, node->id) : NULL;
      g_autoptr (WeftSplit) split = NULL;

      if (data == NULL || data->dataset == NULL)
        continue;
      split = weft_catalog_lookup_split (catalog, node->params, data->dataset);
      return split->count[WEFT_PART_VALIDATION];
    }
  return 0;
}

/* What follows from the figure of validation calls for one. */
void
weft_program_check_validation (WeftGraph *graph, WeftCatalog *catalog, WeftReport *report)
{
  WeftTraining training;
  gboolean is_judged;

  weft_training_load (&training, weft_graph_get_training (graph));
  is_judged = weft_schedule_get (training.schedule)->is_judged;
  if (catalog != NULL && (is_judged || training.stop_patience > 0)
      && count_validation (graph, catalog, report) == 0)
    say (report, is_judged ? "schedule" : "stop_patience", "no-validation", NULL, NULL);
}

void
weft_program_check_metrics (const WeftProgram *program, const WeftDataset *dataset,
                            WeftGraph *graph, WeftReport *report)
{
  WeftTraining training;

  if (program->total < 0)
    return;
  weft_training_load (&training, weft_graph_get_training (graph));
  check_fit (program, dataset, report, "metrics", &training, training.metrics);
  check_fit (program, dataset, report, "best", &training, training.best);
}
