/* table: a CSV or TSV file as rows of cells (RFC 4180, and what spreadsheets make of it) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/tables/arff.h"
#include "projects/readers/tables/column.h"
#include "projects/readers/tables/fields.h"
#include "projects/readers/tables/json-rows.h"
#include "projects/readers/tables/tagged-lines.h"

#define BUDGET (256 << 20) /* bytes of a table */
#define MAX_COLUMNS 20000
#define MAX_CELLS (1 << 25)
#define MOST_TITLES 10 /* lines */

static gboolean
fail (const WeftTable *table, guint line, GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *what = NULL;

  va_start (arguments, format);
  what = weft_sentence_write (format, arguments);
  va_end (arguments);
  weft_sentence_set_error (error, WEFT_ERROR_INVALID, _ ("“%s”, line %u: %s"), table->file, line,
                           what);
  return FALSE;
}

/* Nothing follows, or a few lines in which nothing is cut: where the table is from, as reports say
 * below it. */
static gboolean
is_end (const WeftFields *fields)
{
  const char *at = fields->at;
  guint lines = 0;

  for (; *at && lines < MOST_TITLES; at++)
    if (*at == fields->separator)
      return FALSE;
    else
      lines += *at == '\n';
  return *at == '\0';
}

static gboolean
scan_record (WeftTable *table, WeftFields *fields, GPtrArray *cells, GError **error)
{
  guint line = fields->line, first = cells->len, n;

  do
    {
      guint begins = fields->line;
      char *field = weft_fields_next (fields, TRUE);

      if (!field)
        return fail (table, begins, error,
                     _ ("a quotation mark is not closed, or text follows it. Double the marks "
                        "inside a quoted field."));
      g_ptr_array_add (cells, weft_cell_tidy (field));
      if (cells->len - first > MAX_COLUMNS)
        return fail (table, line, error, _ ("more than %d columns."), MAX_COLUMNS);
    }
  while (!fields->is_last);
  n = cells->len - first;
  if (table->n_columns == 0)
    table->n_columns = n;
  if (n == 1 && table->n_columns > 1 && strchr (cells->pdata[first], ' ') && is_end (fields))
    {
      g_ptr_array_set_size (cells, (int) first);
      table->n_remarks++;
      return TRUE;
    }
  if (n != table->n_columns)
    return fail (table, line, error,
                 ngettext ("%u column, where the first line has %u. Look at the separators and "
                           "quotation marks there.",
                           "%u columns, where the first line has %u. Look at the separators and "
                           "quotation marks there.",
                           n),
                 n, table->n_columns);
  return TRUE;
}

/* Spreadsheets write rows of nothing but separators below a table. */
static gboolean
is_empty (GPtrArray *cells, guint first)
{
  for (guint i = first; i < cells->len; i++)
    if (*(const char *) cells->pdata[i])
      return FALSE;
  return TRUE;
}

gboolean
weft_table_take_rows (WeftTable *table, WeftFields *fields, WeftGoesOn goes_on, gconstpointer user,
                      GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));

  while (*fields->at && (!goes_on || goes_on (fields, user)))
    if (weft_fields_is_end (*fields->at))
      weft_fields_end_line (fields);
    else
      {
        guint line = fields->line, first = cells->len;

        if (!scan_record (table, fields, cells, error))
          return FALSE;
        if (cells->len > MAX_CELLS)
          return fail (table, line, error, _ ("more than %d cells."), MAX_CELLS);
        if (is_empty (cells, first))
          g_ptr_array_set_size (cells, (int) first);
        else
          g_array_append_val (lines, line);
      }
  g_free (table->lines);
  g_free (table->cells);
  table->n_rows = lines->len;
  table->lines = (guint *) g_array_free (g_steal_pointer (&lines), FALSE);
  table->cells = (char **) g_ptr_array_free (g_steal_pointer (&cells), FALSE);
  return TRUE;
}

/* 5,1 or 0,125 or 1.234,5 €: a comma that can only be a decimal one. */
static gboolean
has_decimal_comma (const char *cell)
{
  const char *comma = strchr (cell, ','), *unit;
  double number;

  return comma && weft_cell_parse_amount (cell, ',', '.', &number, &unit)
         && !weft_cell_parse_amount (cell, '.', ',', &number, &unit);
}

/* What only the decimal comma explains decides. Where all numbers are like 1,234 a semicolon does:
 * spreadsheets use it only where the comma is taken. */
