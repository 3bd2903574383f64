/* graph-json: the graph's readable text form, read
 *
 * Every fault has a path and names the node. What a graph may hold but not run with (a value out of
 * range, a cycle, a missing wire) is the checker's business, not the reader's. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/graph-json.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "projects/formats/graph-text.h"
#include "projects/formats/json-scan.h"
#include "engine/graph/layout.h"

/* Nodes without a place get one: all of them, or those that lack one, under the others. */
static void
place_nodes (WeftTextReader *reader)
{
  guint n = weft_graph_get_n_nodes (reader->graph);
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);
  double below = 0;

  weft_layout_places (reader->graph, NULL, x, y);
  for (guint i = 0; i < n; i++)
    if (g_array_index (reader->is_placed, gboolean, i))
      below = MAX (below, weft_graph_get_node (reader->graph, i)->y + 168);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftEdit) edit = NULL, inverse = NULL;

      if (g_array_index (reader->is_placed, gboolean, i))
        continue;
      edit = weft_edit_move (weft_graph_get_node (reader->graph, i)->id, x[i], y[i] + below);
      inverse = weft_graph_apply (reader->graph, edit, NULL);
    }
}

static gboolean
check_version (WeftTextReader *reader, JsonObject *root)
{
  JsonNode *json = json_object_get_member (root, "weft");

  if (!json)
    return weft_text_fail (reader, "weft", _ ("is missing: this is not a graph's text form"));
  if (!JSON_NODE_HOLDS_VALUE (json) || json_node_get_value_type (json) != G_TYPE_INT64
      || json_node_get_int (json) < 1)
    return weft_text_fail (reader, "weft", _ ("must be the number of the form, 1"));
  if (json_node_get_int (json) > WEFT_TEXT_FORM)
    {
      g_set_error (reader->error, WEFT_ERROR, WEFT_ERROR_NEWER,
                   _ ("weft: this text has form %" PRId64 "; this program reads up to %d"),
                   json_node_get_int (json), WEFT_TEXT_FORM);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_root (WeftTextReader *reader, JsonNode *json)
{
  static const char *const keys[] = { "weft", "nodes", "wires", "incoming", "training", NULL };
  JsonObject *root;

  if (!JSON_NODE_HOLDS_OBJECT (json))
    {
      g_set_error (reader->error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("the text is not an object"));
      return FALSE;
    }
  root = json_node_get_object (json);
  if (!check_version (reader, root) || !weft_text_check_keys (reader, root, "", keys)
      || !weft_text_read_nodes (reader, root) || !weft_text_read_wires (reader, root)
      || !weft_text_read_training (reader, root))
    return FALSE;
  place_nodes (reader);
  return TRUE;
}

WeftGraph *
weft_graph_from_json (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) json = weft_json_parse (text, length, error);
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  WeftTextReader reader = { .graph = graph, .error = error };
  gboolean is_good;

  if (!json)
    return NULL;
  reader.index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  reader.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  reader.is_placed = g_array_new (FALSE, FALSE, sizeof (gboolean));
  is_good = read_root (&reader, json);
  g_hash_table_unref (reader.index);
  g_array_unref (reader.ids);
  g_array_unref (reader.is_placed);
  return is_good ? g_steal_pointer (&graph) : NULL;
}

GStrv
weft_graph_incoming_from_json (const char *text)
{
  g_autoptr (JsonNode) json = weft_json_parse (text, -1, NULL);
  g_autoptr (GStrvBuilder) ends = g_strv_builder_new ();
  JsonObject *root = json && JSON_NODE_HOLDS_OBJECT (json) ? json_node_get_object (json) : NULL;
  JsonNode *list = root ? json_object_get_member (root, "incoming") : NULL;
  guint n = list && JSON_NODE_HOLDS_ARRAY (list)
                ? json_array_get_length (json_node_get_array (list))
                : 0;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *wire = json_array_get_element (json_node_get_array (list), i);
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (wire) ? json_node_get_array (wire) : NULL;
      g_autofree char *from = pair && json_array_get_length (pair) == 2
                                  ? json_node_dup_string (json_array_get_element (pair, 0))
                                  : NULL;
      g_autofree char *to = from ? json_node_dup_string (json_array_get_element (pair, 1)) : NULL;

      if (to)
        g_strv_builder_add_many (ends, from, to, NULL);
    }
  return g_strv_builder_end (ends);
}
