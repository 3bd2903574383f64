/* top_5: the share of samples whose true class is among the five highest */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

#include <glib/gi18n-lib.h>

static double
hit (gint64 place)
{
  return place >= 0 && place < 5;
}

WEFT_METRIC_RANK (top_5, N_ ("Among the top 5"), 5 + 1, TRUE, hit);
