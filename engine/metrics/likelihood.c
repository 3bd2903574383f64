/* likelihood: the mean of −log p of what is true */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/likelihood.h"

#include <math.h>

double
weft_likelihood_log_sum (const float *scores, gint64 n)
{
  double highest = scores[weft_metric_argmax (scores, n)], sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += exp (scores[i] - highest);
  return highest + log (sum);
}

static double
judge_label (const float *scores, gint64 classes, gint64 wanted)
{
  if (wanted < 0 || wanted >= classes)
    return INFINITY;
  return weft_likelihood_log_sum (scores, classes) - scores[wanted];
}

/* log (1 + exp x) − x t, the first for large x without overflow. */
static double
judge_number (double x, double t)
{
  return fmax (x, 0) + log1p (exp (-fabs (x))) - x * t;
}

void
weft_likelihood_add (gpointer state, const WeftAnswers *answers)
{
  WeftLikelihood *sum = state;
  gint64 width = answers->width;

  for (gint64 i = 0; answers->is_labelled && i < answers->n; i++)
    sum->sum += judge_label (answers->prediction + i * width, width, answers->label[i]);
  for (gint64 i = 0; !answers->is_labelled && i < answers->n * width; i++)
    sum->sum += judge_number (answers->prediction[i], answers->wanted[i]);
}

double
weft_likelihood_end (gconstpointer state, const WeftAnswers *form)
{
  gint64 n = form->is_labelled ? form->n : form->n * form->width;

  return ((const WeftLikelihood *) state)->sum / (double) n;
}
