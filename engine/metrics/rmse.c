/* rmse: root mean squared error, √ ((1/n) Σ (p − t)²) over all elements, in the targets' own unit
 */
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
    {
      double error = (double) answers->prediction[i] - answers->wanted[i];

      state->sum += error * error;
    }
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  return sqrt (((const State *) data)->sum / (double) (form->n * form->width));
}

const WeftMetric weft_metric_rmse = {
  .id = "rmse",
  .title = N_ ("Root mean squared error"),
  .size = sizeof (State),
  .add = add,
  .end = end,
};
