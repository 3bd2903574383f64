/* table: a CSV or TSV file as rows of cells (RFC 4180, and what spreadsheets make of it) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/input.h"
#include "projects/readers/text-file.h"

#define BUDGET (256 << 20) /* bytes of a table */
#define MAX_COLUMNS 20000
#define MAX_CELLS (1 << 25)
#define SAMPLE 100 /* records looked at to find the separator */

/* Walks over a text field by field, unquoting in place when asked to. */
typedef struct
{
  char *at;
  char separator;
  guint line;       /* of `at` */
  gboolean is_last; /* the field just read was the last of its record */
  gboolean quotes;  /* quotation marks mean something */
} Scanner;

static void
end_of_line (Scanner *scanner)
{
  if (scanner->at[0] == '\r' && scanner->at[1] == '\n')
    scanner->at++;
  scanner->at++;
  scanner->line++;
}

static gboolean
is_end_of_line (char c)
{
  return c == '\n' || c == '\r';
}

/* The inside of a quoted field, moved to where it begins; `at` is behind the closing quote. */
static char *
scan_quoted (Scanner *scanner, gboolean in_place)
{
  char *field = ++scanner->at, *out = field;

  for (; *scanner->at; scanner->at++)
    {
      if (*scanner->at == '"' && *++scanner->at != '"')
        {
          if (in_place && out < scanner->at)
            *out = '\0';
          return field;
        }
      scanner->line += *scanner->at == '\n';
      if (in_place)
        *out = *scanner->at;
      out++;
    }
  return NULL;
}

/* One field, or NULL when a quote is never closed or something follows a closed one. */
static char *
scan_field (Scanner *scanner, gboolean in_place)
{
  char *field, *end;

  while (*scanner->at == ' ')
    scanner->at++;
  if (scanner->quotes && *scanner->at == '"')
    {
      field = scan_quoted (scanner, in_place);
      if (!field)
        return NULL;
      end = NULL;
      while (*scanner->at == ' ')
        scanner->at++;
      if (*scanner->at && *scanner->at != scanner->separator && !is_end_of_line (*scanner->at))
        return NULL;
    }
  else
    {
      field = scanner->at;
      while (*scanner->at && *scanner->at != scanner->separator && !is_end_of_line (*scanner->at))
        scanner->at++;
      end = scanner->at;
    }
  scanner->is_last = *scanner->at != scanner->separator;
  if (!scanner->is_last)
    scanner->at++;
  else if (*scanner->at)
    end_of_line (scanner);
  if (in_place && end)
    *end = '\0';
  return field;
}

/* How evenly this separator cuts the first records: the share of records with as many fields as
 * the commonest count; 0 when that is one. */
static double
judge_separator (char *text, char separator, gboolean quotes)
{
  Scanner scanner = { text, separator, 1, FALSE, quotes };
  guint counts[SAMPLE], n = 0, best = 0, best_fields = 1;

  while (*scanner.at && n < SAMPLE)
    {
      guint fields = 0;
      gboolean is_blank = is_end_of_line (*scanner.at);

      do
        {
          if (!scan_field (&scanner, FALSE))
            return 0;
          fields++;
        }
      while (!scanner.is_last);
      if (!is_blank)
        counts[n++] = fields;
    }
  for (guint i = 0; i < n; i++)
    {
      guint same = 0;

      for (guint j = 0; j < n; j++)
        same += counts[j] == counts[i];
      if (same > best)
        {
          best = same;
          best_fields = counts[i];
        }
    }
  return best_fields > 1 ? (double) best / n : 0;
}

/* The comma comes last: where numbers have a decimal comma it cuts about as evenly. 0: none cuts.
 */
static char
find_separator (char *text, gboolean quotes)
{
  static const char candidates[] = "\t;|,";
  double best = 0;
  char separator = 0;

  for (guint i = 0; candidates[i]; i++)
    {
      double share = judge_separator (text, candidates[i], quotes);

      if (share > best + 0.05)
        {
          best = share;
          separator = candidates[i];
        }
    }
  return separator;
}

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

