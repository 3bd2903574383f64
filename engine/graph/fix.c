/* fix: edits that cure what a diagnostic names; each is one undo */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/diagnostic-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/training.h"

#define MAX_WAY 64 /* nodes between a loss and the layer that decides its width */

static GPtrArray *
edits_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
}

static void
add_list (WeftDiagnostic *diagnostic, GPtrArray *edits, const char *label)
{
  g_autoptr (WeftEdit) edit = weft_edit_list (edits, label);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", _ (label));
}

static void
add_wire (GPtrArray *edits, gint64 from, int output, gint64 to, int input)
{
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ from, to, output, input }));
}

void
weft_fix_insert_flatten (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, diagnostic->node, 0);
  const WeftNode *from = wire ? weft_graph_find (graph, wire->from) : NULL;
  const WeftNode *to = weft_graph_find (graph, diagnostic->node);
  g_autofree char *name = weft_graph_dup_free_name (graph, "flatten");
  g_autoptr (GPtrArray) edits = edits_new ();
  WeftNode node = { .id = weft_graph_get_next_id (graph), .name = name };

  if (!from)
    return;
  node.layer = weft_layer_find ("flatten");
  node.x = (from->x + to->x) / 2;
  node.y = (from->y + to->y) / 2;
  g_ptr_array_add (edits, weft_edit_remove_wire (wire));
  g_ptr_array_add (edits, weft_edit_add_node (&node));
  add_wire (edits, wire->from, wire->output, node.id, 0);
  add_wire (edits, node.id, 0, wire->to, wire->input);
  add_list (diagnostic, edits, N_ ("Insert Flatten"));
}

/* The layer with units that decides how wide the loss's prediction is; nullable. */
static const WeftNode *
find_units (WeftGraph *graph, gint64 loss)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, loss, 0);

  for (int way = 0; wire && way < MAX_WAY; way++)
    {
      const WeftNode *node = weft_graph_find (graph, wire->from);

      if (weft_params_find (node->layer->params, "units"))
        return node;
      if (weft_layer_get_n_inputs (node->layer) != 1)
        return NULL;
      wire = weft_graph_find_wire_to (graph, node->id, 0);
    }
  return NULL;
}

void
weft_fix_set_units (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = find_units (graph, diagnostic->node);
  const char *classes = diagnostic->arguments[3];
  g_autofree char *label = g_strdup_printf (_ ("Set units to %s"), classes);
  g_autoptr (WeftEdit) edit = NULL;

  if (!node)
    return;
  edit = weft_edit_set_param (node->id, "units",
                              g_variant_new_int64 (g_ascii_strtoll (classes, NULL, 10)));
  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

/* Takes away the node before the first input and wires what it fed to what fed it. */
void
weft_fix_remove_before (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, diagnostic->node, 0);
  const WeftNode *node = wire ? weft_graph_find (graph, wire->from) : NULL;
  const WeftWire *source = node ? weft_graph_find_wire_to (graph, node->id, 0) : NULL;
  g_autoptr (GPtrArray) edits = edits_new ();
  g_autofree char *label = NULL;
  g_autoptr (WeftEdit) edit = NULL;

  if (!source || source->from == node->id)
    return;
  g_ptr_array_add (edits, weft_edit_remove_node (node->id));
  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *fed = weft_graph_get_wire (graph, i);

      if (fed->from == node->id)
        add_wire (edits, source->from, source->output, fed->to, fed->input);
    }
  label = g_strdup_printf (_ ("Remove %s"), _ (node->layer->title));
  edit = weft_edit_list (edits, N_ ("Remove layer"));
  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

void
weft_fix_use_cross_entropy (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftNode *loss = weft_graph_find (graph, diagnostic->node);
  g_autoptr (GPtrArray) edits = edits_new ();
  WeftNode node = {
    .id = weft_graph_get_next_id (graph),
    .name = loss->name,
    .title = loss->title,
    .layer = weft_layer_find ("cross_entropy"),
    .x = loss->x,
    .y = loss->y,
  };

  g_ptr_array_add (edits, weft_edit_remove_node (loss->id));
  g_ptr_array_add (edits, weft_edit_add_node (&node));
  for (int input = 0; input < 2; input++)
    {
      const WeftWire *wire = weft_graph_find_wire_to (graph, loss->id, input);

      if (wire)
        add_wire (edits, wire->from, wire->output, node.id, input);
    }
  add_list (diagnostic, edits, N_ ("Use cross-entropy"));
}

/* The target of a loss can only be the labels of the one data node. */
void
weft_fix_connect_labels (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftNode *data = NULL;
  g_autoptr (GPtrArray) edits = edits_new ();

  if (g_strcmp0 (diagnostic->port, "target") != 0)
    return;
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->layer->family != WEFT_FAMILY_DATA)
        continue;
      if (data)
        return;
      data = node;
    }
  if (!data)
    return;
  add_wire (edits, data->id, 1, diagnostic->node, 1);
  add_list (diagnostic, edits, N_ ("Connect the labels"));
}

void
weft_fix_choose_file (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  weft_diagnostic_add_fix (diagnostic, NULL, "choose-file", _ ("Choose the file"));
}

void
weft_fix_set_stride (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  g_autoptr (WeftEdit) edit = weft_edit_set_param (diagnostic->node, "stride", NULL);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", _ ("Set stride to 1"));
}

/* The next batch size of which the last one of an epoch, too, has more than one sample. */
void
weft_fix_enlarge_batch (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  gint64 samples = g_ascii_strtoll (diagnostic->arguments[2], NULL, 10), size;
  const WeftParam *param = weft_params_find (weft_training_params (), "batch_size");
  WeftTraining training;
  g_autofree char *label = NULL;
  g_autoptr (WeftEdit) edit = NULL;

  if (samples < 2)
    return;
  weft_training_load (&training, weft_graph_get_training (graph));
  size = training.batch_size > 1 ? training.batch_size : (gint64) param->fallback;
  while (samples % size == 1)
    size++;
  edit = weft_edit_set_training ("batch_size", g_variant_new_int64 (size));
  label = g_strdup_printf (_ ("Set batch size to %d"), (int) size);
  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

void
weft_fix_reset_param (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftParam *params = node ? node->layer->params : weft_training_params ();
  const WeftParam *param = weft_params_find (params, diagnostic->param);
  g_autofree char *label = g_strdup_printf (_ ("Reset %s"), _ (param->label));
  g_autoptr (WeftEdit) edit = node ? weft_edit_set_param (node->id, param->name, NULL)
                                   : weft_edit_set_training (param->name, NULL);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}
