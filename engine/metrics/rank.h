/* rank: what is made of the place that the true class has among all, the mean over samples
 *
 * Of equal scores the first counts as higher. The row brings what a place counts for: 0 is the
 * first; −1: there is no such class. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

typedef struct
{
  double sum;
} WeftRank;

/* How many classes are rated above the true one; −1: there is no such class. */
gint64 weft_rank_find (const float *scores, gint64 classes, gint64 wanted);

#define WEFT_METRIC_RANK(id_, title_, least, is_share_, worth)                                     \
  static void add (gpointer state, const WeftAnswers *answers)                                     \
  {                                                                                                \
    for (gint64 i = 0; i < answers->n; i++)                                                        \
      ((WeftRank *) state)->sum += worth (weft_rank_find (                                         \
          answers->prediction + i * answers->width, answers->width, answers->label[i]));           \
  }                                                                                                \
                                                                                                   \
  static double end (gconstpointer state, const WeftAnswers *form)                                 \
  {                                                                                                \
    return ((const WeftRank *) state)->sum / (double) form->n;                                     \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = is_share_,                                                                         \
    .targets = WEFT_KINDS_OF_LABELS,                                                               \
    .least_width = least,                                                                          \
    .size = sizeof (WeftRank),                                                                     \
    .add = add,                                                                                    \
    .end = end,                                                                                    \
  }
