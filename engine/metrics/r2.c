/* r2: the share of the variance that is explained, 1 − Σ (p − t)² / Σ (t − t̄)², the mean over
 * outputs
 *
 * One sample has no variance, so it has no R². An output whose targets are all equal counts 1 when
 * it is met exactly, else 0 (as in scikit-learn). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
compute_column (const float *prediction, const float *target, gint64 stride, gint64 n)
{
  double mean = 0, error2 = 0, spread2 = 0;

  for (gint64 i = 0; i < n; i++)
    mean += target[i * stride];
  mean /= (double) n;
  for (gint64 i = 0; i < n; i++)
    {
      double error = (double) prediction[i * stride] - target[i * stride];
      double spread = target[i * stride] - mean;

      error2 += error * error;
      spread2 += spread * spread;
    }
  if (spread2 == 0)
    return error2 == 0 ? 1.0 : 0.0;
  return 1.0 - error2 / spread2;
}

static double
compute (const float *prediction, const WeftShape *shape, const void *target,
         const WeftShape *target_shape, gint64 n)
{
  gint64 count = weft_shape_sample_count (shape);
  const float *wanted = target;
  double sum = 0;

  if (n < 2 || target_shape->type != WEFT_F32 || count != weft_shape_sample_count (target_shape))
    return NAN;
  for (gint64 c = 0; c < count; c++)
    sum += compute_column (prediction + c, wanted + c, count, n);
  return sum / (double) count;
}

const WeftMetric weft_metric_r2 = {
  .id = "r2",
  .title = N_ ("R²"),
  .higher_is_better = TRUE,
  .compute = compute,
};
