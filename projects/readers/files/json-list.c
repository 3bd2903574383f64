/* json-list: the entries of a list in a JSON file of any length, one after another
 *
 * What is not of the list is passed over by its brackets and quotation marks alone. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/json-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/formats/json-scan.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"

#define PIECE ((gsize) 1 << 18)

typedef struct
{
  char *file;
  const char *list;
  WeftJsonEntryFunc func;
  gpointer user;
  int depth; /* 1: in the object, 2: in a list of it */
  gboolean in_string, is_escaped, was_object;
  GString *key;   /* the last string of the object itself */
  GString *entry; /* of the list, as far as it was read */
  gboolean is_in; /* the list */
  gboolean is_found;
  guint line, began; /* now; where the entry begins */
  guint n;           /* entries */
} Walk;

static gboolean
fail_entry (const Walk *walk, const char *what, GError **error)
{
  return weft_sentence_refuse (error, _ ("“%s”, line %u, entry %u of “%s”: %s"), walk->file,
                               walk->began, walk->n + 1, walk->list, what);
}

static gboolean
end_entry (Walk *walk, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean is_good;

  g_strchomp (walk->entry->str);
  walk->entry->len = strlen (walk->entry->str);
  if (walk->entry->len == 0)
    return TRUE;
  node = weft_json_parse (walk->entry->str, (gssize) walk->entry->len, &inner);
  if (!node)
    return fail_entry (walk, inner->message, error);
  is_good = walk->func (walk->user, node, walk->n, error);
  g_string_truncate (walk->entry, 0);
  walk->n++;
  return is_good;
}

static gboolean
keep (Walk *walk, char c, GError **error)
{
  if (!walk->is_in || (walk->entry->len == 0 && g_ascii_isspace (c)))
    return TRUE;
  if (walk->entry->len == 0)
    walk->began = walk->line;
  g_string_append_c (walk->entry, c);
  return walk->entry->len <= WEFT_JSON_MAX_BYTES
         || fail_entry (walk, _ ("it is too long to be one."), error);
}

static gboolean
take_string (Walk *walk, char c, GError **error)
{
  if (!walk->is_escaped && c == '"')
    walk->in_string = FALSE;
  else if (walk->depth == 1)
    g_string_append_c (walk->key, c);
  walk->is_escaped = !walk->is_escaped && c == '\\';
  return keep (walk, c, error);
}

static gboolean
open_bracket (Walk *walk, char c, GError **error)
{
  if (walk->depth == 0)
    walk->was_object = c == '{';
  walk->depth++;
  if (walk->is_in || walk->depth != 2 || c != '[' || !walk->was_object
      || strcmp (walk->key->str, walk->list) != 0)
    return keep (walk, c, error);
  walk->is_in = walk->is_found = TRUE;
  walk->n = 0;
  return TRUE;
}

static gboolean
close_bracket (Walk *walk, char c, GError **error)
{
  walk->depth--;
  if (!walk->is_in || walk->depth > 1)
    return keep (walk, c, error);
  walk->is_in = FALSE;
  return end_entry (walk, error);
}

static gboolean
take (Walk *walk, char c, GError **error)
{
  walk->line += c == '\n';
  if (walk->in_string)
    return take_string (walk, c, error);
  if (c == '"')
    {
      walk->in_string = TRUE;
      if (walk->depth == 1)
        g_string_truncate (walk->key, 0);
    }
  else if (c == '[' || c == '{')
    return open_bracket (walk, c, error);
  else if (c == ']' || c == '}')
    return close_bracket (walk, c, error);
  else if (c == ',' && walk->is_in && walk->depth == 2)
    return end_entry (walk, error);
  return keep (walk, c, error);
}

static gboolean
check_end (const Walk *walk, GError **error)
{
  if (!walk->was_object && walk->depth == 0)
    return weft_sentence_refuse (error, _ ("“%s” is no COCO file."), walk->file);
  if (walk->depth > 0 || walk->in_string)
    {
      weft_sentence_set_error (error, WEFT_ERROR_DAMAGED,
                               _ ("“%s” ends at line %u in the middle of what it says: it is cut "
                                  "off. Copy or save it again."),
                               walk->file, walk->line);
      return FALSE;
    }
  if (!walk->is_found)
    return weft_sentence_refuse (error, _ ("“%s” is no whole COCO file: it has no list “%s”."),
                                 walk->file, walk->list);
  return TRUE;
}

static gboolean
take_all (Walk *walk, WeftInputStream *stream, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE);
  gsize got;

  do
    {
      if (!weft_input_stream_read (stream, piece, PIECE, &got, error))
        return FALSE;
      for (gsize i = 0; i < got; i++)
        if (!take (walk, piece[i], error))
          return FALSE;
    }
  while (got == PIECE);
  return check_end (walk, error);
}

gboolean
weft_json_list_walk (const char *path, const char *list, WeftJsonEntryFunc func, gpointer user,
                     GError **error)
{
  g_autoptr (WeftInputStream) stream = weft_input_stream_open (path, error);
  Walk walk = { .file = weft_input_dup_shown (path), .list = list, .func = func, .user = user };
  gboolean is_good;

  walk.line = 1;
  walk.key = g_string_new (NULL);
  walk.entry = g_string_new (NULL);
  is_good = stream && take_all (&walk, stream, error);
  g_string_free (walk.key, TRUE);
  g_string_free (walk.entry, TRUE);
  g_free (walk.file);
  return is_good;
}
