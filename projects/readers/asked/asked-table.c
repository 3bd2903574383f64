/* asked-table: rows of a table that a network is asked, by the columns that it learnt from
 *
 * A number stands in the column of its feature's name. A feature "colour = red" is 1 where the
 * column “colour” says red. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/asked/asked-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/tables/column.h"

#define IS " = "

/* Where a feature comes from. */
typedef struct
{
  int column;
  const char *word;     /* nullable: it is a number */
  WeftDateReading date; /* of a number that is a date */
} Source;

typedef struct
{
  const WeftTable *table;
  WeftField *field;
  Source *sources; /* by feature */
  guint *known;    /* by column: the last row of which a word was known, counted from 1 */
  guint *strange;  /* by column: the first row of which it was not, likewise; 0: none */
  gint64 features;
} Rows;

/* The name itself, else what stands before a " = ", however many there are. */
static gboolean
find_source (const WeftTable *table, const char *feature, Source *source)
{
  const char *at = feature;

  source->word = NULL;
  source->column = weft_table_find_column (table, feature);
  while (source->column < 0 && (at = strstr (at, IS)) != NULL)
    {
      g_autofree char *name = g_strndup (feature, (gsize) (at - feature));

      source->column = weft_table_find_column (table, name);
      at += strlen (IS);
      source->word = at;
    }
  return source->column >= 0;
}

/* Without a header columns are called by letters: as many as there are features are in order. */
static gboolean
find_sources (const WeftAsked *asked, const Rows *rows, GError **error)
{
  char **names = asked->field->feature_names, **forms = asked->field->feature_forms;

  for (gint64 i = 0; i < rows->features; i++)
    {
      g_autofree char *name = NULL;

      if (forms && i < (gint64) g_strv_length (forms))
        weft_date_reading_parse (&rows->sources[i].date, forms[i]);
      if (names && find_source (rows->table, names[i], &rows->sources[i]))
        continue;
      if ((!names || !rows->table->has_header) && rows->table->n_columns == rows->features)
        {
          rows->sources[i].column = (int) i;
          continue;
        }
      name = names ? weft_brief (names[i], WEFT_BRIEF_NAME) : g_strdup_printf ("%d", (int) i + 1);
      weft_asked_fail_column (rows->table, name, error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
fail_cell (const Rows *rows, guint row, const Source *source, GError **error)
{
  gboolean is_date = source->date.form != WEFT_DATE_NONE;
  int column = source->column;
  g_autofree char *cell = weft_brief (weft_table_cell (rows->table, row, column), WEFT_BRIEF_NAME);
  g_autofree char *name = weft_brief (rows->table->names[column], WEFT_BRIEF_NAME);

  return weft_sentence_refuse (error,
                               is_date ? _ ("“%s”, line %u: “%s” in the column “%s” is no date "
                                            "written as those that the network learnt from.")
                                       : _ ("“%s”, line %u: “%s” in the column “%s” is no number."),
                               rows->table->file, rows->table->lines[row], cell, name);
}

/* NaN: missing. */
static gboolean
read_number (const WeftTable *table, const Source *source, const char *cell, double *number)
{
  const char *unit;
  int yes;

  *number = NAN;
  if (weft_cell_is_missing (cell) || weft_cell_is_absent_number (cell))
    return TRUE;
  if (source->date.form)
    return weft_date_reading_take (&source->date, cell, number);
  if (weft_cell_parse_amount (cell, table->decimal_comma ? ',' : '.',
                              table->decimal_comma ? '.' : ',', number, &unit)
      && isfinite (*number))
    return TRUE;
  yes = weft_positive_of_word (cell);
  *number = yes;
  return yes >= 0;
}

static void
mark_gap (const Rows *rows, gsize at)
{
  WeftField *field = rows->field;

  if (!field->gaps)
    field->gaps = g_malloc0 (weft_field_get_gaps_size (field, rows->table->n_rows));
  field->gaps[at >> 3] |= (guint8) (1 << (at & 7));
}

static gboolean
is_word (const char *cell, const char *word)
{
  g_autofree char *brief = weft_brief (cell, WEFT_BRIEF_NAME);

  return strcmp (brief, word) == 0;
}

/* Words that no feature stands for. */
static void
find_strange (const Rows *rows, guint row)
{
  for (gint64 i = 0; i < rows->features; i++)
    {
      int column = rows->sources[i].column;

      if (rows->sources[i].word && rows->known[column] != row + 1 && rows->strange[column] == 0
          && !weft_cell_is_missing (weft_table_cell (rows->table, row, column)))
        rows->strange[column] = row + 1;
    }
}

static gboolean
take_row (const Rows *rows, guint row, GError **error)
{
  float *x = (float *) rows->field->data + (gsize) row * (gsize) rows->features;

  for (gint64 i = 0; i < rows->features; i++)
    {
      const Source *source = &rows->sources[i];
      const char *cell = weft_table_cell (rows->table, row, source->column);
      double number;

      if (source->word)
        {
          x[i] = is_word (cell, source->word);
          if (x[i] > 0)
            rows->known[source->column] = row + 1;
          continue;
        }
      if (!read_number (rows->table, source, cell, &number))
        return fail_cell (rows, row, source, error);
      if (isnan (number))
        mark_gap (rows, (gsize) row * (gsize) rows->features + (gsize) i);
      else
        x[i] = (float) number;
    }
  find_strange (rows, row);
  return TRUE;
}

gboolean
weft_asked_take_table (WeftAsked *asked, const char *path, GError **error)
{
  g_autoptr (WeftTable) table = weft_table_read (path, error);
  gint64 features = weft_shape_count (&asked->field->shape);
  g_autofree Source *sources = NULL;
  g_autofree guint *known = NULL, *strange = NULL;
  Rows rows = { .table = table, .features = features };

  if (!table || !weft_asked_count (asked, path, table->n_rows, error))
    return FALSE;
  rows.sources = sources = g_new0 (Source, features);
  rows.known = known = g_new0 (guint, table->n_columns);
  rows.strange = strange = g_new0 (guint, table->n_columns);
  if (!find_sources (asked, &rows, error))
    return FALSE;
  rows.field = weft_asked_add_field (asked);
  rows.field->shape = asked->field->shape;
  rows.field->shape.type = WEFT_F32;
  rows.field->scale = 1;
  if (!weft_dataset_allocate (asked->dataset, rows.field, error))
    return FALSE;
  for (guint r = 0; r < table->n_rows; r++)
    {
      if (!take_row (&rows, r, error))
        return FALSE;
      weft_asked_name (asked, g_strdup_printf ("%u", table->lines[r]));
    }
  for (guint c = 0; c < table->n_columns; c++)
    if (strange[c] > 0)
      weft_asked_note_strange (asked, table, c, strange[c] - 1);
  return TRUE;
}
