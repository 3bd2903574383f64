/* column: what a column of a table holds: numbers, words, or nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/column.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "engine/data/field.h"
#include "projects/readers/tables/column-words.h"

#define MOSTLY 0.95 /* a column with that share of numbers is one of numbers with a slip in it */
#define FEW 20      /* of less a slip is no slip */

/* --- what it holds --- */

/* The first cell that is not what nearly all others are. */
static char *
dup_slip (const char *text, const char *odd, guint line, const WeftTable *table, guint c)
{
  g_autofree char *cell = weft_brief (odd, WEFT_BRIEF_QUOTE);
  g_autoptr (GError) error = NULL;

  weft_sentence_set_error (&error, WEFT_ERROR_INVALID, text, table->file, line, table->names[c],
                           cell);
  return g_strdup (error->message);
}

/* One form for all, or else one beside that which cannot be taken for another. */
static void
begin_dates (WeftColumn *column, const WeftColumnLook *look, const WeftTable *table, guint c)
{
  const WeftDateLook *date = weft_column_look_date (look, &column->date, &column->has_clear_date);

  column->kind = date ? WEFT_COLUMN_NUMBERS : WEFT_COLUMN_WORDS;
  column->may_be_day
      = column->date == WEFT_DATE_DAY_FIRST && look->type == WEFT_AS_AUTO
        && weft_column_look_fits (look, column->has_clear_date, WEFT_DATE_MONTH_FIRST);
  column->day_0 = column->date == WEFT_DATE_TIME || column->date == WEFT_DATE_SPAN ? 0 : INFINITY;
  if (date && date->misses > 0)
    column->slip = dup_slip (_ ("“%s”, line %u, column “%s”: “%s” is not a date, and nearly all "
                                "others are. Correct it there, or leave the cell empty."),
                             date->odd, date->odd_line, table, c);
}

static void
begin_numbers (WeftColumn *column, const WeftReckoning *best)
{
  column->kind = WEFT_COLUMN_NUMBERS;
  column->unit = g_strdup (best->unit);
}

static void
begin_as_found (WeftColumn *column, const WeftColumnLook *look, const WeftTable *table, guint c)
{
  const WeftReckoning *best = weft_column_look_best (look);

  if (look->present > 0 && look->dates[0][WEFT_DATE_COMPACT].misses == 0)
    begin_dates (column, look, table, c);
  else if (best->numbers > 0 && !best->odd && look->has_codes)
    column->kind = WEFT_COLUMN_WORDS;
  else if (best->numbers > 0 && !best->odd)
    begin_numbers (column, best);
  else if (look->present >= FEW && best->numbers >= MOSTLY * look->present)
    {
      begin_numbers (column, best);
      column->slip
          = dup_slip (_ ("“%s”, line %u, column “%s”: “%s” is not a number, and nearly all "
                         "others are. Correct it there, or leave the cell empty."),
                      best->odd, best->odd_line, table, c);
    }
  else
    begin_dates (column, look, table, c);
}

static gboolean
fail_type (const WeftColumnLook *look, const WeftTable *table, guint c, GError **error)
{
  return weft_sentence_refuse (error, _ ("“%s”: the column “%s” cannot be read as %s."),
                               table->file, table->names[c], weft_read_as_get_title (look->type));
}

gboolean
weft_column_begin (WeftColumn *column, const WeftColumnLook *look, const WeftTable *table, guint c,
                   GError **error)
{
  const WeftReckoning *best = weft_column_look_best (look);

  *column = (WeftColumn){
    .missing = look->missing,
    .notation = best->notation,
    .type = look->type,
    .read_as = look->type ? look->type : look->guess,
    .types = weft_column_look_types (look),
    .is_text = weft_column_look_is_text (look),
  };
  for (guint i = 0; look->examples[i]; i++)
    column->examples[i] = weft_brief (look->examples[i], WEFT_BRIEF_QUOTE / 2);
  if (look->type && look->present > 0 && !(column->types >> look->type & 1))
    return fail_type (look, table, c, error);
  if (look->present == 0)
    return TRUE;
  if (WEFT_AS_WORDS >> column->read_as & 1)
    column->kind = WEFT_COLUMN_WORDS;
  else if (look->type == WEFT_AS_NUMBER)
    begin_numbers (column, best);
  else if (look->type)
    begin_dates (column, look, table, c);
  else
    begin_as_found (column, look, table, c);
  return TRUE;
}

/* --- its rows --- */

static gpointer
new_rows (gsize bytes, gboolean on_disk, WeftBacked **disk, GError **error)
{
  if (!on_disk)
    return weft_memory_new (MAX (bytes, 1), error);
  *disk = weft_backed_new (bytes, error);
  return *disk ? weft_backed_get_memory (*disk) : NULL;
}

static void
free_rows (gpointer rows, WeftBacked *disk)
{
  if (disk)
    weft_backed_free (disk);
  else
    weft_memory_free (rows);
}

