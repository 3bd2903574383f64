/* difference: in what two graphs differ, as the edit that makes one the other, and in words */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The edit is found by doing it: each step is looked for in a copy that has all steps before it,
 * for removing a group takes what is in it along, and what a parameter says may take wires. */
#include "engine/graph/difference.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/training.h"

typedef struct
{
  WeftGraph *graph; /* what `from` has become */
  WeftGraph *to;
  GPtrArray *edits;
} Way;

/* Takes edit. */
static gboolean
go (Way *way, WeftEdit *edit, GError **error)
{
  g_autoptr (WeftEdit) inverse = weft_graph_apply (way->graph, edit, error);

  g_ptr_array_add (way->edits, edit);
  return inverse != NULL;
}

static GVariant *
get_value (GVariant *values, const char *key)
{
  return values != NULL ? g_variant_lookup_value (values, key, NULL) : NULL;
}

static gboolean
has_same_value (GVariant *a, GVariant *b, const char *key)
{
  g_autoptr (GVariant) first = get_value (a, key), second = get_value (b, key);

  return first == second || (first != NULL && second != NULL && g_variant_equal (first, second));
}

/* --- what goes --- */

/* What stands elsewhere, or is something else, is another node. */
static gboolean
is_kept (Way *way, const WeftNode *node)
{
  const WeftNode *wanted = weft_graph_find (way->to, node->id);

  return wanted != NULL && wanted->layer == node->layer && wanted->parent == node->parent;
}

