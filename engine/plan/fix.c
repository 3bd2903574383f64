/* fix: edits that cure what is wrong with a layer or a parameter; each is one undo */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/outputs.h"
#include "engine/graph/room.h"
#include "engine/graph/training.h"

#define MAX_WAY 64 /* nodes between a loss and the layer that decides its width */

void
weft_fix_offer (WeftDiagnostic *diagnostic, GPtrArray *edits, const char *name, const char *label)
{
  g_autoptr (WeftEdit) edit = weft_edit_list (edits, name);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

static void
add_wire (GPtrArray *edits, gint64 from, int output, gint64 to, int input)
{
  g_ptr_array_add (edits, weft_edit_add_wire (&(WeftWire){ from, to, output, input }));
}

/* What is put into a wire: a layer with its defaults, but for one parameter (value nullable). */
typedef struct
{
  const char *layer, *edit_name, *label, *param;
  GVariant *value;
} Inserted;

/* Into the wire to the node's first input. */
static void
insert_before (WeftGraph *graph, WeftDiagnostic *diagnostic, gint64 id, const Inserted *what)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, id, 0);
  const WeftNode *from = wire ? weft_graph_find (graph, wire->from) : NULL;
  g_autofree char *name = weft_graph_dup_free_name (graph, what->layer);
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  WeftNode node = { .id = weft_graph_get_next_id (graph), .name = name };

  if (!from)
    return;
  node.layer = weft_layer_find (what->layer);
  node.parent = from->parent;
  node.x = from->x + WEFT_ROOM_PITCH;
  node.y = from->y;
  g_ptr_array_add (edits, weft_edit_remove_wire (wire));
  weft_room_make (graph, edits, node.parent, node.x, node.y);
  g_ptr_array_add (edits, weft_edit_add_node (&node));
  if (what->value)
    g_ptr_array_add (edits, weft_edit_set_param (node.id, what->param, what->value));
  add_wire (edits, wire->from, wire->output, node.id, 0);
  add_wire (edits, node.id, 0, wire->to, wire->input);
  weft_fix_offer (diagnostic, edits, what->edit_name, what->label);
}

void
weft_fix_insert_before (WeftGraph *graph, WeftDiagnostic *diagnostic, gint64 id, const char *layer,
                        const char *name_of_edit, const char *label)
{
  insert_before (graph, diagnostic, id, &(Inserted){ layer, name_of_edit, label });
}

void
weft_fix_insert_flatten (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  weft_fix_insert_before (graph, diagnostic, diagnostic->node, "flatten", N_ ("Insert Flatten"),
                          _ ("Insert Flatten"));
}

void
weft_fix_insert_activation (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  weft_fix_insert_before (graph, diagnostic, diagnostic->node, "relu", N_ ("Insert ReLU"),
                          _ ("Insert ReLU"));
}

/* (N, T, D) → (N, D, T), as layers that take features for channels want it. */
static void
exchange_steps (WeftGraph *graph, WeftDiagnostic *diagnostic)
{
  const gint64 dims[] = { 2, 1 };
  g_autoptr (GVariant) value
      = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, dims, 2, 8));

  insert_before (graph, diagnostic, diagnostic->node,
                 &(Inserted){ "permute", N_ ("Insert Permute"), _ ("Exchange steps and features"),
                              "dims", value });
}

/* Where the steps are still an axis of their own; or, where the layer itself has them where it
 * takes features, they are exchanged. */
void
weft_fix_reduce_steps (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  gint64 at = diagnostic->node;

  for (int way = 0; way < MAX_WAY; way++)
    {
      const WeftNodeReport *node = weft_report_find (report, at);
      const WeftWire *wire = weft_graph_find_wire_to (graph, at, 0);

      if (!node || !wire)
        return;
      if (node->in[0]->rank == 3 && node->in[0]->times[1] != 0)
        break;
      at = wire->from;
    }
  if (at == diagnostic->node)
    {
      exchange_steps (graph, diagnostic);
      return;
    }
  weft_fix_insert_before (graph, diagnostic, at, "reduce", N_ ("Insert Reduce"),
                          _ ("Take the mean over the steps"));
}

/* Steps of a sequence are wanted: a picture is read row by row, (N, C, H, W) as (N, C·H, W), and a
 * row of numbers one by one, (N, D) as (N, D, 1). */
void
weft_fix_make_steps (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNodeReport *node = weft_report_find (report, diagnostic->node);
  const WeftShape *x = node && node->n_in > 0 ? node->in[0] : NULL;
  gboolean is_picture = x && x->rank == 4;
  gint64 steps[2] = { 1, 1 };
  g_autoptr (GVariant) shape = NULL;

  if (!is_picture && !(x && x->rank == 2))
    return;
  steps[0] = is_picture ? x->dims[1] * x->dims[2] : x->dims[1];
  steps[1] = is_picture ? x->dims[3] : 1;
  shape = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, steps, 2, 8));
  insert_before (
      graph, diagnostic, diagnostic->node,
      &(Inserted){ "reshape", N_ ("Insert Reshape"),
                   is_picture ? _ ("Read it row by row") : _ ("Read it number by number"), "shape",
                   shape });
}

