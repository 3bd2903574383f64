/* json-record: a line of JSON as a row: one object of names and values, those of objects and lists
 * within it, too (RFC 8259) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/tables/json-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"

#define DEEPEST 8 /* objects within each other */

typedef struct
{
  const char *at, *end;
  GString *name, *value;
  guint depth;   /* of objects within the record */
  guint n_words; /* of the last list of words */
} Record;

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID, what);
  return FALSE;
}

static gboolean
fail_syntax (GError **error)
{
  return fail (error, _ ("this is no line of JSON: each holds one object, such as "
                         "{\"size\": 3.5, \"kind\": \"a\"}."));
}

static void
skip (Record *record)
{
  while (record->at < record->end && strchr (" \t\r\n", *record->at))
    record->at++;
}

static gboolean
take_sign (Record *record, char sign)
{
  skip (record);
  if (record->at == record->end || *record->at != sign)
    return FALSE;
  record->at++;
  return TRUE;
}

/* --- strings --- */

static gboolean
take_hex (Record *record, gunichar *unit)
{
  *unit = 0;
  if (record->end - record->at < 4)
    return FALSE;
  for (guint i = 0; i < 4; i++, record->at++)
    {
      int digit = g_ascii_xdigit_value (*record->at);

      if (digit < 0)
        return FALSE;
      *unit = *unit << 4 | (gunichar) digit;
    }
  return TRUE;
}

/* What is beyond 16 bits is two of them. */
static gboolean
take_unicode (Record *record, GString *to)
{
  gunichar unit, low;

  if (!take_hex (record, &unit))
    return FALSE;
  if (unit >= 0xd800 && unit < 0xdc00)
    {
      if (record->end - record->at < 6 || record->at[0] != '\\' || record->at[1] != 'u')
        return FALSE;
      record->at += 2;
      if (!take_hex (record, &low) || low < 0xdc00 || low > 0xdfff)
        return FALSE;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  if (unit == 0 || (unit >= 0xdc00 && unit < 0xe000))
    return FALSE;
  g_string_append_unichar (to, unit);
  return TRUE;
}

static gboolean
take_escape (Record *record, GString *to)
{
  static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
  const char *found;
  char c;

  if (record->at == record->end)
    return FALSE;
  c = *record->at++;
  if (c == 'u')
    return take_unicode (record, to);
  found = c ? strchr (from, c) : NULL;
  if (found)
    g_string_append_c (to, into[found - from]);
  return found != NULL;
}

static gboolean
take_string (Record *record, GString *to)
{
  g_string_truncate (to, 0);
  if (!take_sign (record, '"'))
    return FALSE;
  while (record->at < record->end && *record->at != '"')
    {
      const char *plain = record->at;

      while (record->at < record->end && *record->at != '"' && *record->at != '\\')
        record->at++;
      g_string_append_len (to, plain, record->at - plain);
      if (record->at < record->end && *record->at == '\\')
        {
          record->at++;
          if (!take_escape (record, to))
            return FALSE;
        }
    }
  return take_sign (record, '"');
}

/* --- values --- */

static gboolean
is_number (const char *word)
{
  const char *at = word + (*word == '-');
  gsize digits = strspn (at, "0123456789");

  at += digits;
  if (digits > 0 && *at == '.')
    {
      digits = strspn (at + 1, "0123456789");
      at += 1 + digits;
    }
  if (digits > 0 && (*at == 'e' || *at == 'E'))
    {
      at += 1 + (at[1] == '-' || at[1] == '+');
      digits = strspn (at, "0123456789");
      at += digits;
    }
  return digits > 0 && *at == '\0';
}

/* NaN and Infinity are none of JSON's, but Python writes them. */
static gboolean
take_word (Record *record)
{
  static const char *const words[] = { "true", "false", "NaN", "Infinity", "-Infinity", NULL };
  gsize n = 0;

  while (record->at + n < record->end && !strchr (" \t\r\n,}]", record->at[n]))
    n++;
  g_string_truncate (record->value, 0);
  g_string_append_len (record->value, record->at, (gssize) n);
  record->at += n;
  if (strcmp (record->value->str, "null") == 0)
    g_string_truncate (record->value, 0);
  else if (!g_strv_contains (words, record->value->str) && !is_number (record->value->str))
    return FALSE;
  return TRUE;
}

static gboolean
fail_nested (const Record *record, GError **error)
{
  g_autofree char *name = weft_brief (record->name->str, WEFT_BRIEF_QUOTE);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” holds lists or objects within a list, and a row has plain values. Write a "
                  "name for each value in it, such as “%s.1”, or leave it out."),
               name, name);
  return FALSE;
}