static gboolean
remove_nodes (Way *way, GError **error)
{
  for (guint i = weft_graph_get_n_nodes (way->graph); i-- > 0;)
    {
      const WeftNode *node
          = i < weft_graph_get_n_nodes (way->graph) ? weft_graph_get_node (way->graph, i) : NULL;

      if (node != NULL && !is_kept (way, node)
          && !go (way, weft_edit_remove_node (node->id), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_wire (WeftGraph *graph, const WeftWire *wire)
{
  const WeftWire *there = weft_graph_find_wire_to (graph, wire->to, wire->input);

  return there != NULL && there->from == wire->from && there->output == wire->output;
}

static gboolean
remove_wires (Way *way, GError **error)
{
  for (guint i = weft_graph_get_n_wires (way->graph); i-- > 0;)
    {
      const WeftWire *wire
          = i < weft_graph_get_n_wires (way->graph) ? weft_graph_get_wire (way->graph, i) : NULL;

      if (wire != NULL && !has_wire (way->to, wire)
          && !go (way,
                  weft_edit_remove_wire (
                      &(WeftWire){ wire->from, wire->to, wire->output, wire->input }),
                  error))
        return FALSE;
    }
  return TRUE;
}

/* --- what comes --- */

/* The name may be another node's that will have another one. */
static gboolean
free_name (Way *way, const WeftNode *wanted, GError **error)
{
  const WeftNode *other = weft_graph_find_by_name (way->graph, wanted->name);
  g_autofree char *name = NULL;

  if (other == NULL || other->id == wanted->id)
    return TRUE;
  name = g_strdup_printf ("%s_%" G_GINT64_FORMAT, other->layer->id,
                          weft_graph_get_next_id (way->to));
  for (int i = 0;
       weft_graph_find_by_name (way->graph, name) || weft_graph_find_by_name (way->to, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%" G_GINT64_FORMAT "_%d", other->layer->id,
                              weft_graph_get_next_id (way->to), i);
    }
  return go (way, weft_edit_set_name (other->id, name), error);
}

static gboolean
set_name (Way *way, const WeftNode *wanted, GError **error)
{
  const WeftNode *node = weft_graph_find (way->graph, wanted->id);

  return node == NULL || strcmp (node->name, wanted->name) == 0
         || (free_name (way, wanted, error)
             && go (way, weft_edit_set_name (wanted->id, wanted->name), error));
}

/* A node comes behind the group that it stands in; whose weights it uses is set when all are
 * there. */
static gboolean
add_node (Way *way, const WeftNode *wanted, GError **error)
{
  WeftNode node = *wanted;

  if (weft_graph_find (way->graph, wanted->id) != NULL)
    return TRUE;
  if (wanted->parent != 0 && !add_node (way, weft_graph_find (way->to, wanted->parent), error))
    return FALSE;
  node.shared = 0;
  return free_name (way, wanted, error) && go (way, weft_edit_add_node (&node), error);
}

static gboolean
set_params (Way *way, const WeftNode *wanted, GError **error)
{
  const WeftNode *node = weft_graph_find (way->graph, wanted->id);

  for (const WeftParam *param = wanted->layer->params; param != NULL && param->name != NULL;
       param++)
    {
      g_autoptr (GVariant) value = get_value (wanted->params, param->name);

      if (!has_same_value (node->params, wanted->params, param->name)
          && !go (way, weft_edit_set_param (wanted->id, param->name, value), error))
        return FALSE;
      node = weft_graph_find (way->graph, wanted->id);
    }
  return TRUE;
}

static gboolean
set_flags (Way *way, const WeftNode *wanted, GError **error)
{
  for (const WeftFlag *flag = weft_flags; flag->name != NULL; flag++)
    if (((weft_graph_find (way->graph, wanted->id)->flags ^ wanted->flags) & flag->flag)
        && !go (way, weft_edit_set_flag (wanted->id, flag->flag, (wanted->flags & flag->flag) != 0),
                error))
      return FALSE;
  return TRUE;
}

static gboolean
set_looks (Way *way, const WeftNode *wanted, GError **error)
{
  const WeftNode *node = weft_graph_find (way->graph, wanted->id);

  if (g_strcmp0 (node->title, wanted->title) != 0
      && !go (way, weft_edit_set_title (wanted->id, wanted->title), error))
    return FALSE;
  node = weft_graph_find (way->graph, wanted->id);
  return (node->x == wanted->x && node->y == wanted->y)
         || go (way, weft_edit_move (wanted->id, wanted->x, wanted->y), error);
}

static gboolean
set_shared (Way *way, const WeftNode *wanted, GError **error)
{
  return weft_graph_find (way->graph, wanted->id)->shared == wanted->shared
         || go (way, weft_edit_set_shared (wanted->id, wanted->shared), error);
}

/* In this order, each for every node. */
static gboolean (*const node_steps[]) (Way *way, const WeftNode *wanted, GError **error)
    = { set_name, add_node, set_params, set_flags, set_looks, set_shared };

static gboolean
bring_nodes (Way *way, GError **error)
{
  for (guint k = 0; k < G_N_ELEMENTS (node_steps); k++)
    for (guint i = 0; i < weft_graph_get_n_nodes (way->to); i++)
      if (!node_steps[k](way, weft_graph_get_node (way->to, i), error))
        return FALSE;
  return TRUE;
}

static gboolean
add_wires (Way *way, GError **error)
{
  for (guint i = 0; i < weft_graph_get_n_wires (way->to); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (way->to, i);

      if (!has_wire (way->graph, wire) && !go (way, weft_edit_add_wire (wire), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
set_training (Way *way, GError **error)
{
  GVariant *wanted = weft_graph_get_training (way->to);

  for (const WeftParam *param = weft_training_params (); param->name != NULL; param++)
    {
      g_autoptr (GVariant) value = get_value (wanted, param->name);

      if (!has_same_value (weft_graph_get_training (way->graph), wanted, param->name)
          && !go (way, weft_edit_set_training (param->name, value), error))
        return FALSE;
    }
  return TRUE;
}

WeftEdit *
weft_graph_dup_edit_to (WeftGraph *from, WeftGraph *to, const char *label, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_dup (from);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  Way way = { graph, to, edits };

  weft_graph_reserve_ids (graph, weft_graph_get_next_id (to));
  if (!remove_nodes (&way, error) || !remove_wires (&way, error) || !bring_nodes (&way, error)
      || !remove_wires (&way, error) || !add_wires (&way, error) || !set_training (&way, error))
    return NULL;
  return edits->len > 0 ? weft_edit_list (edits, label) : NULL;
}

/* --- in words --- */

void
weft_difference_free (WeftDifference *difference)
{
  g_free (difference->what);
  g_free (difference->values[0]);
  g_free (difference->values[1]);
  g_free (difference);
}

static WeftDifference *
add (GPtrArray *list, gint64 node, char *what)
{
  WeftDifference *difference = g_new0 (WeftDifference, 1);

  difference->node = node;
  difference->what = what;
  difference->is_in[0] = difference->is_in[1] = TRUE;
  g_ptr_array_add (list, difference);
  return difference;
}

/* head: what the setting is of; nullable. */
static void
compare_values (GPtrArray *list, gint64 node, const char *head, const WeftParam *params,
                GVariant *first, GVariant *second)
{
  for (const WeftParam *param = params; param != NULL && param->name != NULL; param++)
    {
      g_autoptr (GVariant) a = weft_params_get (params, first, param->name),
                           b = weft_params_get (params, second, param->name);
      g_autofree char *label = weft_param_dup_label (param);
      WeftDifference *difference;

      if (a == b || (a != NULL && b != NULL && g_variant_equal (a, b)))
        continue;
      difference = add (list, node,
                        head != NULL ? g_strdup_printf ("%s · %s", head, label) : g_strdup (label));
      difference->param = param->name;
      difference->values[0] = a != NULL ? weft_param_format (param, a) : NULL;
      difference->values[1] = b != NULL ? weft_param_format (param, b) : NULL;
    }
}

static void
compare_flags (GPtrArray *list, const char *title, const WeftNode *a, const WeftNode *b)
{
  for (const WeftFlag *flag = weft_flags; flag->name != NULL; flag++)
    if ((a->flags ^ b->flags) & flag->flag)
      {
        WeftDifference *difference
            = add (list, a->id, g_strdup_printf ("%s · %s", title, _ (flag->title)));

        difference->values[0] = g_strdup (a->flags & flag->flag ? _ ("yes") : _ ("no"));
        difference->values[1] = g_strdup (b->flags & flag->flag ? _ ("yes") : _ ("no"));
      }
}

/* Whether the same leads into it, from the same places. */
static gboolean
has_same_inputs (WeftGraph *first, WeftGraph *second, const WeftNode *node)
{
  for (int i = 0; i < (int) MAX (weft_graph_count_inputs (first, node),
                                 weft_graph_count_inputs (second, node));
       i++)
    {
      const WeftWire *a = weft_graph_find_wire_to (first, node->id, i),
                     *b = weft_graph_find_wire_to (second, node->id, i);

      if ((a != NULL) != (b != NULL)
          || (a != NULL && (a->from != b->from || a->output != b->output)))
        return FALSE;
    }
  return TRUE;
}

static void
compare_nodes (GPtrArray *list, WeftGraph *first, WeftGraph *second, const WeftNode *a,
               const WeftNode *b)
{
  g_autofree char *title = weft_node_dup_title (b);

  if (a->layer != b->layer)
    {
      WeftDifference *difference = add (list, b->id, g_strdup (title));

      difference->values[0] = g_strdup (_ (a->layer->title));
      difference->values[1] = g_strdup (_ (b->layer->title));
      return;
    }
  compare_values (list, b->id, title, b->layer->params, a->params, b->params);
  compare_flags (list, title, a, b);
  if (!has_same_inputs (first, second, b))
    add (list, b->id, g_strdup_printf (_ ("%s · wired otherwise"), title));
}

/* Those of one that the other does not have. */
static void
list_single (GPtrArray *list, WeftGraph *graph, WeftGraph *other, int which)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (weft_graph_find (other, node->id) == NULL)
        add (list, node->id, weft_node_dup_title (node))->is_in[!which] = FALSE;
    }
}

GPtrArray *
weft_graph_list_differences (WeftGraph *first, WeftGraph *second)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_difference_free);

  list_single (list, first, second, 0);
  list_single (list, second, first, 1);
  for (guint i = 0; i < weft_graph_get_n_nodes (first); i++)
    {
      const WeftNode *node = weft_graph_get_node (first, i),
                     *other = weft_graph_find (second, node->id);

      if (other != NULL)
        compare_nodes (list, first, second, node, other);
    }
  compare_values (list, 0, NULL, weft_training_params (), weft_graph_get_training (first),
                  weft_graph_get_training (second));
  return list;
}
