/* metric: a row of the metric table; computed over a whole split, never over training batches
 *
 * To add one: a file engine/metrics/ID.c and a row in engine/metrics/metrics.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"

typedef struct
{
  const char *id;    /* "accuracy", "top_3", "mae", "r2" */
  const char *title; /* N_ () */
  gboolean higher_is_better;
  gboolean is_share; /* 0 to 1, shown as per cent */
  /* Over n samples: predictions (n, …) as the loss gets them, targets float or int64 (n, …). NaN
   * when it has nothing to say: classes are asked for and the targets are numbers, the top k of at
   * most k classes, no samples, the R² of one. */
  double (*compute) (const float *prediction, const WeftShape *shape, const void *target,
                     const WeftShape *target_shape, gint64 n);
} WeftMetric;

const WeftMetric *weft_metric_find (const char *id); /* nullable */
const WeftMetric *const *weft_metrics (guint *n);
char *weft_metrics_dup_ids (void); /* "accuracy, top_3, …" */
/* Whether it has something to say of predictions and targets of these shapes, whatever N. */
gboolean weft_metric_fits (const WeftMetric *metric, const WeftShape *prediction,
                           const WeftShape *target);
guint weft_metrics_count (const char *ids); /* how many "accuracy, top_3" names */
/* The first of "accuracy,top_3" that is no metric; nullable. */
char *weft_metrics_dup_unknown (const char *ids);
/* The class with the highest of n logits; the first of equals. */
int weft_metric_argmax (const float *logits, int n);
