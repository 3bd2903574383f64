/* table-scan: a table of any length, some of its rows after others, as often as they are wanted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/table-scan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"
#include "projects/readers/files/text-stream.h"
#include "projects/readers/tables/json-rows.h"

#define PIECE ((gsize) 4 << 20)    /* bytes of text whose rows are there at once */
#define HEAD ((gsize) 256 << 10)   /* bytes */
#define LONGEST ((gsize) 64 << 20) /* bytes of one row */

struct _WeftTableScan
{
  WeftTable *table;
  WeftTextStream *stream; /* NULL: the table is whole, in its own text */
  WeftJsonRows *rows;     /* nullable: what makes rows of the stream's lines of JSON */
  gboolean is_over;       /* nothing follows what was read of it */
  guint n_whole;          /* rows of a whole table */
  char *text;             /* a zero byte follows */
  gsize room, length;
  gsize header;      /* bytes before the first record */
  guint first_line;  /* in which that begins; 0: of JSON, which has names above it */
  WeftFields fields; /* at where the next record begins */
};

void
weft_table_scan_free (WeftTableScan *scan)
{
  if (!scan)
    return;
  g_clear_pointer (&scan->table, weft_table_free);
  g_clear_pointer (&scan->rows, weft_json_rows_free);
  g_clear_pointer (&scan->stream, weft_text_stream_free);
  g_free (scan->text);
  g_free (scan);
}

const WeftTable *
weft_table_scan_get_table (const WeftTableScan *scan)
{
  return scan->table;
}

/* --- pieces --- */

static gboolean
read_text (WeftTableScan *scan, char *to, gsize n, gsize *got, GError **error)
{
  return scan->rows ? weft_json_rows_read (scan->rows, to, n, got, error)
                    : weft_text_stream_read (scan->stream, to, n, got, error);
}

/* Fills the room behind what is not read yet, which moves to the front. */
static gboolean
fill (WeftTableScan *scan, GError **error)
{
  gsize rest = scan->length - (gsize) (scan->fields.at - scan->text), got = 1;

  memmove (scan->text, scan->fields.at, rest);
  scan->fields.at = scan->text;
  for (scan->length = rest; scan->length < scan->room && got > 0; scan->length += got)
    if (!read_text (scan, scan->text + scan->length, scan->room - scan->length, &got, error))
      return FALSE;
  scan->is_over = got == 0;
  scan->text[scan->length] = '\0';
  return TRUE;
}

/* Goes over one record without changing it. TRUE where it is whole, and where it is amiss, which is
 * said by whoever reads it. */
static gboolean
has_end (WeftFields ahead, const char *end)
{
  do
    if (!weft_fields_next (&ahead, FALSE))
      return ahead.at < end;
  while (!ahead.is_last);
  return ahead.at < end || end[-1] == '\n';
}

/* Whether the text goes on to the end of the record that begins there. */
static gboolean
is_whole (const WeftFields *fields, gconstpointer user)
{
  const WeftTableScan *scan = user;
  const char *end = scan->text + scan->length, *line;

  if (scan->is_over)
    return TRUE;
  line = memchr (fields->at, '\n', MIN ((gsize) (end - fields->at), 4096));
  return (line && !memchr (fields->at, '"', (gsize) (line - fields->at))) || has_end (*fields, end);
}

static gboolean
fail_long (const WeftTableScan *scan, GError **error)
{
  weft_sentence_set_error (error, WEFT_ERROR_INVALID,
                           _ ("“%s”, line %u: a row of more than %d MB. Look for a quotation mark "
                              "that is not closed before it, and at the ends of the lines."),
                           scan->table->file, scan->fields.line, (int) (LONGEST >> 20));
  return FALSE;
}

/* The rows of the next piece; a row that is longer gets more room. */
static gboolean
read_rows (WeftTableScan *scan, GError **error)
{
  do
    {
      if (!fill (scan, error)
          || !weft_table_take_rows (scan->table, &scan->fields, is_whole, scan, error))
        return FALSE;
      if (scan->table->n_rows > 0 || scan->is_over)
        return TRUE;
      if (scan->fields.at == scan->text && scan->room >= LONGEST)
        return fail_long (scan, error);
      if (scan->fields.at == scan->text)
        {
          scan->room *= 2;
          scan->text = g_realloc (scan->text, scan->room + 1);
          scan->fields.at = scan->text;
        }
    }
  while (TRUE);
}

