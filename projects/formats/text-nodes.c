/* text-nodes: the nodes of a graph's text form, read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/graph-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "projects/formats/json-value.h"

#define MAX_NODES 20000

static gboolean
is_name (const char *name)
{
  if (!g_ascii_islower (*name) || strlen (name) > 100)
    return FALSE;
  while (g_ascii_islower (*name) || g_ascii_isdigit (*name) || *name == '_')
    name++;
  return *name == '\0';
}

static const WeftLayer *
find_layer (WeftTextReader *reader, const char *path, const char *name, const char *id)
{
  const WeftLayer *layer = weft_layer_find (id);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const WeftLayer *const *layers;
  guint n;

  if (!layer)
    {
      g_autofree char *where = g_strconcat (path, ".layer", NULL), *hint = NULL;
      g_autofree char *quoted = weft_brief (id, WEFT_BRIEF_QUOTE);

      layers = weft_layers (&n);
      for (guint i = 0; i < n; i++)
        g_ptr_array_add (ids, (gpointer) layers[i]->id);
      g_ptr_array_add (ids, NULL);
      hint = weft_json_dup_hint (id, (const char *const *) ids->pdata);
      weft_text_fail (reader, where, _ ("%s: there is no layer “%s”%s"), name, quoted, hint);
    }
  return layer;
}

/* --- parameters --- */

static gboolean
read_param (WeftTextReader *reader, const char *path, WeftNode *node, const char *key,
            JsonNode *json)
{
  g_autofree char *quoted = weft_brief (key, WEFT_BRIEF_QUOTE);
  g_autofree char *where = g_strconcat (path, ".params.", quoted, NULL);
  const WeftParam *param = weft_params_find (node->layer->params, key);
  g_autoptr (GVariant) value = NULL, canonical = NULL;
  g_autoptr (GError) cause = NULL;
  GVariant *changed;

  if (!param)
    return weft_text_fail_unknown_param (reader, where, node, key);
  value = weft_json_to_variant (json);
  if (!value)
    return weft_text_fail (reader, where, _ ("%s: null is not a value; leave the parameter out"),
                           node->name);
  canonical = weft_json_coerce (param, value, &cause);
  if (!canonical)
    return weft_text_fail_from (reader, where, node->name, cause);
  changed = weft_params_with (node->layer->params, node->params, key, canonical);
  g_clear_pointer (&node->params, g_variant_unref);
  node->params = changed;
  return TRUE;
}

static gboolean
read_params (WeftTextReader *reader, JsonObject *object, const char *path, WeftNode *node)
{
  JsonNode *json = json_object_get_member (object, "params");
  g_autoptr (GList) keys = NULL;

  if (!json)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (json))
    return weft_text_fail (reader, path, _ ("%s: “params” must be an object"), node->name);
  keys = json_object_get_members (json_node_get_object (json));
  for (GList *l = keys; l; l = l->next)
    if (!read_param (reader, path, node, l->data,
                     json_object_get_member (json_node_get_object (json), l->data)))
      return FALSE;
  return TRUE;
}

/* --- nodes --- */

static gboolean
read_place (WeftTextReader *reader, JsonObject *object, const char *path, WeftNode *node)
{
  JsonNode *json = json_object_get_member (object, "at");
  gboolean is_placed = json != NULL;
  double place[2] = { 0, 0 };

  g_array_append_val (reader->is_placed, is_placed);
  if (!json)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (json) || json_array_get_length (json_node_get_array (json)) != 2)
    return weft_text_fail (reader, path, _ ("%s: “at” must be [x, y]"), node->name);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *number = json_array_get_element (json_node_get_array (json), i);
      GType type = JSON_NODE_HOLDS_VALUE (number) ? json_node_get_value_type (number) : G_TYPE_NONE;

      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return weft_text_fail (reader, path, _ ("%s: “at” must be [x, y]"), node->name);
      place[i] = json_node_get_double (number);
    }
  node->x = place[0];
  node->y = place[1];
  return TRUE;
}

static gboolean
read_flags (WeftTextReader *reader, JsonObject *object, const char *path, WeftNode *node)
{
  for (const WeftFlag *row = weft_flags; row->name; row++)
    {
      JsonNode *json = json_object_get_member (object, row->name);

      if (json
          && (!JSON_NODE_HOLDS_VALUE (json) || json_node_get_value_type (json) != G_TYPE_BOOLEAN))
        return weft_text_fail (reader, path, _ ("%s: “%s” must be true or false"), node->name,
                               row->name);
      node->flags |= json && json_node_get_boolean (json) ? row->flag : 0;
    }
  return TRUE;
}

