/* column: what a column of a table holds: numbers, words, or nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/column.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "engine/data/dataset.h"
#include "projects/readers/natural.h"

#define MOSTLY 0.95 /* a column with that share of numbers is one of numbers with a slip in it */

/* How numbers may be written, tried in turn. */
typedef struct
{
  char decimal, group;
} Notation;

static const Notation with_point[]
    = { { '.', 0 }, { '.', ',' }, { '.', ' ' }, { '.', '\'' }, { 0, 0 } };
static const Notation with_comma[]
    = { { ',', 0 }, { ',', '.' }, { ',', ' ' }, { '.', 0 }, { '.', ',' }, { 0, 0 } };

static gboolean
is_share (const char *unit)
{
  return strcmp (unit, "%") == 0 || strcmp (unit, "％") == 0 || strcmp (unit, "‰") == 0;
}

/* Amounts of one column are of one kind: all in euros, all in kg, or all percentages, which alone
 * are never left out here and there. */
static gboolean
unit_fits (const char **unit, const char *met, gboolean is_first)
{
  if (is_first || (!*unit && met && !is_share (met)))
    *unit = met;
  return g_strcmp0 (met, *unit) == 0 || (!met && !is_share (*unit));
}

/* How many cells are numbers in this notation; the first row that is neither a number nor says that
 * there is none goes to *odd. */
static guint
count_numbers (const WeftTable *table, guint c, Notation notation, guint *odd)
{
  const char *unit = NULL, *met;
  guint n = 0;
  double number;

  *odd = table->n_rows;
  for (guint r = 0; r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);

      if (weft_cell_is_missing (cell))
        continue;
      if (weft_cell_parse_amount (cell, notation.decimal, notation.group, &number, &met)
          && unit_fits (&unit, met, n == 0))
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
      if (*odd == table->n_rows)
        break;
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
sorted_numbers (const WeftColumn *column, const guint32 *rows, guint n_rows, guint *n)
{
  double *sorted = g_new (double, MAX (n_rows, 1));

  *n = 0;
  for (guint i = 0; i < n_rows; i++)
    {
      double number = column->numbers[rows ? rows[i] : i];

      if (!isnan (number))
        sorted[(*n)++] = number;
    }
  qsort (sorted, *n, sizeof *sorted, compare_doubles);
  return sorted;
}

/* Numbers that may be classes: names each, and says which a row has. distinct: in order. */
static void
index_numbers (WeftColumn *column, guint n_rows, const double *distinct)
{
  column->values = g_new0 (char *, column->n_values + 1);
  column->indices = g_new (int, n_rows);
  for (guint i = 0; i < column->n_values; i++)
    column->values[i] = column->is_whole ? g_strdup_printf ("%.0f", distinct[i])
                                         : g_strdup_printf ("%.10g", distinct[i]);
  for (guint r = 0; r < n_rows; r++)
    {
      const double *found = bsearch (&column->numbers[r], distinct, column->n_values,
                                     sizeof *distinct, compare_doubles);

      column->indices[r] = found && !isnan (column->numbers[r]) ? (int) (found - distinct) : -1;
    }
}

/* The different numbers in order; transfer full. */
static double *
distinct_numbers (const WeftColumn *column, guint n_rows, guint *n_values)
{
  guint n;
  double *sorted = sorted_numbers (column, NULL, n_rows, &n);

  *n_values = 0;
  for (guint i = 0; i < n; i++)
    if (i == 0 || sorted[i] != sorted[*n_values - 1])
      sorted[(*n_values)++] = sorted[i];
  return sorted;
}

void
weft_column_make_classes (WeftColumn *column, guint n_rows)
{
  g_autofree double *distinct = NULL;

  if (column->values || column->kind != WEFT_COLUMN_NUMBERS)
    return;
  distinct = distinct_numbers (column, n_rows, &column->n_values);
  index_numbers (column, n_rows, distinct);
}

gboolean
weft_column_make_binary (WeftColumn *column, guint n_rows)
{
  int yes = column->kind == WEFT_COLUMN_WORDS && column->n_values == 2
                ? weft_positive_of_names (column->values)
                : -1;

  if (yes < 0)
    return FALSE;
  column->numbers = g_new (double, n_rows);
  for (guint r = 0; r < n_rows; r++)
    column->numbers[r] = column->indices[r] < 0 ? NAN : column->indices[r] == yes;
  g_clear_pointer (&column->values, g_free); /* they are the table's */
  g_clear_pointer (&column->indices, g_free);
  column->kind = WEFT_COLUMN_NUMBERS;
  column->is_whole = TRUE;
  return TRUE;
}

static void
note_beyond (WeftColumn *column, guint row)
{
  if (column->beyond++ == 0)
    column->beyond_row = row;
  column->numbers[row] = NAN;
}

static void
finish_numbers (WeftColumn *column, guint n_rows)
{
  g_autofree double *distinct = distinct_numbers (column, n_rows, &column->n_values);

  column->missing = 0;
  for (guint r = 0; r < n_rows; r++)
    column->missing += isnan (column->numbers[r]) != 0;
  column->kind = column->n_values ? WEFT_COLUMN_NUMBERS : WEFT_COLUMN_EMPTY;
  if (column->is_whole && !column->date && column->n_values
      && column->n_values <= WEFT_COLUMN_MAX_CLASSES)
    index_numbers (column, n_rows, distinct);
}

static void
read_numbers (WeftColumn *column, const WeftTable *table, guint c, Notation notation)
{
  const char *unit;

  column->is_grouped = notation.group != 0;
  column->is_whole = TRUE;
  column->numbers = g_new (double, table->n_rows);
  for (guint r = 0; r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);
      double number = NAN;

      if (!weft_cell_is_missing (cell)
          && weft_cell_parse_amount (cell, notation.decimal, notation.group, &number, &unit)
          && unit)
        column->unit = unit;
      column->numbers[r] = number;
      if (isinf (number))
        note_beyond (column, r);
      else if (!isnan (number) && number != floor (number))
        column->is_whole = FALSE;
    }
  finish_numbers (column, table->n_rows);
}

