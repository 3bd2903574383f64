/* agreement: the share of answers whose highest score is where the target has its highest share
 *
 * Where several have the highest share any of them is right. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  gint64 right;
} State;

static void
add (gpointer data, const WeftAnswers *answers)
{
  gint64 width = answers->width;

  for (gint64 i = 0; i < answers->n; i++)
    {
      const float *wanted = answers->wanted + i * width;
      int said = weft_metric_argmax (answers->prediction + i * width, width);

      ((State *) data)->right += wanted[said] == wanted[weft_metric_argmax (wanted, width)];
    }
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  return (double) ((const State *) data)->right / (double) form->n;
}

const WeftMetric weft_metric_agreement = {
  .id = "agreement",
  .title = N_ ("Agreement"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets = WEFT_KIND_BIT (WEFT_KIND_NUMBERS),
  .least_width = 2,
  .size = sizeof (State),
  .add = add,
  .end = end,
};
