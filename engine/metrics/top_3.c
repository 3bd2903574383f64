/* top_3: the share of samples whose true class is among the three highest */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

#include <glib/gi18n-lib.h>

static double
hit (gint64 place)
{
  return place >= 0 && place < 3;
}

WEFT_METRIC_RANK (top_3, N_ ("Among the top 3"), 3 + 1, TRUE, hit);
