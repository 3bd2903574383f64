/* rank_1: the share of codes whose nearest other one is of their class, of those that have another
 * one of it at all */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/codes.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static gboolean
has_mate (const WeftCodes *codes, gint64 n, gint64 of)
{
  for (gint64 i = 0; i < n; i++)
    if (i != of && codes->label[i] == codes->label[of])
      return TRUE;
  return FALSE;
}

static gint64
find_nearest (const WeftCodes *codes, gint64 width, gint64 n, gint64 of)
{
  double least = INFINITY;
  gint64 nearest = of == 0;

  for (gint64 i = 0; i < n; i++)
    {
      double square = i == of ? INFINITY : weft_codes_find_square (codes, width, of, i);

      if (square >= least)
        continue;
      least = square;
      nearest = i;
    }
  return nearest;
}

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  const WeftCodes *codes = state;
  gint64 n = weft_codes_count (codes), asked = 0, right = 0;

  for (gint64 i = 0; i < n; i++)
    {
      if (!has_mate (codes, n, i))
        continue;
      asked++;
      right += codes->label[find_nearest (codes, form->width, n, i)] == codes->label[i];
    }
  return asked > 0 ? (double) right / (double) asked : NAN;
}

WEFT_METRIC_CODES (rank_1, N_ ("Rank-1 rate"), TRUE, judge);
