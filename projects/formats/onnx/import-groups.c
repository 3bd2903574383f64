/* import-groups: nodes of one part of a model as a group, as their names say:
 * "/layer1/layer1.0/conv1"
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEEPEST 12
#define MOST_PARTS                                                                                 \
  1000 /* each costs a look at the whole network: of more the inner ones are left */

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

void
weft_onnx_import_set_rank (WeftOnnxImport *import, gint64 node, WeftOnnxRank rank)
{
  g_hash_table_replace (import->ranks, g_memdup2 (&node, sizeof node),
                        g_memdup2 (&rank, sizeof rank));
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

gboolean
weft_onnx_is_within (const char *scope, const char *part)
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
  while (parts->len > MOST_PARTS)
    {
      int depth = count_slashes (parts->pdata[0]);
      guint n = 0;

      while (n < parts->len && count_slashes (parts->pdata[n]) == depth)
        n++;
      g_ptr_array_remove_range (parts, 0, n);
    }
  return parts;
}

/* --- groups --- */

static WeftOnnxRank
get_rank (const WeftOnnxImport *import, gint64 node)
{
  const WeftOnnxRank *rank = g_hash_table_lookup (import->ranks, &node);

  return rank != NULL ? *rank : (WeftOnnxRank){ node, node };
}

/* Nodes of a part, and whether others stand beside them. */
static GArray *
list_members (WeftOnnxImport *import, const char *part, gboolean *has_others, WeftOnnxRank *all)
{
  GArray *members = g_array_new (FALSE, FALSE, sizeof (gint64));

  *has_others = FALSE;
  *all = (WeftOnnxRank){ G_MAXINT64, 0 };
  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (import->graph, i);
      const char *scope = weft_onnx_import_get_scope (import, node->id);

      if (node->parent != 0 || scope == NULL)
        continue;
      if (weft_onnx_is_within (scope, part))
        {
          WeftOnnxRank rank = get_rank (import, node->id);

          g_array_append_val (members, node->id);
          all->first = MIN (all->first, rank.first);
          all->last = MAX (all->last, rank.last);
        }
      else
        *has_others = TRUE;
    }
  return members;
}

/* Whether others come between them in the order in which the model works. */
static gboolean
are_mixed (const WeftOnnxImport *import, const char *part, WeftOnnxRank all)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (import->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (import->graph, i);
      const char *scope = weft_onnx_import_get_scope (import, node->id);
      WeftOnnxRank rank = get_rank (import, node->id);

      if (node->parent == 0 && scope != NULL && !weft_onnx_is_within (scope, part)
          && rank.first <= all.last && rank.last >= all.first)
        return TRUE;
    }
  return FALSE;
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

/* "layer1_0" of "/net/layer1/layer1.0"; transfer full. */
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
  return name->len == 0 ? weft_graph_dup_free_name (import->graph, "group")
         : weft_graph_find_by_name (import->graph, name->str) == NULL
             ? g_strdup (name->str)
             : weft_graph_dup_free_name (import->graph, name->str);
}

/* A group while its wires are led through its edge. */
typedef struct
{
  gint64 id;
  const char *name;
  GHashTable *members;
  GArray *ports[2]; /* WeftWire: in and out, of each the source and in `to` the port node */
} Edge;

/* The port for a wire's source; which: 0: in, 1: out. −1: it cannot be. is_new: it was made. */
static int
find_port (WeftOnnxImport *import, Edge *edge, const WeftWire *wire, int which, gboolean *is_new)
{
  static const char *const layers[] = { "group_input", "group_output" };
  static const char *const ends[] = { "in", "out" };
  GArray *ports = edge->ports[which];
  g_autofree char *name = NULL;
  WeftWire port = *wire;

  *is_new = FALSE;
  for (guint i = 0; i < ports->len; i++)
    {
      const WeftWire *other = &g_array_index (ports, WeftWire, i);

      if (other->from == wire->from && other->output == wire->output)
        return (int) i;
    }
  name = g_strdup_printf ("%s_%s", edge->name, ends[which]);
  if (weft_graph_find_by_name (import->graph, name) != NULL)
    {
      g_autofree char *stem = g_steal_pointer (&name);

      name = weft_graph_dup_free_name (import->graph, stem);
    }
  port.to = weft_onnx_import_add (import, name, layers[which], NULL, NULL);
  if (port.to == 0
      || !weft_onnx_import_apply (import, weft_edit_set_parent (port.to, edge->id), NULL))
    return -1;
  *is_new = TRUE;
  g_array_append_val (ports, port);
  return (int) ports->len - 1;
}

static gboolean
wire (WeftOnnxImport *import, gint64 from, int output, gint64 to, int input)
{
  return weft_onnx_import_wire (import, (WeftOnnxSource){ .node = from, .output = output }, to,
                                input, NULL);
}

