/* place: what adding a layer changes: where it goes, who makes room, which wires; no widget in it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/place.h"

#include <string.h>

#include "engine/plan/check.h"

#define FIRST_X 48.0
#define FIRST_Y 48.0

typedef struct
{
  WeftGraph *graph;
  WeftCatalog *catalog;
  GPtrArray *edits;
  gint64 inside; /* the group that it comes to stand in */
  gint64 next;   /* the id of the next node to be added */
} Placing;

static gboolean
has_input (const WeftLayer *layer)
{
  return weft_layer_has_inputs (layer);
}

static gboolean
has_output (const WeftLayer *layer)
{
  return weft_layer_has_outputs (layer) && !layer->is_loss;
}

static gint64
add_node (Placing *p, const WeftLayer *layer, GVariant *params, double x, double y)
{
  g_autofree char *name = weft_graph_dup_free_name (p->graph, layer->id);
  WeftNode node = { .id = p->next++,
                    .name = name,
                    .layer = layer,
                    .params = params,
                    .parent = p->inside,
                    .x = x,
                    .y = y };

  g_ptr_array_add (p->edits, weft_edit_add_node (&node));
  return node.id;
}

static void
add_wire (Placing *p, gint64 from, int output, gint64 to, int input)
{
  WeftWire wire = { .from = from, .output = output, .to = to, .input = input };

  g_ptr_array_add (p->edits, weft_edit_add_wire (&wire));
}

/* The one wire that leaves the node's first output; NULL when there is none or there are several.
 */
static const WeftWire *
find_only_wire_from (WeftGraph *graph, gint64 node)
{
  const WeftWire *found = NULL;

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from != node || wire->output != 0)
        continue;
      if (found != NULL)
        return NULL;
      found = wire;
    }
  return found;
}

static gint64
find_data (WeftGraph *graph, int *labels)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      int port = weft_node_find_output (node, "y");

      if (node->layer->family == WEFT_FAMILY_DATA && node->parent == 0 && port > 0)
        {
          *labels = port;
          return node->id;
        }
    }
  return 0;
}

static void
wire_behind (Placing *p, const WeftLayer *layer, gint64 node, gint64 behind)
{
  const WeftWire *next = find_only_wire_from (p->graph, behind);
  int labels = 0;
  gint64 data;

  if (!has_input (layer))
    return;
  if (has_output (layer) && next != NULL)
    {
      g_ptr_array_add (p->edits, weft_edit_remove_wire (next));
      add_wire (p, behind, 0, node, 0);
      add_wire (p, node, 0, next->to, next->input);
      return;
    }
  add_wire (p, behind, 0, node, 0);
  data = layer->is_loss && p->inside == 0 ? find_data (p->graph, &labels) : 0;
  if (data != 0)
    add_wire (p, data, labels, node, weft_layer_find_input (layer, "target"));
}

/* What a beginner should meet first, of what is there. */
static GVariant *
choose_source (WeftCatalog *catalog, const WeftLayer *layer)
{
  static const char *const wanted[] = { "digits", "circles" };
  g_auto (GStrv) ids = weft_catalog_list (catalog);

  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (ids != NULL && g_strv_contains ((const char *const *) ids, wanted[i]))
      {
        g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_string (wanted[i]));

        return weft_params_with (layer->params, NULL, "source", value);
      }
  return weft_params_with (layer->params, NULL, "source", NULL);
}

static gboolean
can_lead_on (WeftGraph *graph, const WeftNode *node)
{
  return weft_graph_count_outputs (graph, node) > 0 && !node->layer->is_loss;
}

gint64
weft_place_find_end (WeftGraph *graph, gint64 inside)
{
  for (guint i = weft_graph_get_n_nodes (graph); i > 0; i--)
    {
      const WeftNode *node = weft_graph_get_node (graph, i - 1);

      if (node->parent == inside && can_lead_on (graph, node))
        return node->id;
    }
  return 0;
}

/* Behind a loss nothing can go: it goes before it, behind what the loss judges. */
static gint64
resolve_behind (WeftGraph *graph, gint64 behind)
{
  const WeftNode *node = weft_graph_find (graph, behind);
  const WeftWire *wire;

  if (node == NULL)
    return 0;
  if (can_lead_on (graph, node))
    return behind;
  wire = weft_graph_find_wire_to (graph, behind, 0);
  return wire != NULL ? wire->from : 0;
}

