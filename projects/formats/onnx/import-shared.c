/* import-shared: a layer that the model calls several times has its weights once
 *
 * An exporter writes a node for each call, with the same numbers, and under the same part of the
 * model but for a count: "/net/net.0" and "/net/net.0_1" (torch.onnx). Equal numbers alone say
 * nothing: layers that were made as copies of each other begin with them, too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "projects/formats/onnx/import-private.h"

/* "/net/net.0_1" → "/net/net.0"; what has no count is its own. Transfer full. */
static char *
dup_called (const char *scope)
{
  gsize n = strlen (scope), end = n;

  while (end > 0 && g_ascii_isdigit (scope[end - 1]))
    end--;
  return g_strndup (scope, end < n && end > 1 && scope[end - 1] == '_' ? end - 1 : n);
}

/* char *: a node's name → GPtrArray of its weights, in their order; weights are borrowed. */
static GHashTable *
list_weights (const WeftOnnxImport *import)
{
  GHashTable *of_nodes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < import->weights->len; i++)
    {
      WeftNamedWeight *weight = import->weights->pdata[i];
      char *node = g_strndup (weight->name, strcspn (weight->name, "."));
      GPtrArray *own = g_hash_table_lookup (of_nodes, node);

      if (own == NULL)
        {
          own = g_ptr_array_new ();
          g_hash_table_insert (of_nodes, g_strdup (node), own);
        }
      g_ptr_array_add (own, weight);
      g_free (node);
    }
  return of_nodes;
}

static gboolean
is_even (const WeftNamedWeight *weight)
{
  for (gint64 i = 1; i < weft_shape_count (&weight->shape); i++)
    if (weight->numbers[i] != weight->numbers[0])
      return FALSE;
  return TRUE;
}

/* Number by number, under the same names; not all of one number, as many layers begin. */
static gboolean
are_same (const GPtrArray *a, const GPtrArray *b)
{
  gboolean says_something = FALSE;

  if (a == NULL || b == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const WeftNamedWeight *p = a->pdata[i], *q = b->pdata[i];

      if (strcmp (strchr (p->name, '.'), strchr (q->name, '.')) != 0
          || !weft_shape_equal (&p->shape, &q->shape)
          || memcmp (p->numbers, q->numbers,
                     (gsize) weft_shape_count (&p->shape) * sizeof *p->numbers)
                 != 0)
        return FALSE;
      says_something = says_something || !is_even (p);
    }
  return says_something;
}

static gboolean
share (WeftOnnxImport *import, const WeftNode *first, const WeftNode *again, GHashTable *of_nodes,
       GError **error)
{
  const GPtrArray *own = g_hash_table_lookup (of_nodes, again->name);

  if (first->layer != again->layer || !g_variant_equal (first->params, again->params)
      || !are_same (g_hash_table_lookup (of_nodes, first->name), own))
    return TRUE;
  for (guint i = 0; i < own->len; i++)
    g_ptr_array_remove (import->weights, own->pdata[i]);
  return weft_onnx_import_apply (import, weft_edit_set_shared (again->id, first->id), error);
}

gboolean
weft_onnx_import_share (WeftOnnxImport *import, GError **error)
{
  g_autoptr (GHashTable) of_nodes = list_weights (import);
  g_autoptr (GHashTable) firsts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (import->graph, i);
      const char *scope = weft_onnx_import_get_scope (import, node->id), *first;
      g_autofree char *called = scope != NULL && *scope != '\0' ? dup_called (scope) : NULL;

      if (called == NULL || !g_hash_table_contains (of_nodes, node->name))
        continue;
      first = g_hash_table_lookup (firsts, called);
      if (first != NULL
          && !share (import, weft_graph_find_by_name (import->graph, first), node, of_nodes, error))
        return FALSE;
      if (first == NULL && strcmp (scope, called) == 0)
        g_hash_table_insert (firsts, g_steal_pointer (&called), node->name);
    }
  return TRUE;
}
