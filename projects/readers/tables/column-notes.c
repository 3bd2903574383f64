/* column-notes: what is said of a column by itself, before it is known what it is for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/brief.h"
#include "projects/readers/tables/reading.h"

static void
note_dates (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  const char *name = reading->table->names[c];
  g_autofree char *first = NULL;

  if (column->date == WEFT_DATE_TIME)
    {
      weft_reading_explain (reading, c,
                            _ ("“%s” holds times of day, given as hours since midnight."), name);
      return;
    }
  if (column->date == WEFT_DATE_SPAN)
    {
      weft_reading_explain (reading, c, _ ("“%s” holds lengths of time, given as hours."), name);
      return;
    }
  first = weft_date_dup (column->day_0);
  if (column->has_clear_date && column->may_be_day)
    weft_notes_add (reading->notes,
                    _ ("“%s” writes dates in several ways; in one of them day and month can be "
                       "taken for each other."),
                    name);
  else if (column->has_clear_date)
    weft_notes_add (reading->notes,
                    _ ("“%s” writes dates in several ways, each of which is clear."), name);
  if (column->may_be_day)
    {
      g_autofree char *type = g_strdup_printf ("%s=month-first", name);

      weft_reading_explain (reading, c,
                            _ ("“%s” holds dates, read with the day before the month and given as "
                               "days since %s."),
                            name, first);
      weft_cures_add (&reading->cures, reading->notes->pdata[reading->notes->len - 1], "type",
                      type);
    }
  else
    weft_reading_explain (reading, c, _ ("“%s” holds dates, given as days since %s."), name, first);
}

/* What was changed in the numbers of a column on the way. */
static void
note_numbers (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  const char *name = reading->table->names[c];
  g_autofree char *beyond
      = column->beyond ? weft_brief (column->beyond_cell, WEFT_BRIEF_QUOTE) : NULL;

  if (column->kind == WEFT_COLUMN_NUMBERS && column->notation.group && !column->date)
    weft_notes_add (reading->notes,
                    _ ("“%s”: what stands between thousands is left out of the numbers."), name);
  if (column->kind == WEFT_COLUMN_NUMBERS && column->notation.decimal == WEFT_DECIMAL_EITHER
      && !column->date)
    weft_notes_add (reading->notes,
                    _ ("“%s” has numbers with a decimal comma and others with a decimal point; "
                       "both are read as such."),
                    name);
  if (column->unit)
    weft_notes_add (reading->notes, _ ("“%s”: “%s” is left out of the numbers."), name,
                    column->unit);
  if (column->is_owed)
    weft_notes_add (reading->notes,
                    _ ("“%s”: numbers in brackets are less than 0, as accountants write them."),
                    name);
  if (column->beyond)
    weft_notes_add (reading->notes,
                    _ ("“%s”: values that are no finite number count as missing: %u, the first "
                       "of them “%s” in line %u."),
                    name, column->beyond, beyond, column->beyond_line);
  if (column->date)
    note_dates (reading, c);
}

static void
note_codes (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  gboolean is_code = FALSE;

  for (guint i = 0; column->kind == WEFT_COLUMN_WORDS && column->values && column->values[i]; i++)
    {
      const char *value = column->values[i];

      if (!g_ascii_isdigit (value[0]))
        return;
      is_code = is_code || (value[0] == '0' && weft_cell_is_code (value));
    }
  if (is_code)
    weft_notes_add (reading->notes,
                    _ ("“%s” holds codes that begin with 0, so they are read as words, not as "
                       "numbers."),
                    reading->table->names[c]);
}

/* Words that are most likely one: Cat and cat. */
static void
note_alike (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  g_autofree char *one = NULL, *two = NULL;

  if (column->kind != WEFT_COLUMN_WORDS || column->n_values > WEFT_COLUMN_MAX_WORDS
      || !weft_words_find_alike (column->values, column->n_values, &one, &two))
    return;
  weft_notes_add (reading->notes,
                  _ ("“%s”: “%s” and “%s” differ in nothing but capital letters or spaces; they "
                     "are taken for two."),
                  reading->table->names[c], one, two);
  weft_reading_cure (reading, "merge", c);
}

/* How many different entries there are in lists that the character parts; 0: less than half of the
 * values are lists. */
static guint
count_entries (char *const *values, const char *separator)
{
  g_autoptr (GHashTable) entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_lists = 0, n = 0;

  for (; values[n]; n++)
    {
      g_auto (GStrv) list = g_strsplit (values[n], separator, -1);

      n_lists += g_strv_length (list) > 1;
      for (guint i = 0; list[i]; i++)
        g_hash_table_add (entries, g_strdup (g_strstrip (list[i])));
    }
  return n_lists * 2 >= n ? g_hash_table_size (entries) : 0;
}

/* Lists of a few entries, of which many different ones are made: drama|war. */
void
weft_reading_note_lists (WeftReading *reading, guint c)
{
  static const char *const separators[] = { "|", ";", ",", "、", NULL };
  const WeftColumn *column = &reading->columns[c];

  if (column->kind != WEFT_COLUMN_WORDS || !column->values || weft_column_is_prose (column)
      || (c == reading->target && reading->tags.names))
    return;
  for (guint i = 0; separators[i]; i++)
    {
      guint n = count_entries (column->values, separators[i]);
      g_autofree char *entries = NULL;

      if (n < 2 || n >= column->n_values)
        continue;
      entries = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u different entry", "%u different entries", n), n);
      weft_notes_add (
          reading->notes,
          _ ("“%s” holds lists parted by “%s”, of %s. Each list is taken as a whole, as "
             "a value of its own: there are %u."),
          reading->table->names[c], separators[i], entries, column->n_values);
      return;
    }
}

static void
note_constant (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  const char *name = reading->table->names[c];

  if (column->n_values != 1 || column->missing > 0)
    return;
  weft_reading_explain (
      reading, c, _ ("“%s” holds the same in every row, so nothing can be learnt from it."), name);
  weft_reading_cure (reading, "leave-out", c);
}

/* What is filled in is then most of it. */
static void
note_mostly_missing (WeftReading *reading, guint c)
{
  const WeftColumn *column = &reading->columns[c];
  guint n = reading->n_rows;

  if (column->kind == WEFT_COLUMN_EMPTY || column->missing * 2 <= n)
    return;
  weft_reading_explain (reading, c, _ ("“%s” is missing in more than half of all rows: %u of %u."),
                        reading->table->names[c], column->missing, n);
  weft_reading_cure (reading, "leave-out", c);
}

void
weft_reading_note_column (WeftReading *reading, guint c)
{
  note_numbers (reading, c);
  note_codes (reading, c);
  note_alike (reading, c);
  note_constant (reading, c);
  note_mostly_missing (reading, c);
}
