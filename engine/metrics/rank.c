/* rank: the place that the true class has among all */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/rank.h"

gint64
weft_rank_find (const float *scores, gint64 classes, gint64 wanted)
{
  gint64 higher = 0;

  if (wanted < 0 || wanted >= classes)
    return -1;
  for (gint64 c = 0; c < classes; c++)
    higher += scores[c] > scores[wanted] || (c < wanted && scores[c] == scores[wanted]);
  return higher;
}
