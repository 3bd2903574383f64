/* tally: of each class, how many are it, how many are called it, and how many are both */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <math.h>

static gint64
count_classes (const WeftAnswers *form)
{
  return form->is_labelled ? form->width : 2;
}

static void
count (WeftTallies *state, gint64 wanted, gint64 called)
{
  state->of[wanted].wanted++;
  state->of[called].called++;
  state->of[wanted].right += wanted == called;
}

static void
add_labels (WeftTallies *state, const WeftAnswers *answers)
{
  gint64 classes = answers->width;

  for (gint64 i = 0; i < answers->n; i++)
    if (answers->label[i] < 0 || answers->label[i] >= classes)
      state->is_foreign = TRUE;
    else
      count (state, answers->label[i],
             weft_metric_argmax (answers->prediction + i * classes, classes));
}

static void
add_yes_or_no (WeftTallies *state, const WeftAnswers *answers)
{
  for (gint64 i = 0; i < answers->n * answers->width; i++)
    if (answers->wanted[i] != 0.0f && answers->wanted[i] != 1.0f)
      state->is_foreign = TRUE;
    else
      count (state, answers->wanted[i] > 0.5f, answers->prediction[i] > 0.0f);
}

void
weft_tally_add (gpointer state, const WeftAnswers *answers)
{
  if (answers->is_labelled)
    add_labels (state, answers);
  else
    add_yes_or_no (state, answers);
}

double
weft_tally_end (gconstpointer data, const WeftAnswers *form, WeftTallyFunc judge, gboolean both)
{
  const WeftTallies *state = data;
  int positive = form->is_labelled ? form->positive - 1 : 1;
  gint64 n_judged = 0;
  double sum = 0;

  if (state->is_foreign)
    return NAN;
  if (!both && positive >= 0 && positive < count_classes (form))
    return judge (&state->of[positive]);
  for (gint64 c = 0; c < count_classes (form); c++)
    {
      const WeftTally *of = &state->of[c];
      double share = of->wanted + of->called > 0 ? judge (of) : NAN;

      if (!isnan (share))
        {
          sum += share;
          n_judged++;
        }
    }
  return sum / (double) n_judged;
}
