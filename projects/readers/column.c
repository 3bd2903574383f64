/* column: what a column of a table holds: numbers, words, or nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/column.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"

#define MOSTLY 0.95 /* a column with that share of numbers is one of numbers with a slip in it */

/* How numbers may be written, tried in turn. */
typedef struct
{
  char decimal, group;
} Notation;

static const Notation with_point[] = { { '.', 0 }, { '.', ',' }, { '.', ' ' }, { 0, 0 } };
static const Notation with_comma[]
    = { { ',', 0 }, { ',', '.' }, { ',', ' ' }, { '.', 0 }, { '.', ',' }, { 0, 0 } };

/* How many cells are numbers in this notation; the first row that is neither a number nor says that
 * there is none goes to *odd. */
static guint
count_numbers (const WeftTable *table, guint c, Notation notation, guint *odd)
{
  guint n = 0;
  double number;

  *odd = table->n_rows;
  for (guint r = 0; r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);

      if (weft_cell_is_missing (cell))
        continue;
      if (weft_cell_parse_number (cell, notation.decimal, notation.group, &number))
        n++;
      else if (*odd == table->n_rows && !weft_cell_is_absent_number (cell))
        *odd = r;
    }
  return n;
}

static Notation
choose_notation (const WeftTable *table, guint c, guint *numbers, guint *odd)
{
  const Notation *tried = table->decimal_comma ? with_comma : with_point;
  Notation best = tried[0];
  guint row;

  *numbers = 0;
  *odd = 0;
  for (guint i = 0; tried[i].decimal; i++)
    {
      guint n = count_numbers (table, c, tried[i], &row);

      if (i == 0 || n > *numbers)
        {
          best = tried[i];
          *numbers = n;
          *odd = row;
        }
    }
  return best;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double *
sorted_numbers (const WeftColumn *column, guint n_rows, guint *n)
{
  double *sorted = g_new (double, MAX (n_rows, 1));

  *n = 0;
  for (guint r = 0; r < n_rows; r++)
    if (!isnan (column->numbers[r]))
      sorted[(*n)++] = column->numbers[r];
  qsort (sorted, *n, sizeof *sorted, compare_doubles);
  return sorted;
}

/* Few whole numbers may be classes: names each, and says which a row has. */
static void
index_numbers (WeftColumn *column, guint n_rows, const double *distinct)
{
  column->values = g_new0 (char *, column->n_values + 1);
  column->indices = g_new (int, n_rows);
  for (guint i = 0; i < column->n_values; i++)
    column->values[i] = g_strdup_printf ("%.0f", distinct[i]);
  for (guint r = 0; r < n_rows; r++)
    {
      column->indices[r] = -1;
      for (guint i = 0; i < column->n_values; i++)
        if (column->numbers[r] == distinct[i])
          column->indices[r] = (int) i;
    }
}

static void
read_numbers (WeftColumn *column, const WeftTable *table, guint c, Notation notation)
{
  g_autofree double *sorted = NULL;
  guint n;

  column->kind = WEFT_COLUMN_NUMBERS;
  column->is_grouped = notation.group != 0;
  column->is_whole = TRUE;
  column->numbers = g_new (double, table->n_rows);
  for (guint r = 0; r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);
      double number = NAN;

      if (!weft_cell_is_missing (cell))
        weft_cell_parse_number (cell, notation.decimal, notation.group, &number);
      column->numbers[r] = number;
      if (!isnan (number) && number != floor (number))
        column->is_whole = FALSE;
    }
  sorted = sorted_numbers (column, table->n_rows, &n);
  for (guint i = 0; i < n; i++)
    if (i == 0 || sorted[i] != sorted[column->n_values - 1])
      sorted[column->n_values++] = sorted[i];
  if (column->is_whole && column->n_values <= WEFT_COLUMN_MAX_CLASSES)
    index_numbers (column, table->n_rows, sorted);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
read_words (WeftColumn *column, const WeftTable *table, guint c)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  guint64 characters = 0;

  column->kind = WEFT_COLUMN_WORDS;
  for (guint r = 0; r < table->n_rows; r++)
    {
      char *cell = weft_table_cell (table, r, c);

      if (weft_cell_is_missing (cell))
        continue;
      characters += (guint64) g_utf8_strlen (cell, -1);
      if (g_hash_table_add (seen, cell))
        g_ptr_array_add (values, cell);
    }
  column->mean_length = (double) characters / (table->n_rows - column->missing);
  g_ptr_array_sort (values, compare_words);
  for (guint i = 0; i < values->len; i++)
    g_hash_table_replace (seen, values->pdata[i], GUINT_TO_POINTER (i + 1));
  column->indices = g_new (int, table->n_rows);
  for (guint r = 0; r < table->n_rows; r++)
    column->indices[r]
        = (int) GPOINTER_TO_UINT (g_hash_table_lookup (seen, weft_table_cell (table, r, c))) - 1;
  column->n_values = values->len;
  g_ptr_array_add (values, NULL);
  column->values = (char **) g_ptr_array_free (g_steal_pointer (&values), FALSE);
}

gboolean
weft_column_read (WeftColumn *column, const WeftTable *table, guint c, GError **error)
{
  guint present, numbers, odd;
  Notation notation;

  *column = (WeftColumn){ 0 };
  for (guint r = 0; r < table->n_rows; r++)
    column->missing += weft_cell_is_missing (weft_table_cell (table, r, c));
  present = table->n_rows - column->missing;
  if (present == 0)
    return TRUE;
  notation = choose_notation (table, c, &numbers, &odd);
  if (numbers > 0 && odd == table->n_rows)
    {
      column->missing += present - numbers;
      read_numbers (column, table, c, notation);
    }
  else if (present >= 20 && numbers >= MOSTLY * present)
    {
      g_autofree char *cell = weft_brief (weft_table_cell (table, odd, c), WEFT_BRIEF_QUOTE);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s”, line %u, column “%s”: “%s” is not a number, and nearly all others "
                      "are. Correct it there, or leave the cell empty."),
                   table->file, table->lines[odd], table->names[c], cell);
      return FALSE;
    }
  else
    read_words (column, table, c);
  return TRUE;
}

void
weft_column_clear (WeftColumn *column)
{
  if (column->kind == WEFT_COLUMN_WORDS)
    g_free (column->values);
  else
    g_strfreev (column->values);
  g_free (column->numbers);
  g_free (column->indices);
  *column = (WeftColumn){ 0 };
}

double
weft_column_median (const WeftColumn *column, guint n_rows)
{
  guint n;
  g_autofree double *sorted = sorted_numbers (column, n_rows, &n);

  if (n == 0)
    return 0;
  return n % 2 ? sorted[n / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
}

gboolean
weft_column_counts_rows (const WeftColumn *column, guint n_rows)
{
  if (column->kind != WEFT_COLUMN_NUMBERS || column->missing || n_rows < 3
      || (column->numbers[0] != 0 && column->numbers[0] != 1))
    return FALSE;
  for (guint r = 1; r < n_rows; r++)
    if (column->numbers[r] != column->numbers[r - 1] + 1)
      return FALSE;
  return TRUE;
}

gboolean
weft_column_is_prose (const WeftColumn *column)
{
  return column->kind == WEFT_COLUMN_WORDS && column->n_values > 50 && column->mean_length >= 12;
}
