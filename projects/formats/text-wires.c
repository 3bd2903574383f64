/* text-wires: the wires of a graph's text form, read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/graph-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/brief.h"
#include "projects/formats/json-value.h"

#define MAX_WIRES 100000

static gboolean
fail_port (WeftTextReader *reader, const char *path, const WeftNode *node, const char *port,
           gboolean is_input)
{
  const WeftLayer *layer = node->layer;
  gboolean repeats = weft_layer_repeats (layer) && is_input;
  g_autoptr (GString) ports = g_string_new (repeats ? "in1, in2, …" : NULL);
  g_autofree char *quoted = NULL;
  guint n = is_input ? weft_graph_count_inputs (reader->graph, node)
                     : weft_graph_count_outputs (reader->graph, node);

  for (guint i = 0; !repeats && i < n; i++)
    g_string_append_printf (ports, "%s%s", i ? ", " : "",
                            is_input ? weft_graph_get_input (reader->graph, node, i)
                                     : weft_graph_get_output (reader->graph, node, i));
  if (ports->len == 0)
    return weft_text_fail (reader, path,
                           is_input ? _ ("%s (%s) has no input") : _ ("%s (%s) has no output"),
                           node->name, layer->id);
  if (!port)
    return weft_text_fail (reader, path,
                           is_input ? _ ("%s (%s) has several inputs, name one: %s")
                                    : _ ("%s (%s) has several outputs, name one: %s"),
                           node->name, layer->id, ports->str);
  quoted = weft_brief (port, WEFT_BRIEF_QUOTE);
  return weft_text_fail (reader, path,
                         is_input ? _ ("%s (%s) has no input “%s”; it has: %s")
                                  : _ ("%s (%s) has no output “%s”; it has: %s"),
                         node->name, layer->id, quoted, ports->str);
}

static gboolean
find_port (WeftTextReader *reader, const char *path, const WeftNode *node, const char *port,
           gboolean is_input, int *number)
{
  WeftGraph *graph = reader->graph;
  gboolean is_only
      = is_input ? weft_graph_has_one_input (graph, node) : weft_graph_has_one_output (graph, node);

  if (!port)
    *number = is_only ? 0 : -1;
  else
    *number = is_input ? weft_graph_find_input (graph, node, port)
                       : weft_graph_find_output (graph, node, port);
  return *number >= 0 || fail_port (reader, path, node, port, is_input);
}

/* "node" or "node.port". */
static gboolean
read_end (WeftTextReader *reader, JsonNode *json, guint wire, gboolean is_input, gint64 *id,
          int *number)
{
  g_autofree char *path = g_strdup_printf ("wires[%u][%d]", wire, is_input);
  g_autofree char *name = NULL;
  const char *text, *dot;
  guint i;

  if (!JSON_NODE_HOLDS_VALUE (json) || json_node_get_value_type (json) != G_TYPE_STRING)
    return weft_text_fail (reader, path, _ ("must be “node” or “node.port”"));
  text = json_node_get_string (json);
  dot = strchr (text, '.');
  name = dot ? g_strndup (text, dot - text) : g_strdup (text);
  i = GPOINTER_TO_UINT (g_hash_table_lookup (reader->index, name));
  if (i == 0)
    return weft_text_fail_unknown_node (reader, path, name);
  *id = g_array_index (reader->ids, gint64, i - 1);
  return find_port (reader, path, weft_graph_get_node (reader->graph, i - 1), dot ? dot + 1 : NULL,
                    is_input, number);
}

static gboolean
read_wire (WeftTextReader *reader, JsonNode *json, guint i)
{
  g_autofree char *path = g_strdup_printf ("wires[%u]", i);
  JsonArray *ends = JSON_NODE_HOLDS_ARRAY (json) ? json_node_get_array (json) : NULL;
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  g_autoptr (GError) cause = NULL;
  WeftWire wire = { 0 };

  if (!ends || json_array_get_length (ends) != 2)
    return weft_text_fail (reader, path, _ ("a wire must be [from, to]"));
  if (!read_end (reader, json_array_get_element (ends, 0), i, FALSE, &wire.from, &wire.output)
      || !read_end (reader, json_array_get_element (ends, 1), i, TRUE, &wire.to, &wire.input))
    return FALSE;
  edit = weft_edit_add_wire (&wire);
  inverse = weft_graph_apply (reader->graph, edit, &cause);
  return inverse || weft_text_fail_from (reader, path, NULL, cause);
}

gboolean
weft_text_read_wires (WeftTextReader *reader, JsonObject *root)
{
  JsonArray *wires;

  if (!json_object_has_member (root, "wires"))
    return TRUE;
  wires = weft_text_get_list (reader, root, "wires", MAX_WIRES);
  for (guint i = 0; wires && i < json_array_get_length (wires); i++)
    if (!read_wire (reader, json_array_get_element (wires, i), i))
      return FALSE;
  return wires != NULL;
}
