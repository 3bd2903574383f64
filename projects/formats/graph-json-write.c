/* graph-json-write: the graph's readable text form, written: one line a node and a wire */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/graph-json.h"

#include <string.h>

#include "engine/graph/training.h"
#include "projects/formats/graph-text.h"
#include "projects/formats/json-value.h"

static void
append_params (GString *out, const WeftNode *node)
{
  GVariantIter iter;
  const char *key;
  GVariant *value;
  gboolean is_first = TRUE;

  if (!node->params || g_variant_n_children (node->params) == 0)
    return;
  g_string_append (out, ", \"params\": {");
  g_variant_iter_init (&iter, node->params);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      const WeftParam *param = weft_params_find (node->layer->params, key);

      if (!is_first)
        g_string_append (out, ", ");
      is_first = FALSE;
      weft_json_append_string (out, key);
      g_string_append (out, ": ");
      if (param)
        weft_json_append_param (out, param, value);
      else
        weft_json_append_variant (out, value);
      g_variant_unref (value);
    }
  g_string_append_c (out, '}');
}

/* The name of another node under that key, when there is one and it is meant too. */
static void
append_other (GString *out, const char *key, const WeftNode *other)
{
  if (!other)
    return;
  g_string_append_printf (out, ", \"%s\": ", key);
  weft_json_append_string (out, other->name);
}

static const WeftNode *
find_chosen (WeftGraph *graph, GHashTable *chosen, gint64 id)
{
  return !chosen || g_hash_table_contains (chosen, &id) ? weft_graph_find (graph, id) : NULL;
}

/* chosen: the ids that are meant, NULL: all. */
static void
append_node (GString *out, WeftGraph *graph, GHashTable *chosen, const WeftNode *node)
{
  g_string_append (out, "    {\"name\": ");
  weft_json_append_string (out, node->name);
  g_string_append (out, ", \"layer\": ");
  weft_json_append_string (out, node->layer->id);
  append_params (out, node);
  if (node->title && *node->title)
    {
      g_string_append (out, ", \"title\": ");
      weft_json_append_string (out, node->title);
    }
  append_other (out, "parent", find_chosen (graph, chosen, node->parent));
  append_other (out, "shared", find_chosen (graph, chosen, node->shared));
  for (const WeftFlag *row = weft_flags; row->name; row++)
    if (node->flags & row->flag)
      g_string_append_printf (out, ", \"%s\": true", row->name);
  g_string_append (out, ", \"at\": [");
  weft_json_append_double (out, node->x);
  g_string_append (out, ", ");
  weft_json_append_double (out, node->y);
  g_string_append (out, "]}");
}

/* The port is left out when it is the only one, or the only one that must be wired. */
static void
append_end (GString *out, WeftGraph *graph, const WeftNode *node, int port, gboolean is_input)
{
  gboolean is_only = port == 0
                     && (is_input ? weft_graph_has_one_input (graph, node)
                                  : weft_graph_has_one_output (graph, node));
  const char *name = is_input ? weft_graph_get_input (graph, node, (guint) port)
                              : weft_graph_get_output (graph, node, (guint) port);

  g_string_append_printf (out, "\"%s%s%s\"", node->name, is_only ? "" : ".", is_only ? "" : name);
}

static void
append_wire (GString *out, WeftGraph *graph, const WeftWire *wire)
{
  g_string_append (out, "    [");
  append_end (out, graph, weft_graph_find (graph, wire->from), wire->output, FALSE);
  g_string_append (out, ", ");
  append_end (out, graph, weft_graph_find (graph, wire->to), wire->input, TRUE);
  g_string_append_c (out, ']');
}

/* --- training settings --- */

/* What stands there even when nobody set it, so that the text says what happens. */
static gboolean
is_always_said (const char *key)
{
  static const char *const keys[]
      = { "recipe", "optimizer", "lr", "batch_size", "epochs", "seed", NULL };

  return g_strv_contains (keys, key);
}

static void
append_metrics (GString *out, GVariant *value)
{
  g_auto (GStrv) names = g_strsplit (g_variant_get_string (value, NULL), ",", -1);

  g_string_append_c (out, '[');
  for (guint i = 0; names[i]; i++)
    {
      g_string_append (out, i ? ", " : "");
      weft_json_append_string (out, g_strstrip (names[i]));
    }
  g_string_append_c (out, ']');
}

