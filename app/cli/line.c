/* line: one JSON object on one line of standard output, written as its members come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/line.h"

#include <math.h>
#include <stdio.h>

#include "engine/base/number.h"
#include "projects/formats/json-value.h"

struct _WeftLine
{
  GString *text;
  GString *closers; /* what closes each open bracket, innermost last */
  gboolean needs_comma;
  gboolean is_finite;
};

WeftLine *
weft_line_new (void)
{
  WeftLine *line = g_new0 (WeftLine, 1);

  line->text = g_string_new ("{");
  line->closers = g_string_new ("}");
  line->is_finite = TRUE;
  return line;
}

void
weft_line_free (WeftLine *line)
{
  g_string_free (line->text, TRUE);
  g_string_free (line->closers, TRUE);
  g_free (line);
}

static void
begin_member (WeftLine *line, const char *key)
{
  if (line->needs_comma)
    g_string_append (line->text, ", ");
  line->needs_comma = TRUE;
  if (key == NULL)
    return;
  weft_json_append_string (line->text, key);
  g_string_append (line->text, ": ");
}

void
weft_line_string (WeftLine *line, const char *key, const char *value)
{
  begin_member (line, key);
  if (value == NULL)
    {
      g_string_append (line->text, "null");
      return;
    }
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  weft_json_append_string (line->text, valid);
}

void
weft_line_int (WeftLine *line, const char *key, gint64 value)
{
  begin_member (line, key);
  g_string_append_printf (line->text, "%" G_GINT64_FORMAT, value);
}

void
weft_line_bool (WeftLine *line, const char *key, gboolean value)
{
  weft_line_raw (line, key, value ? "true" : "false");
}

static void
append_number (WeftLine *line, const char *key, gboolean is_finite, const char *text)
{
  line->is_finite = line->is_finite && is_finite;
  weft_line_raw (line, key, is_finite ? text : "null");
}

void
weft_line_number (WeftLine *line, const char *key, double value)
{
  char text[WEFT_NUMBER_SIZE];

  append_number (line, key, isfinite (value), weft_number_write (text, value));
}

void
weft_line_float (WeftLine *line, const char *key, float value)
{
  char text[WEFT_NUMBER_SIZE];

  append_number (line, key, isfinite (value), weft_number_write_float (text, value));
}

void
weft_line_raw (WeftLine *line, const char *key, const char *raw)
{
  begin_member (line, key);
  g_string_append (line->text, raw);
}

void
weft_line_open (WeftLine *line, const char *key, char bracket)
{
  begin_member (line, key);
  g_string_append_c (line->text, bracket);
  g_string_append_c (line->closers, bracket == '{' ? '}' : ']');
  line->needs_comma = FALSE;
}

void
weft_line_close (WeftLine *line)
{
  g_string_append_c (line->text, line->closers->str[line->closers->len - 1]);
  g_string_truncate (line->closers, line->closers->len - 1);
  line->needs_comma = TRUE;
}

void
weft_line_print (WeftLine *line)
{
  if (!line->is_finite)
    weft_line_bool (line, "finite", FALSE);
  weft_line_close (line);
  puts (line->text->str);
  fflush (stdout);
  weft_line_free (line);
}
