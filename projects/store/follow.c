/* follow: turns what the history reports into changes of rows
 *
 * The file's rows are mirrored here and compared with the graph after each report, so that it does
 * not matter which kinds of edits there are, and the file cannot drift away from the graph. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/store-private.h"

void
weft_store_init_mirror (WeftStore *store, WeftGraph *graph)
{
  guint n_nodes = graph ? weft_graph_get_n_nodes (graph) : 0;
  guint n_wires = graph ? weft_graph_get_n_wires (graph) : 0;

  store->node_rows = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_node_row_free);
  store->wire_rows = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  for (guint i = 0; i < n_nodes; i++)
    g_ptr_array_add (store->node_rows, weft_node_row_new (weft_graph_get_node (graph, i)));
  for (guint i = 0; i < n_wires; i++)
    g_array_append_vals (store->wire_rows, weft_graph_get_wire (graph, i), 1);
  store->training = graph ? g_variant_ref (weft_graph_get_training (graph))
                          : g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  store->next_node = graph ? weft_graph_get_next_id (graph) : 1;
}

void
weft_store_clear_mirror (WeftStore *store)
{
  g_clear_pointer (&store->node_rows, g_ptr_array_unref);
  g_clear_pointer (&store->wire_rows, g_array_unref);
  g_clear_pointer (&store->training, g_variant_unref);
}

/* --- comparing: both sides stand in the same order --- */

/* The node is new or has changed: its row goes into the file. */
static WeftNodeRow *
write_node (WeftChange *change, const WeftNode *node)
{
  g_ptr_array_add (change->nodes, weft_node_row_new (node));
  return weft_node_row_new (node);
}

static void
compare_nodes (WeftStore *store, WeftGraph *graph, WeftChange *change)
{
  g_autoptr (GPtrArray) old = store->node_rows;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_node_row_free);
  guint n = weft_graph_get_n_nodes (graph), i = 0, k = 0;

  g_ptr_array_set_free_func (old, NULL); /* each row is moved or freed below */
  while (i < n || k < old->len)
    {
      const WeftNode *node = i < n ? weft_graph_get_node (graph, i) : NULL;
      WeftNodeRow *row = k < old->len ? g_ptr_array_index (old, k) : NULL;
      gboolean is_gone = row && (!node || row->id < node->id);
      gboolean is_same = row && node && row->id == node->id;

      if (is_gone)
        g_array_append_val (change->gone_nodes, row->id);
      else if (is_same && weft_node_row_equal (row, node))
        g_ptr_array_add (rows, g_steal_pointer (&row));
      else
        g_ptr_array_add (rows, write_node (change, node));
      i += !is_gone;
      k += is_gone || is_same;
      if (row && (is_gone || is_same))
        weft_node_row_free (row);
    }
  store->node_rows = rows;
}

static int
compare_inputs (const WeftWire *a, const WeftWire *b)
{
  if (a->to != b->to)
    return a->to < b->to ? -1 : 1;
  return a->input < b->input ? -1 : a->input > b->input;
}

static void
compare_wires (WeftStore *store, WeftGraph *graph, WeftChange *change)
{
  g_autoptr (GArray) old = store->wire_rows;
  guint n = weft_graph_get_n_wires (graph), i = 0, k = 0;

  store->wire_rows = g_array_sized_new (FALSE, FALSE, sizeof (WeftWire), n);
  while (i < n || k < old->len)
    {
      const WeftWire *wire = i < n ? weft_graph_get_wire (graph, i) : NULL;
      const WeftWire *row = k < old->len ? &g_array_index (old, WeftWire, k) : NULL;
      int order = !wire ? -1 : !row ? 1 : compare_inputs (row, wire);

      if (order < 0)
        g_array_append_vals (change->gone_wires, row, 1);
      else if (order > 0 || row->from != wire->from || row->output != wire->output)
        g_array_append_vals (change->wires, wire, 1);
      if (order >= 0)
        g_array_append_vals (store->wire_rows, wire, 1);
      i += order >= 0;
      k += order <= 0;
    }
}

WeftChange *
weft_store_compare (WeftStore *store, WeftGraph *graph)
{
  WeftChange *change = weft_change_new ();
  GVariant *training = weft_graph_get_training (graph);

  compare_nodes (store, graph, change);
  compare_wires (store, graph, change);
  if (!g_variant_equal (store->training, training))
    {
      change->training = g_variant_ref (training);
      g_variant_unref (store->training);
      store->training = g_variant_ref (training);
    }
  store->next_node = MAX (store->next_node, weft_graph_get_next_id (graph));
  change->next_node = store->next_node;
  change->revision = store->opened.revision + (gint64) weft_graph_get_revision (graph);
  return change;
}

/* --- what is recorded --- */

static gboolean
write_change (WeftWriter *writer, gpointer change, GError **error)
{
  return weft_rows_write (writer->db, change, error);
}

static void
queue_change (WeftStore *store, WeftChange *change)
{
  change->seq = ++store->seq;
  change->position = store->position;
  weft_store_queue (store, write_change, change, (GDestroyNotify) weft_change_free, change->seq);
}

static void
recorded_cb (WeftHistory *history, int what, WeftEdit *edit, WeftEdit *inverse, gpointer data)
{
  WeftStore *store = data;
  WeftChange *change = weft_store_compare (store, weft_history_get_graph (history));

  if (what == WEFT_RECORD_NEW)
    change->drops_rest = TRUE;
  if (what == WEFT_RECORD_NEW || what == WEFT_RECORD_MERGE)
    {
      change->edit = weft_edit_serialize (edit);
      change->inverse = weft_edit_serialize (inverse);
    }
  store->position = weft_history_get_position (history);
  queue_change (store, change);
}

/* All entries anew: a file whose position lies beyond its entries would not open again. */
static void
queue_entries (WeftStore *store)
{
  guint position = store->position;

  for (guint i = 0; i < weft_history_get_n_entries (store->history); i++)
    {
      WeftChange *change = weft_change_new ();
      WeftEdit *inverse, *edit = weft_history_get_entry (store->history, i, &inverse);

      change->edit = weft_edit_serialize (edit);
      change->inverse = weft_edit_serialize (inverse);
      change->drops_rest = TRUE;
      change->next_node = store->next_node;
      change->revision = store->opened.revision;
      store->position = i + 1;
      queue_change (store, change);
    }
  store->position = position;
}

void
weft_store_follow (WeftStore *store, WeftHistory *history)
{
  g_autoptr (WeftChange) change = NULL;

  g_return_if_fail (!store->history && weft_store_may_write (store, NULL));
  store->history = g_object_ref (history);
  store->recorded = g_signal_connect (history, "recorded", G_CALLBACK (recorded_cb), store);
  change = weft_store_compare (store, weft_history_get_graph (history));
  /* A history that did not come from this file, or a graph that was changed past it. */
  if (store->position == weft_history_get_position (history) && !weft_change_touches_graph (change))
    return;
  queue_entries (store);
  store->position = weft_history_get_position (history);
  queue_change (store, g_steal_pointer (&change));
}

void
weft_store_unfollow (WeftStore *store)
{
  if (!store->history)
    return;
  g_signal_handler_disconnect (store->history, store->recorded);
  g_clear_object (&store->history);
}
