/* accuracy: the share of answers that are right
 *
 * Classes: the highest logit is the true class. Yes or no, also a pixel each: the logit is above 0
 * where the target is above ½. */
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
  gint64 right = 0, width = answers->width;

  if (answers->is_labelled)
    for (gint64 i = 0; i < answers->n; i++)
      right += weft_metric_argmax (answers->prediction + i * width, width) == answers->label[i];
  else
    for (gint64 i = 0; i < answers->n * width; i++)
      right += (answers->prediction[i] > 0.0f) == (answers->wanted[i] > 0.5f);
  ((State *) data)->right += right;
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  gint64 count = form->is_labelled ? form->n : form->n * form->width;

  return (double) ((const State *) data)->right / (double) count;
}

const WeftMetric weft_metric_accuracy = {
  .id = "accuracy",
  .title = N_ ("Accuracy"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets
  = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),
  .size = sizeof (State),
  .add = add,
  .end = end,
};
