/* top_k: the share of samples whose true class is among the k with the highest logits */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/top_k.h"

/* How many classes are rated above the true one; all when there is no such class. */
static gint64
count_higher (const float *logits, gint64 classes, gint64 wanted)
{
  gint64 higher = 0;

  if (wanted < 0 || wanted >= classes)
    return classes;
  for (gint64 c = 0; c < classes; c++)
    higher += logits[c] > logits[wanted] || (c < wanted && logits[c] == logits[wanted]);
  return higher;
}

void
weft_top_add (gpointer state, const WeftAnswers *answers, gint64 k)
{
  gint64 classes = answers->width;

  for (gint64 i = 0; i < answers->n; i++)
    ((WeftTop *) state)->right
        += count_higher (answers->prediction + i * classes, classes, answers->label[i]) < k;
}

double
weft_top_end (gconstpointer state, const WeftAnswers *form)
{
  return (double) ((const WeftTop *) state)->right / (double) form->n;
}
