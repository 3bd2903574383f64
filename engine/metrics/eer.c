/* eer: equal-error rate: the share of false alarms at the threshold where the share of yes that are
 * missed is the same; between two thresholds on the straight line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/scores.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftThreshold *thresholds, gint64 n, double yes, double no)
{
  double alarms = 0, missed = 1;

  for (gint64 i = 0; i < n; i++)
    {
      double more = (double) thresholds[i].no / no, fewer = (double) thresholds[i].yes / yes;

      if (alarms + more >= missed - fewer)
        return alarms + more * (missed - alarms) / (more + fewer);
      alarms += more;
      missed -= fewer;
    }
  return 1;
}

WEFT_METRIC_SCORES (eer, N_ ("Equal-error rate"), FALSE, judge);
