/* folds: k-fold cross-validation */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/folds.h"

#include <math.h>

#include "app/cli/command.h"
#include "app/cli/outcome.h"
#include "app/cli/progress.h"
#include "engine/ops/op.h"
#include "engine/train/trials/in-folds.h"
#include "ui/base/format.h"

typedef struct
{
  double value[WEFT_MAX_CRITERIA];
  double loss;
} Fold;

static void
fail_stopped (GError **error)
{
  if (weft_progress_was_stopped ())
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED,
                 _ ("it was ended before all folds were trained: there is no mean of them"));
  else
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_NUMBERS, _ ("a fold was not trained to its end"));
}

static gboolean
measure_fold (WeftModel *model, guint threads, const WeftDecoding *decoding, Fold *fold,
              GError **error)
{
  const WeftLimits limits = { .epochs = model->training.epochs };
  int level = weft_kernel_best_level ();
  WeftProgress *progress = weft_progress_new (model, threads, level, FALSE);
  WeftTrainer *trainer = weft_progress_get_trainer (progress);
  g_autoptr (WeftState) state = NULL;
  WeftOutcome outcome = { .decoding = decoding };
  gboolean was_stopped, is_measured;

  weft_trainer_load (trainer, model, NULL, (guint64) model->training.seed, NULL);
  was_stopped = weft_progress_run (progress, &limits);
  state = weft_trainer_dup_state (trainer);
  weft_progress_free (progress);
  if (was_stopped || state == NULL)
    {
      fail_stopped (error);
      return FALSE;
    }
  is_measured = weft_outcome_measure (&outcome, model, state, WEFT_PART_TEST, threads, level,
                                      &weft_progress_interrupt, error);
  if (is_measured && outcome.parts[WEFT_PART_TEST] == NULL)
    {
      fail_stopped (error);
      is_measured = FALSE;
    }
  for (guint m = 0; is_measured && m < model->n_criteria; m++)
    fold->value[m] = outcome.parts[WEFT_PART_TEST]->metrics[m];
  if (is_measured)
    fold->loss = outcome.parts[WEFT_PART_TEST]->loss;
  weft_outcome_clear (&outcome);
  return is_measured;
}

static double
get_value (const Fold *fold, int m)
{
  return m < 0 ? fold->loss : fold->value[m];
}

/* Of each fold; transfer full. */
static double *
dup_values (const Fold *fold, int n, int m)
{
  double *values = g_new (double, n);

  for (int i = 0; i < n; i++)
    values[i] = get_value (&fold[i], m);
  return values;
}

static double
get_mean (const Fold *fold, int n, int m)
{
  g_autofree double *values = dup_values (fold, n, m);

  return weft_folds_get_mean (values, (guint) n);
}

static double
get_spread (const Fold *fold, int n, int m)
{
  g_autofree double *values = dup_values (fold, n, m);

  return weft_folds_get_spread (values, (guint) n);
}

static void
write_json (WeftLine *line, const char *key, const WeftModel *model, const Fold *fold, int n,
            double (*get) (const Fold *fold, int n, int m))
{
  weft_line_open (line, key, '{');
  for (guint m = 0; m < model->n_criteria; m++)
    weft_outcome_write_metric (line, model, m, get (fold, n, (int) m));
  if (model->figure < 0)
    weft_line_number (line, "loss", get (fold, n, -1));
  else
    weft_line_raw (line, "loss", "null");
  weft_line_close (line);
}

static void
report_json (const WeftModel *model, const Fold *fold, int n)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "event", "done");
  weft_line_int (line, "folds", n);
  weft_line_open (line, "metrics", '{');
  write_json (line, "test", model, fold, n, get_mean);
  write_json (line, "spread", model, fold, n, get_spread);
  weft_line_close (line);
  weft_outcome_write_positive (line, model);
  weft_line_print (line);
}

/* "0.9467 ± 0.03", "–" */
static char *
dup_mean (const Fold *fold, int n, int m)
{
  double spread = get_spread (fold, n, m);
  g_autofree char *mean = weft_format_metric (get_mean (fold, n, m), FALSE);
  g_autofree char *around = weft_format_digits (spread, 2);

  return isnan (spread) ? g_strdup (mean) : g_strdup_printf ("%s ± %s", mean, around);
}

static void
report_text (const WeftModel *model, const Fold *fold, int n)
{
  g_autofree char *loss = dup_mean (fold, n, -1);

  for (int m = 0; m < (int) model->n_criteria; m++)
    {
      g_autofree char *value = dup_mean (fold, n, m);
      g_autofree char *title = weft_model_dup_criterion_title (model, (guint) m);

      g_print ("%s %s\n", title, value);
    }
  if (model->figure < 0)
    g_print (_ ("loss %s, over %d folds\n"), loss, n);
}

/* Each is trained and measured; transfer full: the last one's model. */
static WeftModel *
measure_folds (WeftGraph *graph, WeftCatalog *catalog, Fold *fold, int folds, guint threads,
               const WeftDecoding *decoding, gint64 *count, GError **error)
{
  g_autoptr (WeftModel) last = NULL;

  for (int k = 0; k < folds; k++)
    {
      g_autoptr (WeftModel) model = weft_model_new_fold (graph, catalog, k, folds, error);

      if (model == NULL || !measure_fold (model, threads, decoding, &fold[k], error))
        return NULL;
      *count += model->split->count[WEFT_PART_TEST];
      g_clear_pointer (&last, weft_model_unref);
      last = g_steal_pointer (&model);
    }
  return g_steal_pointer (&last);
}

gboolean
weft_folds_average (WeftGraph *graph, WeftCatalog *catalog, int folds, guint threads,
                    WeftEvaluation *evaluation, GError **error)
{
  g_autofree Fold *fold = g_new0 (Fold, folds);
  g_autoptr (WeftModel) last = NULL;
  gint64 count = 0;

  last = measure_folds (graph, catalog, fold, folds, threads, NULL, &count, error);
  if (last == NULL)
    return FALSE;
  for (int m = 0; m < (int) last->n_criteria; m++)
    evaluation->metrics[m] = get_mean (fold, folds, m);
  evaluation->loss = get_mean (fold, folds, -1);
  evaluation->count = count;
  return TRUE;
}

int
weft_folds_run (WeftSubject *subject, int folds, guint threads, const WeftDecoding *decoding,
                gboolean as_json)
{
  WeftCatalog *catalog = weft_library_get_catalog (subject->library);
  g_autofree Fold *fold = g_new0 (Fold, folds);
  g_autoptr (WeftModel) first = NULL, last = NULL;
  g_autoptr (GError) error = NULL;
  gint64 count = 0;

  first = weft_model_new_fold (subject->graph, catalog, 0, folds, &error);
  if (first == NULL)
    return weft_command_fail (error);
  weft_folds_choose_metrics (subject->graph, first);
  last = measure_folds (subject->graph, catalog, fold, folds, threads, decoding, &count, &error);
  if (last == NULL)
    return weft_command_fail (error);
  if (as_json)
    report_json (last, fold, folds);
  else
    report_text (last, fold, folds);
  return WEFT_EXIT_DONE;
}
