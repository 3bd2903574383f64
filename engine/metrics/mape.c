/* mape: mean absolute percentage error, as a share: (1/n) Σ |p − t| / |t| over all elements;
 * nothing can be said of a target of 0, and elements that have it are left out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  double sum;
  gint64 n;
} State;

static void
add (gpointer data, const WeftAnswers *answers)
{
  State *state = data;

  for (gint64 i = 0; i < answers->n * answers->width; i++)
    if (answers->wanted[i] != 0.0f)
      {
        state->sum += fabs (((double) answers->prediction[i] - answers->wanted[i])
                            / (double) answers->wanted[i]);
        state->n++;
      }
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const State *state = data;

  return state->n > 0 ? state->sum / (double) state->n : NAN;
}

const WeftMetric weft_metric_mape = {
  .id = "mape",
  .title = N_ ("Mean absolute percentage error"),
  .size = sizeof (State),
  .add = add,
  .end = end,
};