static gboolean
read_looks (WeftTextReader *reader, JsonObject *object, const char *path, WeftNode *node)
{
  const char *title = NULL;

  if (json_object_has_member (object, "title"))
    {
      title = weft_text_get (reader, object, path, "title");
      if (!title)
        return FALSE;
    }
  node->title = (char *) (title && *title ? title : NULL);
  return read_flags (reader, object, path, node) && read_place (reader, object, path, node);
}

static gboolean
read_name (WeftTextReader *reader, JsonObject *object, const char *path, WeftNode *node)
{
  const char *name = weft_text_get (reader, object, path, "name");
  g_autofree char *where = g_strconcat (path, ".name", NULL), *quoted = NULL;
  guint taken;

  if (!name)
    return FALSE;
  quoted = weft_brief (name, WEFT_BRIEF_QUOTE);
  if (!is_name (name))
    return weft_text_fail (
        reader, where, _ ("“%s” is not a name: a small letter, then small letters, digits and _"),
        quoted);
  taken = GPOINTER_TO_UINT (g_hash_table_lookup (reader->index, name));
  if (taken)
    return weft_text_fail (reader, where, _ ("the name “%s” is taken by nodes[%u]"), name,
                           taken - 1);
  node->name = (char *) name;
  return TRUE;
}

static gboolean
read_node_members (WeftTextReader *reader, JsonObject *object, const char *path, WeftNode *node)
{
  static const char *const keys[] = { "name",   "layer", "params",   "title", "parent", "shared",
                                      "frozen", "muted", "bypassed", "open",  "at",     NULL };
  const char *layer;

  if (!weft_text_check_keys (reader, object, path, keys) || !read_name (reader, object, path, node))
    return FALSE;
  layer = weft_text_get (reader, object, path, "layer");
  if (layer)
    node->layer = find_layer (reader, path, node->name, layer);
  return node->layer && read_params (reader, object, path, node)
         && read_looks (reader, object, path, node);
}

static gboolean
add_node (WeftTextReader *reader, const char *path, const WeftNode *node)
{
  g_autoptr (WeftEdit) edit = weft_edit_add_node (node);
  g_autoptr (GError) cause = NULL;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (reader->graph, edit, &cause);
  guint n = weft_graph_get_n_nodes (reader->graph);

  if (!inverse)
    return weft_text_fail_from (reader, path, node->name, cause);
  g_array_append_val (reader->ids, weft_graph_get_node (reader->graph, n - 1)->id);
  g_hash_table_insert (reader->index, g_strdup (node->name), GUINT_TO_POINTER (n));
  return TRUE;
}

static gboolean
read_node (WeftTextReader *reader, JsonNode *json, guint i)
{
  g_autofree char *path = g_strdup_printf ("nodes[%u]", i);
  WeftNode node = { 0 };
  gboolean is_good;

  if (!JSON_NODE_HOLDS_OBJECT (json))
    return weft_text_fail (reader, path, _ ("a node must be an object"));
  is_good = read_node_members (reader, json_node_get_object (json), path, &node)
            && add_node (reader, path, &node);
  g_clear_pointer (&node.params, g_variant_unref);
  return is_good;
}

/* --- what names other nodes, when all are there --- */

/* Null is as if the key were not there. */
static gboolean
read_other (WeftTextReader *reader, JsonObject *object, guint i, const char *key,
            WeftEdit *(*make) (gint64 node, gint64 other))
{
  JsonNode *json = json_object_get_member (object, key);
  g_autofree char *path = g_strdup_printf ("nodes[%u].%s", i, key);
  const WeftNode *node = weft_graph_get_node (reader->graph, i), *other;
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  g_autoptr (GError) cause = NULL;

  if (!json || JSON_NODE_HOLDS_NULL (json))
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (json) || json_node_get_value_type (json) != G_TYPE_STRING)
    return weft_text_fail (reader, path, _ ("%s: must be the name of a node"), node->name);
  other = weft_graph_find_by_name (reader->graph, json_node_get_string (json));
  if (!other)
    return weft_text_fail_unknown_node (reader, path, json_node_get_string (json));
  edit = make (node->id, other->id);
  inverse = weft_graph_apply (reader->graph, edit, &cause);
  return inverse || weft_text_fail_from (reader, path, NULL, cause);
}

gboolean
weft_text_read_nodes (WeftTextReader *reader, JsonObject *root)
{
  JsonArray *nodes = weft_text_get_list (reader, root, "nodes", MAX_NODES);
  guint n = nodes ? json_array_get_length (nodes) : 0;

  for (guint i = 0; i < n; i++)
    if (!read_node (reader, json_array_get_element (nodes, i), i))
      return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_other (reader, json_array_get_object_element (nodes, i), i, "parent",
                     weft_edit_set_parent)
        || !read_other (reader, json_array_get_object_element (nodes, i), i, "shared",
                        weft_edit_set_shared))
      return FALSE;
  return nodes != NULL;
}