static void
drop_numbers (WeftColumn *column)
{
  free_rows (column->numbers, g_steal_pointer (&column->numbers_disk));
  column->numbers = NULL;
}

static void
drop_indices (WeftColumn *column)
{
  free_rows (column->indices, g_steal_pointer (&column->indices_disk));
  column->indices = NULL;
}

gboolean
weft_column_allocate (WeftColumn *column, guint n_rows, gboolean on_disk, gssize *budget,
                      GError **error)
{
  if (column->kind == WEFT_COLUMN_EMPTY)
    return TRUE;
  if (column->kind == WEFT_COLUMN_NUMBERS)
    {
      column->numbers = new_rows (n_rows * sizeof (double), on_disk, &column->numbers_disk, error);
      return column->numbers != NULL;
    }
  column->words = weft_words_new (budget);
  column->indices = new_rows (n_rows * sizeof (int), on_disk, &column->indices_disk, error);
  return column->indices != NULL;
}

void
weft_column_touch_rows (const WeftColumn *column, guint first, guint n)
{
  if (column->numbers_disk)
    weft_backed_touch (column->numbers_disk, column->numbers + first, n * sizeof (double));
  if (column->indices_disk)
    weft_backed_touch (column->indices_disk, column->indices + first, n * sizeof (int));
}

/* --- filling --- */

static double
leave_out_number (WeftColumn *column, const char *cell, guint line)
{
  if (column->beyond++ == 0)
    {
      column->beyond_cell = g_strdup (cell);
      column->beyond_line = line;
    }
  return NAN;
}

static double
parse_number (WeftColumn *column, const char *cell, guint line)
{
  const WeftNotation *notation = &column->notation;
  WeftPlain plain = weft_cell_parse_plain (cell, &(double){ 0 });
  double number = NAN;
  const char *unit;

  if (plain == WEFT_PLAIN_WHOLE || (plain && notation->decimal == '.'))
    weft_cell_parse_plain (cell, &number);
  else if (weft_cell_is_missing (cell))
    return NAN;
  else if (!weft_cell_parse_amount (cell, notation->decimal, notation->group, &number, &unit))
    return weft_cell_is_absent_number (cell) ? NAN : leave_out_number (column, cell, line);
  else
    column->is_owed = column->is_owed || *cell == '(';
  return isinf (number) ? leave_out_number (column, cell, line) : number;
}

/* Days count from the first one, so that a float holds seconds. */
static double
parse_date (WeftColumn *column, const char *cell)
{
  double number;

  if (weft_cell_is_missing (cell)
      || !weft_date_parse_mixed (cell, column->date, column->has_clear_date, &number))
    return NAN;
  if (number < column->day_0)
    column->day_0 = floor (number);
  return number;
}

/* −1: nothing stands there. */
static int
index_word (WeftColumn *column, const char *cell)
{
  int index;

  if (weft_cell_is_missing (cell))
    return -1;
  index = weft_words_add (column->words, cell);
  column->has_more = index == WEFT_WORDS_FULL;
  return index;
}

void
weft_column_fill (WeftColumn *column, const WeftTable *rows, guint c, guint first)
{
  weft_column_touch_rows (column, first, rows->n_rows);
  for (guint r = 0; r < rows->n_rows; r++)
    {
      const char *cell = weft_table_cell (rows, r, c);

      if (column->kind == WEFT_COLUMN_WORDS && column->has_more)
        weft_words_count (column->words, cell);
      else if (column->kind == WEFT_COLUMN_WORDS)
        column->indices[first + r] = index_word (column, cell);
      else if (column->kind == WEFT_COLUMN_NUMBERS)
        column->numbers[first + r] = column->date ? parse_date (column, cell)
                                                  : parse_number (column, cell, rows->lines[r]);
    }
}

/* --- at the end --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Numbers that may be classes: names each, and says which a row has. distinct: in order. */
static void
index_numbers (WeftColumn *column, guint n_rows, const double *distinct)
{
  column->indices
      = new_rows (n_rows * sizeof (int), column->numbers_disk != NULL, &column->indices_disk, NULL);
  if (!column->indices)
    return;
  column->values = g_new0 (char *, column->n_values + 1);
  for (guint i = 0; i < column->n_values; i++)
    column->values[i] = column->is_whole ? g_strdup_printf ("%.0f", distinct[i])
                                         : g_strdup_printf ("%.10g", distinct[i]);
  for (guint r = 0; r < n_rows; r++)
    {
      const double *found;

      weft_column_touch (column, r);
      found = bsearch (&column->numbers[r], distinct, column->n_values, sizeof *distinct,
                       compare_doubles);
      column->indices[r] = found && !isnan (column->numbers[r]) ? (int) (found - distinct) : -1;
    }
}

