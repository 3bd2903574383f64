/* onnx-import: an ONNX model as a network of ours */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/layout.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/import-private.h"

#define BATCH 3

void
weft_onnx_import_set (WeftOnnxImport *import, const char *value, WeftOnnxSource source)
{
  g_hash_table_replace (import->open, g_strdup (value), g_memdup2 (&source, sizeof source));
}

/* --- its nodes --- */

gboolean
weft_onnx_is_counted (const WeftOnnxLaying *laying, guint i)
{
  return g_hash_table_contains (laying->import->counted, laying->call->node->input[i]);
}

/* Of whole numbers that are real ones in ours: what gives the same of both is known, and what that
 * gives is such numbers again. */
static gboolean
note_counted (WeftOnnxLaying *laying)
{
  static const char *const same[]
      = { "Add",     "Cast",  "Concat",  "Expand", "Flatten",   "Identity",  "Mul",
          "Reshape", "Slice", "Squeeze", "Sub",    "Transpose", "Unsqueeze", NULL };
  WeftOnnxCall *call = laying->call;
  gboolean counts = FALSE;

  for (guint i = 0; i < call->n_in; i++)
    counts = counts || weft_onnx_is_counted (laying, i);
  if (!counts)
    return TRUE;
  if (!g_strv_contains (same, call->node->op_type))
    return weft_onnx_fail (call,
                           _ ("it is not supported of whole numbers that come in; the model can be "
                              "run as it is"));
  for (guint i = 0; i < call->n_out; i++)
    if (call->out[i] != NULL && !weft_onnx_is_real (call->out[i]))
      g_hash_table_add (laying->import->counted, g_strdup (call->node->output[i]));
  return TRUE;
}

static gboolean
is_open (const WeftOnnxImport *import, const Onnx__NodeProto *node)
{
  if (strcmp (node->op_type, "Shape") == 0 || strcmp (node->op_type, "Size") == 0)
    return FALSE;
  for (size_t i = 0; i < node->n_input; i++)
    if (g_hash_table_contains (import->open, node->input[i]))
      return TRUE;
  return FALSE;
}

/* Of a node that is worked out beforehand: what it gives follows from masks if something that it
 * reads does. */
static void
note_masks (WeftOnnxImport *import, const Onnx__NodeProto *node)
{
  gboolean follows = FALSE;

  for (size_t i = 0; i < node->n_input; i++)
    follows |= g_hash_table_contains (import->of_masks, node->input[i]);
  for (size_t i = 0; follows && i < node->n_output; i++)
    g_hash_table_add (import->of_masks, g_strdup (node->output[i]));
}

/* What stands for its inputs, as the row takes it. */
static gboolean
find_inputs (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  const WeftOnnxOperator *row = laying->row;

  for (guint i = 0; i < call->n_in; i++)
    {
      const WeftOnnxSource *source
          = g_hash_table_lookup (laying->import->open, call->node->input[i]);

      if (source == NULL)
        continue;
      laying->in[i] = *source;
      if (!weft_onnx_place (&call->in[i]->shape, laying->import->batch, source->outer,
                            &laying->place[i])
          || (!row->lays_any_axis && !weft_onnx_place_is_first (&laying->place[i])))
        return weft_onnx_fail (call, _ ("it takes samples apart, or puts them together"));
      if (!row->lays_any_shape && !weft_onnx_lay_straight (laying, i))
        return FALSE;
    }
  return TRUE;
}

/* Where the samples of what came of it lie, and in what shape. */
static gboolean
set_outputs (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;

  for (guint i = 0; i < call->n_out; i++)
    {
      WeftOnnxSource *source = &laying->out[i];
      WeftOnnxPlace place;

      if (source->node == 0 || *call->node->output[i] == '\0')
        continue;
      source->outer = MAX (source->outer, 1);
      if (!weft_onnx_place (&call->out[i]->shape, laying->import->batch, source->outer, &place))
        return weft_onnx_fail (call, _ ("it takes samples apart, or puts them together"));
      if (source->made.rank == 0)
        source->made = place.ours;
      weft_onnx_import_set (laying->import, call->node->output[i], *source);
    }
  return TRUE;
}

static gboolean
lay_node (gpointer user, const WeftOnnxOperator *row, WeftOnnxCall *call)
{
  WeftOnnxImport *import = user;
  WeftOnnxLaying laying = { .call = call, .row = row, .import = import };

  import->reached++;
  if (!is_open (import, call->node))
    note_masks (import, call->node);
  if (!is_open (import, call->node) || !weft_onnx_import_is_live (import, call->node))
    return TRUE;
  if (row->expand != NULL && !row->by_numbers)
    return TRUE; /* what stands for it is laid */
  if (row->lay == NULL)
    return weft_onnx_fail (call, _ ("no layer does what it does; the model can be run as it is"));
  g_free (import->scope);
  import->scope = weft_onnx_import_dup_scope (call->node);
  if (!note_counted (&laying) || !find_inputs (&laying))
    return FALSE;
  if (!row->lay (&laying))
    return call->error != NULL && *call->error != NULL
               ? FALSE
               : weft_onnx_fail (call, _ ("it cannot be made of layers"));
  return set_outputs (&laying);
}

