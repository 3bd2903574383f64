/* import-groups: nodes of one part of a model as a group, as their names say:
 * "/layer1/layer1.0/conv1"
 *
 * Parts that are alike and stand behind each other are one that is repeated. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <string.h>

#include "engine/graph/group.h"
#include "projects/formats/onnx/fold-private.h"

#define DEEPEST 12

const char *
weft_onnx_import_get_scope (const WeftOnnxImport *import, gint64 node)
{
  return g_hash_table_lookup (import->scopes, &node);
}

void
weft_onnx_import_set_scope (WeftOnnxImport *import, gint64 node, const char *scope)
{
  g_hash_table_replace (import->scopes, g_memdup2 (&node, sizeof node), g_strdup (scope));
}

char *
weft_onnx_import_dup_scope (const Onnx__NodeProto *node)
{
  const char *name = node->name != NULL ? node->name : "", *last = strrchr (name, '/');

  return last == NULL ? g_strdup ("") : g_strndup (name, (gsize) (last - name));
}

void
weft_onnx_import_find_parts (WeftOnnxImport *import)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;

  for (size_t i = 0; i < graph->n_node; i++)
    {
      g_autofree char *part = weft_onnx_import_dup_scope (graph->node[i]);
      char *last;

      while ((last = strrchr (part, '/')) != NULL)
        {
          *last = '\0';
          g_hash_table_add (import->parts, g_strdup (part));
        }
    }
}

static gboolean
is_within (const char *scope, const char *part)
{
  gsize n = strlen (part);

  return scope != NULL && strncmp (scope, part, n) == 0 && (scope[n] == '\0' || scope[n] == '/');
}

/* --- which parts there are --- */

static int
count_slashes (const char *text)
{
  int n = 0;

  for (; *text != '\0'; text++)
    n += *text == '/';
  return n;
}

static int
compare_parts_cb (gconstpointer a, gconstpointer b)
{
  const char *p = *(char *const *) a, *q = *(char *const *) b;
  int deeper = count_slashes (q) - count_slashes (p);

  return deeper != 0 ? deeper : strcmp (p, q);
}

/* All of them, the inner ones first; transfer full. */
static GPtrArray *
list_parts (const WeftOnnxImport *import)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer scope;

  g_hash_table_iter_init (&iter, import->scopes);
  while (g_hash_table_iter_next (&iter, NULL, &scope))
    {
      g_autofree char *part = g_strdup (scope);

      while (*part != '\0')
        {
          char *last = strrchr (part, '/');

          if (count_slashes (part) <= DEEPEST && g_hash_table_add (seen, g_strdup (part)))
            g_ptr_array_add (parts, g_strdup (part));
          *(last != NULL ? last : part) = '\0';
        }
    }
  g_ptr_array_sort (parts, compare_parts_cb);
  return parts;
}

/* --- groups --- */

/* Nodes of a part, and whether others stand beside them. */
static GArray *
list_members (WeftOnnxImport *import, const char *part, gboolean *has_others)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (gint64));

  *has_others = FALSE;
  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (import->graph, i);
      const char *scope = weft_onnx_import_get_scope (import, node->id);

      if (node->parent != 0 || scope == NULL)
        continue;
      if (is_within (scope, part))
        g_array_append_val (members, node->id);
      else
        *has_others = TRUE;
    }
  return members;
}

/* What reads each node: gint64 → GArray of gint64. */
static GHashTable *
list_readers (const WeftOnnxImport *import)
{
  GHashTable *readers
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (import->graph, i);
      GArray *to = g_hash_table_lookup (readers, &wire->from);

      if (to == NULL)
        {
          to = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_hash_table_insert (readers, g_memdup2 (&wire->from, sizeof wire->from), to);
        }
      g_array_append_val (to, wire->to);
    }
  return readers;
}

/* Whether what leads out of them comes back by way of others: then they are no part by themselves.
 */
static gboolean
comes_back (const WeftOnnxImport *import, const GArray *members)
{
  g_autoptr (GHashTable) readers = list_readers (import);
  g_autoptr (GHashTable) inside = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  for (guint i = 0; i < members->len; i++)
    {
      g_hash_table_add (inside, &g_array_index (members, gint64, i));
      g_ptr_array_add (open, &g_array_index (members, gint64, i));
    }
  while (open->len > 0)
    {
      gint64 *from = g_ptr_array_steal_index_fast (open, open->len - 1);
      const GArray *to = g_hash_table_lookup (readers, from);
      gboolean is_outside = !g_hash_table_contains (inside, from);

      for (guint i = 0; to != NULL && i < to->len; i++)
        {
          gint64 *next = &g_array_index (to, gint64, i);

          if (g_hash_table_contains (inside, next))
            {
              if (is_outside)
                return TRUE;
            }
          else if (g_hash_table_add (seen, next))
            g_ptr_array_add (open, next);
        }
    }
  return FALSE;
}

