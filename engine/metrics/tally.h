/* tally: of each class, how many are it, how many are called it, and how many are both
 *
 * What balanced accuracy, precision, recall and F1 are made of, defined as scikit-learn defines
 * them (average="macro", for yes or no average="binary"; zero_division=0):
 *  - class labels: the answer is the class with the highest logit; a metric is the plain mean over
 *    the classes that occur, in the labels or in the answers, however rare each is. A class that
 *    is never seen has no part in it.
 *  - yes or no, also a pixel each: the answer is yes where the logit is above 0; class 1 is yes,
 *    and precision, recall and F1 are of yes alone. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

typedef struct
{
  gint64 wanted, called, right; /* are it, are called it, both */
} WeftTally;

/* What one class counts; NaN: it has no part in the mean. */
typedef double (*WeftTallyFunc) (const WeftTally *of);

/* The mean of judge over the classes, for yes or no of yes alone unless both is set. NaN when there
 * is nothing to count: no samples, or targets that are neither classes nor 0 and 1. */
double weft_tally_mean (WeftTallyFunc judge, gboolean both, const float *prediction,
                        const WeftShape *shape, const void *target, const WeftShape *target_shape,
                        gint64 n);

/* A row of the table that is a mean over classes. */
#define WEFT_METRIC_TALLY(id_, title_, both, judge)                                                \
  static double compute (const float *prediction, const WeftShape *shape, const void *target,      \
                         const WeftShape *target_shape, gint64 n)                                  \
  {                                                                                                \
    return weft_tally_mean (judge, both, prediction, shape, target, target_shape, n);              \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = TRUE,                                                                              \
    .compute = compute,                                                                            \
  }
