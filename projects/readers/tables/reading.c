/* reading: what is asked for, or guessed, of each column of a table
 *
 * Nothing is decided in silence: each decision is a note. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/reading.h"

#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/count.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/tables/part-column.h"
#include "projects/readers/tables/targets.h"
#include "projects/readers/tables/time-series.h"
#include "projects/readers/tables/totals.h"

void
weft_reading_explain (WeftReading *reading, guint c, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_free (reading->reasons[c]);
  reading->reasons[c] = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  weft_notes_add (reading->notes, "%s", reading->reasons[c]);
}

void
weft_reading_cure (WeftReading *reading, const char *option, guint c)
{
  weft_cures_add (&reading->cures, reading->notes->pdata[reading->notes->len - 1], option,
                  reading->table->names[c]);
}

guint
weft_reading_count (const WeftReading *reading, WeftColumnRole role)
{
  guint n = 0;

  for (guint c = 0; c < reading->table->n_columns; c++)
    n += reading->roles[c] == role;
  return n;
}

static const char *
separator_name (char separator)
{
  switch (separator)
    {
    case '\t':
      return _ ("tabs");
    case ';':
      return _ ("semicolons");
    case '|':
      return _ ("vertical bars");
    case ' ':
      return _ ("spaces");
    default:
      return _ ("commas");
    }
}

static void
note_form (WeftReading *reading)
{
  const WeftTable *table = reading->table;
  g_autofree char *rows = weft_count_format (reading->n_rows);

  if (table->made_of == WEFT_MADE_OF_JSON)
    weft_notes_add (reading->notes, _ ("%s rows, %u columns, from records of JSON."), rows,
                    table->n_columns);
  else if (table->made_of == WEFT_MADE_OF_ARFF)
    weft_notes_add (reading->notes, _ ("%s rows, %u columns, from a file of Weka’s."), rows,
                    table->n_columns);
  else if (table->made_of == WEFT_MADE_OF_TAGGED_LINES)
    weft_notes_add (reading->notes, _ ("%s sentences of tagged words, one word a line."), rows);
  else
    weft_notes_add (reading->notes, _ ("%s rows, %u columns, separated by %s, as %s."), rows,
                    table->n_columns, separator_name (table->separator), table->encoding);
  if (table->n_remarks)
    weft_notes_add (reading->notes,
                    ngettext ("%u line above or below the table is passed over.",
                              "%u lines above or below the table are passed over.",
                              table->n_remarks),
                    table->n_remarks);
  if (table->n_header > 1)
    weft_notes_add (reading->notes,
                    _ ("The names of the columns are written in two lines, and read from both."));
  if (table->repeats > 0)
    weft_notes_add (reading->notes,
                    _ ("The names of the columns come again, first in line %u; rows of them are "
                       "left out."),
                    table->repeats);
  if (!table->has_header)
    weft_notes_add (reading->notes,
                    _ ("The first row holds values, so the columns are called A, B, C and so on."));
  for (guint i = 0; table->renamed && table->renamed[i]; i++)
    weft_notes_add (reading->notes,
                    _ ("Two columns have one name; the second is called “%s” here."),
                    table->renamed[i]);
  if (table->decimal_comma)
    weft_notes_add (reading->notes, _ ("The comma in numbers is read as the decimal comma."));
}

static gboolean
is_unwanted (const WeftReading *reading, const WeftReadOptions *options, guint c)
{
  for (guint i = 0; options->leave_out && options->leave_out[i]; i++)
    if (weft_table_find_column (reading->table, options->leave_out[i]) == (int) c)
      return TRUE;
  return FALSE;
}

/* Of what is not wanted nothing need be said. */
static void
look_at_columns (WeftReading *reading, const WeftReadOptions *options)
{
  int part = weft_parts_find (reading->table, reading->columns);

  for (guint c = 0; c < reading->table->n_columns; c++)
    {
      reading->roles[c] = WEFT_COLUMN_ROLE_FEATURE;
      if (!is_unwanted (reading, options, c))
        weft_reading_note_column (reading, c);
      if (reading->columns[c].kind != WEFT_COLUMN_EMPTY)
        continue;
      reading->roles[c] = WEFT_COLUMN_ROLE_LEFT_OUT;
      weft_reading_explain (reading, c, _ ("“%s” is empty and left out."),
                            reading->table->names[c]);
    }
  if (part < 0)
    return;
  reading->roles[part] = WEFT_COLUMN_ROLE_SPLIT;
  weft_reading_explain (reading, (guint) part,
                        _ ("The column “%s” says which rows train and which test."),
                        reading->table->names[part]);
}

int
weft_reading_find (const WeftReading *reading, const char *name, GError **error)
{
  int c = weft_table_find_column (reading->table, name);
  g_autofree char *names = NULL, *wanted = NULL, *all = NULL;

  if (c >= 0)
    return c;
  all = g_strjoinv (weft_sentence_get_comma (), reading->table->names);
  names = weft_brief (all, WEFT_BRIEF_PATH);
  wanted = weft_brief (name, WEFT_BRIEF_QUOTE);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
               _ ("“%s” has no column “%s”. Its columns: %s"), reading->table->file, wanted, names);
  return -1;
}

