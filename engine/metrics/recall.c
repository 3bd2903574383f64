/* recall: what share of those that are of a class is found; 0 when there are none */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftTally *of)
{
  return of->wanted > 0 ? (double) of->right / (double) of->wanted : 0;
}

WEFT_METRIC_TALLY (recall, N_ ("Recall"), FALSE, judge);
