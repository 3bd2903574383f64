/* edits: what each gesture of the canvas does to the document, as one edit; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/edits.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The wires as they shall be, and the steps that are no wires. */
typedef struct
{
  WeftGraph *graph;
  GArray *wires;    /* WeftWire */
  GHashTable *gone; /* gint64: nodes that are removed, which takes their wires along */
  GPtrArray *first; /* edits before the wires: new nodes */
  GPtrArray *last;  /* and after them */
} Plan;

static void
plan_init (Plan *plan, WeftGraph *graph)
{
  plan->graph = graph;
  plan->wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  plan->gone = g_hash_table_new (g_int64_hash, g_int64_equal);
  plan->first = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  plan->last = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    g_array_append_val (plan->wires, *weft_graph_get_wire (graph, i));
}

static gboolean
is_gone (const Plan *plan, gint64 id)
{
  return g_hash_table_contains (plan->gone, &id);
}

static gboolean
same_wire (const WeftWire *a, const WeftWire *b)
{
  return a->from == b->from && a->to == b->to && a->output == b->output && a->input == b->input;
}

static int
find_wire (const GArray *wires, const WeftWire *wire)
{
  for (guint i = 0; i < wires->len; i++)
    if (same_wire (&g_array_index (wires, WeftWire, i), wire))
      return (int) i;
  return -1;
}

static void
plan_drop (Plan *plan, const WeftWire *wire)
{
  int at = find_wire (plan->wires, wire);

  if (at >= 0)
    g_array_remove_index (plan->wires, (guint) at);
}

static void
plan_free_input (Plan *plan, gint64 node, int input)
{
  for (guint i = plan->wires->len; i-- > 0;)
    {
      const WeftWire *wire = &g_array_index (plan->wires, WeftWire, i);

      if (wire->to == node && wire->input == input)
        g_array_remove_index (plan->wires, i);
    }
}

static void
plan_join (Plan *plan, gint64 from, int output, gint64 to, int input)
{
  WeftWire wire = { .from = from, .output = output, .to = to, .input = input };

  plan_free_input (plan, to, input);
  g_array_append_val (plan->wires, wire);
}

/* As the graph has its wires. */
static int
compare_ends_cb (gconstpointer a, gconstpointer b)
{
  const WeftWire *one = a, *other = b;

  if (one->to != other->to)
    return one->to < other->to ? -1 : 1;
  return one->input - other->input;
}

/* Inputs of variadic layers count up without gaps. Where there is none nobody has to be looked up,
 * and of thousands of wires that is nearly everywhere. */
static void
plan_close_up (Plan *plan)
{
  int next = 0;

  g_array_sort (plan->wires, compare_ends_cb);
  for (guint i = 0; i < plan->wires->len; i++)
    {
      WeftWire *wire = &g_array_index (plan->wires, WeftWire, i);
      const WeftNode *to;

      next = i > 0 && wire[-1].to == wire->to ? next + 1 : 0;
      if (wire->input == next)
        continue;
      to = weft_graph_find (plan->graph, wire->to);
      if (to != NULL && weft_layer_repeats (to->layer))
        wire->input = next;
    }
}

/* From k on, of wires in the order that this one and those after it are asked for, too. */
static gboolean
has_wire (const GArray *wires, const WeftWire *wire, guint *k)
{
  while (*k < wires->len && compare_ends_cb (&g_array_index (wires, WeftWire, *k), wire) < 0)
    (*k)++;
  return *k < wires->len && same_wire (&g_array_index (wires, WeftWire, *k), wire);
}

