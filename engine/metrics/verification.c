/* verification: are two samples of one class? the area under the ROC curve of all pairs by how
 * near their codes lie: how often two of one class lie nearer than two of different ones, a tie
 * being half */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/codes.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

typedef struct
{
  double square;
  gboolean is_same;
} Pair;

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = ((const Pair *) a)->square, y = ((const Pair *) b)->square;

  return (x > y) - (x < y);
}

static Pair *
make_pairs (const WeftCodes *codes, gint64 width, gint64 n)
{
  Pair *pairs = g_new (Pair, n * (n - 1) / 2 + 1), *next = pairs;

  for (gint64 i = 0; i < n; i++)
    for (gint64 j = 0; j < i; j++)
      *next++ = (Pair){ weft_codes_find_square (codes, width, i, j),
                        codes->label[i] == codes->label[j] };
  qsort (pairs, (gsize) (next - pairs), sizeof *pairs, compare);
  return pairs;
}

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  const WeftCodes *codes = state;
  gint64 n = weft_codes_count (codes), many = n * (n - 1) / 2;
  g_autofree Pair *pairs = make_pairs (codes, form->width, n);
  double same = 0, other = 0, won = 0;

  for (gint64 i = 0, end; i < many; i = end)
    {
      double level = 0;

      for (end = i; end < many && pairs[end].square == pairs[i].square; end++)
        level += pairs[end].is_same;
      won += ((double) (end - i) - level) * (same + level / 2);
      same += level;
      other += (double) (end - i) - level;
    }
  return same > 0 && other > 0 ? won / (same * other) : NAN;
}

WEFT_METRIC_CODES (verification, N_ ("Verification AUC"), TRUE, judge);
