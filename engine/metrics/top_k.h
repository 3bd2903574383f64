/* top_k: the share of samples whose true class is among the k with the highest logits
 *
 * A row for each k that the table has; of equal logits the first counts as higher. The top k of at
 * most k classes say nothing. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

typedef struct
{
  gint64 right;
} WeftTop;

void weft_top_add (gpointer state, const WeftAnswers *answers, gint64 k);
double weft_top_end (gconstpointer state, const WeftAnswers *form);

#define WEFT_METRIC_TOP(k, title_)                                                                 \
  static void add (gpointer state, const WeftAnswers *answers)                                     \
  {                                                                                                \
    weft_top_add (state, answers, k);                                                              \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_top_##k = {                                                         \
    .id = "top_" #k,                                                                               \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = TRUE,                                                                              \
    .targets = WEFT_KINDS_OF_LABELS,                                                               \
    .least_width = k + 1,                                                                          \
    .size = sizeof (WeftTop),                                                                      \
    .add = add,                                                                                    \
    .end = weft_top_end,                                                                           \
  }
