/* kinds-node: what edits of nodes do, their inverses, and what they refuse */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/number.h"

#define MAX_NAME 100
#define MAX_TITLE 500
#define FAR 1e7 /* px: nothing lies beyond */

static gboolean
check_name (WeftGraph *graph, const WeftNode *self, const char *name, GError **error)
{
  const WeftNode *other = weft_graph_find_by_name (graph, name);
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_");

  if (!g_ascii_islower (*name) || name[length] || length > MAX_NAME)
    weft_edit_refuse (
        error,
        _ ("%s: a name begins with a letter and holds only a to z, 0 to 9 and _, at most %d"), name,
        MAX_NAME);
  else if (other && other != self)
    weft_edit_refuse (error, _ ("%s: there is a node of this name already"), name);
  else
    return TRUE;
  return FALSE;
}

/* NULL: none, which an empty one is too. */
static char *
dup_title (WeftEdit *edit)
{
  const char *title = weft_edit_get_text (edit, "title");

  return title && *title ? g_strdup (title) : NULL;
}

static gboolean
check_title (const char *title, GError **error)
{
  if (!title || g_utf8_strlen (title, -1) <= MAX_TITLE)
    return TRUE;
  weft_edit_refuse (error, _ ("a title has at most %d characters"), MAX_TITLE);
  return FALSE;
}

static gboolean
check_place (double x, double y, GError **error)
{
  char at[2][WEFT_NUMBER_SIZE];

  if (fabs (x) <= FAR && fabs (y) <= FAR) /* false for NaN */
    return TRUE;
  weft_edit_refuse (error, _ ("a node cannot lie at %s, %s"), weft_number_write (at[0], x),
                    weft_number_write (at[1], y));
  return FALSE;
}

/* The set in canonical form; unknown or doubled names and wrong types are refused. */
static GVariant *
check_params (const WeftNode *node, GVariant *given, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GVariant) params = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  GVariantIter iter;
  const char *name;
  GVariant *value;

  g_variant_iter_init (&iter, given);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value))
    {
      g_autoptr (GVariant) held = value;
      g_autoptr (GVariant) canonical = NULL;
      GVariant *more;

      if (!weft_edit_coerce (node->layer->params, name, value, &canonical, error))
        {
          g_prefix_error (error, "%s: ", node->name);
          return NULL;
        }
      if (!g_hash_table_add (seen, (gpointer) name))
        {
          weft_edit_refuse (error, _ ("%s: %s is given twice"), node->name, name);
          return NULL;
        }
      more = weft_params_with (node->layer->params, params, name, canonical);
      g_variant_unref (params);
      params = more;
    }
  return g_steal_pointer (&params);
}

static gboolean
read_flags (WeftEdit *edit, WeftNode *node, GError **error)
{
  g_autoptr (GVariant) names = weft_edit_dup_value (edit, "flags");

  for (gsize i = 0; names && i < g_variant_n_children (names); i++)
    {
      const WeftFlag *row;
      const char *name;

      g_variant_get_child (names, i, "&s", &name);
      row = weft_flag_find (name);
      if (!row)
        {
          weft_edit_refuse (error, _ ("%s: there is no flag “%s”"), node->name, name);
          return FALSE;
        }
      node->flags |= row->flag;
    }
  return TRUE;
}

static gboolean
check_node (WeftGraph *graph, const WeftNode *node, const char *layer, GError **error)
{
  if (node->id <= 0 || node->id >= WEFT_MAX_ID)
    weft_edit_refuse (error, _ ("%s: %lld is no node's number"), node->name, (long long) node->id);
  else if (weft_graph_find (graph, node->id))
    weft_edit_refuse (error, _ ("%s: there is a node %lld already"), node->name,
                      (long long) node->id);
  else if (!node->layer)
    weft_edit_refuse (error, _ ("%s: there is no layer “%s”"), node->name, layer);
  else
    return check_name (graph, NULL, node->name, error) && check_place (node->x, node->y, error)
           && check_title (node->title, error)
           && weft_graph_check_parent (graph, node, node->parent, error)
           && weft_graph_check_shared (graph, node, node->shared, error);
  return FALSE;
}

WeftEdit *
weft_edit_apply_add_node (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  g_autoptr (WeftNode) node = g_new0 (WeftNode, 1);
  g_autoptr (GVariant) given = weft_edit_dup_value (edit, "params");
  const char *layer = weft_edit_get_text (edit, "layer");
  gint64 id = weft_edit_get_id (edit, "node");

  node->id = id;
  node->name = g_strdup (weft_edit_get_text (edit, "name"));
  node->title = dup_title (edit);
  node->layer = weft_layer_find (layer);
  node->x = weft_edit_get_real (edit, "x");
  node->y = weft_edit_get_real (edit, "y");
  node->parent = weft_edit_get_id (edit, "parent");
  node->shared = weft_edit_get_id (edit, "shared");
  if (!read_flags (edit, node, error) || !check_node (graph, node, layer, error))
    return NULL;
  node->params = check_params (node, given, error);
  if (!node->params)
    return NULL;
  weft_graph_shift_ports (graph, node, 1);
  weft_graph_insert (graph, g_steal_pointer (&node));
  return weft_edit_remove_node (id);
}

/* All wires of a node, and of the port that it stands for, in the graph's order. */
static GArray *
collect_wires (WeftGraph *graph, const WeftNode *node)
{
  GArray *wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));

  for (guint i = 0; i < graph->wires->len; i++)
    if (weft_graph_wire_touches (graph, weft_graph_get_wire (graph, i), node))
      g_array_append_vals (wires, weft_graph_get_wire (graph, i), 1);
  return wires;
}

