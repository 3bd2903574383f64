/* average_precision: Σ (R_k − R_(k−1)) P_k over the thresholds from the highest on, recall R and
 * precision P, as scikit-learn's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/scores.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftThreshold *thresholds, gint64 n, double yes, double no)
{
  double right = 0, called = 0, sum = 0;

  for (gint64 i = 0; i < n; i++)
    {
      right += (double) thresholds[i].yes;
      called += (double) (thresholds[i].yes + thresholds[i].no);
      sum += (double) thresholds[i].yes * right / called;
    }
  return sum / yes;
}

WEFT_METRIC_SCORES (average_precision, N_ ("Average precision"), TRUE, judge);
