/* ndcg_10: normalised discounted cumulative gain of the first ten, where one item was taken: 1 /
 * log₂ (1 + place) of it, the first place being 1, else 0 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
gain (gint64 place)
{
  return place >= 0 && place < 10 ? 1.0 / log2 ((double) place + 2.0) : 0.0;
}

WEFT_METRIC_RANK (ndcg_10, N_ ("NDCG at 10"), 2, FALSE, gain);
