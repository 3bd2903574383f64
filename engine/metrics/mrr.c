/* mrr: mean reciprocal rank, the mean of one over the place of the true class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

#include <glib/gi18n-lib.h>

static double
reciprocal (gint64 place)
{
  return place >= 0 ? 1.0 / (double) (place + 1) : 0.0;
}

WEFT_METRIC_RANK (mrr, N_ ("Mean reciprocal rank"), 2, FALSE, reciprocal);