static gboolean
find_decimal_comma (const WeftTable *table)
{
  gsize n = (gsize) MIN (table->n_rows, 5000) * table->n_columns;
  gboolean commas = FALSE, points = FALSE;
  double number;

  for (gsize i = 0; i < n; i++)
    {
      const char *cell = table->cells[i];

      if (has_decimal_comma (cell))
        return TRUE;
      commas = commas || (strchr (cell, ',') && weft_cell_parse_number (cell, ',', 0, &number));
      points = points || (strchr (cell, '.') && weft_cell_parse_number (cell, '.', 0, &number));
    }
  return table->separator == ';' && commas && !points;
}

/* How often one of the signs that cut stands in the line. */
static guint
count_cuts (const char *line, char sign)
{
  guint n = 0;

  for (; *line && !weft_fields_is_end (*line); line++)
    n += *line == sign;
  return n;
}

static char *
find_next_line (char *line)
{
  while (*line && *line != '\n')
    line++;
  return *line ? line + 1 : line;
}

/* A line in front that begins with # is a remark, unless it names the columns of what follows. */
static gboolean
is_remark (char *line)
{
  char *next = line;

  if (*line != '#')
    return FALSE;
  while (*next == '#')
    next = find_next_line (next);
  for (const char *sign = ",;\t|"; *sign; sign++)
    if (count_cuts (next, *sign) > 0 && count_cuts (line, *sign) == count_cuts (next, *sign))
      return FALSE;
  return *next != '\0';
}

static char *
find_next_filled (char *line)
{
  line = find_next_line (line);
  while (*line && weft_fields_is_end (*line))
    line++;
  return line;
}

/* Lines in front in which nothing is cut, above two that are cut alike: a title, as reports have
 * it. How many. */
static guint
count_titles (char *text)
{
  char *line = text;

  for (guint n = 0; n < MOST_TITLES && *line; n++, line = find_next_filled (line))
    for (const char *sign = ",;\t|"; *sign; sign++)
      {
        char *next = find_next_filled (line), *title = text;
        guint cuts = count_cuts (line, *sign);

        if (cuts == 0 || *next == '\0' || count_cuts (next, *sign) != cuts)
          continue;
        while (title < line && count_cuts (title, *sign) == 0)
          title = find_next_filled (title);
        return title == line ? n : 0;
      }
  return 0;
}

static char *
pass_titles (char *text, guint *line, guint *n_passed)
{
  for (guint n = count_titles (text); n > 0; n--, ++*n_passed)
    for (char *next = find_next_filled (text); text < next; ++*line)
      text = find_next_line (text);
  return text;
}

char *
weft_table_begin (WeftTable *table, char *text, guint *line)
{
  *line = 1;
  table->n_remarks = 0;
  for (; table->made_of == WEFT_MADE_OF_ROWS && is_remark (text); table->n_remarks++, (*line)++)
    text = find_next_line (text);
  if (table->made_of != WEFT_MADE_OF_ROWS)
    {
      table->separator = ',';
      return text;
    }
  if (g_ascii_strncasecmp (text, "sep=", 4) != 0)
    text = pass_titles (text, line, &table->n_remarks);
  if (g_ascii_strncasecmp (text, "sep=", 4) == 0 && text[4] && weft_fields_is_end (text[5]))
    {
      table->separator = text[4];
      ++*line;
      return text + 6 + (text[5] == '\r' && text[6] == '\n');
    }
  table->separator = weft_fields_find_separator (text, TRUE);
  if (!table->separator) /* a quotation mark is amiss: reading on will say where */
    table->separator = weft_fields_find_separator (text, FALSE);
  return text;
}

/* The cells and all that a reader makes of them come to some 48 bytes for each. */
static gboolean
has_room (const WeftTable *table, GError **error)
{
  gsize n = 1;

  for (const char *at = table->text; *at; at++)
    n += *at == table->separator || *at == '\n';
  if (MIN (n, MAX_CELLS) < weft_memory_available () / 48)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
               _ ("“%s”: there is not enough memory for it; close other programs or choose a "
                  "smaller part of it."),
               table->file);
  return FALSE;
}

gboolean
weft_table_settle (WeftTable *table, GError **error)
{
  if (table->n_rows < 2 || table->n_columns < 2)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” is no table: at least two rows and two columns, separated by a comma, "
                      "a semicolon, a tab or a vertical bar, or numbers between spaces."),
                   table->file);
      return FALSE;
    }
  weft_table_name_columns (table);
  table->decimal_comma = find_decimal_comma (table);
  return TRUE;
}

