/* json-scan: a text from anywhere, read strictly before the parser may see it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/json-scan.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"

#define EXACT (G_GINT64_CONSTANT (1) << 53)
#define MARK "\357\273\277" /* the byte order mark */

typedef struct
{
  const char *start, *at, *end;
  int depth;
  GError **error;
} Scan;

static gboolean scan_value (Scan *scan);

/* Says where the scan stands, then what is wrong. Always FALSE. */
static gboolean fail (Scan *scan, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (Scan *scan, const char *format, ...)
{
  g_autofree char *what = NULL;
  int line = 1, column = 1;
  va_list arguments;

  for (const char *p = scan->start; p < scan->at; p++)
    {
      column = *p == '\n' ? 1 : column + ((*p & 0xC0) != 0x80);
      line += *p == '\n';
    }
  va_start (arguments, format);
  what = weft_sentence_write (format, arguments);
  va_end (arguments);
  weft_sentence_set_error (scan->error, WEFT_ERROR_INVALID, _ ("line %d, column %d: %s"), line,
                           column, what);
  return FALSE;
}

static void
skip_space (Scan *scan)
{
  while (scan->at < scan->end && memchr (" \t\r\n", *scan->at, 4))
    scan->at++;
}

static char
peek (const Scan *scan)
{
  return scan->at < scan->end ? *scan->at : '\0';
}

static gboolean
fail_unexpected (Scan *scan, const char *wanted)
{
  if (scan->at >= scan->end)
    return fail (scan, _ ("the text ends where %s should stand"), wanted);
  return fail (scan, _ ("%s should stand here"), wanted);
}

static gboolean
scan_word (Scan *scan, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return fail_unexpected (scan, _ ("a value"));
  scan->at += length;
  return TRUE;
}

static gboolean
scan_digits (Scan *scan)
{
  if (!g_ascii_isdigit (peek (scan)))
    return fail_unexpected (scan, _ ("a digit"));
  while (g_ascii_isdigit (peek (scan)))
    scan->at++;
  return TRUE;
}

/* number = [ - ] int [ . digits ] [ e [ ± ] digits ] */
static gboolean
scan_number (Scan *scan)
{
  const char *start = scan->at;
  g_autofree char *copy = NULL;
  gboolean is_whole = TRUE;
  double value;
  gint64 whole;

  if (peek (scan) == '-')
    scan->at++;
  if (peek (scan) == '0' && scan->at + 1 < scan->end && g_ascii_isdigit (scan->at[1]))
    return fail (scan, _ ("a number does not begin with 0"));
  if (!scan_digits (scan))
    return FALSE;
  if (peek (scan) == '.')
    {
      is_whole = FALSE;
      scan->at++;
      if (!scan_digits (scan))
        return FALSE;
    }
  if (peek (scan) == 'e' || peek (scan) == 'E')
    {
      is_whole = FALSE;
      scan->at++;
      if (peek (scan) == '+' || peek (scan) == '-')
        scan->at++;
      if (!scan_digits (scan))
        return FALSE;
    }
  copy = g_strndup (start, scan->at - start);
  value = g_ascii_strtod (copy, NULL);
  /* Whole numbers are compared as such: the double nearest to 2⁵³ + 1 is 2⁵³. */
  whole = is_whole ? g_ascii_strtoll (copy, NULL, 10) : 0;
  if (!isfinite (value) || whole > EXACT || whole < -EXACT)
    {
      scan->at = start;
      return fail (scan, _ ("the number %.40s is out of range"), copy);
    }
  return TRUE;
}

static gboolean
scan_hex (Scan *scan, guint *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (peek (scan)))
        return fail_unexpected (scan, _ ("a hexadecimal digit"));
      *unit = *unit * 16 + (guint) g_ascii_xdigit_value (*scan->at++);
    }
  return TRUE;
}

