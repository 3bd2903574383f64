/* tally: of each class, how many are it, how many are called it, and how many are both */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/tally.h"

#include <math.h>

static void
count (WeftTally *tally, gint64 wanted, gint64 called)
{
  tally[wanted].wanted++;
  tally[called].called++;
  tally[wanted].right += wanted == called;
}

static gboolean
count_classes (WeftTally *tally, gint64 classes, const float *logits, const gint64 *label, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    {
      if (label[i] < 0 || label[i] >= classes)
        return FALSE;
      count (tally, label[i], weft_metric_argmax (logits + i * classes, (int) classes));
    }
  return TRUE;
}

static gboolean
count_yes_or_no (WeftTally tally[2], const float *logit, const float *target, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    {
      if (target[i] != 0.0f && target[i] != 1.0f)
        return FALSE;
      count (tally, target[i] > 0.5f, logit[i] > 0.0f);
    }
  return TRUE;
}

double
weft_tally_mean (WeftTallyFunc judge, gboolean both, const float *prediction,
                 const WeftShape *shape, const void *target, const WeftShape *target_shape,
                 gint64 n)
{
  gboolean has_classes = target_shape->type == WEFT_I64;
  gint64 width = weft_shape_sample_count (shape);
  gint64 classes = has_classes ? width : 2, n_judged = 0;
  g_autofree WeftTally *tally = NULL;
  double sum = 0;

  if (n == 0 || (!has_classes && width != weft_shape_sample_count (target_shape)))
    return NAN;
  tally = g_new0 (WeftTally, classes);
  if (!(has_classes ? count_classes (tally, classes, prediction, target, n)
                    : count_yes_or_no (tally, prediction, target, n * width)))
    return NAN;
  if (!has_classes && !both)
    return judge (&tally[1]);
  for (gint64 c = 0; c < classes; c++)
    {
      double share = tally[c].wanted + tally[c].called > 0 ? judge (&tally[c]) : NAN;

      if (!isnan (share))
        {
          sum += share;
          n_judged++;
        }
    }
  return sum / (double) n_judged;
}
