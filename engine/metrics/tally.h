/* tally: of each class, how many are it, how many are called it, and how many are both
 *
 * What balanced accuracy, precision, recall and F1 are made of, defined as scikit-learn defines
 * them (average="macro", for two classes and for yes or no average="binary"; zero_division=0):
 *  - class labels: the answer is the class with the highest logit; a metric is the plain mean over
 *    the classes that occur, in the labels or in the answers, however rare each is. A class that
 *    is never seen has no part in it.
 *  - two classes of which one is looked for: precision, recall and F1 are of that one alone.
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

typedef struct
{
  gboolean is_foreign; /* a target that is neither a class nor 0 or 1 */
  WeftTally of[];      /* each class; of yes or no: no, yes */
} WeftTallies;

void weft_tally_add (gpointer state, const WeftAnswers *answers);
/* The mean of judge over the classes; unless both is set of the positive one alone where there is
 * one, and for yes or no of yes. NaN when a
 * target was neither a class nor 0 or 1. */
double weft_tally_end (gconstpointer state, const WeftAnswers *form, WeftTallyFunc judge,
                       gboolean both);

/* A row of the table that is a mean over classes. */
#define WEFT_METRIC_TALLY(id_, title_, both, judge)                                                \
  static double end (gconstpointer state, const WeftAnswers *form)                                 \
  {                                                                                                \
    return weft_tally_end (state, form, judge, both);                                              \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = TRUE,                                                                              \
    .of_positive = !(both),                                                                        \
    .targets                                                                                       \
    = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),   \
    .size = sizeof (WeftTallies),                                                                  \
    .size_each = sizeof (WeftTally),                                                               \
    .add = weft_tally_add,                                                                         \
    .end = end,                                                                                    \
  }
