/* balanced_accuracy: the mean of what share of each class is found, so that a rare class counts as
 * much as a frequent one; over the classes that there are in the labels */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
judge (const WeftTally *of)
{
  return of->wanted > 0 ? (double) of->right / (double) of->wanted : NAN;
}

WEFT_METRIC_TALLY (balanced_accuracy, N_ ("Balanced accuracy"), TRUE, judge);