/* What follows \u: one unit, or two that make a pair. */
static gboolean
scan_code_point (Scan *scan, GString *out)
{
  guint high, low;

  if (!scan_hex (scan, &high))
    return FALSE;
  if (high == 0)
    return fail (scan, _ ("a text may not hold the character zero"));
  if (high >= 0xDC00 && high <= 0xDFFF)
    return fail (scan, _ ("half a character"));
  if (high >= 0xD800 && high <= 0xDBFF)
    {
      if (scan->end - scan->at < 6 || scan->at[0] != '\\' || scan->at[1] != 'u')
        return fail (scan, _ ("half a character"));
      scan->at += 2;
      if (!scan_hex (scan, &low))
        return FALSE;
      if (low < 0xDC00 || low > 0xDFFF)
        return fail (scan, _ ("half a character"));
      high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
  g_string_append_unichar (out, high);
  return TRUE;
}

static gboolean
scan_escape (Scan *scan, GString *out)
{
  static const char escapes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char c = peek (scan);
  const char *found = c ? strchr (escapes, c) : NULL;

  if (found)
    g_string_append_c (out, meanings[found - escapes]);
  else if (c != 'u')
    return fail_unexpected (scan, _ ("an escaped character"));
  scan->at++;
  return found || scan_code_point (scan, out);
}

/* out: what the text means, without quotes and escapes. */
static gboolean
scan_string (Scan *scan, GString *out)
{
  if (peek (scan) != '"')
    return fail_unexpected (scan, _ ("a text in quotes"));
  scan->at++;
  while (scan->at < scan->end && *scan->at != '"')
    {
      char c = *scan->at++;

      if ((guchar) c < 0x20)
        return fail (scan, _ ("a control character within a text"));
      if (c != '\\')
        g_string_append_c (out, c);
      else if (!scan_escape (scan, out))
        return FALSE;
    }
  if (scan->at >= scan->end)
    return fail (scan, _ ("the text ends within quotes"));
  scan->at++;
  return TRUE;
}

/* One "key": value; the keys that were there before are known. */
static gboolean
scan_member (Scan *scan, GHashTable *keys)
{
  g_autoptr (GString) key = g_string_new (NULL);
  g_autofree char *quoted = NULL;
  const char *start;

  skip_space (scan);
  start = scan->at;
  if (!scan_string (scan, key))
    return FALSE;
  if (!g_hash_table_add (keys, g_strdup (key->str)))
    {
      scan->at = start;
      quoted = weft_brief (key->str, WEFT_BRIEF_QUOTE);
      return fail (scan, _ ("the key “%s” is there twice"), quoted);
    }
  skip_space (scan);
  if (peek (scan) != ':')
    return fail_unexpected (scan, _ ("a colon"));
  scan->at++;
  return scan_value (scan);
}

/* An object or an array, without its opening bracket. keys: NULL for an array. */
static gboolean
scan_members (Scan *scan, char close, GHashTable *keys)
{
  skip_space (scan);
  if (peek (scan) == close)
    {
      scan->at++;
      return TRUE;
    }
  while (keys ? scan_member (scan, keys) : scan_value (scan))
    {
      char c;

      skip_space (scan);
      c = peek (scan);
      if (c != ',' && c != close)
        return fail_unexpected (scan, close == '}' ? _ ("a comma or }") : _ ("a comma or ]"));
      scan->at++;
      if (c == close)
        return TRUE;
    }
  return FALSE;
}

static gboolean
scan_nested (Scan *scan)
{
  gboolean is_object = *scan->at++ == '{';
  g_autoptr (GHashTable) keys
      = is_object ? g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) : NULL;
  gboolean is_good;

  if (++scan->depth > WEFT_JSON_MAX_DEPTH)
    return fail (scan, _ ("nested deeper than %d"), WEFT_JSON_MAX_DEPTH);
  is_good = scan_members (scan, is_object ? '}' : ']', keys);
  scan->depth--;
  return is_good;
}

static gboolean
scan_value (Scan *scan)
{
  g_autoptr (GString) ignored = NULL;

  skip_space (scan);
  switch (peek (scan))
    {
    case '{':
    case '[':
      return scan_nested (scan);
    case '"':
      ignored = g_string_new (NULL);
      return scan_string (scan, ignored);
    case 't':
      return scan_word (scan, "true");
    case 'f':
      return scan_word (scan, "false");
    case 'n':
      return scan_word (scan, "null");
    default:
      if (peek (scan) != '-' && !g_ascii_isdigit (peek (scan)))
        return fail_unexpected (scan, _ ("a value"));
      return scan_number (scan);
    }
}

static gboolean
check_bytes (const char *text, gsize length, GError **error)
{
  if (length > WEFT_JSON_MAX_BYTES)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("the text is longer than 4 MB"));
  else if (!g_utf8_validate_len (text, length, NULL))
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("the text is not valid UTF-8"));
  else
    return TRUE;
  return FALSE;
}

gboolean
weft_json_scan (const char *text, gssize length, GError **error)
{
  Scan scan = { .start = text, .error = error };

  if (length < 0)
    length = (gssize) strlen (text);
  if (!check_bytes (text, (gsize) length, error))
    return FALSE;
  scan.at = text + (length >= 3 && memcmp (text, MARK, 3) == 0 ? 3 : 0);
  scan.end = text + length;
  if (!scan_value (&scan))
    return FALSE;
  skip_space (&scan);
  if (scan.at < scan.end)
    return fail (&scan, _ ("something follows the end"));
  return TRUE;
}

JsonNode *
weft_json_parse (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;

  if (length < 0)
    length = (gssize) strlen (text);
  if (!weft_json_scan (text, length, error))
    return NULL;
  if (length >= 3 && memcmp (text, MARK, 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, length, &cause))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, cause->message);
      return NULL;
    }
  return json_parser_steal_root (parser);
}
