/* text-columns: what the columns of a table of texts hold and are for, for people to look through
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-columns.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"

/* A column in all tables. */
typedef struct
{
  guint filled, numbers;
  GHashTable *values; /* borrowed */
} Tally;

static void
count_cell (WeftColumnInfo *info, Tally *tally, const char *cell)
{
  double number;
  guint n = g_hash_table_size (tally->values);

  if (weft_cell_is_missing (cell) || !g_utf8_validate (cell, -1, NULL))
    {
      info->missing++;
      return;
    }
  tally->filled++;
  tally->numbers += weft_cell_parse_number (cell, '.', ',', &number);
  if (g_hash_table_add (tally->values, (gpointer) cell) && n < WEFT_COLUMN_EXAMPLES)
    info->examples[n] = weft_brief (cell, WEFT_BRIEF_QUOTE);
}

static WeftHolds
find_holds (const Tally *tally)
{
  if (tally->filled == 0)
    return WEFT_HOLDS_NOTHING;
  if (tally->numbers * 10 >= tally->filled * 9)
    return WEFT_HOLDS_NUMBERS;
  return g_hash_table_size (tally->values) * 4 <= tally->filled ? WEFT_HOLDS_CATEGORIES
                                                                : WEFT_HOLDS_TEXT;
}

static WeftColumnRole
find_role (const WeftTextRoles *roles, int column)
{
  if (column == roles->text)
    return WEFT_COLUMN_ROLE_FEATURE;
  if (column == roles->label || column == roles->other || column == roles->tags
      || column == roles->summary)
    return WEFT_COLUMN_ROLE_TARGET;
  return column == roles->part ? WEFT_COLUMN_ROLE_SPLIT : WEFT_COLUMN_ROLE_LEFT_OUT;
}

static void
describe (WeftColumnInfo *info, const GPtrArray *tables, const WeftTextRoles *roles, guint column)
{
  Tally tally = { .values = g_hash_table_new (g_str_hash, g_str_equal) };
  gboolean is_aside = (int) column == roles->text || (int) column == roles->part;

  for (guint i = 0; i < tables->len; i++)
    {
      const WeftTable *table = tables->pdata[i];

      for (guint r = 0; r < table->n_rows; r++)
        count_cell (info, &tally, weft_table_cell (table, r, column));
    }
  info->name = g_strdup (((const WeftTable *) tables->pdata[0])->names[column]);
  info->values = g_hash_table_size (tally.values);
  info->holds = find_holds (&tally);
  info->role = find_role (roles, (int) column);
  info->may_be[info->role] = TRUE;
  info->may_be[WEFT_COLUMN_ROLE_TARGET] |= !is_aside && info->values >= 2;
  info->may_be_class = info->may_be[WEFT_COLUMN_ROLE_TARGET];
  if (info->role == WEFT_COLUMN_ROLE_LEFT_OUT)
    info->reason = g_strdup (_ ("It is predicted from the text alone."));
  g_hash_table_unref (tally.values);
}

WeftColumns *
weft_text_columns_new (const GPtrArray *tables, const WeftTextRoles *roles)
{
  const WeftTable *first = tables->pdata[0];
  WeftColumns *columns = g_new0 (WeftColumns, 1);

  columns->file = g_strdup (first->file);
  columns->n_columns = first->n_columns;
  columns->columns = g_new0 (WeftColumnInfo, first->n_columns);
  columns->task = WEFT_TASK_CLASS;
  for (guint i = 0; i < tables->len; i++)
    columns->n_rows += ((const WeftTable *) tables->pdata[i])->n_rows;
  for (guint c = 0; c < first->n_columns; c++)
    describe (&columns->columns[c], tables, roles, c);
  return columns;
}