static gboolean
parse (WeftTable *table, GError **error)
{
  guint line;
  char *begin = weft_table_begin (table, table->text, &line);
  WeftFields fields = { begin, table->separator, table->made_of == WEFT_MADE_OF_ROWS ? line : 0,
                        FALSE, table->separator != '\t' || weft_fields_quotes_pair (begin) };

  if (table->separator
      && (!has_room (table, error) || !weft_table_take_rows (table, &fields, NULL, NULL, error)))
    return FALSE;
  return weft_table_settle (table, error);
}

WeftTable *
weft_table_parse (const char *path, char *text, const char *encoding, GError **error)
{
  g_autoptr (WeftTable) table = g_new0 (WeftTable, 1);

  table->file = weft_input_dup_name (path);
  table->text = text;
  table->encoding = encoding;
  table->made_of = weft_json_rows_are (path, text) ? WEFT_MADE_OF_JSON
                   : weft_arff_is (text)           ? WEFT_MADE_OF_ARFF
                   : weft_tagged_lines_are (text)  ? WEFT_MADE_OF_TAGGED_LINES
                                                   : WEFT_MADE_OF_ROWS;
  if (table->made_of != WEFT_MADE_OF_ROWS)
    {
      table->text = table->made_of == WEFT_MADE_OF_JSON ? weft_json_rows_convert (path, text, error)
                    : table->made_of == WEFT_MADE_OF_ARFF ? weft_arff_convert (text)
                                                          : weft_tagged_lines_convert (text);
      g_free (text);
      if (!table->text)
        return NULL;
    }
  return parse (table, error) ? g_steal_pointer (&table) : NULL;
}

static const char *const endings[]
    = { ".csv",    ".tsv",   ".txt",    ".tab",      ".csv.gz",    ".tsv.gz", ".txt.gz",
        ".tab.gz", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".conll",  ".conllu",
        ".bio",    ".iob",   ".bioes",  ".arff",     NULL };

gboolean
weft_table_is_name (const char *name)
{
  return weft_input_has_ending (name, endings);
}

gboolean
weft_table_is_file (const char *path)
{
  static const char *const lists[] = { ".json", ".json.gz", NULL };
  g_autoptr (WeftInputStream) stream = NULL;
  char head[256] = "";
  gsize length;

  if (weft_table_is_name (path))
    return TRUE;
  if (!weft_input_has_ending (path, lists) || g_file_test (path, G_FILE_TEST_IS_DIR))
    return FALSE;
  stream = weft_input_stream_open (path, NULL);
  return stream && weft_input_stream_read (stream, head, sizeof head - 1, &length, NULL)
         && head[strspn (head, " \t\r\n")] == '[' && weft_json_rows_are ("", head);
}

void
weft_table_add_endings (GPtrArray *list)
{
  weft_input_add_endings (list, endings);
}

WeftTable *
weft_table_read (const char *path, GError **error)
{
  g_autofree char *bytes = NULL, *text = NULL;
  g_autofree char *file = weft_input_dup_name (path);
  g_autoptr (GError) inner = NULL;
  const char *encoding;
  gsize length;

  if (!weft_input_load_text (path, BUDGET, &bytes, &length, error))
    return NULL;
  text = weft_text_decode (bytes, length, &encoding, &inner);
  if (text)
    return weft_table_parse (path, g_steal_pointer (&text), encoding, error);
  g_set_error (error, WEFT_ERROR, inner->code, _ ("“%s”: %s"), file, inner->message);
  return NULL;
}

void
weft_table_free (WeftTable *table)
{
  if (!table)
    return;
  g_strfreev (table->names);
  g_strfreev (table->renamed);
  g_free (table->file);
  g_free (table->cells);
  g_free (table->lines);
  g_free (table->text);
  g_free (table);
}

static int
find_folded (const WeftTable *table, const char *name)
{
  g_autofree char *wanted = weft_word_fold (name);

  for (guint c = 0; c < table->n_columns; c++)
    {
      g_autofree char *folded = weft_word_fold (table->names[c]);

      if (strcmp (folded, wanted) == 0)
        return (int) c;
    }
  return -1;
}

int
weft_table_find_column (const WeftTable *table, const char *name)
{
  g_autofree char *wanted = weft_brief (name, WEFT_BRIEF_NAME);

  for (guint c = 0; c < table->n_columns; c++)
    if (strcmp (table->names[c], wanted) == 0)
      return (int) c;
  for (guint c = 0; c < table->n_columns; c++)
    if (g_ascii_strcasecmp (table->names[c], wanted) == 0)
      return (int) c;
  return *name ? find_folded (table, wanted) : -1;
}
