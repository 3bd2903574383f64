/* gain_1: what the target says of the step that is ranked first, the mean over samples (Järvelin
 * and Kekäläinen 2002: the cumulated gain at one); the first of equals is meant */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  double sum;
} State;

/* A number for each step, (N, T) or (N, T, 1). */
static gboolean
fits (const WeftShape *prediction, const WeftShape *target)
{
  return prediction->rank >= 2 && weft_shape_sample_count (prediction) == prediction->dims[1]
         && weft_shape_sample_count (target) == prediction->dims[1];
}

static void
add (gpointer data, const WeftWhole *whole)
{
  State *state = data;

  if (whole->n_target > 0)
    state->sum += (double) whole->target[weft_metric_argmax (whole->prediction, whole->n_target)];
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  return ((const State *) data)->sum / (double) form->n;
}

const WeftMetric weft_metric_gain_1 = {
  .id = "gain_1",
  .title = N_ ("Gain of the first"),
  .higher_is_better = TRUE,
  .targets = WEFT_KIND_BIT (WEFT_KIND_NUMBERS),
  .most_width = 1,
  .size = sizeof (State),
  .add_whole = add,
  .fits = fits,
  .end = end,
};
