/* runs: which run of a project is meant when none is named */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/runs.h"

#include <math.h>

gint64
weft_runs_find_newest (WeftStore *store)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  gint64 newest = 0;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const WeftRunInfo *run = g_ptr_array_index (runs, i);

      if (run->last_frame >= 0)
        newest = run->id;
    }
  return newest;
}

static gint64
find_best_step (WeftStore *store, gint64 id)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const WeftRunInfo *run = g_ptr_array_index (runs, i);

      if (run->id == id)
        return run->best_frame;
    }
  return -1;
}

/* The best of a sample, which may stand for many, and of what was before it. */
static double
choose_better (const WeftMetric *metric, const WeftSample *sample, double before)
{
  double value = (double) (metric != NULL && metric->higher_is_better ? sample->max : sample->min);

  return weft_metric_is_better (metric, value, before) ? value : before;
}

void
weft_runs_restore_past (WeftStore *store, gint64 run, gint64 at, const WeftModel *model,
                        WeftTrainer *trainer)
{
  const WeftMetric *metric = weft_model_get_best_metric (model);
  guint32 series = weft_model_get_best_series (model);
  gint64 step = find_best_step (store, run);
  g_autoptr (GArray) samples = weft_store_load_samples (store, run);
  double best = NAN, seconds = 0;
  gint64 changed = -1; /* at which step the data, or the loss */

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);

      if ((sample->series == WEFT_SERIES_DATA || (sample->series == WEFT_SERIES_LOSS && !metric))
          && sample->last <= at)
        {
          changed = sample->last;
          best = NAN;
        }
      if (sample->series == series && sample->first <= step && sample->first > changed)
        best = choose_better (metric, sample, best);
      if (sample->series == WEFT_SERIES_SECONDS && sample->first <= at)
        seconds = (double) sample->value;
    }
  if (isfinite (seconds))
    weft_trainer_set_earlier (trainer, seconds);
  if (!isnan (best))
    weft_trainer_set_best (trainer, step, best);
}
