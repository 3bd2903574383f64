/* likelihood: what is made of how likely the network took what is true for: the mean of −log p, p
 * by the soft-max of the scores, or of yes or no by the sigmoid of each
 *
 * A class beyond the scores has the probability 0, and the figure is infinite. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

typedef struct
{
  double sum; /* of −log p, in nats */
} WeftLikelihood;

void weft_likelihood_add (gpointer state, const WeftAnswers *answers);
/* −log p, the mean over all answers. */
double weft_likelihood_end (gconstpointer state, const WeftAnswers *form);
/* log Σ exp x over n scores. */
double weft_likelihood_log_sum (const float *scores, gint64 n);

#define WEFT_METRIC_LIKELIHOOD(id_, title_, targets_, least, made)                                 \
  static double end (gconstpointer state, const WeftAnswers *form)                                 \
  {                                                                                                \
    double nats = weft_likelihood_end (state, form);                                               \
                                                                                                   \
    return made;                                                                                   \
  }                                                                                                \
                                                                                                   \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .targets = targets_,                                                                           \
    .least_width = least,                                                                          \
    .size = sizeof (WeftLikelihood),                                                               \
    .add = weft_likelihood_add,                                                                    \
    .end = end,                                                                                    \
  }
