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

static gboolean
check_title (const char *title, GError **error)
{
  if (g_utf8_strlen (title, -1) <= MAX_TITLE)
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
check_node (WeftGraph *graph, const WeftNode *node, const char *layer, GError **error)
{
  if (node->id <= 0 || node->id >= WEFT_MAX_ID)
    weft_edit_refuse (error, _ ("%s: %lld is no node's number"), node->name, (long long) node->id);
  else if (weft_graph_find (graph, node->id))
    weft_edit_refuse (error, _ ("%s: there is a node %lld already"), node->name,
                      (long long) node->id);
  else if (!node->layer)
    weft_edit_refuse (error, _ ("%s: there is no layer “%s”"), node->name, layer);
  else if (node->parent != 0)
    weft_edit_refuse (error, _ ("%s: there is no group %lld"), node->name,
                      (long long) node->parent);
  else
    return check_name (graph, NULL, node->name, error) && check_place (node->x, node->y, error)
           && (!node->title || check_title (node->title, error));
  return FALSE;
}

WeftEdit *
weft_edit_apply_add_node (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  g_autoptr (WeftNode) node = g_new0 (WeftNode, 1);
  g_autoptr (GVariant) given = NULL;
  const char *layer, *title;
  gint64 id;

  g_variant_get (edit->payload, "(xs&s&s@a{sv}xdd)", &node->id, &node->name, &title, &layer, &given,
                 &node->parent, &node->x, &node->y);
  node->title = *title ? g_strdup (title) : NULL;
  node->layer = weft_layer_find (layer);
  if (!check_node (graph, node, layer, error))
    return NULL;
  node->params = check_params (node, given, error);
  if (!node->params)
    return NULL;
  id = node->id;
  weft_graph_insert (graph, g_steal_pointer (&node));
  return weft_edit_remove_node (id);
}

/* All wires of a node, in the graph's order. */
static GArray *
collect_wires (WeftGraph *graph, gint64 node)
{
  GArray *wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));

  for (guint i = 0; i < graph->wires->len; i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from == node || wire->to == node)
        g_array_append_vals (wires, wire, 1);
    }
  return wires;
}

WeftEdit *
weft_edit_apply_remove_node (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  g_autoptr (GArray) wires = NULL;
  g_autoptr (GPtrArray) inverse = NULL;
  WeftNode *node;
  gint64 id;

  g_variant_get (edit->payload, "(x)", &id);
  node = weft_edit_find_node (graph, id, error);
  if (!node)
    return NULL;
  wires = collect_wires (graph, id);
  inverse = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_ptr_array_add (inverse, weft_edit_add_node (node));
  for (guint i = 0; i < wires->len; i++)
    {
      const WeftWire *wire = &g_array_index (wires, WeftWire, i);

      g_ptr_array_add (inverse, weft_edit_add_wire (wire));
      weft_graph_remove_wire (graph, wire);
    }
  weft_graph_remove (graph, id);
  return weft_edit_new_list_taking (g_steal_pointer (&inverse), NULL);
}

WeftEdit *
weft_edit_apply_set_param (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  g_autoptr (GVariant) optional = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) old = NULL;
  GVariant *params;
  const char *name;
  WeftNode *node;
  gint64 id;

  g_variant_get (edit->payload, "(x&s@av)", &id, &name, &optional);
  node = weft_edit_find_node (graph, id, error);
  if (!node)
    return NULL;
  if (!weft_edit_coerce_optional (node->layer->params, name, optional, &value, error))
    {
      g_prefix_error (error, "%s: ", node->name);
      return NULL;
    }
  old = g_variant_lookup_value (node->params, name, NULL);
  params = weft_params_with (node->layer->params, node->params, name, value);
  g_variant_unref (node->params);
  node->params = params;
  return weft_edit_set_param (id, name, old);
}

WeftEdit *
weft_edit_apply_set_name (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const char *name;
  WeftEdit *inverse;
  WeftNode *node;
  gint64 id;

  g_variant_get (edit->payload, "(x&s)", &id, &name);
  node = weft_edit_find_node (graph, id, error);
  if (!node || !check_name (graph, node, name, error))
    return NULL;
  inverse = weft_edit_set_name (id, node->name);
  weft_graph_rename (graph, node, name);
  return inverse;
}

WeftEdit *
weft_edit_apply_set_title (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  const char *title;
  WeftEdit *inverse;
  WeftNode *node;
  gint64 id;

  g_variant_get (edit->payload, "(x&s)", &id, &title);
  node = weft_edit_find_node (graph, id, error);
  if (!node || !check_title (title, error))
    return NULL;
  inverse = weft_edit_set_title (id, node->title);
  g_free (node->title);
  node->title = *title ? g_strdup (title) : NULL;
  return inverse;
}

WeftEdit *
weft_edit_apply_move (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  double x, y;
  WeftEdit *inverse;
  WeftNode *node;
  gint64 id;

  g_variant_get (edit->payload, "(xdd)", &id, &x, &y);
  node = weft_edit_find_node (graph, id, error);
  if (!node || !check_place (x, y, error))
    return NULL;
  inverse = weft_edit_move (id, node->x, node->y);
  node->x = x;
  node->y = y;
  return inverse;
}
