/* meaning: what the figures of a series are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/meaning.h"

#include <math.h>
#include <string.h>

#include "engine/metrics/metric.h"

/* A name without a part is of the run itself, "rate"; else its last word is a metric or the loss.
 */
WeftMeaning
weft_series_get_meaning (guint32 series)
{
  const char *word = strrchr (weft_series_get_name (series), '/');
  const WeftMetric *metric = word != NULL ? weft_metric_find (word + 1) : NULL;

  if (metric != NULL)
    return (WeftMeaning){ metric->is_share ? WEFT_UNIT_SHARE : WEFT_UNIT_NONE,
                          metric->higher_is_better ? 1 : -1 };
  return (WeftMeaning){ WEFT_UNIT_NONE, word != NULL && g_str_equal (word, "/loss") ? -1 : 0 };
}

gboolean
weft_series_is_better (guint32 series, double a, double b)
{
  int direction = weft_series_get_meaning (series).direction;

  if (isnan (a) || isnan (b))
    return !isnan (a);
  return direction > 0 ? a > b : direction < 0 && a < b;
}