static gboolean
scan_record (WeftTable *table, Scanner *scanner, GPtrArray *cells, GError **error)
{
  guint line = scanner->line, first = cells->len, n;

  do
    {
      guint begins = scanner->line;
      char *field = scan_field (scanner, TRUE);

      if (!field)
        return fail (table, begins, error,
                     _ ("a quotation mark is not closed, or text follows it. Double the marks "
                        "inside a quoted field."));
      g_ptr_array_add (cells, weft_cell_tidy (field));
      if (cells->len - first > MAX_COLUMNS)
        return fail (table, line, error, _ ("more than %d columns."), MAX_COLUMNS);
    }
  while (!scanner->is_last);
  n = cells->len - first;
  if (table->n_columns == 0)
    table->n_columns = n;
  if (n != table->n_columns)
    return fail (table, line, error,
                 _ ("%u columns, where the first line has %u. Look at the separators and "
                    "quotation marks there."),
                 n, table->n_columns);
  return TRUE;
}

/* Tab-separated text often holds quotation marks that are only that: they count as quotes when
 * every record comes out as long as the first. */
static gboolean
quotes_pair (char *text)
{
  Scanner scanner = { text, '\t', 1, FALSE, TRUE };
  guint first = 0;

  while (*scanner.at)
    {
      gboolean is_blank = is_end_of_line (*scanner.at);
      guint n = 0;

      do
        {
          if (!scan_field (&scanner, FALSE))
            return FALSE;
          n++;
        }
      while (!scanner.is_last);
      if (first == 0)
        first = n;
      if (n != first && !is_blank)
        return FALSE;
    }
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

static gboolean
scan_all (WeftTable *table, char *text, GError **error)
{
  Scanner scanner = { text, table->separator, text == table->text ? 1 : 2, FALSE,
                      table->separator != '\t' || quotes_pair (text) };
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));

  while (*scanner.at)
    if (is_end_of_line (*scanner.at))
      end_of_line (&scanner);
    else
      {
        guint line = scanner.line, first = cells->len;

        if (!scan_record (table, &scanner, cells, error))
          return FALSE;
        if (cells->len > MAX_CELLS)
          return fail (table, line, error, _ ("more than %d cells."), MAX_CELLS);
        if (is_empty (cells, first))
          g_ptr_array_set_size (cells, (int) first);
        else
          g_array_append_val (lines, line);
      }
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

/* Excel's own first line "sep=;" says the separator. Returns where the table begins. */
static char *
take_separator_line (WeftTable *table, char *text)
{
  if (g_ascii_strncasecmp (text, "sep=", 4) == 0 && text[4] && is_end_of_line (text[5]))
    {
      table->separator = text[4];
      return text + 6 + (text[5] == '\r' && text[6] == '\n');
    }
  table->separator = find_separator (text, TRUE);
  if (!table->separator) /* a quotation mark is amiss: reading on will say where */
    table->separator = find_separator (text, FALSE);
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

static gboolean
read_file (WeftTable *table, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) inner = NULL;
  gsize length;
  char *begin;

  if (!weft_input_load_text (path, BUDGET, &bytes, &length, error))
    return FALSE;
  table->text = weft_text_decode (bytes, length, &table->encoding, &inner);
  if (!table->text)
    {
      g_set_error (error, WEFT_ERROR, inner->code, _ ("“%s”: %s"), table->file, inner->message);
      return FALSE;
    }
  begin = take_separator_line (table, table->text);
  if (table->separator && (!has_room (table, error) || !scan_all (table, begin, error)))
    return FALSE;
  if (table->n_rows < 2 || table->n_columns < 2)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” is no table: at least two rows and two columns, separated by a comma, "
                      "a semicolon, a tab or a vertical bar."),
                   table->file);
      return FALSE;
    }
  weft_table_name_columns (table);
  table->decimal_comma = find_decimal_comma (table);
  return TRUE;
}

gboolean
weft_table_is_name (const char *name)
{
  static const char *const endings[]
      = { ".csv", ".tsv", ".txt", ".tab", ".csv.gz", ".tsv.gz", ".txt.gz", ".tab.gz", NULL };

  return weft_input_has_ending (name, endings);
}

WeftTable *
weft_table_read (const char *path, GError **error)
{
  g_autoptr (WeftTable) table = g_new0 (WeftTable, 1);

  table->file = weft_input_dup_name (path);
  return read_file (table, path, error) ? g_steal_pointer (&table) : NULL;
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
  return -1;
}
