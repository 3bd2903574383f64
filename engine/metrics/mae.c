/* mae: mean absolute error, (1/n) Σ |p − t| over all elements */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
compute (const float *prediction, const WeftShape *shape, const void *target,
         const WeftShape *target_shape, gint64 n)
{
  gint64 count = n * weft_shape_sample_count (shape);
  const float *wanted = target;
  double sum = 0;

  if (n == 0 || target_shape->type != WEFT_F32
      || count != n * weft_shape_sample_count (target_shape))
    return NAN;
  for (gint64 i = 0; i < count; i++)
    sum += fabs ((double) prediction[i] - wanted[i]);
  return sum / (double) count;
}

const WeftMetric weft_metric_mae = {
  .id = "mae",
  .title = N_ ("Mean absolute error"),
  .compute = compute,
};
