/* part-time: parts of a table whose rows were made one after another: the last ones test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/part-time.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/data/dataset.h"

gboolean
weft_times_may_be (const WeftColumn *column)
{
  return column->kind == WEFT_COLUMN_NUMBERS && column->n_values >= WEFT_N_PARTS;
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The time from which on the last `share` of them lie; that of the first is no cut. */
static double
find_cut (const double *sorted, guint n, double share)
{
  guint at = (guint) CLAMP (lround ((1 - share) * n), 0, (long) n - 1);

  if (share <= 0)
    return INFINITY;
  while (at + 1 < n && sorted[at] <= sorted[0])
    at++;
  return sorted[at] > sorted[0] ? sorted[at] : INFINITY;
}

static guint
collect (const WeftColumn *column, const guint32 *rows, guint n, double *times)
{
  guint known = 0;

  for (guint i = 0; i < n; i++)
    {
      guint r = rows ? rows[i] : i;

      weft_column_touch (column, r);
      if (!isnan (column->numbers[r]))
        times[known++] = column->numbers[r];
    }
  qsort (times, known, sizeof *times, compare);
  return known;
}

guint8 *
weft_times_deal (const WeftColumn *column, const guint32 *rows, guint n, const double shares[3],
                 GError **error)
{
  double *times = weft_memory_new ((gsize) n * sizeof *times, error);
  guint8 *parts = times ? weft_memory_new (n, error) : NULL;
  double test = INFINITY, validation = INFINITY;
  guint known;

  if (!parts)
    {
      weft_memory_free (times);
      return NULL;
    }
  known = collect (column, rows, n, times);
  if (known > 0)
    {
      test = find_cut (times, known, shares[WEFT_PART_TEST]);
      validation = find_cut (times, known, shares[WEFT_PART_TEST] + shares[WEFT_PART_VALIDATION]);
    }
  for (guint i = 0; i < n; i++)
    {
      guint r = rows ? rows[i] : i;
      double time;

      weft_column_touch (column, r);
      time = column->numbers[r];
      parts[i] = 1
                 + (time >= test         ? WEFT_PART_TEST
                    : time >= validation ? WEFT_PART_VALIDATION
                                         : WEFT_PART_TRAIN);
    }
  weft_memory_free (times);
  return parts;
}
