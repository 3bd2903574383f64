/* folds: k-fold cross-validation */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/folds.h"

#include <math.h>

#include "app/cli/command.h"
#include "app/cli/outcome.h"
#include "app/cli/progress.h"
#include "engine/ops/op.h"

typedef struct
{
  double value[WEFT_MAX_METRICS];
  double loss;
} Fold;

static gboolean
measure_fold (WeftModel *model, guint threads, Fold *fold, GError **error)
{
  const WeftLimits limits = { .epochs = model->training.epochs };
  int level = weft_kernel_best_level ();
  WeftProgress *progress = weft_progress_new (model, threads, level, FALSE);
  WeftTrainer *trainer = weft_progress_get_trainer (progress);
  g_autoptr (WeftState) state = NULL;
  WeftOutcome outcome = { 0 };
  gboolean was_stopped, is_measured;

  weft_trainer_load (trainer, model, NULL, (guint64) model->training.seed, NULL);
  was_stopped = weft_progress_run (progress, &limits);
  state = weft_trainer_dup_state (trainer);
  weft_progress_free (progress);
  if (was_stopped || state == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NUMBERS, _ ("a fold was not trained to its end"));
      return FALSE;
    }
  is_measured
      = weft_outcome_measure (&outcome, model, state, WEFT_PART_TEST, threads, level, error);
  for (guint m = 0; is_measured && model->metrics[m] != NULL; m++)
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

static double
get_mean (const Fold *fold, int n, int m)
{
  double sum = 0;

  for (int i = 0; i < n; i++)
    sum += get_value (&fold[i], m);
  return sum / n;
}

/* The sample's standard deviation. */
static double
get_spread (const Fold *fold, int n, int m)
{
  double mean = get_mean (fold, n, m), sum = 0;

  for (int i = 0; i < n; i++)
    sum += (get_value (&fold[i], m) - mean) * (get_value (&fold[i], m) - mean);
  return sqrt (sum / (n - 1));
}

static void
report_json (const WeftModel *model, const Fold *fold, int n)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "event", "done");
  weft_line_int (line, "folds", n);
  weft_line_open (line, "metrics", '{');
  weft_line_open (line, "test", '{');
  for (int m = 0; model->metrics[m] != NULL; m++)
    weft_line_number (line, model->metrics[m]->id, get_mean (fold, n, m));
  weft_line_number (line, "loss", get_mean (fold, n, -1));
  weft_line_close (line);
  weft_line_open (line, "spread", '{');
  for (int m = 0; model->metrics[m] != NULL; m++)
    weft_line_number (line, model->metrics[m]->id, get_spread (fold, n, m));
  weft_line_number (line, "loss", get_spread (fold, n, -1));
  weft_line_close (line);
  weft_line_close (line);
  weft_line_print (line);
}

static void
report (const WeftModel *model, const Fold *fold, int n, gboolean as_json)
{
  if (as_json)
    {
      report_json (model, fold, n);
      return;
    }
  for (int m = 0; model->metrics[m] != NULL; m++)
    g_print ("%s %.4g ± %.2g\n", _ (model->metrics[m]->title), get_mean (fold, n, m),
             get_spread (fold, n, m));
  g_print (_ ("loss %.4g ± %.2g, over %d folds\n"), get_mean (fold, n, -1),
           get_spread (fold, n, -1), n);
}

int
weft_folds_run (WeftSubject *subject, int folds, guint threads, gboolean as_json)
{
  g_autofree Fold *fold = g_new0 (Fold, folds);
  g_autoptr (WeftModel) last = NULL;
  g_autoptr (GError) error = NULL;

  for (int k = 0; k < folds; k++)
    {
      g_autoptr (WeftModel) model = weft_model_new_fold (
          subject->graph, weft_library_get_catalog (subject->library), k, folds, &error);

      if (model == NULL || !measure_fold (model, threads, &fold[k], &error))
        return weft_command_fail (error);
      g_clear_pointer (&last, weft_model_unref);
      last = g_steal_pointer (&model);
    }
  report (last, fold, folds, as_json);
  return WEFT_EXIT_DONE;
}
