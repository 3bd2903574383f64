/* dice: twice the intersection over the sum of what is marked and what should be, over all pixels
 * of all samples; the F1 of pixels */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  gint64 both, marked, wanted;
} State;

static void
add (gpointer data, const WeftAnswers *answers)
{
  State *state = data;

  for (gint64 i = 0; i < answers->n * answers->width; i++)
    {
      gboolean marked = answers->prediction[i] > 0.0f, should = answers->wanted[i] > 0.5f;

      state->both += marked && should;
      state->marked += marked;
      state->wanted += should;
    }
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const State *state = data;
  gint64 all = state->marked + state->wanted;

  return all == 0 ? 1.0 : 2.0 * (double) state->both / (double) all;
}

const WeftMetric weft_metric_dice = {
  .id = "dice",
  .title = N_ ("Dice coefficient"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets = WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_MASK),
  .size = sizeof (State),
  .add = add,
  .end = end,
};
