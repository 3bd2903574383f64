/* f1_micro: F1 of all classes' decisions together, as scikit-learn's average="micro": of one class
 * each it is the share that is right, of several yes or no each that of all of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const WeftTallies *state = data;
  WeftTally all = { 0 };

  if (state->is_foreign)
    return NAN;
  for (gint64 c = form->is_labelled ? 0 : 1; c < (form->is_labelled ? form->width : 2); c++)
    {
      all.wanted += state->of[c].wanted;
      all.called += state->of[c].called;
      all.right += state->of[c].right;
    }
  return all.right > 0 ? 2.0 * (double) all.right / (double) (all.wanted + all.called) : 0;
}

const WeftMetric weft_metric_f1_micro = {
  .id = "f1_micro",
  .title = N_ ("F1 of all together"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets
  = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),
  .size = sizeof (WeftTallies),
  .size_each = sizeof (WeftTally),
  .add = weft_tally_add,
  .end = end,
};