static gboolean
take_plain (Record *record, gboolean *is_string)
{
  skip (record);
  *is_string = record->at < record->end && *record->at == '"';
  return *is_string ? take_string (record, record->value) : take_word (record);
}

static void
add_to_list (GString *list, const char *word)
{
  gsize at = list->len + (list->len > 0);

  if (list->len > 0)
    g_string_append (list, WEFT_JSON_BETWEEN);
  g_string_append (list, word);
  g_strdelimit (list->str + at, WEFT_JSON_BETWEEN, ' ');
}

/* A list of words, or of as many numbers as the words before it, is one value; of other numbers
 * each has a column, NAME.1, NAME.2 … */
static gboolean
take_list (Record *record, WeftJsonFunc func, gpointer user, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) list = g_string_new (NULL);
  gsize length = record->name->len;
  gboolean are_words = FALSE, is_string, is_good = TRUE;

  if (!take_sign (record, ']'))
    {
      do
        {
          skip (record);
          if (record->at < record->end && (*record->at == '[' || *record->at == '{'))
            return fail_nested (record, error);
          if (!take_plain (record, &is_string))
            return fail_syntax (error);
          are_words = are_words || is_string;
          g_ptr_array_add (values, g_strdup (record->value->str));
          add_to_list (list, record->value->str);
        }
      while (take_sign (record, ','));
      if (!take_sign (record, ']'))
        return fail_syntax (error);
    }
  if (are_words || values->len == 0 || values->len == record->n_words)
    {
      record->n_words = are_words ? values->len : record->n_words;
      return func (record->name->str, list->str, WEFT_JSON_LIST, user, error);
    }
  for (guint i = 0; i < values->len && is_good; i++)
    {
      g_string_truncate (record->name, length);
      g_string_append_printf (record->name, ".%u", i + 1);
      is_good = func (record->name->str, values->pdata[i], WEFT_JSON_WORD, user, error);
    }
  return is_good;
}

static gboolean take_object (Record *record, WeftJsonFunc func, gpointer user, GError **error);

/* prefix: of the object in which it stands, with its point. */
static gboolean
take_pair (Record *record, const char *prefix, WeftJsonFunc func, gpointer user, GError **error)
{
  gboolean is_string;

  if (!take_string (record, record->name) || !take_sign (record, ':'))
    return fail_syntax (error);
  g_string_prepend (record->name, prefix);
  if (take_sign (record, '['))
    return take_list (record, func, user, error);
  if (take_sign (record, '{'))
    return take_object (record, func, user, error);
  if (!take_plain (record, &is_string))
    return fail_syntax (error);
  return func (record->name->str, record->value->str, is_string ? WEFT_JSON_STRING : WEFT_JSON_WORD,
               user, error);
}

/* What stands in an object within is called by both names: data.text. */
static gboolean
take_pairs (Record *record, const char *prefix, WeftJsonFunc func, gpointer user, GError **error)
{
  if (take_sign (record, '}'))
    return TRUE;
  do
    if (!take_pair (record, prefix, func, user, error))
      return FALSE;
  while (take_sign (record, ','));
  return take_sign (record, '}') || fail_syntax (error);
}

static gboolean
take_object (Record *record, WeftJsonFunc func, gpointer user, GError **error)
{
  g_autofree char *prefix = g_strconcat (record->name->str, ".", NULL);
  gboolean is_good;

  if (++record->depth > DEEPEST)
    return fail_nested (record, error);
  is_good = take_pairs (record, prefix, func, user, error);
  record->depth--;
  return is_good;
}

static gboolean
walk (Record *record, WeftJsonFunc func, gpointer user, GError **error)
{
  if (!take_sign (record, '{'))
    return fail_syntax (error);
  if (!take_pairs (record, "", func, user, error))
    return FALSE;
  skip (record);
  return record->at == record->end || fail_syntax (error);
}

gboolean
weft_json_record_walk (const char *line, gsize length, WeftJsonFunc func, gpointer user,
                       GError **error)
{
  Record record = { line, line + length, g_string_new (NULL), g_string_new (NULL), 0, 0 };
  gboolean is_good = walk (&record, func, user, error);

  g_string_free (record.name, TRUE);
  g_string_free (record.value, TRUE);
  return is_good;
}
