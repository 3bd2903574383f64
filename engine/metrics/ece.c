/* ece: expected calibration error: how far the share of right answers lies from how sure the
 * network is of them, Σ n_b/n · |right_b − sure_b| over 15 bins of sureness alike in width (Guo et
 * al. 2017)
 *
 * How sure: the highest probability of the soft-max; of yes or no that of the side taken. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/likelihood.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define BINS 15

typedef struct
{
  struct
  {
    gint64 n, right;
    double sure;
  } bins[BINS];
} State;

static void
count (State *state, double sure, gboolean is_right)
{
  int bin = CLAMP ((int) ceil (sure * BINS) - 1, 0, BINS - 1); /* a bin holds its upper end */

  state->bins[bin].n++;
  state->bins[bin].right += is_right;
  state->bins[bin].sure += sure;
}

static void
add (gpointer data, const WeftAnswers *answers)
{
  gint64 width = answers->width;

  for (gint64 i = 0; answers->is_labelled && i < answers->n; i++)
    {
      const float *scores = answers->prediction + i * width;
      int said = weft_metric_argmax (scores, width);

      count (data, exp (scores[said] - weft_likelihood_log_sum (scores, width)),
             said == answers->label[i]);
    }
  for (gint64 i = 0; !answers->is_labelled && i < answers->n * width; i++)
    count (data, 1 / (1 + exp (-fabs ((double) answers->prediction[i]))),
           (answers->prediction[i] > 0.0f) == (answers->wanted[i] > 0.5f));
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const State *state = data;
  double sum = 0;

  for (int i = 0; i < BINS; i++)
    sum += fabs ((double) state->bins[i].right - state->bins[i].sure);
  return sum / (double) (form->is_labelled ? form->n : form->n * form->width);
}

const WeftMetric weft_metric_ece = {
  .id = "ece",
  .title = N_ ("Calibration error"),
  .targets
  = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),
  .size = sizeof (State),
  .add = add,
  .end = end,
};