/* --- how it could be trained --- */

static gboolean
is_along_last (const WeftNode *node, int rank)
{
  g_autoptr (GVariant) dim = weft_node_get_param (node, "dim");

  return dim == NULL || g_variant_get_int64 (dim) == -1 || g_variant_get_int64 (dim) == rank - 1;
}

/* What stands before a last layer that only makes probabilities of it, which the loss does itself.
 */
static WeftOnnxSource
find_before (WeftOnnxImport *import, WeftOnnxSource end, const char *layer)
{
  const WeftNode *node = weft_graph_find (import->graph, end.node);
  const WeftWire *wire = strcmp (node->layer->id, layer) == 0 && is_along_last (node, end.made.rank)
                             ? weft_graph_find_wire_to (import->graph, node->id, 0)
                             : NULL;

  return wire != NULL ? (WeftOnnxSource){ wire->from, wire->output } : (WeftOnnxSource){ 0, 0 };
}

/* Whether it says scores of each of a row of tokens. */
static gboolean
is_of_tokens (const WeftOnnxImport *import, const WeftShape *shape)
{
  for (guint i = 0; i < import->n_inputs && shape->rank == 3 && shape->dims[2] > 1; i++)
    if (import->inputs[i].rows > 0 && import->inputs[i].x->shape.rank == 2
        && import->inputs[i].x->shape.dims[1] == shape->dims[1])
      return TRUE;
  return FALSE;
}

/* What is to be said of a sample, as the data node's random source makes it. */
static gboolean
set_target (WeftOnnxImport *import, const char *target, const WeftShape *shape, int last,
            GError **error)
{
  gint64 data = import->data;

  if (!weft_onnx_import_apply (
          import, weft_edit_set_param (data, "target", g_variant_new_string (target)), error))
    return FALSE;
  if (last < shape->rank
      && !weft_onnx_import_apply (
          import, weft_edit_set_param (data, "classes", g_variant_new_int64 (shape->dims[last])),
          error))
    return FALSE;
  return last < 2
         || weft_onnx_import_apply (
             import,
             weft_edit_set_param (data, "target_shape",
                                  weft_onnx_dims (shape->dims + 1, (guint) last - 1)),
             error);
}

/* Classes where it says two numbers or more of a sample, or of each of its tokens, else numbers.
 * read: what the loss reads. */
static gboolean
add_loss (WeftOnnxImport *import, WeftOnnxSource end, const WeftShape *shape, WeftOnnxSource *read,
          GError **error)
{
  gint64 loss;
  WeftOnnxSource of = find_before (import, end, "softmax"),
                 yes = find_before (import, end, "sigmoid");
  gboolean is_class = yes.node == 0 && shape->rank == 2 && shape->dims[1] > 1,
           is_tokens = yes.node == 0 && is_of_tokens (import, shape);
  int last = is_class || is_tokens ? shape->rank - 1 : shape->rank; /* the axis of the classes */

  *read = yes.node != 0 ? yes : of.node != 0 && (is_class || is_tokens) ? of : end;
  if (!set_target (import,
                   yes.node != 0 ? "binary"
                   : is_class    ? "class"
                   : is_tokens   ? "tokens"
                                 : "real",
                   shape, last, error))
    return FALSE;
  loss = weft_onnx_import_add (import, "loss",
                               yes.node != 0           ? "bce_with_logits"
                               : is_class || is_tokens ? "cross_entropy"
                                                       : "mse",
                               NULL, error);
  return loss != 0 && weft_onnx_import_wire (import, *read, loss, 0, error)
         && weft_onnx_import_wire (import, (WeftOnnxSource){ import->data, 1 }, loss, 1, error);
}

/* A last reshape that nothing reads is a layer, too: what the model says keeps its shape. */
static gboolean
shape_end (WeftOnnxImport *import, const char *name, WeftOnnxSource *end, const WeftShape *shape,
           GError **error)
{
  gint64 node;

  if (shape->rank == end->made.rank || shape->rank < 3 || shape->dims[0] != end->made.dims[0]
      || weft_shape_count (shape) != weft_shape_count (&end->made))
    return TRUE;
  node = weft_onnx_import_add (
      import, "shape", "reshape",
      g_variant_new_parsed ("{'shape': <%@ax>}",
                            weft_onnx_dims (shape->dims + 1, (guint) shape->rank - 1)),
      error);
  if (node == 0 || !weft_onnx_import_wire (import, *end, node, 0, error))
    return FALSE;
  *end = (WeftOnnxSource){ .node = node, .outer = end->outer, .made = *shape };
  weft_onnx_import_set (import, name, *end);
  return TRUE;
}