/* "layer1_0" of "/net/layer1/layer1.0"; transfer full, nullable. */
static char *
dup_group_name (const WeftOnnxImport *import, const char *part)
{
  g_autoptr (GString) name
      = g_string_new (strrchr (part, '/') != NULL ? strrchr (part, '/') : part);

  for (gsize i = 0; i < name->len; i++)
    name->str[i] = g_ascii_isalnum (name->str[i]) ? g_ascii_tolower (name->str[i]) : '_';
  while (name->len > 0 && !g_ascii_islower (*name->str))
    g_string_erase (name, 0, 1);
  g_string_truncate (name, MIN (name->len, 60));
  return name->len == 0 ? NULL
         : weft_graph_find_by_name (import->graph, name->str) == NULL
             ? g_strdup (name->str)
             : weft_graph_dup_free_name (import->graph, name->str);
}

/* What cannot be a group stays as it is. */
static void
make_group (WeftOnnxImport *import, const char *part)
{
  gboolean has_others;
  g_autoptr (GArray) members = list_members (import, part, &has_others);
  gint64 group = weft_graph_get_next_id (import->graph);
  WeftEdit *edit;
  g_autofree char *name = NULL;

  /* One layer, and what only gives it its shape, is no part of parts. */
  if (members->len < (g_hash_table_contains (import->parts, part) ? 2 : 3) || !has_others
      || comes_back (import, members))
    return;
  edit = weft_group_make_edit (import->graph, members, NULL);
  if (edit == NULL || !weft_onnx_import_apply (import, edit, NULL))
    return;
  weft_onnx_import_set_scope (import, group, part);
  name = dup_group_name (import, part);
  if (name != NULL)
    weft_onnx_import_apply (import, weft_edit_set_name (group, name), NULL);
}

/* --- repeats --- */

static GArray *
list_inside (const WeftOnnxImport *import, gint64 group)
{
  GArray *inside = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    if (weft_graph_get_node (import->graph, i)->parent == group)
      g_array_append_val (inside, weft_graph_get_node (import->graph, i)->id);
  return inside;
}

static int
find (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return (int) i;
  return -1;
}

/* Weights of a node, in their order. */
static GPtrArray *
list_weights (const WeftOnnxImport *import, const WeftNode *node)
{
  GPtrArray *list = g_ptr_array_new ();
  g_autofree char *prefix = g_strconcat (node->name, ".", NULL);

  for (guint i = 0; i < import->weights->len; i++)
    if (g_str_has_prefix (((WeftNamedWeight *) import->weights->pdata[i])->name, prefix))
      g_ptr_array_add (list, import->weights->pdata[i]);
  return list;
}

/* Of repeats of a the first only. */
static gboolean
has_same_weights (const WeftOnnxImport *import, const WeftNode *a, const WeftNode *b)
{
  g_autoptr (GPtrArray) q = list_weights (import, b);

  for (guint i = 0; i < q->len; i++)
    {
      const WeftNamedWeight *of_b = q->pdata[i];
      const WeftNamedWeight *of_a
          = weft_fold_find_weight (import, a, of_b->name + strlen (b->name) + 1);

      if (of_a == NULL || !weft_shape_same_dims (&of_a->shape, &of_b->shape, 0))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_alike (const WeftOnnxImport *import, gint64 p, gint64 q)
{
  const WeftNode *a = weft_graph_find (import->graph, p), *b = weft_graph_find (import->graph, q);

  return a->layer == b->layer && a->layer->grouping != WEFT_GROUPING_GROUP
         && g_variant_equal (a->params, b->params) && has_same_weights (import, a, b);
}

static guint
count_wires (const WeftOnnxImport *import, const GArray *inside)
{
  guint n = 0;

  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    n += find (inside, weft_graph_get_wire (import->graph, i)->to) >= 0;
  return n;
}

/* Whether the nodes of both are the same, one by one, and their wires. */
static gboolean
are_alike (const WeftOnnxImport *import, const GArray *a, const GArray *b)
{
  if (a->len != b->len || count_wires (import, a) != count_wires (import, b))
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!is_alike (import, g_array_index (a, gint64, i), g_array_index (b, gint64, i)))
      return FALSE;
  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (import->graph, i), *other;
      int to = find (a, wire->to), from = find (a, wire->from);

      if (to < 0)
        continue;
      other = weft_graph_find_wire_to (import->graph, g_array_index (b, gint64, to), wire->input);
      if (from < 0 || other == NULL || other->output != wire->output
          || other->from != g_array_index (b, gint64, from))
        return FALSE;
    }
  return TRUE;
}

