/* graph-text: what the readers of nodes, wires and settings share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/graph-text.h"

#include <glib/gi18n-lib.h>

#include "engine/base/brief.h"
#include "engine/base/sentence.h"
#include "projects/formats/json-value.h"

gboolean
weft_text_fail (WeftTextReader *reader, const char *path, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = weft_sentence_write (format, arguments);
  va_end (arguments);
  g_set_error (reader->error, WEFT_ERROR, WEFT_ERROR_INVALID, "%s: %s", path, what);
  return FALSE;
}

gboolean
weft_text_fail_from (WeftTextReader *reader, const char *path, const char *node, GError *cause)
{
  return node ? weft_text_fail (reader, path, "%s: %s", node, cause->message)
              : weft_text_fail (reader, path, "%s", cause->message);
}

gboolean
weft_text_check_keys (WeftTextReader *reader, JsonObject *object, const char *path,
                      const char *const *known)
{
  g_autoptr (GList) keys = json_object_get_members (object);

  for (GList *l = keys; l; l = l->next)
    if (!g_strv_contains (known, l->data))
      {
        g_autofree char *hint = weft_json_dup_hint (l->data, known);
        g_autofree char *quoted = weft_brief (l->data, WEFT_BRIEF_QUOTE);

        return *path
                   ? weft_text_fail (reader, path, _ ("there is no key “%s” here%s"), quoted, hint)
                   : weft_text_fail (reader, quoted, _ ("there is no such key%s"), hint);
      }
  return TRUE;
}

const char *
weft_text_get (WeftTextReader *reader, JsonObject *object, const char *path, const char *key)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  if (node)
    weft_text_fail (reader, path, _ ("“%s” must be a text"), key);
  else
    weft_text_fail (reader, path, _ ("“%s” is missing"), key);
  return NULL;
}

JsonArray *
weft_text_get_list (WeftTextReader *reader, JsonObject *root, const char *key, guint max)
{
  JsonNode *json = json_object_get_member (root, key);

  if (!json || !JSON_NODE_HOLDS_ARRAY (json))
    weft_text_fail (reader, key, json ? _ ("must be a list") : _ ("is missing"));
  else if (json_array_get_length (json_node_get_array (json)) > max)
    weft_text_fail (reader, key, _ ("there are more than %u"), max);
  else
    return json_node_get_array (json);
  return NULL;
}

gboolean
weft_text_fail_unknown_param (WeftTextReader *reader, const char *path, const WeftNode *node,
                              const char *key)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *hint = NULL, *quoted = weft_brief (key, WEFT_BRIEF_QUOTE);

  for (const WeftParam *param = node->layer->params; param && param->name; param++)
    g_ptr_array_add (names, (gpointer) param->name);
  g_ptr_array_add (names, NULL);
  hint = weft_json_dup_hint (key, (const char *const *) names->pdata);
  return weft_text_fail (reader, path, _ ("%s (%s) has no parameter “%s”%s"), node->name,
                         node->layer->id, quoted, hint);
}

gboolean
weft_text_fail_unknown_node (WeftTextReader *reader, const char *path, const char *name)
{
  g_autofree const char **names
      = (const char **) g_hash_table_get_keys_as_array (reader->index, NULL);
  g_autofree char *hint = weft_json_dup_hint (name, names);
  g_autofree char *quoted = weft_brief (name, WEFT_BRIEF_QUOTE);

  return weft_text_fail (reader, path, _ ("there is no node “%s”%s"), quoted, hint);
}