static gboolean
add_losses (WeftOnnxImport *import, GHashTable *values, WeftOnnxSource *read, GError **error)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;
  const char *name = graph->n_output > 0 ? graph->output[0]->name : NULL;
  const WeftOnnxSource *end = name != NULL ? g_hash_table_lookup (import->open, name) : NULL;
  const WeftTensor *y = name != NULL ? g_hash_table_lookup (values, name) : NULL;
  WeftOnnxSource last;

  if (end == NULL || y == NULL || end->made.rank < 2)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           _ ("The model’s first output does not say something of each sample."));
      return FALSE;
    }
  last = *end;
  return shape_end (import, name, &last, &y->shape, error)
         && add_loss (import, last, &last.made, read, error);
}

/* --- all of it --- */

static gboolean
lay_out (WeftOnnxImport *import, GError **error)
{
  WeftEdit *places = weft_layout_edit (import->graph, NULL);

  return places == NULL || weft_onnx_import_apply (import, places, error);
}

static gboolean
import_as (WeftOnnxImport *import, const WeftOnnxTrial *trial, GError **error)
{
  g_autoptr (GHashTable) values = weft_onnx_values_new ();
  WeftOnnxSource read;

  return weft_onnx_import_take_inputs (import, trial, values, error)
         && weft_onnx_evaluate (import->model, values, lay_node, import, error)
         && weft_onnx_import_fold (import, error) && weft_onnx_import_share (import, error)
         && add_losses (import, values, &read, error) && weft_onnx_import_group (import, error)
         && lay_out (import, error) && weft_onnx_import_check (import, values, read, error);
}

static void
begin (WeftOnnxImport *import)
{
  import->reached = 0;
  import->graph = weft_graph_new ();
  import->weights = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  import->counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->of_masks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import->readers = g_hash_table_new (g_str_hash, g_str_equal);
  import->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  weft_onnx_import_find_parts (import);
  import->ranks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  import->reads
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  import->scopes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  weft_onnx_import_find_live (import);
}

static void
clear (WeftOnnxImport *import)
{
  g_clear_object (&import->graph);
  g_clear_pointer (&import->weights, g_ptr_array_unref);
  g_clear_pointer (&import->open, g_hash_table_unref);
  g_clear_pointer (&import->counted, g_hash_table_unref);
  g_clear_pointer (&import->of_masks, g_hash_table_unref);
  g_clear_pointer (&import->readers, g_hash_table_unref);
  g_clear_pointer (&import->parts, g_hash_table_unref);
  g_clear_pointer (&import->reads, g_hash_table_unref);
  g_clear_pointer (&import->scopes, g_hash_table_unref);
  g_clear_pointer (&import->ranks, g_hash_table_unref);
  g_clear_pointer (&import->scope, g_free);
  weft_onnx_import_clear_inputs (import);
}

WeftGraph *
weft_onnx_import (const char *path, GPtrArray **weights, GError **error)
{
  /* A model that was exported for one size of batch may hold to it; and one may have steps before
   * samples. What is wrong with it is said of the trial that came furthest. */
  static const WeftOnnxTrial trials[] = { { BATCH, -1 }, { 0, -1 }, { 0, 1 } };
  g_autoptr (WeftOnnxModel) model = weft_onnx_model_load (path, error);
  WeftOnnxImport import = { .model = model };
  g_autoptr (GError) why = NULL;
  gboolean is_done = FALSE;
  WeftGraph *graph = NULL;
  guint furthest = 0;

  if (model == NULL)
    return NULL;
  weft_onnx_import_shorten (&import);
  for (guint i = 0; i < G_N_ELEMENTS (trials) && !is_done; i++)
    {
      g_autoptr (GError) own = NULL;

      clear (&import);
      begin (&import);
      is_done = import_as (&import, &trials[i], &own);
      if (!is_done && (why == NULL || import.reached >= furthest))
        {
          g_clear_error (&why);
          why = g_steal_pointer (&own);
          furthest = import.reached;
        }
    }
  if (is_done)
    {
      graph = g_steal_pointer (&import.graph);
      *weights = g_steal_pointer (&import.weights);
    }
  else
    g_propagate_error (error, g_steal_pointer (&why));
  clear (&import);
  return graph;
}