/* b's weights as those of a's next time. */
static void
move_weights (WeftOnnxImport *import, const GArray *a, const GArray *b, gint64 times)
{
  for (guint i = 0; i < a->len; i++)
    {
      const WeftNode *to = weft_graph_find (import->graph, g_array_index (a, gint64, i));
      const WeftNode *from = weft_graph_find (import->graph, g_array_index (b, gint64, i));
      g_autoptr (GPtrArray) list = list_weights (import, from);

      for (guint k = 0; k < list->len; k++)
        {
          WeftNamedWeight *weight = list->pdata[k];
          char *name = g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%s", to->name, times,
                                        weight->name + strlen (from->name) + 1);

          g_free (weight->name);
          weight->name = name;
        }
    }
}

/* The group that alone reads this one, by its only port. */
static const WeftNode *
find_next (const WeftOnnxImport *import, const WeftNode *group)
{
  const WeftNode *next = weft_fold_find_reader (import, group);

  return next != NULL && next->layer->grouping == WEFT_GROUPING_GROUP
                 && next->parent == group->parent
                 && weft_graph_count_inputs (import->graph, next) == 1
                 && weft_graph_count_inputs (import->graph, group) == 1
                 && weft_graph_count_outputs (import->graph, next) == 1
                 && weft_graph_count_outputs (import->graph, group) == 1
             ? next
             : NULL;
}

/* FALSE where the group behind is another; it goes where it is the same. */
static gboolean
repeat (WeftOnnxImport *import, gint64 id, GError **error)
{
  const WeftNode *group = weft_graph_find (import->graph, id), *next;
  g_autoptr (GArray) a = NULL, b = NULL;
  gint64 times;

  next = group != NULL ? find_next (import, group) : NULL;
  if (next == NULL || weft_fold_get_number (next, "repeat") != 1)
    return FALSE;
  a = list_inside (import, id);
  b = list_inside (import, next->id);
  if (!are_alike (import, a, b))
    return FALSE;
  times = (gint64) weft_fold_get_number (group, "repeat") + 1;
  move_weights (import, a, b, times);
  return weft_onnx_import_apply (
             import, weft_edit_set_param (id, "repeat", g_variant_new_int64 (times)), error)
         && weft_fold_replace (import, next->id, (WeftOnnxSource){ .node = id }, NULL, error);
}

/* A group that is left with nothing but another in it: the inner one stands for both. */
static void
open_shell (WeftOnnxImport *import, gint64 id)
{
  const WeftNode *group = weft_graph_find (import->graph, id);
  g_autoptr (GArray) inside = NULL;
  g_autofree char *name = NULL;
  gint64 inner = 0;
  guint n = 0;
  WeftEdit *edit;

  if (group == NULL || group->layer->grouping != WEFT_GROUPING_GROUP
      || weft_fold_get_number (group, "repeat") != 1)
    return;
  inside = list_inside (import, id);
  for (guint i = 0; i < inside->len; i++)
    {
      const WeftNode *node = weft_graph_find (import->graph, g_array_index (inside, gint64, i));

      if (node->layer->grouping == WEFT_GROUPING_INPUT
          || node->layer->grouping == WEFT_GROUPING_OUTPUT)
        continue;
      inner = node->id;
      n += node->layer->grouping == WEFT_GROUPING_GROUP ? 1 : 2;
    }
  name = g_strdup (group->name);
  edit = n == 1 ? weft_ungroup_make_edit (import->graph, id, NULL) : NULL;
  if (edit != NULL && weft_onnx_import_apply (import, edit, NULL))
    weft_fold_rename (import, inner, name, NULL);
}

gboolean
weft_onnx_import_group (WeftOnnxImport *import, GError **error)
{
  g_autoptr (GPtrArray) parts = list_parts (import);
  gint64 last;

  for (guint i = 0; i < parts->len; i++)
    make_group (import, parts->pdata[i]);
  last = weft_graph_get_next_id (import->graph);
  for (gint64 id = 1; id < last; id++)
    {
      GError *own = NULL;

      while (repeat (import, id, &own))
        ;
      if (own != NULL)
        {
          g_propagate_error (error, own);
          return FALSE;
        }
    }
  for (gint64 id = 1; id < last; id++)
    open_shell (import, id);
  return TRUE;
}
