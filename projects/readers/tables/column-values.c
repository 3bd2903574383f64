/* column-values: how many different numbers a column holds, and the middle one, in little memory;
 * and how many rows have each of its words */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "projects/readers/tables/column.h"

#define AT_ONCE ((guint) 1 << 19) /* numbers that are told apart in one walk */
#define MOST_WALKS 8              /* over a column: what is longer is judged by a part of it */

/* Places for numbers, at most half of them taken; NaN: free. */
typedef struct
{
  double *places;
  gsize mask;
  guint n;
} Set;

static Set
set_new (gsize most)
{
  gsize size = 16;
  Set set;

  while (size < 2 * most)
    size *= 2;
  set = (Set){ g_new (double, size), size - 1, 0 };
  return set;
}

static void
set_empty (Set *set)
{
  for (gsize i = 0; i <= set->mask; i++)
    set->places[i] = NAN;
  set->n = 0;
}

static guint64
hash_of (double number)
{
  guint64 bits;

  number += 0; /* −0 is 0 */
  memcpy (&bits, &number, sizeof bits);
  bits *= 0x9e3779b97f4a7c15u;
  return bits ^ (bits >> 31);
}

static void
set_add (Set *set, double number, guint64 hash)
{
  gsize at = hash & set->mask;

  while (!isnan (set->places[at]) && set->places[at] != number)
    at = (at + 1) & set->mask;
  set->n += isnan (set->places[at]) != 0;
  set->places[at] = number;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The few that there are, in order; FALSE: there are more. */
static gboolean
find_few (const WeftColumn *column, guint n_rows, double *few, guint *n_few)
{
  Set set = set_new (WEFT_COLUMN_MAX_WORDS + 1);
  guint n = 0;

  set_empty (&set);
  for (guint r = 0; r < n_rows && set.n <= WEFT_COLUMN_MAX_WORDS; r++)
    {
      weft_column_touch (column, r);
      if (!isnan (column->numbers[r]))
        set_add (&set, column->numbers[r], hash_of (column->numbers[r]));
    }
  for (gsize i = 0; i <= set.mask && set.n <= WEFT_COLUMN_MAX_WORDS; i++)
    if (!isnan (set.places[i]))
      few[n++] = set.places[i];
  qsort (few, n, sizeof *few, compare);
  *n_few = n;
  g_free (set.places);
  return set.n <= WEFT_COLUMN_MAX_WORDS;
}

/* Those whose hash falls to one share after those of another; of very many shares the others are
 * taken to hold as many as those that were counted, which is right within some thousandths. */
static guint
count_many (const WeftColumn *column, guint n_rows)
{
  guint shares = n_rows / AT_ONCE + 1, walks = MIN (shares, MOST_WALKS);
  guint64 sum = 0;
  Set set = set_new (MIN (n_rows, 2 * AT_ONCE)); /* shares are not quite even */

  for (guint share = 0; share < walks; share++)
    {
      set_empty (&set);
      for (guint r = 0; r < n_rows; r++)
        {
          guint64 hash;

          weft_column_touch (column, r);
          if (isnan (column->numbers[r]))
            continue;
          hash = hash_of (column->numbers[r]);
          if ((hash >> 32) % shares == share)
            set_add (&set, column->numbers[r], hash);
        }
      sum += set.n;
    }
  g_free (set.places);
  return (guint) MIN (sum * shares / walks, n_rows);
}

guint
weft_column_count_values (const WeftColumn *column, guint n_rows, double *few, guint *n_few)
{
  if (find_few (column, n_rows, few, n_few))
    return *n_few;
  *n_few = 0;
  return count_many (column, n_rows);
}

/* A number whose order is the same as the double's. */
static guint64
key_of (double number)
{
  guint64 bits;

  memcpy (&bits, &number, sizeof bits);
  return bits >> 63 ? ~bits : bits | (guint64) 1 << 63;
}

static double
number_of (guint64 key)
{
  guint64 bits = key >> 63 ? key & ~((guint64) 1 << 63) : ~key;
  double number;

  memcpy (&number, &bits, sizeof number);
  return number;
}

/* How many of those rows have a key that begins so, by their next byte. */
static void
count_next (const WeftColumn *column, const guint8 *rows, guint n_rows, guint64 begin, int shift,
            guint counts[256])
{
  memset (counts, 0, 256 * sizeof *counts);
  for (guint r = 0; r < n_rows; r++)
    {
      guint64 key;

      weft_column_touch (column, r);
      if (!(rows[r >> 3] >> (r & 7) & 1) || isnan (column->numbers[r]))
        continue;
      key = key_of (column->numbers[r]);
      if (shift == 56 || key >> (shift + 8) == begin)
        counts[key >> shift & 255]++;
    }
}

/* The one before which `rank` others stand in order. */
static double
find_ranked (const WeftColumn *column, const guint8 *rows, guint n_rows, guint rank)
{
  guint64 begin = 0;

  for (int shift = 56; shift >= 0; shift -= 8)
    {
      guint counts[256], byte = 0;

      count_next (column, rows, n_rows, begin, shift, counts);
      while (byte < 255 && rank >= counts[byte])
        rank -= counts[byte++];
      begin = begin << 8 | byte;
    }
  return number_of (begin);
}

double
weft_column_median (const WeftColumn *column, const guint8 *rows, guint n_rows)
{
  guint counts[256], n = 0;

  count_next (column, rows, n_rows, 0, 56, counts);
  for (guint i = 0; i < 256; i++)
    n += counts[i];
  if (n == 0)
    return 0;
  if (n % 2)
    return find_ranked (column, rows, n_rows, n / 2);
  return 0.5
         * (find_ranked (column, rows, n_rows, n / 2 - 1)
            + find_ranked (column, rows, n_rows, n / 2));
}

guint *
weft_column_count_rows (const WeftColumn *column, guint n_rows)
{
  guint *counts = g_new0 (guint, column->n_values);

  for (guint r = 0; r < n_rows; r++)
    {
      weft_column_touch (column, r);
      if (column->indices[r] >= 0)
        counts[column->indices[r]]++;
    }
  return counts;
}
