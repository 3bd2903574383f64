/* accuracy: the share of answers that are right
 *
 * Classes: the highest logit is the true class. Yes or no, also a pixel each: the logit is above 0
 * where the target is above ½. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
compute_classes (const float *prediction, gint64 classes, const gint64 *target, gint64 n)
{
  gint64 right = 0;

  for (gint64 i = 0; i < n; i++)
    right += weft_metric_argmax (prediction + i * classes, (int) classes) == target[i];
  return (double) right / (double) n;
}

static double
compute (const float *prediction, const WeftShape *shape, const void *target,
         const WeftShape *target_shape, gint64 n)
{
  gint64 count = weft_shape_sample_count (shape), right = 0;
  const float *wanted = target;

  if (n == 0)
    return NAN;
  if (target_shape->type == WEFT_I64)
    return compute_classes (prediction, count, target, n);
  if (count != weft_shape_sample_count (target_shape))
    return NAN;
  for (gint64 i = 0; i < n * count; i++)
    right += (prediction[i] > 0.0f) == (wanted[i] > 0.5f);
  return (double) right / (double) (n * count);
}

const WeftMetric weft_metric_accuracy = {
  .id = "accuracy",
  .title = N_ ("Accuracy"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .compute = compute,
};
