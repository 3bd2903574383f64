/* part-groups: rows of a table that belong together, and stay so in one part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/part-groups.h"

#include "engine/base/memory.h"
#include "projects/readers/tables/column-codes.h"

gboolean
weft_groups_may_be (const WeftColumn *column)
{
  return column->kind != WEFT_COLUMN_EMPTY && !column->has_more
         && column->n_values >= WEFT_GROUPS_FEWEST;
}

guint32 *
weft_groups_of_codes (const int *codes, guint n, guint n_groups, GError **error)
{
  g_autofree guint32 *first = g_new0 (guint32, n_groups); /* + 1 */
  guint32 *groups = weft_memory_new (n * sizeof *groups, error);

  for (guint i = 0; groups && i < n; i++)
    {
      if (codes[i] >= 0 && first[codes[i]] == 0)
        first[codes[i]] = i + 1;
      groups[i] = codes[i] >= 0 ? first[codes[i]] - 1 : i;
    }
  return groups;
}

guint32 *
weft_groups_find (const WeftColumn *column, const guint32 *rows, guint n, GError **error)
{
  g_auto (WeftCodes) codes = weft_codes_begin (column);
  g_autofree int *of_row = g_new (int, n);

  for (guint i = 0; i < n; i++)
    of_row[i] = weft_codes_get (&codes, rows ? rows[i] : i);
  return weft_groups_of_codes (of_row, n, column->n_values, error);
}