/* Whoever uses the node's weights has its own from now on. */
static void
stop_sharing (WeftGraph *graph, gint64 owner, GPtrArray *inverse)
{
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      WeftNode *node = g_ptr_array_index (graph->nodes, i);

      if (node->shared != owner)
        continue;
      g_ptr_array_add (inverse, weft_edit_set_shared (node->id, owner));
      node->shared = 0;
    }
}

/* A node that has nothing inside. */
static WeftEdit *
remove_one (WeftGraph *graph, WeftNode *node)
{
  g_autoptr (GArray) wires = collect_wires (graph, node);
  GPtrArray *inverse = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  g_ptr_array_add (inverse, weft_edit_add_node (node));
  for (guint i = 0; i < wires->len; i++)
    {
      const WeftWire *wire = &g_array_index (wires, WeftWire, i);

      g_ptr_array_add (inverse, weft_edit_add_wire (wire));
      weft_graph_remove_wire (graph, wire);
    }
  stop_sharing (graph, node->id, inverse);
  weft_graph_shift_ports (graph, node, -1);
  weft_graph_remove (graph, node->id);
  return weft_edit_new_list_taking (inverse, NULL);
}

/* Appends the inverses, and last what removed the node itself. */
static void
remove_all (WeftGraph *graph, WeftNode *node, GPtrArray *inverses)
{
  for (guint i = graph->nodes->len; node->layer->grouping == WEFT_GROUPING_GROUP && i-- > 0;)
    {
      WeftNode *child = i < graph->nodes->len ? g_ptr_array_index (graph->nodes, i) : NULL;

      if (child && child->parent == node->id)
        remove_all (graph, child, inverses);
    }
  g_ptr_array_add (inverses, remove_one (graph, node));
}

WeftEdit *
weft_edit_apply_remove_node (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  WeftNode *node = weft_edit_find_node (graph, weft_edit_get_id (edit, "node"), error);
  g_autoptr (GPtrArray) inverses = NULL;

  if (!node)
    return NULL;
  if (node->layer->grouping != WEFT_GROUPING_GROUP)
    return remove_one (graph, node);
  inverses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  remove_all (graph, node, inverses);
  return weft_edit_turn_round (g_steal_pointer (&inverses));
}

/* Wires out of the node stay with the name of their output; those whose output is no more go. */
static void
rewire (WeftGraph *graph, const WeftNode *node, const WeftPort *was, guint n, GPtrArray *inverse)
{
  for (guint i = graph->wires->len; i-- > 0;)
    {
      WeftWire *wire = &g_array_index (graph->wires, WeftWire, i);
      WeftWire old = *wire;

      if (wire->from != node->id || wire->output >= (int) n)
        continue;
      wire->output = weft_node_find_output (node, was[wire->output].name);
      if (wire->output >= 0)
        continue;
      g_ptr_array_add (inverse, weft_edit_add_wire (&old));
      g_array_remove_index (graph->wires, i);
    }
}

/* What undoes it puts back the parameter first, and so the outputs, then the wires. */
static WeftEdit *
follow_outputs (WeftGraph *graph, const WeftNode *node, const WeftPort *was, guint n,
                WeftEdit *undo)
{
  GPtrArray *inverse = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  g_ptr_array_add (inverse, undo);
  rewire (graph, node, was, n, inverse);
  if (inverse->len > 1)
    return weft_edit_new_list_taking (inverse, NULL);
  undo = weft_edit_ref (undo);
  g_ptr_array_unref (inverse);
  return undo;
}

WeftEdit *
weft_edit_apply_set_param (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  WeftPort was[WEFT_MAX_OUTPUTS];
  const char *name = weft_edit_get_text (edit, "name");
  gint64 id = weft_edit_get_id (edit, "node");
  WeftNode *node = weft_edit_find_node (graph, id, error);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) old = NULL;
  GVariant *params;
  guint n;

  if (!node)
    return NULL;
  if (!weft_edit_coerce_value (node->layer->params, name, edit, &value, error))
    {
      g_prefix_error (error, "%s: ", node->name);
      return NULL;
    }
  n = weft_node_list_outputs (node, was);
  old = g_variant_lookup_value (node->params, name, NULL);
  params = weft_params_with (node->layer->params, node->params, name, value);
  g_variant_unref (node->params);
  node->params = params;
  return follow_outputs (graph, node, was, n, weft_edit_set_param (id, name, old));
}

WeftEdit *
weft_edit_apply_set_name (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const char *name = weft_edit_get_text (edit, "name");
  gint64 id = weft_edit_get_id (edit, "node");
  WeftNode *node = weft_edit_find_node (graph, id, error);
  WeftEdit *inverse;

  if (!node || !check_name (graph, node, name, error))
    return NULL;
  inverse = weft_edit_set_name (id, node->name);
  weft_graph_rename (graph, node, name);
  return inverse;
}

WeftEdit *
weft_edit_apply_set_title (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  g_autofree char *title = dup_title (edit);
  gint64 id = weft_edit_get_id (edit, "node");
  WeftNode *node = weft_edit_find_node (graph, id, error);
  WeftEdit *inverse;

  if (!node || !check_title (title, error))
    return NULL;
  inverse = weft_edit_set_title (id, node->title);
  g_free (node->title);
  node->title = g_steal_pointer (&title);
  return inverse;
}

WeftEdit *
weft_edit_apply_move (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  double x = weft_edit_get_real (edit, "x"), y = weft_edit_get_real (edit, "y");
  gint64 id = weft_edit_get_id (edit, "node");
  WeftNode *node = weft_edit_find_node (graph, id, error);
  WeftEdit *inverse;

  if (!node || !check_place (x, y, error))
    return NULL;
  inverse = weft_edit_move (id, node->x, node->y);
  node->x = x;
  node->y = y;
  return inverse;
}
