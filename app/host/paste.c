/* paste: the clipboard's text form turned into an edit of an open graph */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/paste.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "engine/data/outputs.h"
#include "projects/formats/graph-json.h"
#include "projects/readers/starters/starter.h"

/* Tries each edit on a copy, so that ids and names are those that the graph itself would give. */
typedef struct
{
  WeftGraph *scratch;
  GPtrArray *edits;
  gint64 inside; /* the group that all of it comes to stand in */
} Paste;

static gboolean
add (Paste *paste, WeftEdit *edit, GError **error)
{
  g_autoptr (WeftEdit) owned = edit;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (paste->scratch, owned, error);

  if (inverse == NULL)
    return FALSE;
  g_ptr_array_add (paste->edits, g_steal_pointer (&owned));
  return TRUE;
}

static char *
dup_stem (const char *name)
{
  gsize length = strlen (name);

  while (length > 1 && g_ascii_isdigit (name[length - 1]))
    length--;
  return g_strndup (name, length);
}

static gboolean
add_node (Paste *paste, const WeftNode *node, double dx, double dy, GHashTable *ids, GError **error)
{
  g_autofree char *stem = dup_stem (node->name);
  g_autofree char *name = weft_graph_dup_free_name (paste->scratch, stem);
  WeftNode copy = *node;

  copy.id = weft_graph_get_next_id (paste->scratch);
  copy.name = name;
  copy.parent = copy.shared = 0; /* when all are there */
  copy.x += dx;
  copy.y += dy;
  g_hash_table_insert (ids, g_memdup2 (&node->id, sizeof node->id),
                       g_memdup2 (&copy.id, sizeof copy.id));
  return add (paste, weft_edit_add_node (&copy), error);
}

static gboolean
add_wire (Paste *paste, const WeftWire *wire, GHashTable *ids, GError **error)
{
  WeftWire copy = *wire;

  copy.from = *(gint64 *) g_hash_table_lookup (ids, &wire->from);
  copy.to = *(gint64 *) g_hash_table_lookup (ids, &wire->to);
  return add (paste, weft_edit_add_wire (&copy), error);
}

static gboolean
add_others (Paste *paste, const WeftNode *node, GHashTable *ids, GError **error)
{
  gint64 id = *(gint64 *) g_hash_table_lookup (ids, &node->id);
  const gint64 *own = g_hash_table_lookup (ids, &node->parent);
  gint64 parent = own != NULL ? *own : paste->inside;
  const gint64 *shared = g_hash_table_lookup (ids, &node->shared);

  return (parent == 0 || add (paste, weft_edit_set_parent (id, parent), error))
         && (shared == NULL || add (paste, weft_edit_set_shared (id, *shared), error));
}

static gboolean
add_all (Paste *paste, WeftGraph *pasted, double x, double y, GHashTable *ids, GError **error)
{
  double left = INFINITY, top = INFINITY;

  for (guint i = 0; i < weft_graph_get_n_nodes (pasted); i++)
    {
      if (weft_graph_get_node (pasted, i)->parent != 0)
        continue;
      left = MIN (left, weft_graph_get_node (pasted, i)->x);
      top = MIN (top, weft_graph_get_node (pasted, i)->y);
    }
  for (guint i = 0; i < weft_graph_get_n_nodes (pasted); i++)
    if (!add_node (paste, weft_graph_get_node (pasted, i), x - left, y - top, ids, error))
      return FALSE;
  for (guint i = 0; i < weft_graph_get_n_nodes (pasted); i++)
    if (!add_others (paste, weft_graph_get_node (pasted, i), ids, error))
      return FALSE;
  for (guint i = 0; i < weft_graph_get_n_wires (pasted); i++)
    if (!add_wire (paste, weft_graph_get_wire (pasted, i), ids, error))
      return FALSE;
  return TRUE;
}

/* "node" or "node.port"; port: −1: there is no such one. */
static const WeftNode *
find_end (WeftGraph *graph, const char *end, gboolean is_input, int *port)
{
  g_auto (GStrv) parts = g_strsplit (end, ".", 2);
  const WeftNode *node = weft_graph_find_by_name (graph, parts[0]);

  *port = -1;
  if (node == NULL)
    return NULL;
  if (parts[1] == NULL)
    *port = 0;
  else
    *port = is_input ? weft_graph_find_input (graph, node, parts[1])
                     : weft_graph_find_output (graph, node, parts[1]);
  return node;
}

/* What does not fit here any more stays open. */
static void
add_incoming (Paste *paste, WeftGraph *pasted, const char *const *ends, GHashTable *ids)
{
  for (guint i = 0; ends[i] != NULL && ends[i + 1] != NULL; i += 2)
    {
      WeftWire wire;
      const WeftNode *from = find_end (paste->scratch, ends[i], FALSE, &wire.output);
      const WeftNode *to = find_end (pasted, ends[i + 1], TRUE, &wire.input);
      const gint64 *id = to != NULL ? g_hash_table_lookup (ids, &to->id) : NULL;

      if (from == NULL || id == NULL || from->parent != paste->inside || wire.output < 0
          || wire.input < 0)
        continue;
      wire.from = from->id;
      wire.to = *id;
      add (paste, weft_edit_add_wire (&wire), NULL);
    }
}

WeftEdit *
weft_paste_make_edit (WeftGraph *graph, const char *text, gint64 inside, double x, double y,
                      gboolean wired, GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_auto (GStrv) incoming = wired ? weft_graph_incoming_from_json (text) : NULL;
  Paste paste;
  g_autoptr (WeftGraph) pasted = weft_graph_from_json (text, -1, error);
  g_autoptr (WeftGraph) scratch = NULL;
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  if (pasted == NULL)
    return NULL;
  scratch = weft_graph_dup (graph);
  paste = (Paste){ scratch, edits, inside };
  if (!add_all (&paste, pasted, x, y, ids, error))
    return NULL;
  if (incoming != NULL)
    add_incoming (&paste, pasted, (const char *const *) incoming, ids);
  return weft_edit_list (edits, N_ ("Paste"));
}

WeftEdit *
weft_paste_make_data_edit (WeftGraph *graph, gint64 node, const WeftDataset *dataset, double x,
                           double y, GError **error)
{
  g_autoptr (WeftGraph) scratch = weft_graph_dup (graph);
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  Paste paste = { scratch, edits, 0 };
  g_autoptr (GVariant) split = weft_starter_dup_split (dataset);
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  if (node != 0 && !add (&paste, weft_edit_set_param (node, "split", split), error))
    return NULL; /* how the other set was parted says nothing of this one */
  if (node == 0)
    {
      g_autofree char *free_name = weft_graph_dup_free_name (scratch, "data");
      const WeftNode fresh = { .id = weft_graph_get_next_id (scratch),
                               .name = free_name,
                               .layer = weft_layer_find ("data"),
                               .x = x,
                               .y = y };

      node = fresh.id;
      if (!add (&paste, weft_edit_add_node (&fresh), error))
        return NULL;
    }
  weft_data_use_file (node, dataset, uses);
  for (guint i = 0; i < uses->len; i++)
    if (!add (&paste, weft_edit_ref (uses->pdata[i]), error))
      return NULL;
  return weft_edit_list (edits, N_ ("Use data"));
}
