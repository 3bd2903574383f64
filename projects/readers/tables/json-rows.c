/* json-rows: JSON lines, or an array of such objects, as the text of a table: each name a column,
 * each object a row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/json-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"
#include "projects/readers/tables/json-lists.h"
#include "projects/readers/tables/json-record.h"

#define PIECE ((gsize) 1 << 18)
#define LONGEST ((gsize) 64 << 20) /* bytes of one line */
#define MAX_NAMES 20000

typedef enum
{
  UNKNOWN, /* nothing but spaces was read yet */
  LINES,   /* an object a line */
  ARRAY,   /* all of it is a list of objects */
} Form;

struct _WeftJsonRows
{
  char *file;
  WeftTextStream *stream; /* nullable: the text is whole */
  GHashTable *columns;    /* name → its column + 1 */
  GPtrArray *names;       /* char * */
  GPtrArray *cells;       /* char *: of the row in hand; nullable each */
  WeftJsonLists *lists;
  GString *text; /* what was read and is not yet gone through */
  GString *rows; /* what was made of it and is not yet handed over, from `at` on */
  gsize at;
  guint line;    /* of an array: ends of lines that were passed */
  guint written; /* of an array: lines of rows */
  Form form;
  gboolean is_over;
};

gboolean
weft_json_rows_are (const char *path, const char *text)
{
  static const char *const endings[] = { ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", NULL };

  if (weft_input_has_ending (path, endings))
    return TRUE;
  text += strspn (text, " \t\r\n");
  return (*text == '{' && text[1 + strspn (text + 1, " \t")] == '"')
         || (*text == '[' && text[1 + strspn (text + 1, " \t\r\n")] == '{');
}

static WeftJsonRows *
rows_new (const char *path, WeftTextStream *stream)
{
  WeftJsonRows *rows = g_new0 (WeftJsonRows, 1);

  rows->file = weft_input_dup_shown (path);
  rows->stream = stream;
  rows->columns = g_hash_table_new (g_str_hash, g_str_equal);
  rows->names = g_ptr_array_new_with_free_func (g_free);
  rows->cells = g_ptr_array_new_with_free_func (g_free);
  rows->lists = weft_json_lists_new ();
  rows->text = g_string_new (NULL);
  rows->rows = g_string_new (NULL);
  return rows;
}

void
weft_json_rows_free (WeftJsonRows *rows)
{
  if (!rows)
    return;
  g_hash_table_unref (rows->columns);
  g_ptr_array_unref (rows->names);
  g_ptr_array_unref (rows->cells);
  weft_json_lists_free (rows->lists);
  g_string_free (rows->text, TRUE);
  g_string_free (rows->rows, TRUE);
  g_free (rows->file);
  g_free (rows);
}

/* --- a line --- */

static gboolean
learn_name (const char *name, const char *value, WeftJsonValue is, gpointer user, GError **error)
{
  WeftJsonRows *rows = user;
  char *own;

  if (is == WEFT_JSON_LIST)
    weft_json_lists_look_at (rows->lists, name, value);
  if (g_hash_table_contains (rows->columns, name))
    return TRUE;
  if (rows->names->len == MAX_NAMES)
    return weft_sentence_refuse (error, _ ("more than %d columns."), MAX_NAMES);
  own = g_strdup (name);
  g_ptr_array_add (rows->names, own);
  g_hash_table_insert (rows->columns, own, GUINT_TO_POINTER (rows->names->len));
  return TRUE;
}

/* As RFC 4180 has it; a line stays a line. */
static char *
quote (const char *value)
{
  GString *quoted = g_string_new ("\"");

  for (; *value; value++)
    if (*value == '"')
      g_string_append (quoted, "\"\"");
    else
      g_string_append_c (quoted, *value == '\n' || *value == '\r' ? ' ' : *value);
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static gboolean
keep_cell (const char *name, const char *value, WeftJsonValue is, gpointer user, GError **error)
{
  WeftJsonRows *rows = user;
  g_autofree char *list
      = is == WEFT_JSON_LIST ? weft_json_lists_join (rows->lists, name, value) : NULL;
  guint column = GPOINTER_TO_UINT (g_hash_table_lookup (rows->columns, name));
  char **cell;

  if (column == 0) /* of a file that was written on meanwhile */
    return TRUE;
  cell = (char **) &rows->cells->pdata[column - 1];
  if (*cell)
    return weft_sentence_refuse (error, _ ("“%s” stands there twice."), name);
  *cell = is == WEFT_JSON_WORD ? g_strdup (value) : quote (list ? list : value);
  return TRUE;
}

static void
write_row (WeftJsonRows *rows)
{
  for (guint c = 0; c < rows->cells->len; c++)
    {
      if (c > 0)
        g_string_append_c (rows->rows, ',');
      if (rows->cells->pdata[c])
        g_string_append (rows->rows, rows->cells->pdata[c]);
    }
  g_string_append_c (rows->rows, '\n');
}

static gboolean
write_record (WeftJsonRows *rows, const char *line, gsize length, GError **error)
{
  g_ptr_array_set_size (rows->cells, 0);
  g_ptr_array_set_size (rows->cells, (int) rows->names->len);
  if (!weft_json_record_walk (line, length, keep_cell, rows, error))
    return FALSE;
  write_row (rows);
  return TRUE;
}

static void
write_names (WeftJsonRows *rows)
{
  g_ptr_array_set_size (rows->cells, 0);
  for (guint c = 0; c < rows->names->len; c++)
    g_ptr_array_add (rows->cells, quote (rows->names->pdata[c]));
  write_row (rows);
}

/* A line of spaces is a row of nothing. */
static gboolean
take_line (WeftJsonRows *rows, const char *line, gsize length, gboolean learns, GError **error)
{
  g_autoptr (GError) inner = NULL;
  gsize spaces = 0;

  rows->line++;
  while (spaces < length && strchr (" \t\r", line[spaces]))
    spaces++;
  if (spaces == length)
    {
      if (!learns)
        g_string_append_c (rows->rows, '\n');
      return TRUE;
    }
  if (learns ? weft_json_record_walk (line, length, learn_name, rows, &inner)
             : write_record (rows, line, length, &inner))
    return TRUE;
  weft_sentence_set_error (error, WEFT_ERROR_INVALID, _ ("“%s”, line %u: %s"), rows->file,
                           rows->line, inner->message);
  return FALSE;
}

/* Bytes of the record that begins there, up to its last bracket; of what is none up to the next
 * comma; 0: it is not there whole. */
static gsize
measure_record (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (in_string)
      continue;
    else if (depth == 0 && i > 0 && strchr (",]\n", text[i]))
      return i;
    else if (strchr ("{[", text[i]))
      depth++;
    else if (strchr ("}]", text[i]) && --depth == 0)
      return i + 1;
  return 0;
}

static guint
count_ends (const char *text, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i < length; i++)
    n += text[i] == '\n';
  return n;
}

/* Stands in the line in which it stood, unless more than one did. */
static gboolean
take_record (WeftJsonRows *rows, const char *record, gsize length, gboolean learns, GError **error)
{
  for (; !learns && rows->written < rows->line; rows->written++)
    g_string_append_c (rows->rows, '\n');
  if (!take_line (rows, record, length, learns, error))
    return FALSE;
  rows->written += !learns;
  rows->line += count_ends (record, length) - 1; /* take_line counts one */
  return TRUE;
}

/* Goes through the records of an array that are there whole, likewise. */
static gssize
take_records (WeftJsonRows *rows, const char *text, gsize length, gboolean at_end, gboolean learns,
              GError **error)
{
  gsize done = 0, n;

  while (done < length)
    if (strchr (" \t\r\n,[]", text[done]))
      rows->line += text[done++] == '\n';
    else if ((n = measure_record (text + done, length - done)) > 0)
      {
        if (!take_record (rows, text + done, n, learns, error))
          return -1;
        done += n;
      }
    else if (!at_end)
      break;
    else
      {
        weft_sentence_set_error (error, WEFT_ERROR_DAMAGED,
                                 _ ("“%s”, line %u: the list breaks off within a record."),
                                 rows->file, rows->line + 1);
        return -1;
      }
  return (gssize) done;
}

/* Goes through the lines that are there whole; at the end, all. Returns the bytes of them, −1 with
 * an error. */
static gssize
take_lines (WeftJsonRows *rows, const char *text, gsize length, gboolean at_end, gboolean learns,
            GError **error)
{
  gsize done = 0, spaces = strspn (text, " \t\r\n");

  if (rows->form == UNKNOWN && spaces < length)
    rows->form = text[spaces] == '[' ? ARRAY : LINES;
  if (rows->form == ARRAY)
    return take_records (rows, text, length, at_end, learns, error);
  while (done < length)
    {
      const char *end = memchr (text + done, '\n', length - done);
      gsize n = end ? (gsize) (end - text) - done : length - done;

      if (!end && !at_end)
        break;
      if (!take_line (rows, text + done, n, learns, error))
        return -1;
      done += n + (end != NULL);
    }
  return (gssize) done;
}

/* --- a whole text --- */

char *
weft_json_rows_convert (const char *path, const char *text, GError **error)
{
  g_autoptr (WeftJsonRows) rows = rows_new (path, NULL);
  gsize length = strlen (text);

  if (take_lines (rows, text, length, TRUE, TRUE, error) < 0)
    return NULL;
  rows->line = rows->written = 0;
  write_names (rows);
  if (take_lines (rows, text, length, TRUE, FALSE, error) < 0)
    return NULL;
  g_string_append_c (rows->rows, '\0');
  return (char *) g_memdup2 (rows->rows->str, rows->rows->len);
}

/* --- piece by piece --- */

static gboolean
fail_long (const WeftJsonRows *rows, GError **error)
{
  return weft_sentence_refuse (error,
                               _ ("“%s”, line %u: it is longer than %d MB. JSON lines end each "
                                  "record with the line."),
                               rows->file, rows->line + 1, (int) (LONGEST >> 20));
}

/* The next piece of the text, and what is made of its lines. */
static gboolean
go_on (WeftJsonRows *rows, gboolean learns, GError **error)
{
  gsize before = rows->text->len, got;
  gssize done;

  if (before > LONGEST)
    return fail_long (rows, error);
  g_string_set_size (rows->text, before + PIECE);
  if (!weft_text_stream_read (rows->stream, rows->text->str + before, PIECE, &got, error))
    return FALSE;
  g_string_truncate (rows->text, before + got);
  rows->is_over = got == 0;
  done = take_lines (rows, rows->text->str, rows->text->len, rows->is_over, learns, error);
  if (done < 0)
    return FALSE;
  g_string_erase (rows->text, 0, done);
  return TRUE;
}

static gboolean
go_back (WeftJsonRows *rows, GError **error)
{
  g_string_truncate (rows->text, 0);
  g_string_truncate (rows->rows, 0);
  rows->at = 0;
  rows->line = rows->written = 0;
  rows->is_over = FALSE;
  return weft_text_stream_rewind (rows->stream, error);
}

gboolean
weft_json_rows_rewind (WeftJsonRows *rows, GError **error)
{
  if (!go_back (rows, error))
    return FALSE;
  write_names (rows);
  return TRUE;
}

WeftJsonRows *
weft_json_rows_open (const char *path, WeftTextStream *stream, GError **error)
{
  g_autoptr (WeftJsonRows) rows = rows_new (path, stream);

  if (!go_back (rows, error))
    return NULL;
  while (!rows->is_over)
    if (!go_on (rows, TRUE, error))
      return NULL;
  return weft_json_rows_rewind (rows, error) ? g_steal_pointer (&rows) : NULL;
}

gboolean
weft_json_rows_read (WeftJsonRows *rows, char *to, gsize n, gsize *got, GError **error)
{
  while (rows->at == rows->rows->len && !rows->is_over)
    {
      g_string_truncate (rows->rows, 0);
      rows->at = 0;
      if (!go_on (rows, FALSE, error))
        return FALSE;
    }
  *got = MIN (n, rows->rows->len - rows->at);
  memcpy (to, rows->rows->str + rows->at, *got);
  rows->at += *got;
  return TRUE;
}
