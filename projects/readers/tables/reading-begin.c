/* reading-begin: the columns of a table, read twice where it is not held whole */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/backed.h"
#include "engine/base/count.h"
#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/read-options.h"
#include "projects/readers/tables/date.h"
#include "projects/readers/tables/reading.h"

#define FEWEST_ROWS 6             /* of a table whose last one may sum up the others */
#define WORDS ((gssize) 64 << 20) /* bytes: of a large table's columns together */

/* Cells on the disk, where a number for each would be much. */
static gboolean
is_large (const WeftReading *reading)
{
  return (gsize) reading->n_rows * reading->table->n_columns * sizeof (double) >= WEFT_BACKED_FROM;
}

/* What all rows look like. */
static gboolean
look (WeftReading *reading, WeftColumnLook *looks, GError **error)
{
  const WeftTable *table = reading->table;
  guint64 n_rows = 0;

  while (table->n_rows > 0)
    {
      for (guint c = 0; c < table->n_columns; c++)
        weft_column_look_at (&looks[c], table, c);
      n_rows += table->n_rows;
      if (n_rows > G_MAXINT32)
        {
          weft_sentence_set_error (error, WEFT_ERROR_MEMORY, _ ("“%s” has more than %d rows."),
                                   table->file, G_MAXINT32);
          return FALSE;
        }
      if (!weft_table_scan_next (reading->scan, error))
        return FALSE;
    }
  reading->n_rows = (guint) n_rows;
  return TRUE;
}

static gboolean
allocate (WeftReading *reading, const WeftColumnLook *looks, gssize *budget, GError **error)
{
  gboolean on_disk = is_large (reading);

  for (guint c = 0; c < reading->table->n_columns; c++)
    if (!weft_column_begin (&reading->columns[c], &looks[c], reading->table, c, error)
        || !weft_column_allocate (&reading->columns[c], reading->n_rows, on_disk,
                                  on_disk ? budget : NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
fill (WeftReading *reading, GError **error)
{
  guint first = 0;

  if (!weft_table_scan_rewind (reading->scan, error))
    return FALSE;
  while (reading->table->n_rows > 0 && first + reading->table->n_rows <= reading->n_rows)
    {
      for (guint c = 0; c < reading->table->n_columns; c++)
        weft_column_fill (&reading->columns[c], reading->table, c, first);
      first += reading->table->n_rows;
      if (!weft_table_scan_next (reading->scan, error))
        return FALSE;
    }
  if (first == reading->n_rows)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO,
               _ ("“%s” was changed while it was read; try again."), reading->table->file);
  return FALSE;
}

static gboolean
read_columns (WeftReading *reading, WeftColumnLook *looks, GError **error)
{
  gssize budget = WORDS;

  if (!look (reading, looks, error) || !allocate (reading, looks, &budget, error)
      || !fill (reading, error))
    return FALSE;
  for (guint c = 0; c < reading->table->n_columns; c++)
    {
      if (!weft_errand_add (0, error))
        return FALSE;
      weft_column_finish (&reading->columns[c], reading->n_rows);
    }
  return TRUE;
}

/* Numbers of somebody and something are no amounts. */
static void
guess_ratings (WeftReading *reading, WeftColumnLook *looks)
{
  WeftRatings *ratings = &reading->ratings;

  weft_ratings_find (ratings, reading->table);
  if (ratings->rating >= 0)
    looks[ratings->who].guess = looks[ratings->what].guess = WEFT_AS_EMBEDDING;
}

/* A number or a date. */
static gboolean
is_figure (const char *cell)
{
  const char *unit;
  double number;

  if (weft_cell_parse_amount (cell, '.', ',', &number, &unit)
      || weft_cell_parse_amount (cell, ',', '.', &number, &unit))
    return TRUE;
  for (WeftDateForm form = WEFT_DATE_NONE + 1; form < WEFT_N_DATES; form++)
    if (weft_date_parse (cell, form, &number))
      return TRUE;
  return FALSE;
}

/* The last row is what its first word says of the others, where they have no words. Among words it
 * may be one like them (totals.h). */
static gboolean
ends_with_total (const WeftTable *table)
{
  static const char *const words[]
      = { "total", "totals", "grand total", "sum",  "average", "mean", "summe", "gesamt",
          "всего", "итого",  "合计",        "总计", "总和",    "平均", "平均值" };
  guint c = 0;
  const char *last;
  gboolean is_word = FALSE;

  if (table->n_rows < FEWEST_ROWS)
    return FALSE;
  while (c + 1 < table->n_columns && !*weft_table_cell (table, table->n_rows - 1, c))
    c++;
  last = weft_table_cell (table, table->n_rows - 1, c);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    is_word = is_word || g_ascii_strcasecmp (last, words[i]) == 0;
  for (guint r = 0; is_word && r < FEWEST_ROWS - 2; r++)
    is_word = is_figure (weft_table_cell (table, r, c));
  return is_word;
}

/* As many as spreadsheets write below each other: the sum, then the mean. */
static void
drop_totals (WeftReading *reading)
{
  for (guint i = 0; i < 2 && ends_with_total (reading->table); i++)
    {
      g_autofree char *line = weft_count_format (reading->table->lines[reading->table->n_rows - 1]);

      if (!weft_table_scan_drop_last (reading->scan))
        return;
      weft_notes_add (reading->notes,
                      _ ("Line %s sums up the rows above it, as its first word says, and is left "
                         "out."),
                      line);
    }
}

gboolean
weft_reading_begin (WeftReading *reading, const char *path, const WeftReadOptions *options,
                    GError **error)
{
  g_autofree WeftColumnLook *looks = NULL;
  gboolean is_good;
  guint n;

  reading->notes = weft_notes_new ();
  reading->scan = weft_table_scan_open (path, error);
  if (!reading->scan)
    return FALSE;
  reading->table = weft_table_scan_get_table (reading->scan);
  if (options && options->totals && !weft_table_scan_drop_last (reading->scan))
    return weft_sentence_refuse (error,
                                 _ ("“%s” is too long, or too short, for its last row to be "
                                    "left out. Take it out of the file."),
                                 reading->table->file);
  drop_totals (reading);
  n = reading->table->n_columns;
  reading->columns = g_new0 (WeftColumn, n);
  reading->roles = g_new0 (WeftColumnRole, n);
  reading->targets = g_array_new (FALSE, FALSE, sizeof (guint));
  reading->reasons = g_new0 (char *, n);
  looks = g_new0 (WeftColumnLook, n);
  for (guint c = 0; c < n; c++)
    {
      weft_column_look_begin (&looks[c], reading->table);
      looks[c].type = weft_read_options_find_type (options, reading->table->names[c]);
    }
  guess_ratings (reading, looks);
  is_good = read_columns (reading, looks, error);
  for (guint c = 0; c < n; c++)
    weft_column_look_clear (&looks[c]);
  return is_good;
}

void
weft_reading_clear (WeftReading *reading)
{
  for (guint c = 0; reading->columns && c < reading->table->n_columns; c++)
    {
      weft_column_clear (&reading->columns[c]);
      g_free (reading->reasons[c]);
    }
  g_clear_pointer (&reading->scan, weft_table_scan_free);
  g_clear_pointer (&reading->notes, g_ptr_array_unref);
  g_clear_pointer (&reading->cures, g_strfreev);
  g_clear_pointer (&reading->columns, g_free);
  g_clear_pointer (&reading->roles, g_free);
  g_clear_pointer (&reading->targets, g_array_unref);
  weft_tags_clear (&reading->tags);
  g_clear_pointer (&reading->reasons, g_free);
}