static void
add_differences (Plan *plan, GPtrArray *edits)
{
  g_autoptr (GArray) before = g_array_new (FALSE, FALSE, sizeof (WeftWire));

  for (guint i = 0, k = 0; i < weft_graph_get_n_wires (plan->graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (plan->graph, i);

      g_array_append_val (before, *wire);
      if (!has_wire (plan->wires, wire, &k) && !is_gone (plan, wire->from)
          && !is_gone (plan, wire->to))
        g_ptr_array_add (edits, weft_edit_remove_wire (wire));
    }
  for (guint i = 0; i < plan->last->len; i++)
    g_ptr_array_add (edits, weft_edit_ref (plan->last->pdata[i]));
  for (guint i = 0, k = 0; i < plan->wires->len; i++)
    {
      const WeftWire *wire = &g_array_index (plan->wires, WeftWire, i);

      if (!has_wire (before, wire, &k))
        g_ptr_array_add (edits, weft_edit_add_wire (wire));
    }
}

static WeftEdit *
plan_to_edit (Plan *plan, const char *label)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  WeftEdit *edit = NULL;

  plan_close_up (plan);
  for (guint i = 0; i < plan->first->len; i++)
    g_ptr_array_add (edits, weft_edit_ref (plan->first->pdata[i]));
  add_differences (plan, edits);
  if (edits->len > 0)
    edit = weft_edit_list (edits, label);
  g_array_unref (plan->wires);
  g_hash_table_unref (plan->gone);
  g_ptr_array_unref (plan->first);
  g_ptr_array_unref (plan->last);
  return edit;
}

/* --- removing --- */

static guint
count_wires (const Plan *plan, gint64 node, gboolean into, const WeftWire **only)
{
  guint n = 0;

  for (guint i = 0; i < plan->wires->len; i++)
    {
      const WeftWire *wire = &g_array_index (plan->wires, WeftWire, i);

      if ((into ? wire->to : wire->from) != node)
        continue;
      n++;
      *only = wire;
    }
  return n;
}

/* Joins past one node; FALSE when it had wires on both sides that could not be joined. */
static gboolean
heal_node (Plan *plan, gint64 id)
{
  const WeftNode *node = weft_graph_find (plan->graph, id);
  const WeftWire *into = NULL, *out_of = NULL;
  guint n_in = count_wires (plan, id, TRUE, &into);
  guint n_out = count_wires (plan, id, FALSE, &out_of);
  gboolean can
      = n_in == 1 && weft_graph_has_one_output (plan->graph, node) && !node->layer->is_loss;
  WeftWire source = { 0 };

  if (can)
    source = *into;
  for (guint i = plan->wires->len; i-- > 0;)
    {
      WeftWire *wire = &g_array_index (plan->wires, WeftWire, i);

      if (wire->from == id && wire->output == 0 && can)
        {
          wire->from = source.from;
          wire->output = source.output;
        }
      else if (wire->from == id || wire->to == id)
        g_array_remove_index (plan->wires, i);
    }
  return can || n_in == 0 || n_out == 0;
}

static void
cut_node (Plan *plan, gint64 id)
{
  for (guint i = plan->wires->len; i-- > 0;)
    {
      const WeftWire *wire = &g_array_index (plan->wires, WeftWire, i);

      if (wire->from == id || wire->to == id)
        g_array_remove_index (plan->wires, i);
    }
}

WeftEdit *
weft_edits_remove (WeftGraph *graph, const gint64 *nodes, guint n, gboolean heal, guint *n_cut)
{
  Plan plan;
  guint cut = 0;

  plan_init (&plan, graph);
  for (guint i = 0; i < n; i++)
    {
      if (weft_graph_find (graph, nodes[i]) == NULL)
        continue;
      if (heal)
        cut += heal_node (&plan, nodes[i]) ? 0 : 1;
      else
        cut_node (&plan, nodes[i]);
      g_hash_table_add (plan.gone, (gpointer) &nodes[i]);
      g_ptr_array_add (plan.last, weft_edit_remove_node (nodes[i]));
    }
  if (n_cut != NULL)
    *n_cut = cut;
  return plan_to_edit (&plan, N_ ("Delete"));
}

WeftEdit *
weft_edits_unwire (WeftGraph *graph, const WeftWire *wires, guint n)
{
  Plan plan;

  plan_init (&plan, graph);
  for (guint i = 0; i < n; i++)
    plan_drop (&plan, &wires[i]);
  return plan_to_edit (&plan, N_ ("Disconnect"));
}

/* --- joining --- */

WeftEdit *
weft_edits_connect (WeftGraph *graph, const WeftWire *wire, const WeftWire *drop)
{
  Plan plan;

  plan_init (&plan, graph);
  if (drop != NULL)
    plan_drop (&plan, drop);
  plan_join (&plan, wire->from, wire->output, wire->to, wire->input);
  return plan_to_edit (&plan, N_ ("Connect"));
}

