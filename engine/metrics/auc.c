/* auc: the area under the curve of true over false alarms: how often a yes is rated above a no, of
 * equal ratings half */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/scores.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftThreshold *thresholds, gint64 n, double yes, double no)
{
  double above = 0, pairs = 0; /* above: yes that are rated higher */

  for (gint64 i = 0; i < n; i++)
    {
      pairs += (double) thresholds[i].no * (above + 0.5 * (double) thresholds[i].yes);
      above += (double) thresholds[i].yes;
    }
  return pairs / (yes * no);
}

WEFT_METRIC_SCORES (auc, N_ ("Area under the ROC curve"), TRUE, judge);
