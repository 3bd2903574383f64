/* bleu: the geometric mean of how many of the runs of 1 to 4 tokens that are said were wanted, over
 * all sequences, less where too little is said: exp (1 − wanted/said) (Papineni et al. 2002)
 *
 * Not smoothed: 0 when no run of some length is right. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/token-runs.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LONGEST 4

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  const WeftRuns *runs = state;
  double sum = 0;

  for (int n = 0; n < LONGEST; n++)
    {
      if (runs->shared[n] == 0)
        return 0;
      sum += log (runs->shared[n] / runs->said[n]) / LONGEST;
    }
  return exp (sum + fmin (0, 1 - runs->wanted[0] / runs->said[0]));
}

WEFT_METRIC_RUNS (bleu, N_ ("BLEU"), judge);
