/* return: what is gained in an episode that is played with what was learnt; which a recipe finds by
 * playing, not by answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>

const WeftMetric weft_metric_return = {
  .id = "return",
  .title = N_ ("Mean return"),
  .higher_is_better = TRUE,
};