static gboolean
parse_date (const char *cell, WeftDateForm form, gboolean or_year_first, double *number)
{
  return weft_date_parse (cell, form, number)
         || (or_year_first && weft_date_parse (cell, WEFT_DATE_YEAR_FIRST, number));
}

/* Whether every cell is a date in this form. */
static gboolean
are_dates (const WeftTable *table, guint c, WeftDateForm form, gboolean or_year_first)
{
  double number;

  for (guint r = 0; r < table->n_rows; r++)
    {
      const char *cell = weft_table_cell (table, r, c);

      if (!weft_cell_is_missing (cell) && !weft_cell_is_absent_number (cell)
          && !parse_date (cell, form, or_year_first, &number))
        return FALSE;
    }
  return TRUE;
}

/* One form for all, or else one beside that which cannot be taken for another. */
static WeftDateForm
find_date_form (WeftColumn *column, const WeftTable *table, guint c)
{
  for (int mixed = 0; mixed < 2; mixed++)
    for (WeftDateForm form = WEFT_DATE_YEAR_FIRST; form < (mixed ? WEFT_DATE_TIME : WEFT_N_DATES);
         form++)
      if (are_dates (table, c, form, mixed))
        {
          column->has_year_first = mixed;
          column->may_be_day
              = form == WEFT_DATE_DAY_FIRST && are_dates (table, c, WEFT_DATE_MONTH_FIRST, mixed);
          return form;
        }
  return WEFT_DATE_NONE;
}