void
weft_column_make_classes (WeftColumn *column, guint n_rows)
{
  double distinct[WEFT_COLUMN_MAX_WORDS];
  guint n;

  if (column->values || column->kind != WEFT_COLUMN_NUMBERS)
    return;
  weft_column_count_values (column, n_rows, distinct, &n);
  if (n > 0)
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
  column->numbers = new_rows (n_rows * sizeof (double), column->indices_disk != NULL,
                              &column->numbers_disk, NULL);
  if (!column->numbers)
    return FALSE;
  for (guint r = 0; r < n_rows; r++)
    {
      weft_column_touch (column, r);
      column->numbers[r] = column->indices[r] < 0 ? NAN : column->indices[r] == yes;
    }
  g_clear_pointer (&column->values, g_strfreev);
  drop_indices (column);
  column->kind = WEFT_COLUMN_NUMBERS;
  column->is_whole = TRUE;
  return TRUE;
}

static void
finish_numbers (WeftColumn *column, guint n_rows)
{
  double distinct[WEFT_COLUMN_MAX_WORDS];
  guint n;

  column->is_whole = TRUE;
  column->missing = 0;
  for (guint r = 0; r < n_rows; r++)
    {
      weft_column_touch (column, r);
      column->numbers[r] -= column->date ? column->day_0 : 0;
      if (isnan (column->numbers[r]))
        column->missing++;
      else if (column->numbers[r] != floor (column->numbers[r]))
        column->is_whole = FALSE;
    }
  column->n_values = weft_column_count_values (column, n_rows, distinct, &n);
  if (column->n_values == 0)
    {
      drop_numbers (column);
      column->kind = WEFT_COLUMN_EMPTY;
    }
  else if (column->is_whole && !column->date && column->n_values <= WEFT_COLUMN_MAX_CLASSES)
    index_numbers (column, n_rows, distinct);
}

/* Words get their numbers in natural order. */
static void
finish_words (WeftColumn *column, guint n_rows)
{
  g_autofree int *places = NULL;

  column->n_values = weft_words_get_count (column->words);
  column->mean_length = weft_words_get_mean_length (column->words);
  if (column->has_more)
    drop_indices (column);
  else
    column->values = weft_words_sort (column->words, &places);
  for (guint r = 0; column->indices && r < n_rows; r++)
    {
      weft_column_touch (column, r);
      if (column->indices[r] >= 0)
        column->indices[r] = places[column->indices[r]];
    }
  g_clear_pointer (&column->words, weft_words_free);
}

void
weft_column_finish (WeftColumn *column, guint n_rows)
{
  if (column->kind == WEFT_COLUMN_NUMBERS)
    finish_numbers (column, n_rows);
  else if (column->kind == WEFT_COLUMN_WORDS)
    finish_words (column, n_rows);
}

gboolean
weft_column_read (WeftColumn *column, const WeftTable *table, guint c, GError **error)
{
  WeftColumnLook look;
  gboolean is_good;

  weft_column_look_begin (&look, table);
  weft_column_look_at (&look, table, c);
  is_good = weft_column_begin (column, &look, table, c, error)
            && weft_column_allocate (column, table->n_rows, FALSE, NULL, error);
  weft_column_look_clear (&look);
  if (!is_good)
    return FALSE;
  if (column->slip)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, column->slip);
      return FALSE;
    }
  weft_column_fill (column, table, c, 0);
  weft_column_finish (column, table->n_rows);
  return TRUE;
}

void
weft_column_clear (WeftColumn *column)
{
  drop_numbers (column);
  drop_indices (column);
  g_strfreev (column->values);
  g_clear_pointer (&column->words, weft_words_free);
  for (guint i = 0; column->examples[i]; i++)
    g_free (column->examples[i]);
  g_free (column->unit);
  g_free (column->beyond_cell);
  g_free (column->slip);
  *column = (WeftColumn){ 0 };
}

/* --- what may be made of it --- */

gboolean
weft_column_counts_rows (const WeftColumn *column, guint n_rows)
{
  if (column->kind != WEFT_COLUMN_NUMBERS || column->missing || n_rows < 3
      || (column->numbers[0] != 0 && column->numbers[0] != 1))
    return FALSE;
  for (guint r = 1; r < n_rows; r++)
    {
      weft_column_touch (column, r);
      if (column->numbers[r] != column->numbers[r - 1] + 1)
        return FALSE;
    }
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
      if (column->read_as == WEFT_AS_ONE_HOT || column->read_as == WEFT_AS_EMBEDDING)
        return WEFT_HOLDS_CATEGORIES;
      return column->read_as == WEFT_AS_TEXT || weft_column_is_prose (column)
                     || hardly_repeats (column, n_rows) || column->has_more
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
      = { "label",        "labels",   "class",    "target", "species", "y",
          "category",     "outcome",  "survived", "churn",  "fraud",   "is_fraud",
          "diagnosis",    "klasse",   "classe",   "clase",  "targets", "class_label",
          "target_class", "标签",     "类别",     "目标",   "分类",    "种类",
          "类",           "目标变量", "品种",     "标记",   NULL };

  for (guint i = 0; usual[i]; i++)
    if (g_ascii_strcasecmp (name, usual[i]) == 0)
      return TRUE;
  return FALSE;
}
