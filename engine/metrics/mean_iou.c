/* mean_iou: of each class that is there or is called, intersection over union of the places that
 * are it and that are called it, over all pictures; their mean (Everingham et al. 2010) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>

static double
judge (const WeftTally *of)
{
  return (double) of->right / (double) (of->wanted + of->called - of->right);
}

static double
end (gconstpointer state, const WeftAnswers *form)
{
  return weft_tally_end (state, form, judge, TRUE);
}

const WeftMetric weft_metric_mean_iou = {
  .id = "mean_iou",
  .title = N_ ("Mean intersection over union"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets = WEFT_KIND_BIT (WEFT_KIND_AREAS),
  .size = sizeof (WeftTallies),
  .size_each = sizeof (WeftTally),
  .add = weft_tally_add,
  .end = end,
};
