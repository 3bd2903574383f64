/* precision: what share of those that are called a class is of it; 0 when none are called so */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftTally *of)
{
  return of->called > 0 ? (double) of->right / (double) of->called : 0;
}

WEFT_METRIC_TALLY (precision, N_ ("Precision"), FALSE, judge);