/* More than words can be told a network one by one. */
static gboolean
keep (WeftReading *reading, guint c, GError **error)
{
  const WeftColumn *column = &reading->columns[c];

  if (!weft_reading_may_be_feature (reading, c))
    {
      weft_sentence_set_error (
          error, WEFT_ERROR_INVALID,
          _ ("“%s”: the column “%s” cannot be kept: it holds %u different words that "
             "hardly repeat, or nothing."),
          reading->table->file, reading->table->names[c], column->n_values);
      return FALSE;
    }
  if (reading->roles[c] != WEFT_COLUMN_ROLE_TARGET)
    reading->roles[c] = WEFT_COLUMN_ROLE_FEATURE;
  return TRUE;
}

static gboolean
heed_columns (WeftReading *reading, const WeftReadOptions *options, gboolean *kept, GError **error)
{
  for (guint i = 0; options->leave_out && options->leave_out[i]; i++)
    {
      int c = weft_reading_find (reading, options->leave_out[i], error);

      if (c < 0)
        return FALSE;
      reading->roles[c] = WEFT_COLUMN_ROLE_LEFT_OUT;
      weft_reading_explain (reading, (guint) c, _ ("“%s” is left out, as asked for."),
                            reading->table->names[c]);
    }
  for (guint i = 0; options->keep && options->keep[i]; i++)
    {
      int c = weft_reading_find (reading, options->keep[i], error);

      if (c < 0 || !keep (reading, (guint) c, error))
        return FALSE;
      kept[c] = TRUE;
    }
  return TRUE;
}

static gboolean
heed_types (const WeftReading *reading, const WeftReadOptions *options, GError **error)
{
  for (guint i = 0; options->types && options->types[i]; i++)
    {
      g_autofree char *name = g_strdup (options->types[i]);

      *strrchr (name, '=') = '\0';
      if (weft_reading_find (reading, name, error) < 0)
        return FALSE;
    }
  return TRUE;
}

/* Before anything is said of its words. */
static gboolean
heed_merging (WeftReading *reading, const WeftReadOptions *options, GError **error)
{
  for (guint i = 0; options->merge && options->merge[i]; i++)
    {
      int c = weft_reading_find (reading, options->merge[i], error);
      WeftColumn *column = &reading->columns[MAX (c, 0)];
      guint before = column->n_values;

      if (c < 0)
        return FALSE;
      weft_column_merge (column, reading->n_rows);
      weft_notes_add (reading->notes,
                      _ ("“%s”: words that differ in nothing but capital letters and spaces are "
                         "one: %u instead of %u."),
                      reading->table->names[c], column->n_values, before);
    }
  return TRUE;
}

/* What is read as numbers, though some of it are none, has been asked for so, or is not wanted. */
static gboolean
check_slips (const WeftReading *reading, GError **error)
{
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->columns[c].slip && reading->roles[c] != WEFT_COLUMN_ROLE_LEFT_OUT)
      {
        g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, reading->columns[c].slip);
        return FALSE;
      }
  return TRUE;
}

/* Why the columns are left out that are, as far as there is room. */
static char *
dup_reasons (const WeftReading *reading)
{
  g_autoptr (GString) all = g_string_new ("");

  for (guint c = 0; c < reading->table->n_columns && all->len < WEFT_BRIEF_PATH; c++)
    if (reading->roles[c] == WEFT_COLUMN_ROLE_LEFT_OUT)
      g_string_append_printf (all, "%s%s", all->len ? " " : "", reading->reasons[c]);
  return weft_brief (all->str, WEFT_BRIEF_PATH);
}

static gboolean
check_features (const WeftReading *reading, GError **error)
{
  g_autofree char *why = NULL;

  if (weft_reading_count (reading, WEFT_COLUMN_ROLE_FEATURE) > 0)
    return TRUE;
  why = dup_reasons (reading);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” has no column that something could be predicted from. %s"),
               reading->table->file, why);
  return FALSE;
}

/* Who and what say a rating; when it was given is hardly known before. */
static void
leave_out_when (WeftReading *reading, const gboolean *kept)
{
  int when = reading->ratings.when;

  if (!reading->ratings.alone || when < 0 || kept[when]
      || (int) reading->target != reading->ratings.rating
      || reading->roles[when] != WEFT_COLUMN_ROLE_FEATURE)
    return;
  reading->roles[when] = WEFT_COLUMN_ROLE_LEFT_OUT;
  weft_reading_explain (reading, (guint) when,
                        _ ("“%s” says when a rating was given, and is left out."),
                        reading->table->names[when]);
  weft_reading_cure (reading, "keep", (guint) when);
}

gboolean
weft_reading_decide (WeftReading *reading, const WeftReadOptions *options, GError **error)
{
  static const WeftReadOptions none = { 0 };
  const WeftReadOptions *asked = options ? options : &none;
  g_autofree gboolean *kept = g_new0 (gboolean, reading->table->n_columns);
  gboolean decided;

  reading->is_series = weft_series_is_asked (asked);
  note_form (reading);
  decided = heed_types (reading, asked, error) && heed_merging (reading, asked, error);
  look_at_columns (reading, asked);
  decided = decided && heed_columns (reading, asked, kept, error)
            && weft_reading_heed_parts (reading, asked, error) && check_slips (reading, error)
            && weft_reading_find_target (reading, asked, error);
  for (guint c = 0; c < reading->table->n_columns; c++)
    if (reading->roles[c] != WEFT_COLUMN_ROLE_LEFT_OUT)
      weft_reading_note_lists (reading, c);
  leave_out_when (reading, kept);
  weft_reading_give_words (reading, kept);
  weft_reading_leave_out (reading, kept);
  if (!decided || !check_features (reading, error))
    return FALSE;
  weft_targets_note (reading);
  weft_totals_note (reading);
  return TRUE;
}
