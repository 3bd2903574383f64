/* fix-wires: cures of what leads where: a missing wire, one too many, a node too many */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/plan/ending.h"
#include "engine/graph/graph-private.h"
#include "engine/graph/room.h"

#define MAX_TRIED 4 /* of the ends nearby, for each is built with the wire */

/* --- a wire that is missing --- */

typedef struct
{
  gint64 node;
  double distance;
} Near;

static int
compare_near_cb (gconstpointer a, gconstpointer b)
{
  const Near *m = a, *n = b;

  return (m->distance > n->distance) - (m->distance < n->distance);
}

/* Nodes that lead nowhere yet, those that end where node begins first; then the data. */
static GArray *
find_sources (WeftGraph *graph, const WeftNode *node)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Near));
  g_autoptr (GHashTable) used = g_hash_table_new (g_int64_hash, g_int64_equal);
  const WeftNode *data = weft_ending_find_data (graph);
  Near last = { data ? data->id : 0, G_MAXDOUBLE };

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    if (weft_graph_get_wire (graph, i)->output == 0)
      g_hash_table_add (used, (gpointer) &weft_graph_get_wire (graph, i)->from);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *from = weft_graph_get_node (graph, i);
      Near near = { from->id, hypot (from->x + WEFT_ROOM_PITCH - node->x, from->y - node->y) };

      if (from != node && from->parent == node->parent && !from->layer->is_loss
          && weft_graph_count_outputs (graph, from) > 0 && from->layer->family != WEFT_FAMILY_DATA
          && !g_hash_table_contains (used, &from->id))
        g_array_append_val (found, near);
    }
  g_array_sort (found, compare_near_cb);
  g_array_set_size (found, MIN (found->len, MAX_TRIED));
  if (data && (!node->layer->is_loss || found->len == 0))
    g_array_append_val (found, last);
  return found;
}

static void
offer_wire (WeftGraph *graph, WeftDiagnostic *diagnostic, const WeftWire *wire, const char *label)
{
  const WeftWire *old = weft_graph_find_wire_to (graph, wire->to, wire->input);
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

  if (old)
    g_ptr_array_add (edits, weft_edit_remove_wire (old));
  g_ptr_array_add (edits, weft_edit_add_wire (wire));
  weft_fix_offer (diagnostic, edits, N_ ("Connect"), label);
}

/* The target of a loss can only be the labels of the one data node. */
static void
connect_labels (WeftGraph *graph, WeftDiagnostic *diagnostic, int input)
{
  const WeftNode *data = weft_ending_find_data (graph);
  int labels = data ? weft_node_find_output (data, "y") : -1;

  if (labels >= 0)
    offer_wire (graph, diagnostic, &(WeftWire){ data->id, diagnostic->node, labels, input },
                _ ("Connect the labels"));
}

void
weft_fix_connect (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  int input = weft_graph_find_input (graph, node, diagnostic->port);
  g_autoptr (GArray) sources = NULL;

  if (weft_fix_offer_brought (graph, node, diagnostic))
    return;
  if (node->layer->is_loss && input == weft_layer_find_input (node->layer, "target"))
    {
      connect_labels (graph, diagnostic, input);
      return;
    }
  sources = find_sources (graph, node);
  for (guint i = 0; i < sources->len; i++)
    {
      WeftWire wire = { g_array_index (sources, Near, i).node, node->id, 0, input };
      g_autofree char *reason
          = weft_check_wire (graph, report, wire.from, wire.output, wire.to, wire.input);
      g_autofree char *title = NULL, *label = NULL;

      if (reason)
        continue;
      title = weft_node_dup_title (weft_graph_find (graph, wire.from));
      label = g_strdup_printf (_ ("Connect %s"), title);
      offer_wire (graph, diagnostic, &wire, label);
      return;
    }
}

static gboolean
carries_tokens (const WeftReport *report, const WeftWire *wire)
{
  const WeftNodeReport *from = weft_report_find (report, wire->from);

  return from && from->out[wire->output]->rank >= 0
         && from->out_kind[wire->output] == WEFT_KIND_TOKENS;
}

/* Labels came where values were wanted, out of the data's other output; or words, which can be
 * given values. */
