/* scores: answers in the order of how sure they are of a yes, for what judges every threshold
 *
 * Of classes each is told from all others by its probability, and a figure is the plain mean over
 * those of which there are samples and others; of two classes it is the one looked for, else the
 * second. Yes or no, also a pixel each: all of them together.
 *
 * The first 65,536 scores of a class are kept, so that up to there the figure is exact. Beyond they
 * are counted by their sign, exponent and six bits more, in 32,768 bins: two scores that differ by
 * less than 1.6 % may then count as equal. 832 KB a class. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

#define WEFT_SCORES_EXACT (1 << 16)
#define WEFT_SCORES_CLASSES 64 /* at most */

/* A threshold: so many more of the yes and of the no are at or above it than above the one before.
 */
typedef struct
{
  gint64 yes, no;
} WeftThreshold;

/* From the highest to the lowest, n of them; there are `yes` and `no` in all, at least one each. */
typedef double (*WeftScoresFunc) (const WeftThreshold *thresholds, gint64 n, double yes, double no);

gsize weft_scores_count_bytes (const WeftAnswers *form);
void weft_scores_add (gpointer state, const WeftAnswers *answers);
/* NaN where all are of one kind, or a target is neither yes nor no. */
double weft_scores_end (gconstpointer state, const WeftAnswers *form, WeftScoresFunc judge);

#define WEFT_METRIC_SCORES(id_, title_, higher, judge)                                             \
  static double end (gconstpointer state, const WeftAnswers *form)                                 \
  {                                                                                                \
    return weft_scores_end (state, form, judge);                                                   \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = higher,                                                                    \
    .is_share = higher,                                                                            \
    .of_positive = TRUE,                                                                           \
    .targets                                                                                       \
    = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),   \
    .most_classes = WEFT_SCORES_CLASSES,                                                           \
    .count_bytes = weft_scores_count_bytes,                                                        \
    .add = weft_scores_add,                                                                        \
    .end = end,                                                                                    \
  }