static gboolean
lead_through (WeftOnnxImport *import, Edge *edge, const WeftWire *w)
{
  gboolean from_inside = g_hash_table_contains (edge->members, &w->from), is_new;
  int which = from_inside ? 1 : 0, i;
  gint64 port;

  if (from_inside && g_hash_table_contains (edge->members, &w->to))
    return wire (import, w->from, w->output, w->to, w->input);
  i = find_port (import, edge, w, which, &is_new);
  if (i < 0)
    return FALSE;
  port = g_array_index (edge->ports[which], WeftWire, i).to;
  if (from_inside)
    return (!is_new || wire (import, w->from, w->output, port, 0))
           && wire (import, edge->id, i, w->to, w->input);
  return (!is_new || wire (import, w->from, w->output, edge->id, i))
         && wire (import, port, 0, w->to, w->input);
}

static GArray *
take_wires (WeftOnnxImport *import, GHashTable *members)
{
  GArray *wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));

  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    {
      const WeftWire *w = weft_graph_get_wire (import->graph, i);

      if (g_hash_table_contains (members, &w->from) || g_hash_table_contains (members, &w->to))
        g_array_append_vals (wires, w, 1);
    }
  for (guint i = 0; i < wires->len; i++)
    weft_onnx_import_apply (import, weft_edit_remove_wire (&g_array_index (wires, WeftWire, i)),
                            NULL);
  return wires;
}

/* As engine/graph/group.h's edit does, but in the graph itself, of which that would make a copy for
 * each of many groups. */
static gint64
put_in_group (WeftOnnxImport *import, GArray *ids, const char *name)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) wires = NULL, in = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  Edge edge = { .name = name, .members = members, .ports = { in, out } };
  gboolean is_made;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (members, &g_array_index (ids, gint64, i));
  wires = take_wires (import, members);
  edge.id = weft_onnx_import_add (import, name, "group", NULL, NULL);
  is_made = edge.id != 0;
  for (guint i = 0; i < ids->len; i++)
    is_made = is_made
              && weft_onnx_import_apply (
                  import, weft_edit_set_parent (g_array_index (ids, gint64, i), edge.id), NULL);
  for (guint i = 0; i < wires->len; i++)
    is_made = is_made && lead_through (import, &edge, &g_array_index (wires, WeftWire, i));
  return is_made ? edge.id : 0;
}

/* A part with nothing in it but another part: one group stands for both, as the outer one. */
static void
take_for_part (WeftOnnxImport *import, gint64 group, const char *part)
{
  g_autofree char *name = dup_group_name (import, part);
  g_autofree char *title = weft_onnx_import_dup_title (import, part);

  weft_onnx_import_set_scope (import, group, part);
  weft_fold_rename (import, group, name, NULL);
  weft_onnx_import_apply (import, weft_edit_set_title (group, title), NULL);
}

static gboolean
is_group (const WeftOnnxImport *import, gint64 node)
{
  return weft_graph_find (import->graph, node)->layer->grouping == WEFT_GROUPING_GROUP;
}

/* FALSE where a group was begun that cannot be. */
static gboolean
make_group (WeftOnnxImport *import, const char *part)
{
  gboolean has_others;
  WeftOnnxRank all;
  g_autoptr (GArray) members = list_members (import, part, &has_others, &all);
  g_autofree char *name = NULL, *title = NULL;
  gint64 group;

  if (members->len == 1 && has_others && is_group (import, g_array_index (members, gint64, 0)))
    take_for_part (import, g_array_index (members, gint64, 0), part);
  /* One layer, and what only gives it its shape, is no part of parts. */
  if (members->len < (g_hash_table_contains (import->parts, part) ? 2 : 3) || !has_others
      || (are_mixed (import, part, all) && comes_back (import, members)))
    return TRUE;
  name = dup_group_name (import, part);
  group = put_in_group (import, members, name);
  if (group == 0)
    return FALSE;
  weft_onnx_import_set_scope (import, group, part);
  weft_onnx_import_set_rank (import, group, all);
  title = weft_onnx_import_dup_title (import, part);
  return weft_onnx_import_apply (import, weft_edit_set_title (group, title), NULL);
}

/* --- all of it --- */

gboolean
weft_onnx_import_group (WeftOnnxImport *import, GError **error)
{
  g_autoptr (GPtrArray) parts = list_parts (import);

  for (guint i = 0; i < parts->len; i++)
    if (!make_group (import, parts->pdata[i]))
      {
        g_set_error (
            error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
            _ ("The part “%s” of the model has more ways in or out than a group can have."),
            (const char *) parts->pdata[i]);
        return FALSE;
      }
  weft_onnx_import_note_reads (import);
  return weft_onnx_import_repeat (import, error);
}