WeftEdit *
weft_edits_reconnect (WeftGraph *graph, const WeftWire *wires, guint n, gint64 from, int output)
{
  Plan plan;

  plan_init (&plan, graph);
  for (guint i = 0; i < n; i++)
    if (wires[i].to != from)
      plan_join (&plan, from, output, wires[i].to, wires[i].input);
  return plan_to_edit (&plan, N_ ("Move wires"));
}

gboolean
weft_edits_can_insert (WeftGraph *graph, gint64 node)
{
  const WeftNode *found = weft_graph_find (graph, node);

  if (found == NULL || weft_graph_count_inputs (graph, found) == 0
      || weft_graph_count_outputs (graph, found) == 0 || found->layer->is_loss)
    return FALSE;
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from == node || wire->to == node)
        return FALSE;
    }
  return TRUE;
}

/* Whoever stands in the row from the wire's end on goes right, so far that the new one has its gap.
 */
static void
push_row (Plan *plan, const WeftWire *wire, gint64 inserted, const WeftPoint *at)
{
  const WeftNode *to = weft_graph_find (plan->graph, wire->to);
  double edge = at->x + WEFT_NODE_WIDTH + WEFT_NODE_GAP, by;

  if (to == NULL || fabs (to->y - at->y) > WEFT_NODE_BARE || to->x + WEFT_NODE_WIDTH < at->x)
    return;
  by = edge - to->x;
  if (by <= 0)
    return;
  for (guint i = 0; i < weft_graph_get_n_nodes (plan->graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (plan->graph, i);

      if (node->id != inserted && node->parent == to->parent && node->x >= to->x - 1
          && fabs (node->y - to->y) <= 2 * WEFT_NODE_BARE)
        g_ptr_array_add (plan->last, weft_edit_move (node->id, node->x + by, node->y));
    }
}

static void
plan_insert (Plan *plan, gint64 node, const WeftWire *wire, const WeftPoint *at, gboolean make_room)
{
  WeftWire old = *wire;

  plan_drop (plan, &old);
  plan_join (plan, old.from, old.output, node, 0);
  plan_join (plan, node, 0, old.to, old.input);
  if (make_room)
    push_row (plan, &old, node, at);
}

/* In the wire's row the new node takes the place behind the wire's start, so that the row stays
 * one. */
static WeftPoint
settle (WeftGraph *graph, const WeftWire *wire, WeftPoint at)
{
  const WeftNode *from = weft_graph_find (graph, wire->from);

  if (from != NULL && fabs (from->y - at.y) < WEFT_NODE_BARE
      && at.x < from->x + WEFT_NODE_WIDTH + WEFT_NODE_GAP)
    at.x = from->x + WEFT_NODE_WIDTH + WEFT_NODE_GAP;
  if (from != NULL && fabs (from->y - at.y) < WEFT_NODE_BARE)
    at.y = from->y;
  return at;
}

WeftEdit *
weft_edits_insert (WeftGraph *graph, gint64 node, const WeftWire *wire, const WeftPoint *at,
                   gboolean make_room)
{
  Plan plan;
  WeftPoint place = make_room ? settle (graph, wire, *at) : *at;

  plan_init (&plan, graph);
  g_ptr_array_add (plan.last, weft_edit_move (node, place.x, place.y));
  plan_insert (&plan, node, wire, &place, make_room);
  return plan_to_edit (&plan, N_ ("Insert"));
}

WeftEdit *
weft_edits_add (WeftGraph *graph, const WeftAddition *add, gint64 *id)
{
  g_autofree char *name = weft_graph_dup_free_name (graph, add->layer->id);
  WeftNode node = { .id = weft_graph_get_next_id (graph), .name = name, .layer = add->layer };
  WeftPoint at = add->into != NULL && add->make_room ? settle (graph, add->into, add->at) : add->at;
  Plan plan;

  node.parent = add->inside;
  node.x = at.x;
  node.y = at.y;
  plan_init (&plan, graph);
  g_ptr_array_add (plan.first, weft_edit_add_node (&node));
  if (add->drop != NULL)
    plan_drop (&plan, add->drop);
  if (add->into != NULL)
    plan_insert (&plan, node.id, add->into, &at, add->make_room);
  if (add->from != 0)
    plan_join (&plan, add->from, add->from_output, node.id, add->port);
  if (add->to != 0)
    plan_join (&plan, node.id, add->port, add->to, add->to_input);
  *id = node.id;
  return plan_to_edit (&plan, N_ ("Add"));
}

gboolean
weft_edits_can_replace (WeftGraph *graph, gint64 node, const WeftLayer *layer)
{
  const WeftNode *old = weft_graph_find (graph, node);

  return old != NULL && old->layer != layer && old->layer->is_loss == layer->is_loss
         && old->layer->grouping == WEFT_GROUPING_NONE && layer->grouping == WEFT_GROUPING_NONE
         && weft_layer_has_inputs (old->layer) == weft_layer_has_inputs (layer)
         && weft_layer_has_outputs (old->layer) == weft_layer_has_outputs (layer);
}

WeftEdit *
weft_edits_replace (WeftGraph *graph, gint64 node, const WeftLayer *layer, gint64 *id)
{
  const WeftNode *old = weft_graph_find (graph, node);
  g_autofree char *name = weft_graph_dup_free_name (graph, layer->id);
  WeftNode new = {
    .id = weft_graph_get_next_id (graph), .name = name, .layer = layer, .x = old->x, .y = old->y
  };
  int n_in = weft_layer_repeats (layer) ? G_MAXINT : (int) weft_layer_get_n_inputs (layer);
  WeftPort outputs[WEFT_MAX_OUTPUTS];
  int n_out = (int) weft_layer_list_outputs (layer, NULL, outputs);
  Plan plan;

  new.parent = old->parent;
  plan_init (&plan, graph);
  g_ptr_array_add (plan.first, weft_edit_add_node (&new));
  g_ptr_array_add (plan.last, weft_edit_remove_node (node));
  g_hash_table_add (plan.gone, &node);
  for (guint i = plan.wires->len; i-- > 0;)
    {
      WeftWire *wire = &g_array_index (plan.wires, WeftWire, i);
      gboolean stays = wire->to == node ? wire->input < n_in : wire->output < n_out;

      if (wire->to != node && wire->from != node)
        continue;
      wire->to = wire->to == node ? new.id : wire->to;
      wire->from = wire->from == node ? new.id : wire->from;
      if (!stays)
        g_array_remove_index (plan.wires, i);
    }
  *id = new.id;
  return plan_to_edit (&plan, N_ ("Replace"));
}

WeftEdit *
weft_edits_move (WeftGraph *graph, const gint64 *nodes, guint n, double dx, double dy)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  for (guint i = 0; i < n && (dx != 0 || dy != 0); i++)
    {
      const WeftNode *node = weft_graph_find (graph, nodes[i]);

      if (node != NULL)
        g_ptr_array_add (edits, weft_edit_move (node->id, node->x + dx, node->y + dy));
    }
  return edits->len > 0 ? weft_edit_list (edits, N_ ("Move")) : NULL;
}