const WeftNode *
weft_fix_find_units (WeftGraph *graph, gint64 loss)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, loss, 0);

  for (int way = 0; wire && way < MAX_WAY; way++)
    {
      const WeftNode *node = weft_graph_find (graph, wire->from);

      if (weft_params_find (node->layer->params, "units"))
        return node;
      if (weft_layer_get_n_required (node->layer) != 1)
        return NULL;
      wire = weft_graph_find_wire_to (graph, node->id, 0);
    }
  return NULL;
}

void
weft_fix_set_units (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_fix_find_units (graph, diagnostic->node);
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
weft_fix_remove_before (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, diagnostic->node, 0);
  const WeftNode *node = wire ? weft_graph_find (graph, wire->from) : NULL;
  const WeftWire *source = node ? weft_graph_find_wire_to (graph, node->id, 0) : NULL;
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();
  g_autofree char *label = NULL;

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
  weft_fix_offer (diagnostic, edits, N_ ("Remove layer"), label);
}

/* Pictures are wanted, and somebody made rows of them just before. */
void
weft_fix_remove_flat (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, diagnostic->node, 0);
  const WeftNode *node = wire ? weft_graph_find (graph, wire->from) : NULL;

  if (node && strcmp (node->layer->id, "flatten") == 0)
    weft_fix_remove_before (graph, report, diagnostic);
}

void
weft_fix_choose_data (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  weft_fix_offer_world (graph, diagnostic);
  weft_diagnostic_add_fix (diagnostic, NULL, "choose-data", _ ("Choose data"));
}

void
weft_fix_choose_file (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  weft_diagnostic_add_fix (diagnostic, NULL, "choose-file", _ ("Choose the file"));
}

void
weft_fix_draw (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  weft_diagnostic_add_fix (diagnostic, NULL, "draw", _ ("Draw"));
}

/* The outputs that the set has; the wires out of others go. */
void
weft_fix_follow_data (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNodeReport *data = weft_report_find (report, diagnostic->node);
  GVariant *fields = weft_dataset_new_fields (data->dataset);
  g_autoptr (WeftEdit) edit = weft_edit_set_param (diagnostic->node, "fields", fields);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", _ ("Take what the data has"));
}

void
weft_fix_set_stride (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  g_autoptr (WeftEdit) edit = weft_edit_set_param (diagnostic->node, "stride", NULL);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", _ ("Set stride to 1"));
}

/* The next batch size of which the last one of an epoch, too, has more than one sample. */
void
weft_fix_enlarge_batch (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
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
weft_fix_set_groups (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  g_autoptr (WeftEdit) edit = weft_edit_set_param (diagnostic->node, "groups", NULL);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", _ ("Set groups to 1"));
}

static void
reset (WeftGraph *graph, WeftDiagnostic *diagnostic, const char *name)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftParam *param = node ? weft_params_find (node->layer->params, name) : NULL;
  g_autoptr (WeftEdit) edit = NULL;
  g_autofree char *label = NULL;

  if (!param)
    return;
  label = g_strdup_printf (_ ("Reset %s"), _ (param->label));
  edit = weft_edit_set_param (node->id, name, NULL);
  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

void
weft_fix_reset_padding (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  reset (graph, diagnostic, "padding");
}

void
weft_fix_reset_dim (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  reset (graph, diagnostic, "dim");
}

void
weft_fix_reset_vocabulary (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  reset (graph, diagnostic, "num_embeddings");
}

void
weft_fix_reset_padding_token (WeftGraph *graph, const WeftReport *report,
                              WeftDiagnostic *diagnostic)
{
  reset (graph, diagnostic, "padding_idx");
}

/* As many places as there are steps, where there may be so many. */
void
weft_fix_set_places (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftParam *param = node ? weft_params_find (node->layer->params, "max_len") : NULL;
  gint64 steps = g_ascii_strtoll (diagnostic->arguments[2], NULL, 10);
  g_autofree char *label = NULL;
  g_autoptr (WeftEdit) edit = NULL;

  if (!param || steps > (gint64) param->max)
    return;
  label = g_strdup_printf (_ ("Set %s to %s"), _ (param->label), diagnostic->arguments[2]);
  edit = weft_edit_set_param (node->id, "max_len", g_variant_new_int64 (steps));
  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}

void
weft_fix_reset_split (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  reset (graph, diagnostic, "split");
}

void
weft_fix_reset_param (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  const WeftParam *params = node ? node->layer->params : weft_training_params ();
  const WeftParam *param = weft_params_find (params, diagnostic->param);
  g_autofree char *name = weft_param_dup_label (param);
  g_autofree char *label = g_strdup_printf (_ ("Reset %s"), name);
  g_autoptr (WeftEdit) edit = node ? weft_edit_set_param (node->id, param->name, NULL)
                                   : weft_edit_set_training (param->name, NULL);

  weft_diagnostic_add_fix (diagnostic, edit, "edit", label);
}
