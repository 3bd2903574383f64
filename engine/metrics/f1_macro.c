/* f1_macro: the plain mean of each class's F1, as scikit-learn's average="macro", also where one of
 * two classes is looked for; of several yes or no each the mean over them. What is never there nor
 * called has no part in it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static double
judge (const WeftTally *of)
{
  return 2.0 * (double) of->right / (double) (of->wanted + of->called);
}

/* Yes or no each: a tally of its own for each. */
static void
add_tags (WeftTallies *state, const WeftAnswers *answers)
{
  for (gint64 i = 0; i < answers->n * answers->width; i++)
    {
      WeftTally *of = &state->of[i % answers->width];
      gboolean wanted = answers->wanted[i] == 1.0f, called = answers->prediction[i] > 0.0f;

      state->is_foreign |= answers->wanted[i] != 0.0f && !wanted;
      of->wanted += wanted;
      of->called += called;
      of->right += wanted && called;
    }
}

static void
add (gpointer state, const WeftAnswers *answers)
{
  if (answers->is_labelled)
    weft_tally_add (state, answers);
  else
    add_tags (state, answers);
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const WeftTallies *state = data;
  gint64 n = 0;
  double sum = 0;

  if (state->is_foreign)
    return NAN;
  for (gint64 c = 0; c < form->width; c++)
    if (state->of[c].wanted + state->of[c].called > 0)
      {
        sum += judge (&state->of[c]);
        n++;
      }
  return n > 0 ? sum / (double) n : 0;
}

const WeftMetric weft_metric_f1_macro = {
  .id = "f1_macro",
  .title = N_ ("Mean F1 of the classes"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets = WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_NUMBERS),
  .size = sizeof (WeftTallies),
  .size_each = sizeof (WeftTally),
  .add = add,
  .end = end,
};
