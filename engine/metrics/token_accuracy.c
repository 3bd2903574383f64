/* token_accuracy: the share of tokens that are said rightly, each given the true ones before it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

#include <glib/gi18n-lib.h>

static double
hit (gint64 place)
{
  return place == 0;
}

WEFT_METRIC_RANK (token_accuracy, N_ ("Token accuracy"), 2, TRUE, hit);
