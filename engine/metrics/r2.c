/* r2: the share of the variance that is explained, 1 − Σ (p − t)² / Σ (t − t̄)², the mean over
 * outputs
 *
 * One sample has no variance, so it has no R². An output whose targets are all equal counts 1 when
 * it is met exactly, else 0 (as in scikit-learn). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  double mean, spread2, error2; /* Σ (t − t̄)² and Σ (p − t)² so far */
} Column;

typedef struct
{
  gint64 n;
  Column columns[];
} State;

/* Mean and spread as they are told one by one (Welford 1962): Σ t² − (Σ t)² / n would lose all
 * digits of a small spread around a large mean, and the 0 of equal targets. */
static void
add_number (Column *column, gint64 n, double predicted, double wanted)
{
  double off = wanted - column->mean;

  column->mean += off / (double) n;
  column->spread2 += off * (wanted - column->mean);
  column->error2 += (predicted - wanted) * (predicted - wanted);
}

static void
add (gpointer data, const WeftAnswers *answers)
{
  State *state = data;
  const float *prediction = answers->prediction, *wanted = answers->wanted;

  for (gint64 i = 0; i < answers->n; i++)
    {
      state->n++;
      for (gint64 c = 0; c < answers->width; c++)
        add_number (&state->columns[c], state->n, (double) *prediction++, (double) *wanted++);
    }
}

static double
judge (const Column *column)
{
  if (column->spread2 == 0)
    return column->error2 == 0 ? 1.0 : 0.0;
  return 1.0 - column->error2 / column->spread2;
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const State *state = data;
  double sum = 0;

  if (state->n < 2)
    return NAN;
  for (gint64 c = 0; c < form->width; c++)
    sum += judge (&state->columns[c]);
  return sum / (double) form->width;
}

const WeftMetric weft_metric_r2 = {
  .id = "r2",
  .title = N_ ("R²"),
  .higher_is_better = TRUE,
  .size = sizeof (State),
  .size_each = sizeof (Column),
  .add = add,
  .end = end,
};
