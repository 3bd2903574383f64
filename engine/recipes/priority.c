/* priority: numbers from which one is drawn as often as it is large
 *
 * Node 1 is the root, 2k and 2k + 1 are below k, and the numbers are the last row. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/priority.h"

/* The first place of the last row. */
static gint64
find_row (gint64 n)
{
  gint64 row = 1;

  while (row < n)
    row *= 2;
  return row;
}

gint64
weft_priority_count (gint64 n)
{
  return 2 * find_row (n);
}

void
weft_priority_set (float *tree, gint64 n, gint64 i, float worth)
{
  gint64 at = find_row (n) + i;

  for (tree[at] = worth; at > 1; at /= 2)
    tree[at / 2] = tree[at & ~1] + tree[at | 1];
}

float
weft_priority_get (const float *tree, gint64 n, gint64 i)
{
  return tree[find_row (n) + i];
}

float
weft_priority_get_sum (const float *tree)
{
  return tree[1];
}

gint64
weft_priority_find (const float *tree, gint64 n, double share)
{
  gint64 row = find_row (n), at = 1;
  double left = share * (double) tree[1];

  while (at < row)
    {
      gboolean right = left >= (double) tree[2 * at] && tree[2 * at + 1] > 0;

      left -= right ? (double) tree[2 * at] : 0;
      at = 2 * at + right;
    }
  return MIN (at - row, n - 1);
}