/* What is one object in the text; kind is always said. */
static void
append_schedule (GString *out, GVariant *values)
{
  const WeftParam *params = weft_training_params ();
  g_autoptr (GVariant) kind = weft_params_get (params, values, "schedule");

  g_string_append (out, "{\"kind\": ");
  weft_json_append_param (out, weft_params_find (params, "schedule"), kind);
  for (const WeftParam *param = params; param->name; param++)
    {
      g_autoptr (GVariant) set = values && weft_training_is_of_schedule (param->name)
                                     ? g_variant_lookup_value (values, param->name, NULL)
                                     : NULL;

      if (!set)
        continue;
      g_string_append_printf (out, ", \"%s\": ", param->name);
      weft_json_append_param (out, param, set);
    }
  g_string_append_c (out, '}');
}

static gboolean
has_schedule (GVariant *values)
{
  GVariantIter iter;
  const char *key;
  gboolean has = FALSE;

  if (!values)
    return FALSE;
  g_variant_iter_init (&iter, values);
  while (!has && g_variant_iter_next (&iter, "{&sv}", &key, NULL))
    has = strcmp (key, "schedule") == 0 || weft_training_is_of_schedule (key);
  return has;
}

/* Whether the setting is said, and in which form. */
static gboolean
append_setting (GString *out, const WeftParam *param, GVariant *values, gboolean is_first)
{
  gboolean is_schedule = strcmp (param->name, "schedule") == 0;
  g_autoptr (GVariant) value = values ? g_variant_lookup_value (values, param->name, NULL) : NULL;

  if (!value && is_always_said (param->name))
    value = weft_params_get (weft_training_params (), values, param->name);
  if (weft_training_is_of_schedule (param->name) || (is_schedule ? !has_schedule (values) : !value))
    return FALSE;
  g_string_append_printf (out, "%s\n    \"%s\": ", is_first ? "" : ",", param->name);
  if (is_schedule)
    append_schedule (out, values);
  else if (strcmp (param->name, "metrics") == 0)
    append_metrics (out, value);
  else
    weft_json_append_param (out, param, value);
  return TRUE;
}

static void
append_training (GString *out, WeftGraph *graph)
{
  GVariant *values = weft_graph_get_training (graph);
  gboolean is_first = TRUE;

  g_string_append (out, ",\n  \"training\": {");
  for (const WeftParam *param = weft_training_params (); param->name; param++)
    if (append_setting (out, param, values, is_first))
      is_first = FALSE;
  g_string_append (out, "\n  }");
}

/* --- the whole --- */

static gboolean
is_chosen (GHashTable *chosen, gint64 id)
{
  return !chosen || g_hash_table_contains (chosen, &id);
}

/* The wires between what is chosen or, incoming, those that lead into it. */
static void
append_wires (GString *out, WeftGraph *graph, GHashTable *chosen, gboolean incoming)
{
  guint written = 0;

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (is_chosen (chosen, wire->from) == incoming || !is_chosen (chosen, wire->to))
        continue;
      g_string_append (out, written++ ? ",\n" : "\n");
      append_wire (out, graph, wire);
    }
  g_string_append (out, written ? "\n  ]" : "]");
}

/* chosen: the ids that are meant, NULL: all. */
static char *
write_graph (WeftGraph *graph, GHashTable *chosen)
{
  GString *out = g_string_new ("{\n  \"weft\": " G_STRINGIFY (WEFT_TEXT_FORM) ",\n  \"nodes\": [");
  guint written = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (is_chosen (chosen, weft_graph_get_node (graph, i)->id))
      {
        g_string_append (out, written++ ? ",\n" : "\n");
        append_node (out, graph, chosen, weft_graph_get_node (graph, i));
      }
  g_string_append (out, written ? "\n  ],\n  \"wires\": [" : "],\n  \"wires\": [");
  append_wires (out, graph, chosen, FALSE);
  if (chosen)
    {
      g_string_append (out, ",\n  \"incoming\": [");
      append_wires (out, graph, chosen, TRUE);
    }
  else
    append_training (out, graph);
  g_string_append (out, "\n}\n");
  return g_string_free (out, FALSE);
}

char *
weft_graph_to_json (WeftGraph *graph)
{
  return write_graph (graph, NULL);
}

/* Whether one of the groups around the node is chosen. */
static gboolean
is_within (WeftGraph *graph, GHashTable *chosen, const WeftNode *node)
{
  for (; node && node->parent != 0; node = weft_graph_find (graph, node->parent))
    if (g_hash_table_contains (chosen, &node->parent))
      return TRUE;
  return FALSE;
}

char *
weft_graph_nodes_to_json (WeftGraph *graph, GArray *ids)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (chosen, &g_array_index (ids, gint64, i));
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (is_within (graph, chosen, weft_graph_get_node (graph, i)))
      g_hash_table_add (chosen, (gpointer) &weft_graph_get_node (graph, i)->id);
  return write_graph (graph, chosen);
}