/* Days count from the first one, so that a float holds seconds. */
static void
read_dates (WeftColumn *column, const WeftTable *table, guint c, WeftDateForm form)
{
  column->date = form;
  column->is_whole = TRUE;
  column->numbers = g_new (double, table->n_rows);
  column->day_0 = form == WEFT_DATE_TIME ? 0 : INFINITY;
  for (guint r = 0; r < table->n_rows; r++)
    {
      double number = NAN;

      if (!parse_date (weft_table_cell (table, r, c), form, column->has_year_first, &number))
        number = NAN;
      column->numbers[r] = number;
      if (number < column->day_0)
        column->day_0 = floor (number);
    }
  for (guint r = 0; r < table->n_rows; r++)
    {
      column->numbers[r] -= column->day_0;
      if (!isnan (column->numbers[r]) && column->numbers[r] != floor (column->numbers[r]))
        column->is_whole = FALSE;
    }
  finish_numbers (column, table->n_rows);
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
  g_ptr_array_sort (values, weft_natural_compare_pointers);
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

/* Codes only look like numbers: one that begins with a zero says so for all of its column. */
static gboolean
has_codes (const WeftTable *table, guint c)
{
  for (guint r = 0; r < table->n_rows; r++)
    if (weft_cell_is_code (weft_table_cell (table, r, c)))
      return TRUE;
  return FALSE;
}

static gboolean
fail_slip (const WeftTable *table, guint c, guint row, GError **error)
{
  g_autofree char *cell = weft_brief (weft_table_cell (table, row, c), WEFT_BRIEF_QUOTE);

  weft_sentence_set_error (
      error, WEFT_ERROR_INVALID,
      _ ("“%s”, line %u, column “%s”: “%s” is not a number, and nearly all others are. "
         "Correct it there, or leave the cell empty."),
      table->file, table->lines[row], table->names[c], cell);
  return FALSE;
}

gboolean
weft_column_read (WeftColumn *column, const WeftTable *table, guint c, GError **error)
{
  guint present, numbers, odd;
  Notation notation;
  WeftDateForm form;

  *column = (WeftColumn){ 0 };
  for (guint r = 0; r < table->n_rows; r++)
    column->missing += weft_cell_is_missing (weft_table_cell (table, r, c));
  present = table->n_rows - column->missing;
  if (present == 0)
    return TRUE;
  notation = choose_notation (table, c, &numbers, &odd);
  if (numbers > 0 && odd == table->n_rows && has_codes (table, c))
    read_words (column, table, c);
  else if (numbers > 0 && odd == table->n_rows)
    read_numbers (column, table, c, notation);
  else if (present >= 20 && numbers >= MOSTLY * present)
    return fail_slip (table, c, odd, error);
  else if ((form = find_date_form (column, table, c)))
    read_dates (column, table, c, form);
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
weft_column_median (const WeftColumn *column, const guint32 *rows, guint n_rows)
{
  guint n;
  g_autofree double *sorted = sorted_numbers (column, rows, n_rows, &n);

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

/* Where most words are met only once there is nothing to learn from them; of a handful, all. */
static gboolean
hardly_repeats (const WeftColumn *column, guint n_rows)
{
  guint present = n_rows - column->missing;

  return present >= 8 ? column->n_values * 2 > present
                      : present >= 4 && column->n_values == present;
}

WeftHolds
weft_column_holds (const WeftColumn *column, guint n_rows)
{
  switch (column->kind)
    {
    case WEFT_COLUMN_NUMBERS:
      return column->date ? WEFT_HOLDS_DATES : WEFT_HOLDS_NUMBERS;
    case WEFT_COLUMN_WORDS:
      return weft_column_is_prose (column) || hardly_repeats (column, n_rows)
                     || column->n_values > WEFT_COLUMN_MAX_WORDS
                 ? WEFT_HOLDS_TEXT
                 : WEFT_HOLDS_CATEGORIES;
    case WEFT_COLUMN_EMPTY:
    default:
      return WEFT_HOLDS_NOTHING;
    }
}

gboolean
weft_column_is_target_name (const char *name)
{
  static const char *const usual[]
      = { "label", "labels", "class", "target", "species", "y",  "category",
          "标签",  "类别",   "目标",  "分类",   "种类",    "类", NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (name, usual[i]) == 0)
      return TRUE;
  return FALSE;
}
