/* part-column: the column of a table that says which rows train and which test */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/part-column.h"

#include "engine/base/memory.h"
#include "engine/data/dataset.h"

gboolean
weft_parts_may_be (const WeftColumn *column)
{
  if (column->kind != WEFT_COLUMN_WORDS || column->missing || column->has_more)
    return FALSE;
  for (guint i = 0; i < column->n_values; i++)
    if (!weft_cell_parse_part (column->values[i]))
      return FALSE;
  return TRUE;
}

int
weft_parts_find (const WeftTable *table, const WeftColumn *columns)
{
  static const char *const names[]
      = { "split", "set", "part", "subset", "partition", "划分", "数据集", NULL };

  for (guint i = 0; names[i]; i++)
    {
      int c = weft_table_find_column (table, names[i]);

      if (c >= 0 && weft_parts_may_be (&columns[c]))
        return c;
    }
  return -1;
}

guint8 *
weft_parts_read (const WeftColumn *column, const guint32 *rows, guint n, GError **error)
{
  guint8 *parts = weft_memory_new (n, error);
  gboolean has_validation = FALSE;

  if (!parts)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      guint r = rows ? rows[i] : i;

      weft_column_touch (column, i);
      parts[i] = weft_cell_parse_part (column->values[column->indices[r]]);
      has_validation = has_validation || parts[i] == WEFT_PART_VALIDATION + 1;
    }
  for (guint i = 0; i < n && !has_validation; i++)
    if (parts[i] == WEFT_PART_TRAIN + 1)
      parts[i] = 0;
  return parts;
}
