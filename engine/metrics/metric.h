/* metric: a row of the metric table; computed over a whole split, never over training batches */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"

typedef struct
{
  const char *id;    /* "accuracy", "top_3", "mae", "r2", "loss" */
  const char *title; /* N_ () */
  gboolean higher_is_better;
  gboolean is_share; /* 0 to 1, shown as per cent */
  /* Over n samples: predictions (n, …) as the loss gets them, targets float or int64 (n, …). */
  double (*compute) (const float *prediction, const WeftShape *shape, const void *target,
                     const WeftShape *target_shape, gint64 n);
} WeftMetric;

const WeftMetric *weft_metric_find (const char *id); /* nullable */
const WeftMetric *const *weft_metrics (guint *n);
