/* knn: the share of codes whose class most of their five nearest neighbours have, the code itself
 * left out; of classes that have equally many the one whose neighbour is nearest */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/codes.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NEIGHBOURS 5

typedef struct
{
  double square;
  gint64 label;
} Near;

/* The nearest ones, in their order; how many there are. */
static int
find_near (const WeftCodes *codes, gint64 width, gint64 of, Near near[NEIGHBOURS])
{
  int n = 0;

  for (gint64 i = 0; i < weft_codes_count (codes); i++)
    {
      double square = i == of ? INFINITY : weft_codes_find_square (codes, width, of, i);
      int at = n;

      if (i == of || (n == NEIGHBOURS && square >= near[n - 1].square))
        continue;
      n = MIN (n + 1, NEIGHBOURS);
      for (at = n - 1; at > 0 && near[at - 1].square > square; at--)
        near[at] = near[at - 1];
      near[at] = (Near){ square, codes->label[i] };
    }
  return n;
}

static gint64
vote (const Near near[NEIGHBOURS], int n)
{
  int best = 0, most = 0;

  for (int i = 0; i < n; i++)
    {
      int votes = 0;

      for (int j = 0; j < n; j++)
        votes += near[j].label == near[i].label;
      if (votes > most)
        {
          best = i;
          most = votes;
        }
    }
  return near[best].label;
}

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  const WeftCodes *codes = state;
  gint64 n = weft_codes_count (codes), right = 0;
  Near near[NEIGHBOURS];

  if (n < 2)
    return NAN;
  for (gint64 i = 0; i < n; i++)
    right += vote (near, find_near (codes, form->width, i, near)) == codes->label[i];
  return (double) right / (double) n;
}

WEFT_METRIC_CODES (knn, N_ ("Accuracy of neighbours"), TRUE, judge);
