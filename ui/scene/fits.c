/* fits: which layers could take the other end of a wire; no GTK in it
 *
 * All layers at once stand loose in a copy of the network, and once more by themselves, so that one
 * check of these alone says what each gives. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/fits.h"

#include "ui/scene/edits.h"

static gboolean
has_data (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->family == WEFT_FAMILY_DATA)
      return TRUE;
  return FALSE;
}

/* The same node in both; 0: it may not stand there. Of a second set nothing is known. */
static gint64
put_loose (WeftGraph *trial, WeftGraph *alone, const WeftLayer *layer, gint64 inside)
{
  gboolean is_second = layer->family == WEFT_FAMILY_DATA && has_data (trial);
  g_autofree char *name = weft_graph_dup_free_name (trial, layer->id);
  WeftNode node
      = { .id = weft_graph_get_next_id (trial), .name = name, .layer = layer, .parent = inside };
  g_autoptr (WeftEdit) here = weft_edit_add_node (&node), there = NULL;
  g_autoptr (WeftEdit) undo = weft_graph_apply (trial, here, NULL), undo_there = NULL;

  if (undo == NULL)
    return 0;
  node.parent = 0;
  there = is_second ? NULL : weft_edit_add_node (&node);
  undo_there = there != NULL ? weft_graph_apply (alone, there, NULL) : NULL;
  return node.id;
}

GHashTable *
weft_fits_find (WeftGraph *graph, WeftCatalog *catalog, WeftReport *known, const WeftLooseEnd *end)
{
  GHashTable *fits = g_hash_table_new (NULL, NULL);
  g_autoptr (WeftGraph) trial = weft_graph_dup (graph), alone = weft_graph_new ();
  g_autoptr (WeftReport) report = NULL;
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);
  g_autofree gint64 *ids = g_new (gint64, n);

  for (guint i = 0; i < n; i++)
    ids[i] = put_loose (trial, alone, layers[i], end->inside);
  report = weft_check (alone, catalog);
  weft_report_lay_over (report, known);
  for (guint i = 0; i < n; i++)
    {
      WeftWire wire = end->backwards ? (WeftWire){ ids[i], end->node, -1, end->port }
                                     : (WeftWire){ end->node, ids[i], end->port, -1 };

      if (ids[i] != 0 && weft_edits_find_port (trial, report, &wire))
        g_hash_table_insert (fits, (gpointer) layers[i],
                             GINT_TO_POINTER ((end->backwards ? wire.output : wire.input) + 1));
    }
  return fits;
}
