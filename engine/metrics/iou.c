/* iou: intersection over union of what is marked and what should be, over all pixels of all samples
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
compute (const float *prediction, const WeftShape *shape, const void *target,
         const WeftShape *target_shape, gint64 n)
{
  gint64 count = weft_shape_sample_count (shape), both = 0, either = 0;
  const float *wanted = target;

  if (n == 0 || target_shape->type != WEFT_F32 || count != weft_shape_sample_count (target_shape))
    return NAN;
  for (gint64 i = 0; i < n * count; i++)
    {
      gboolean marked = prediction[i] > 0.0f, should = wanted[i] > 0.5f;

      both += marked && should;
      either += marked || should;
    }
  return either == 0 ? 1.0 : (double) both / (double) either;
}

const WeftMetric weft_metric_iou = {
  .id = "iou",
  .title = N_ ("Intersection over union"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .compute = compute,
};
