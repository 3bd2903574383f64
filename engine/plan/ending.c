/* ending: the output layer and the loss that fit a data set, behind the end of a chain */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/ending.h"

#include <string.h>

#include "engine/data/kind-row.h"
#include "engine/environments/environment.h"
#include "engine/graph/room.h"

#define ROW 140

/* What is to be predicted; nullable. */
static const WeftField *
get_target (const WeftDataset *dataset)
{
  return dataset ? weft_dataset_get_y (dataset) : NULL;
}

/* Where the set is of a world that is acted in by forces: how many; else 0. A file of the same name
 * has another target. */
static gint64
count_forces (const WeftDataset *dataset)
{
  const WeftField *y = get_target (dataset);
  const WeftEnvironment *world = y != NULL ? weft_environment_find (dataset->name) : NULL;
  WeftShape target;

  if (world == NULL || world->forces == 0)
    return 0;
  target = weft_environment_get_target (world);
  return weft_shape_equal (&y->shape, &target) ? world->forces : 0;
}

const char *
weft_ending_get_loss (const WeftDataset *dataset)
{
  const WeftField *y = get_target (dataset);
  const char *loss = y ? weft_kind_get_row (y->kind)->loss : NULL;

  if (count_forces (dataset) > 0)
    return "gaussian";
  return loss ? loss : "cross_entropy";
}

gint64
weft_ending_get_width (const WeftDataset *dataset)
{
  const WeftField *y = get_target (dataset);

  if (y && y->classes > 0)
    return y->classes;
  if (count_forces (dataset) > 0)
    return count_forces (dataset);
  return y && y->shape.rank <= 1 ? weft_shape_count (&y->shape) : 0;
}

const WeftNode *
weft_ending_find_data (WeftGraph *graph)
{
  const WeftNode *found = NULL;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->layer->family != WEFT_FAMILY_DATA)
        continue;
      if (found)
        return NULL;
      found = node;
    }
  return found;
}

/* --- where the chain ends --- */

/* Of all nodes whose first output leads nowhere the last in order; the data only when it is the
 * only one. */
static gint64
find_end (WeftGraph *graph)
{
  g_autoptr (GHashTable) used = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) order = weft_graph_sort (graph);
  gint64 data = 0;

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    if (weft_graph_get_wire (graph, i)->output == 0)
      g_hash_table_add (used, (gpointer) &weft_graph_get_wire (graph, i)->from);
  for (guint i = order->len; i-- > 0;)
    {
      const WeftNode *node = weft_graph_find (graph, g_array_index (order, gint64, i));

      if (node->parent != 0 || node->layer->is_loss || weft_graph_count_outputs (graph, node) == 0)
        continue;
      if (node->layer->family == WEFT_FAMILY_DATA)
        data = node->id;
      else if (!g_hash_table_contains (used, &node->id))
        return node->id;
    }
  return data;
}

gboolean
weft_ending_find (WeftEnding *ending, WeftGraph *graph, const WeftReport *report)
{
  const WeftNode *data = weft_ending_find_data (graph);
  const WeftNodeReport *of_data = data ? weft_report_find (report, data->id) : NULL;
  const WeftNodeReport *of_end;

  *ending = (WeftEnding){ .graph = graph, .data = data ? data->id : 0, .from = find_end (graph) };
  ending->dataset = of_data ? of_data->dataset : NULL;
  ending->shape.rank = -1;
  of_end = weft_report_find (report, ending->from);
  if (of_end)
    ending->shape = *of_end->out[0];
  return ending->from != 0;
}

/* --- what is added --- */

typedef struct
{
  const WeftEnding *ending;
  GPtrArray *edits;
  gint64 last, next; /* the node to go on from; the next one's id */
  double x, y;       /* where the last one stands */
} Chain;

static gboolean
is_wanted (const WeftEnding *ending)
{
  const WeftDataset *dataset = ending->dataset;
  const WeftField *target = get_target (dataset);
  const WeftShape *shape = &ending->shape, *y = target ? &target->shape : NULL;

  if (!target)
    return FALSE;
  if (ending->from == ending->data)
    return TRUE; /* what is judged has to be learnt */
  if (shape->rank < 0)
    return FALSE;
  if (weft_ending_get_width (dataset) > 0)
    return shape->rank != 2 || shape->dims[1] != weft_ending_get_width (dataset);
  return shape->rank != y->rank + 1
         || memcmp (shape->dims + 1, y->dims, (gsize) y->rank * sizeof *y->dims) != 0;
}

/* params: a{sv}, nullable. */
static void
go_on (Chain *chain, const char *layer, GVariant *params)
{
  WeftGraph *graph = chain->ending->graph;
  g_autofree char *name = weft_graph_dup_free_name (graph, layer);
  WeftNode node = { .id = chain->next++, .name = name, .params = params };

  chain->x += WEFT_ROOM_PITCH;
  node.layer = weft_layer_find (layer);
  node.x = chain->x;
  node.y = chain->y;
  g_ptr_array_add (chain->edits, weft_edit_add_node (&node));
  g_ptr_array_add (chain->edits,
                   weft_edit_add_wire (&(WeftWire){ .from = chain->last, .to = node.id }));
  chain->last = node.id;
}

static GVariant *
parse_params (const char *format, gint64 value)
{
  return g_variant_ref_sink (g_variant_new_parsed (format, value));
}

/* A row of numbers needs a flat layer before it, a picture or a mask one of channels. */
static void
add_output (Chain *chain)
{
  const WeftEnding *ending = chain->ending;
  const WeftField *y = get_target (ending->dataset);
  gint64 width = weft_ending_get_width (ending->dataset);
  g_autoptr (GVariant) params = NULL;

  if (width > 0)
    {
      params = parse_params ("{'units': <%x>}", width);
      if (ending->shape.rank > 2)
        go_on (chain, "flatten", NULL);
      go_on (chain, "dense", params);
    }
  else if (y->shape.rank == 3 && ending->shape.rank == 4)
    {
      params = parse_params ("{'out_channels': <%x>, 'padding': <'same'>}", y->shape.dims[0]);
      go_on (chain, "conv2d", params);
    }
}

/* A place that somebody has already is left to him. */
static void
find_row (Chain *chain)
{
  WeftGraph *graph = chain->ending->graph;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      gboolean in_way = node->id != chain->last
                        && node->x + WEFT_ROOM_PITCH > chain->x + WEFT_ROOM_PITCH
                        && node->x < chain->x + 4 * WEFT_ROOM_PITCH && node->y < chain->y + ROW
                        && node->y + ROW > chain->y;

      if (!in_way)
        continue;
      chain->y = node->y + ROW;
      i = G_MAXUINT; /* from the beginning: the new row may have others in it */
    }
}

void
weft_ending_add (const WeftEnding *ending, GPtrArray *edits)
{
  const WeftNode *from = weft_graph_find (ending->graph, ending->from);
  const WeftNode *data = weft_graph_find (ending->graph, ending->data);
  int labels = data ? weft_node_find_output (data, "y") : -1;
  Chain chain
      = { ending, edits, from->id, weft_graph_get_next_id (ending->graph), from->x, from->y };

  find_row (&chain);
  if (is_wanted (ending))
    add_output (&chain);
  go_on (&chain, weft_ending_get_loss (ending->dataset), NULL);
  if (labels > 0 && (!ending->dataset || get_target (ending->dataset)))
    g_ptr_array_add (edits,
                     weft_edit_add_wire (&(WeftWire){
                         .from = data->id, .output = labels, .to = chain.last, .input = 1 }));
}
