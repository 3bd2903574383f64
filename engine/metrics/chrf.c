/* chrf: F2 of precision and recall of runs of 1 to 6 tokens over all sequences, each the mean over
 * the lengths that there are (Popović 2015); a token a character */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/token-runs.h"

#include <glib/gi18n-lib.h>

#define BETA2 4.0

/* The mean of shared over `of`, of the lengths that there are. */
static double
find_share (const double shared[WEFT_RUNS], const double of[WEFT_RUNS])
{
  double sum = 0;
  int lengths = 0;

  for (int n = 0; n < WEFT_RUNS; n++)
    if (of[n] > 0)
      {
        sum += shared[n] / of[n];
        lengths++;
      }
  return lengths > 0 ? sum / lengths : 0;
}

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  const WeftRuns *runs = state;
  double precision = find_share (runs->shared, runs->said);
  double recall = find_share (runs->shared, runs->wanted);

  if (precision + recall == 0)
    return 0;
  return (1 + BETA2) * precision * recall / (BETA2 * precision + recall);
}

WEFT_METRIC_RUNS (chrf, N_ ("chrF"), judge);