/* --- which port --- */

/* An optional port is only for what is known to be for it. */
static gboolean
is_for_port (const WeftReport *report, gint64 from, int output, const WeftNode *to, guint input)
{
  const WeftNodeReport *source = report != NULL ? weft_report_find (report, from) : NULL;

  return !weft_layer_get_port (to->layer, input)->optional
         || (source != NULL && source->out[output]->rank >= 0
             && weft_layer_takes (to->layer, input, source->out_kind[output]));
}

gboolean
weft_edits_find_port (WeftGraph *graph, const WeftReport *report, WeftWire *wire)
{
  gboolean into = wire->input < 0;
  const WeftNode *node = weft_graph_find (graph, into ? wire->to : wire->from);
  guint n = node == NULL ? 0
            : into       ? weft_graph_count_inputs (graph, node)
                         : weft_graph_count_outputs (graph, node);

  for (guint i = 0; i < n; i++)
    {
      WeftWire trial = *wire;
      g_autofree char *why = NULL;

      *(into ? &trial.input : &trial.output) = (int) i;
      if (into
          && (weft_graph_find_wire_to (graph, wire->to, (int) i) != NULL
              || !is_for_port (report, wire->from, wire->output, node, i)))
        continue;
      why = weft_check_wire (graph, report, trial.from, trial.output, trial.to, trial.input);
      if (why != NULL)
        continue;
      *wire = trial;
      return TRUE;
    }
  return FALSE;
}