gboolean
weft_table_scan_next (WeftTableScan *scan, GError **error)
{
  scan->table->n_rows = 0;
  while (scan->stream && !scan->is_over && scan->table->n_rows == 0)
    {
      if (!read_rows (scan, error))
        return FALSE;
      weft_table_drop_repeats (scan->table);
    }
  return TRUE;
}

/* Back to the first record, whatever row that is. */
static gboolean
go_back (WeftTableScan *scan, GError **error)
{
  if (!(scan->rows ? weft_json_rows_rewind (scan->rows, error)
                   : weft_text_stream_rewind (scan->stream, error)))
    return FALSE;
  scan->length = 0;
  scan->is_over = FALSE;
  scan->fields.at = scan->text;
  if (!fill (scan, error))
    return FALSE;
  scan->fields.at = scan->text + scan->header;
  scan->fields.line = scan->first_line;
  return TRUE;
}

gboolean
weft_table_scan_rewind (WeftTableScan *scan, GError **error)
{
  if (!scan->stream)
    {
      scan->table->n_rows = scan->n_whole;
      return TRUE;
    }
  if (!go_back (scan, error) || !read_rows (scan, error))
    return FALSE;
  if (scan->table->has_header)
    weft_table_drop_header (scan->table);
  weft_table_drop_repeats (scan->table);
  return TRUE;
}

gboolean
weft_table_scan_drop_last (WeftTableScan *scan)
{
  if (scan->stream || scan->n_whole < 2)
    return FALSE;
  scan->table->n_rows = --scan->n_whole;
  return TRUE;
}

/* --- the beginning --- */

/* Whether all records come out as long as the first when quotation marks are more than that. */
static gboolean
quotes_pair (WeftTableScan *scan)
{
  gboolean is_good = go_back (scan, NULL);

  while (is_good && (is_good = read_rows (scan, NULL)) && !scan->is_over)
    ;
  scan->table->n_columns = 0;
  return is_good;
}

static gboolean
begin (WeftTableScan *scan, const char *path, GError **error)
{
  char *first;

  scan->room = PIECE;
  scan->text = g_malloc (PIECE + 1);
  if (!go_back (scan, error))
    return FALSE;
  if (weft_json_rows_are (path, scan->text))
    {
      scan->table->made_of = WEFT_MADE_OF_JSON;
      scan->rows = weft_json_rows_open (path, scan->stream, error);
      if (!scan->rows || !go_back (scan, error))
        return FALSE;
    }
  first = weft_table_begin (scan->table, scan->text, &scan->first_line);
  if (scan->rows)
    scan->first_line = 0;
  scan->header = (gsize) (first - scan->text);
  scan->fields.separator = scan->table->separator;
  scan->fields.quotes = TRUE;
  if (!scan->table->separator)
    return weft_table_settle (scan->table, error);
  scan->fields.quotes = scan->table->separator != '\t' || quotes_pair (scan);
  return go_back (scan, error) && read_rows (scan, error) && weft_table_settle (scan->table, error);
}

WeftTableScan *
weft_table_scan_open (const char *path, GError **error)
{
  g_autoptr (WeftTableScan) scan = g_new0 (WeftTableScan, 1);
  const char *encoding;
  char *text;

  scan->stream = weft_text_stream_open (path, PIECE, &text, &encoding, error);
  if (text)
    {
      scan->table = weft_table_parse (path, text, encoding, error);
      scan->n_whole = scan->table ? scan->table->n_rows : 0;
      return scan->table ? g_steal_pointer (&scan) : NULL;
    }
  if (!scan->stream)
    return NULL;
  scan->table = g_new0 (WeftTable, 1);
  scan->table->file = weft_input_dup_name (path);
  scan->table->encoding = encoding;
  return begin (scan, path, error) ? g_steal_pointer (&scan) : NULL;
}

/* Up to the last line that is there whole. */
static gsize
cut (const char *bytes, gsize length)
{
  while (length > 0 && bytes[length - 1] != '\n')
    length--;
  return length;
}

WeftTable *
weft_table_read_head (const char *path)
{
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, NULL);
  g_autofree char *bytes = g_malloc (HEAD);
  const char *encoding;
  gsize length;
  char *text;

  if (!stream || !weft_input_stream_read (stream, bytes, HEAD, &length, NULL))
    return NULL;
  length = length == HEAD ? cut (bytes, length) : length;
  text = weft_text_decode (bytes, length, &encoding, NULL);
  return text ? weft_table_parse (path, text, encoding, NULL) : NULL;
}
