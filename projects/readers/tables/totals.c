/* totals: a last row of a table that adds up the others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/totals.h"

#include <math.h>

#define FEWEST 5 /* rows above it */
#define ENOUGH                                                                                     \
  2 /* columns that add up by chance hardly ever, or one beside a word that says so                \
     */
#define ROUNDED 1e-4 /* of the sum: what was rounded before it was added up */

/* What stands beside sums: “Total”, and nowhere else in the column. */
static gboolean
is_word (const WeftColumn *column, guint n_rows)
{
  static const char *const words[]
      = { "total", "totals", "grandtotal", "sum", "gesamt", "summe", "合计", "总计", "总和", NULL };
  g_autofree char *last = NULL;
  int at;

  if (!column->indices || !column->values)
    return FALSE;
  weft_column_touch (column, n_rows - 1);
  at = column->indices[n_rows - 1];
  last = at < 0 ? NULL : weft_word_fold (column->values[at]);
  return last && g_strv_contains (words, last);
}

/* Of what is no amount, as a date or an empty column, 0; −1: it does not add up. */
static int
judge (const WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  double sum = 0, size = 0, last;

  if (column->kind == WEFT_COLUMN_WORDS)
    return is_word (column, reading->n_rows);
  if (column->kind != WEFT_COLUMN_NUMBERS || column->date)
    return 0;
  for (guint r = 0; r + 1 < reading->n_rows; r++)
    {
      weft_column_touch (column, r);
      if (!isnan (column->numbers[r]))
        {
          sum += column->numbers[r];
          size += fabs (column->numbers[r]);
        }
    }
  last = column->numbers[reading->n_rows - 1];
  if (isnan (last))
    return 0;
  return size > 0 && fabs (last - sum) <= ROUNDED * size ? 1 : -1;
}

void
weft_totals_note (WeftReading *reading)
{
  guint found = 0;

  if (reading->n_rows <= FEWEST)
    return;
  for (guint c = 0; c < reading->table->n_columns; c++)
    {
      int is = judge (reading, c);

      if (is < 0)
        return;
      found += (guint) is;
    }
  if (found < ENOUGH)
    return;
  weft_notes_add (reading->notes,
                  _ ("The last row adds up those above it: it is no sample like them, and is "
                     "learnt from all the same."));
  weft_cures_add (&reading->cures, reading->notes->pdata[reading->notes->len - 1], "totals",
                  "drop");
}
