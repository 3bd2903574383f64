/* f1: the harmonic mean of precision and recall, 2·right / (wanted + called); 0 when there are none
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftTally *of)
{
  return of->right > 0 ? 2.0 * (double) of->right / (double) (of->wanted + of->called) : 0;
}

WEFT_METRIC_TALLY (f1, N_ ("F1"), FALSE, judge);
