/* silhouette: the mean of (b − a) / max (a, b), a the mean distance to those of the own class, b
 * that to those of the nearest other one; 0 for the only one of its class (Rousseeuw 1987) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/codes.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* classes (n): the first code that has each code's class; returns how many classes there are. */
static gint64
find_classes (const WeftCodes *codes, gint64 n, gint64 *classes)
{
  gint64 many = 0;

  for (gint64 i = 0; i < n; i++)
    {
      gint64 first = 0;

      while (codes->label[first] != codes->label[i])
        first++;
      classes[i] = first;
      many += first == i;
    }
  return many;
}

/* sums, counts (n): by the class's first code. */
static double
judge_one (const WeftCodes *codes, gint64 width, gint64 n, gint64 of, const gint64 *classes,
           double *sums, gint64 *counts)
{
  double own, other = INFINITY;

  for (gint64 i = 0; i < n; i++)
    sums[i] = (double) (counts[i] = 0);
  for (gint64 i = 0; i < n; i++)
    if (i != of)
      {
        sums[classes[i]] += sqrt (weft_codes_find_square (codes, width, of, i));
        counts[classes[i]]++;
      }
  if (counts[classes[of]] == 0)
    return 0;
  own = sums[classes[of]] / (double) counts[classes[of]];
  for (gint64 i = 0; i < n; i++)
    if (counts[i] > 0 && i != classes[of])
      other = fmin (other, sums[i] / (double) counts[i]);
  return fmax (own, other) > 0 ? (other - own) / fmax (own, other) : 0;
}

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  const WeftCodes *codes = state;
  gint64 n = weft_codes_count (codes);
  g_autofree gint64 *classes = g_new (gint64, n), *counts = g_new (gint64, n);
  g_autofree double *sums = g_new (double, n);
  double sum = 0;

  if (find_classes (codes, n, classes) < 2)
    return NAN;
  for (gint64 i = 0; i < n; i++)
    sum += judge_one (codes, form->width, n, i, classes, sums, counts);
  return sum / (double) n;
}

WEFT_METRIC_CODES (silhouette, N_ ("Silhouette"), FALSE, judge);
