/* win_rate: the share of games that are won with what was learnt, a tie being half of one; which a
 * recipe finds by playing, not by answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>

const WeftMetric weft_metric_win_rate = {
  .id = "win_rate",
  .title = N_ ("Games won"),
  .is_share = TRUE,
  .higher_is_better = TRUE,
};
