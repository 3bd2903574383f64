/* outcome: metrics by split, as `train` and `evaluate` report them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/outcome.h"

#include <glib/gi18n.h>
#include <math.h>

#include "engine/train/answers/writing.h"
#include "ui/base/format.h"

/* FALSE: there is an error. */
static gboolean
measure_part (WeftOutcome *outcome, WeftModel *model, WeftState *state, WeftPart part,
              WeftPool *pool, int level, const WeftInterrupt *interrupt, GError **error)
{
  g_autoptr (GError) cause = NULL;

  outcome->exact[part] = NAN;
  outcome->parts[part]
      = weft_evaluate_by (model, state, part, pool, level, outcome->decoding, interrupt, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (outcome->parts[part] != NULL && weft_model_find_criterion (model, "exact") < 0)
    outcome->exact[part]
        = weft_model_measure_writing (model, state, part, outcome->decoding, interrupt);
  return TRUE;
}

gboolean
weft_outcome_measure (WeftOutcome *outcome, WeftModel *model, WeftState *state, int part,
                      guint threads, int level, const WeftInterrupt *interrupt, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (WeftPool) pool
      = weft_pool_new (threads > 0 ? threads : weft_pool_default_threads (), FALSE);

  for (int p = WEFT_PART_VALIDATION; p <= WEFT_PART_TEST; p++)
    if ((part < 0 || part == p) && model->split->count[p] > 0
        && !measure_part (outcome, model, state, (WeftPart) p, pool, level, interrupt, error))
      return FALSE;
  outcome->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return TRUE;
}

void
weft_outcome_clear (WeftOutcome *outcome)
{
  for (int p = 0; p < WEFT_N_PARTS; p++)
    g_clear_pointer (&outcome->parts[p], weft_evaluation_unref);
}

void
weft_outcome_write_metric (WeftLine *line, const WeftModel *model, guint criterion, double value)
{
  if (isnan (value))
    weft_line_raw (line, model->criteria[criterion].id, "null");
  else
    weft_line_number (line, model->criteria[criterion].id, value);
}

void
weft_outcome_write_losses (WeftLine *line, const WeftLossFigures *losses)
{
  if (losses->n == 0)
    return;
  weft_line_open (line, "losses", '{');
  for (guint i = 0; i < losses->n; i++)
    weft_line_number (line, weft_series_get_name (losses->figures[i].series),
                      losses->figures[i].value);
  weft_line_close (line);
}

void
weft_outcome_write_positive (WeftLine *line, const WeftModel *model)
{
  for (guint m = 0; m < model->n_criteria; m++)
    {
      const WeftCriterion *criterion = &model->criteria[m];
      g_autofree char *name = NULL;

      if (criterion->metric == NULL || !criterion->metric->of_positive
          || model->judges[criterion->judge].judged.positive == 0)
        continue;
      name = weft_model_dup_positive (model, criterion->judge);
      weft_line_string (line, "positive", name);
      return;
    }
}

void
weft_outcome_write (const WeftOutcome *outcome, const WeftModel *model, WeftLine *line)
{
  weft_line_open (line, "metrics", '{');
  for (int p = 0; p < WEFT_N_PARTS; p++)
    {
      const WeftEvaluation *evaluation = outcome->parts[p];

      if (evaluation == NULL)
        continue;
      weft_line_open (line, weft_part_get_id ((WeftPart) p), '{');
      for (guint m = 0; m < model->n_criteria; m++)
        weft_outcome_write_metric (line, model, m, evaluation->metrics[m]);
      if (!isnan (outcome->exact[p]))
        weft_line_number (line, "exact", outcome->exact[p]);
      if (evaluation->decoder != NULL)
        weft_line_string (line, "decoder", evaluation->decoder);
      if (model->figure < 0)
        weft_line_number (line, "loss", evaluation->loss);
      else /* of answers that nobody wanted: the recipe judges otherwise */
        weft_line_raw (line, "loss", "null");
      weft_line_int (line, "samples", evaluation->count);
      weft_line_close (line);
    }
  weft_line_close (line);
  weft_outcome_write_positive (line, model);
  weft_line_number (line, "evaluate_seconds", outcome->seconds);
}

static void
print_loss (const WeftEvaluation *evaluation)
{
  g_autofree char *loss = weft_format_number (evaluation->loss);
  g_autofree char *count = weft_format_large (evaluation->count);

  g_print (g_dngettext (GETTEXT_PACKAGE, "  loss %s  (%s sample)\n", "  loss %s  (%s samples)\n",
                        (gulong) evaluation->count),
           loss, count);
}

void
weft_outcome_print (const WeftOutcome *outcome, const WeftModel *model)
{
  for (int p = 0; p < WEFT_N_PARTS; p++)
    {
      const WeftEvaluation *evaluation = outcome->parts[p];

      if (evaluation == NULL)
        continue;
      g_print ("%-11s", p == WEFT_PART_TEST ? _ ("test") : _ ("validation"));
      for (guint m = 0; m < model->n_criteria; m++)
        {
          g_autofree char *value = weft_format_metric (evaluation->metrics[m], FALSE);
          g_autofree char *title = weft_model_dup_criterion_title (model, m);

          g_print ("  %s %s", title, value);
        }
      if (!isnan (outcome->exact[p]))
        {
          g_autofree char *exact = weft_format_share (outcome->exact[p]);

          g_print (_ ("  written without a mistake %s"), exact);
        }
      if (evaluation->decoder != NULL)
        g_print (_ ("  (decoder %s)"), evaluation->decoder);
      if (model->figure < 0)
        print_loss (evaluation);
      else
        g_print ("\n");
    }
}