void
weft_fix_use_values (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftWire *first = weft_graph_find_wire_to (graph, diagnostic->node, 0);

  if (first && carries_tokens (report, first))
    {
      weft_fix_insert_before (graph, diagnostic, node->id, "embedding", N_ ("Insert Embedding"),
                              _ ("Insert Embedding"));
      return;
    }
  for (guint i = 0; i < weft_graph_count_inputs (graph, node); i++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (graph, node->id, (int) i);
      const WeftNode *from = wire ? weft_graph_find (graph, wire->from) : NULL;

      if (!from || from->layer->family != WEFT_FAMILY_DATA || wire->output == 0)
        continue;
      offer_wire (graph, diagnostic, &(WeftWire){ wire->from, wire->to, 0, wire->input },
                  _ ("Connect the samples instead"));
      return;
    }
}

/* --- what is too many --- */

static void
offer_removal (WeftDiagnostic *diagnostic, const WeftNode *node, GPtrArray *more)
{
  g_autofree char *title = weft_node_dup_title (node);
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), title);
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

  g_ptr_array_add (edits, weft_edit_remove_node (node->id));
  for (guint i = 0; more && i < more->len; i++)
    g_ptr_array_add (edits, weft_edit_ref (more->pdata[i]));
  weft_fix_offer (diagnostic, edits, N_ ("Remove layer"), label);
}

void
weft_fix_remove_node (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);

  if (node->layer->family != WEFT_FAMILY_DATA) /* data that waits is what is built with next */
    offer_removal (diagnostic, node, NULL);
}

static const WeftNode *
find_twin (WeftGraph *graph, const WeftNode *node)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *other = weft_graph_get_node (graph, i);

      if (other != node && other->layer->family == node->layer->family)
        return other;
    }
  return NULL;
}

/* What a second data node fed, the first one feeds. */
void
weft_fix_remove_double (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftNode *twin = find_twin (graph, node);
  g_autoptr (GPtrArray) wires = weft_fix_new_edits ();

  for (guint i = 0; twin && i < weft_graph_get_n_wires (graph); i++)
    {
      WeftWire wire = *weft_graph_get_wire (graph, i);

      if (wire.from != node->id)
        continue;
      wire.from = twin->id;
      g_ptr_array_add (wires, weft_edit_add_wire (&wire));
    }
  offer_removal (diagnostic, node, wires);
}

/* --- circles --- */

/* Of the wires of a circle the one that leads back farthest. */
static const WeftWire *
find_way_back (WeftGraph *graph, const GArray *cycle)
{
  g_autoptr (GHashTable) members = g_hash_table_new (g_int64_hash, g_int64_equal);
  const WeftWire *best = NULL;
  double farthest = 0;

  for (guint i = 0; i < cycle->len; i++)
    g_hash_table_add (members, &g_array_index (cycle, gint64, i));
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);
      double back;

      if (!g_hash_table_contains (members, &wire->from)
          || !g_hash_table_contains (members, &wire->to))
        continue;
      back = weft_graph_find (graph, wire->from)->x - weft_graph_find (graph, wire->to)->x;
      if (best && back <= farthest)
        continue;
      best = wire;
      farthest = back;
    }
  return best;
}

void
weft_fix_cut_cycle (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  g_autoptr (GArray) sorted = weft_graph_sort (graph);
  g_autoptr (GPtrArray) cycles = weft_graph_find_cycles (graph, sorted);

  for (guint i = 0; i < cycles->len; i++)
    {
      const GArray *cycle = cycles->pdata[i];
      const WeftWire *wire;
      g_autofree char *from = NULL, *to = NULL, *label = NULL;
      g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

      if (g_array_index (cycle, gint64, 0) != diagnostic->node)
        continue;
      wire = find_way_back (graph, cycle);
      from = weft_node_dup_title (weft_graph_find (graph, wire->from));
      to = weft_node_dup_title (weft_graph_find (graph, wire->to));
      label = g_strdup_printf (_ ("Cut %s → %s"), from, to);
      g_ptr_array_add (edits, weft_edit_remove_wire (wire));
      weft_fix_offer (diagnostic, edits, N_ ("Disconnect"), label);
    }
}
