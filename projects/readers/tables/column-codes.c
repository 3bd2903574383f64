/* column-codes: a number for each different value of a column, as the rows come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/column-codes.h"

#include <math.h>

WeftCodes
weft_codes_begin (const WeftColumn *column)
{
  return (WeftCodes){ column, column->indices ? NULL
                                              : g_hash_table_new_full (
                                                  g_double_hash, g_double_equal, g_free, NULL) };
}

void
weft_codes_clear (WeftCodes *codes)
{
  g_clear_pointer (&codes->seen, g_hash_table_unref);
}

int
weft_codes_get (WeftCodes *codes, guint row)
{
  const double *number = &codes->column->numbers[row];
  guint found;

  weft_column_touch (codes->column, row);
  if (!codes->seen)
    return codes->column->indices[row];
  if (isnan (*number))
    return -1;
  found = GPOINTER_TO_UINT (g_hash_table_lookup (codes->seen, number));
  if (found)
    return (int) found - 1;
  found = g_hash_table_size (codes->seen);
  g_hash_table_insert (codes->seen, g_memdup2 (number, sizeof *number),
                       GUINT_TO_POINTER (found + 1));
  return (int) found;
}
