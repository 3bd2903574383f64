/* top_k: the share of samples whose true class is among the k with the highest logits */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/top_k.h"

#include <math.h>

double
weft_metric_top_k (const float *prediction, const WeftShape *shape, const void *target,
                   const WeftShape *target_shape, gint64 n, gint64 k)
{
  gint64 classes = weft_shape_sample_count (shape), right = 0;
  const gint64 *wanted = target;

  if (n == 0 || target_shape->type != WEFT_I64 || k >= classes)
    return NAN;
  for (gint64 i = 0; i < n; i++)
    {
      const float *logits = prediction + i * classes;
      gint64 higher = 0;

      for (gint64 c = 0; c < classes; c++)
        higher
            += logits[c] > logits[wanted[i]] || (c < wanted[i] && logits[c] == logits[wanted[i]]);
      right += higher < k;
    }
  return (double) right / (double) n;
}