void
weft_place_find_free_spot (WeftGraph *graph, gint64 inside, double spot[2])
{
  gboolean is_first = TRUE;

  spot[0] = FIRST_X;
  spot[1] = FIRST_Y;
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->parent != inside)
        continue;
      spot[0] = is_first ? node->x : MIN (spot[0], node->x);
      is_first = FALSE;
      spot[1] = MAX (spot[1], node->y + WEFT_ROOM_HEIGHT + 42);
    }
}

static WeftEdit *
make_edit (WeftGraph *graph, WeftCatalog *catalog, const WeftLayer *layer, gint64 inside,
           const double at[2], gint64 behind, gint64 *node)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  Placing p = { .graph = graph,
                .catalog = catalog,
                .inside = layer->family == WEFT_FAMILY_DATA ? 0 : inside,
                .next = weft_graph_get_next_id (graph),
                .edits = edits };
  g_autoptr (GVariant) params = NULL;
  const WeftNode *anchor;
  double spot[2];
  WeftEdit *edit;

  anchor = has_input (layer) ? weft_graph_find (graph, resolve_behind (graph, behind)) : NULL;
  if (at != NULL)
    memcpy (spot, at, sizeof spot);
  else if (anchor != NULL)
    {
      spot[0] = anchor->x + WEFT_PLACE_PITCH;
      spot[1] = anchor->y;
      weft_room_make (graph, p.edits, p.inside, spot[0], spot[1]);
    }
  else if (layer->family == WEFT_FAMILY_DATA)
    weft_place_find_data_spot (graph, spot);
  else
    weft_place_find_free_spot (graph, inside, spot);

  if (layer->family == WEFT_FAMILY_DATA)
    params = choose_source (catalog, layer);
  *node = add_node (&p, layer, params, spot[0], spot[1]);
  if (anchor != NULL)
    wire_behind (&p, layer, *node, anchor->id);
  edit = weft_edit_list (p.edits, NULL);
  return layer->family == WEFT_FAMILY_DATA ? weft_place_complete (graph, catalog, edit) : edit;
}

/* How much there is to say of the node once the edit is made. */
static guint
count_problems (WeftGraph *graph, WeftCatalog *catalog, WeftEdit *edit, gint64 node)
{
  g_autoptr (WeftGraph) scratch = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = weft_graph_apply (scratch, edit, NULL);
  g_autoptr (WeftReport) report = inverse != NULL ? weft_check (scratch, catalog) : NULL;
  const WeftNodeReport *found = report != NULL ? weft_report_find (report, node) : NULL;

  return found != NULL ? found->n_diagnostics : 0;
}

/* The node behind, which it might go behind in its turn; 0 when it may not. */
static gint64
find_further (WeftGraph *graph, const WeftLayer *layer, gint64 behind)
{
  const WeftWire *next = find_only_wire_from (graph, resolve_behind (graph, behind));
  const WeftNode *to = next != NULL ? weft_graph_find (graph, next->to) : NULL;

  return to != NULL && has_input (layer) && has_output (layer) && has_output (to->layer) ? to->id
                                                                                         : 0;
}

/* Where it does not fit and one step further would, as a Dense behind pictures that are flattened
 * next, it goes there. */
WeftEdit *
weft_place_layer (WeftGraph *graph, WeftCatalog *catalog, const WeftLayer *layer, gint64 inside,
                  const double at[2], gint64 behind, gint64 *node)
{
  g_autoptr (WeftEdit) edit = NULL, further = NULL;
  gint64 next, other = 0;

  g_return_val_if_fail (layer != NULL && node != NULL, NULL);

  edit = make_edit (graph, catalog, layer, inside, at, behind, node);
  next = at == NULL ? find_further (graph, layer, behind) : 0;
  if (next == 0 || count_problems (graph, catalog, edit, *node) == 0)
    return g_steal_pointer (&edit);
  further = make_edit (graph, catalog, layer, inside, NULL, next, &other);
  if (count_problems (graph, catalog, further, other) > 0)
    return g_steal_pointer (&edit);
  *node = other;
  return g_steal_pointer (&further);
}
