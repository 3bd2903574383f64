/* hit_rate_10: the share of samples whose true class, the item that was taken, is among the ten
 * that are recommended first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

#include <glib/gi18n-lib.h>

static double
hit (gint64 place)
{
  return place >= 0 && place < 10;
}

WEFT_METRIC_RANK (hit_rate_10, N_ ("Hit rate at 10"), 11, TRUE, hit);
