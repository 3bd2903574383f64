/* fix-loss: cures of what a loss lacks or what it does not fit: the data, the prediction */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/plan/ending.h"
#include "engine/graph/room.h"

#define BELOW 40 /* px under a tall node */

/* A loss as the cures name it. */
static const struct
{
  const char *layer, *add, *use;
} losses[] = {
  { "cross_entropy", N_ ("Add cross-entropy"), N_ ("Use cross-entropy") },
  { "mse", N_ ("Add mean squared error"), N_ ("Use mean squared error") },
  { "gaussian", N_ ("Add Gaussian likelihood"), N_ ("Use Gaussian likelihood") },
  { "detection", N_ ("Add detection loss"), N_ ("Use detection loss") },
  { "bce_with_logits", N_ ("Add binary cross-entropy"), N_ ("Use binary cross-entropy") },
};

static const char *
get_name (const char *layer, gboolean add)
{
  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    if (strcmp (losses[i].layer, layer) == 0)
      return add ? losses[i].add : losses[i].use;
  g_return_val_if_reached (losses[0].add);
}

/* The set of the one data node; nullable. */
static const WeftDataset *
find_dataset (WeftGraph *graph, const WeftReport *report)
{
  const WeftNode *data = weft_ending_find_data (graph);
  const WeftNodeReport *known = data ? weft_report_find (report, data->id) : NULL;

  return known ? known->dataset : NULL;
}

static WeftEdit *
set_units (const WeftNode *node, gint64 width)
{
  return weft_edit_set_param (node->id, "units", g_variant_new_int64 (width));
}

void
weft_fix_add_loss (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  WeftEnding ending;
  const char *name;

  if (weft_fix_offer_network (graph, report, diagnostic))
    return;
  if (!weft_ending_find (&ending, graph, report)
      || (ending.dataset && !weft_dataset_get_y (ending.dataset)))
    return;
  weft_ending_add (&ending, edits);
  name = get_name (weft_ending_get_loss (ending.dataset), TRUE);
  weft_fix_offer (diagnostic, edits, name, _ (name));
}

/* Another loss in its place, under its name; and as many scores as it asks for. */
static void
replace_loss (GPtrArray *edits, WeftGraph *graph, const WeftNode *loss, const char *layer,
              gint64 width)
{
  const WeftNode *units = weft_fix_find_units (graph, loss->id);
  WeftNode node = {
    .id = weft_graph_get_next_id (graph),
    .name = loss->name,
    .title = loss->title,
    .layer = weft_layer_find (layer),
    .parent = loss->parent,
    .flags = loss->flags,
    .x = loss->x,
    .y = loss->y,
  };

  g_ptr_array_add (edits, weft_edit_remove_node (loss->id));
  g_ptr_array_add (edits, weft_edit_add_node (&node));
  for (int input = 0; input < 2; input++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (graph, loss->id, input);

      if (wire)
        g_ptr_array_add (
            edits, weft_edit_add_wire (&(WeftWire){ wire->from, node.id, wire->output, input }));
    }
  if (units && width > 0)
    g_ptr_array_add (edits, set_units (units, width));
}

/* A loss that fits the data; or, when the target is something else, the data's own labels. */
void
weft_fix_fit_loss (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *loss = weft_graph_find (graph, diagnostic->node);
  const WeftWire *target = weft_graph_find_wire_to (graph, diagnostic->node, 1);
  const WeftNode *data = weft_ending_find_data (graph);
  const WeftDataset *dataset = find_dataset (graph, report);
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  const char *layer = weft_ending_get_loss (dataset), *name;

  if (!dataset || !target || !weft_dataset_get_y (dataset))
    return;
  if (target->from != data->id || target->output == 0)
    {
      g_ptr_array_add (edits, weft_edit_remove_wire (target));
      g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ data->id, loss->id, 1, 1 }));
      weft_fix_offer (diagnostic, edits, N_ ("Connect"), _ ("Connect the labels"));
      return;
    }
  if (strcmp (loss->layer->id, layer) == 0)
    return;
  replace_loss (edits, graph, loss, layer, weft_ending_get_width (dataset));
  name = get_name (layer, FALSE);
  weft_fix_offer (diagnostic, edits, name, _ (name));
}

/* The prediction is made as wide as the target; a picture that was flattened is left one. */
void
weft_fix_fit_target (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftNode *units = node->layer->is_loss ? weft_fix_find_units (graph, node->id) : NULL;
  gint64 width = weft_ending_get_width (find_dataset (graph, report));
  g_autofree char *number = NULL, *label = NULL;
  g_autoptr (WeftEdit) edit = NULL;

  if (!node->layer->is_loss)
    weft_fix_remove_flat (graph, report, diagnostic);
  if (!units || width == 0)
    return;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, width);
  label = g_strdup_printf (_ ("Set units to %s"), number);
  edit = set_units (units, width);
  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

/* A layer with weights before a loss that has none to judge; the loss makes room. */
void
weft_fix_insert_dense (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *loss = weft_graph_find (graph, diagnostic->node);
  const WeftWire *wire = weft_graph_find_wire_to (graph, diagnostic->node, 0);
  gint64 width = weft_ending_get_width (find_dataset (graph, report));
  g_autofree char *name = weft_graph_dup_free_name (graph, "dense");
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  WeftNode dense = { .id = weft_graph_get_next_id (graph), .name = name };

  if (!wire || width == 0)
    return;
  dense.layer = weft_layer_find ("dense");
  dense.parent = loss->parent;
  dense.x = loss->x;
  dense.y = loss->y;
  weft_room_make (graph, edits, loss->parent, loss->x, loss->y);
  g_ptr_array_add (edits, weft_edit_remove_wire (wire));
  g_ptr_array_add (edits, weft_edit_add_node (&dense));
  g_ptr_array_add (edits, set_units (&dense, width));
  g_ptr_array_add (edits,
                   weft_edit_add_wire (&(WeftWire){ wire->from, dense.id, wire->output, 0 }));
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ dense.id, loss->id, 0, 0 }));
  weft_fix_offer (diagnostic, edits, N_ ("Insert Dense"), _ ("Insert Dense"));
}

/* A commitment loss of the quantiser's vectors and its codes, below it. */
void
weft_fix_add_commitment (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftWire *wire = weft_graph_find_wire_to (graph, node->id, 0);
  g_autofree char *name = weft_graph_dup_free_name (graph, "commitment");
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  WeftNode loss = { .id = weft_graph_get_next_id (graph), .name = name };

  if (!wire)
    return;
  loss.layer = weft_layer_find ("commitment");
  loss.parent = node->parent;
  loss.x = node->x + WEFT_ROOM_PITCH;
  loss.y = node->y + WEFT_ROOM_HEIGHT + BELOW;
  g_ptr_array_add (edits, weft_edit_add_node (&loss));
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ wire->from, loss.id, wire->output, 0 }));
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ node->id, loss.id, 1, 1 }));
  weft_fix_offer (diagnostic, edits, N_ ("Add commitment loss"), _ ("Add commitment loss"));
}
