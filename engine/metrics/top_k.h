/* top_k: the share of samples whose true class is among the k with the highest logits
 *
 * A row for each k that the table has; of equal logits the first counts as higher. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

double weft_metric_top_k (const float *prediction, const WeftShape *shape, const void *target,
                          const WeftShape *target_shape, gint64 n, gint64 k);

#define WEFT_METRIC_TOP(k, title_)                                                                 \
  static double compute (const float *prediction, const WeftShape *shape, const void *target,      \
                         const WeftShape *target_shape, gint64 n)                                  \
  {                                                                                                \
    return weft_metric_top_k (prediction, shape, target, target_shape, n, k);                      \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_top_##k = {                                                         \
    .id = "top_" #k,                                                                               \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = TRUE,                                                                              \
    .compute = compute,                                                                            \
  }
