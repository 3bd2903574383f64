/* mae: mean absolute error, (1/n) Σ |p − t| over all elements */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  double sum;
} State;

static void
add (gpointer data, const WeftAnswers *answers)
{
  State *state = data;

  for (gint64 i = 0; i < answers->n * answers->width; i++)
    state->sum += fabs ((double) answers->prediction[i] - answers->wanted[i]);
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  return ((const State *) data)->sum / (double) (form->n * form->width);
}

const WeftMetric weft_metric_mae = {
  .id = "mae",
  .title = N_ ("Mean absolute error"),
  .size = sizeof (State),
  .add = add,
  .end = end,
};
