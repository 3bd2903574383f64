/* onnx-import: an ONNX model as a network of ours */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/random.h"
#include "engine/graph/layout.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/import-private.h"

#define BATCH 3

guint
weft_onnx_import_count_readers (const WeftOnnxImport *import, const char *value)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (import->readers, value));
}

static void
count_readers (WeftOnnxImport *import)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;

  for (size_t i = 0; i < graph->n_node; i++)
    for (size_t k = 0; k < graph->node[i]->n_input; k++)
      {
        char *name = graph->node[i]->input[k];

        g_hash_table_insert (import->readers, name,
                             GUINT_TO_POINTER (weft_onnx_import_count_readers (import, name) + 1));
      }
}

static void
set_source (WeftOnnxImport *import, const char *value, WeftOnnxSource source)
{
  g_hash_table_replace (import->open, g_strdup (value), g_memdup2 (&source, sizeof source));
}

/* --- the samples --- */

/* Of one input: its shape with `batch` samples. */
static gboolean
read_shape (const Onnx__ValueInfoProto *input, gint64 batch, WeftShape *shape, GError **error)
{
  const Onnx__TypeProto__Tensor *tensor
      = input->type != NULL && input->type->value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE
            ? input->type->tensor_type
            : NULL;
  gboolean is_sound = tensor != NULL && tensor->shape != NULL && tensor->shape->n_dim >= 2
                      && tensor->shape->n_dim < WEFT_MAX_RANK
                      && tensor->elem_type == ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;

  *shape = (WeftShape){ .type = WEFT_F32 };
  for (size_t i = 0; is_sound && i < tensor->shape->n_dim; i++)
    {
      const Onnx__TensorShapeProto__Dimension *d = tensor->shape->dim[i];
      gboolean is_said = d->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;

      shape->dims[shape->rank++] = i == 0    ? (is_said && batch < 0 ? d->dim_value : ABS (batch))
                                   : is_said ? d->dim_value
                                             : 0;
      is_sound = shape->dims[i] > 0 && shape->dims[i] <= 1 << 20;
    }
  if (is_sound)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("The model’s input “%s” is not taken: it has to be float32, (N, …), with sizes "
                  "that are said but for N."),
               input->name);
  return FALSE;
}

/* Normal, as those of the data node's. */
static WeftTensor *
make_samples (const WeftShape *shape)
{
  const WeftRandom random = { 1, WEFT_STREAM_SOURCE, 0 };
  WeftTensor *x = weft_tensor_new (shape);

  if (x != NULL)
    weft_random_fill_normal (&random, x->data, (gsize) weft_shape_count (shape), 0, 1);
  return x;
}

/* --- its nodes --- */

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

static gboolean
lay_node (gpointer user, const WeftOnnxOperator *row, WeftOnnxCall *call)
{
  WeftOnnxImport *import = user;
  WeftOnnxLaying laying = { .call = call, .row = row, .import = import };

  if (!is_open (import, call->node))
    return TRUE;
  for (guint i = 0; i < call->n_in; i++)
    {
      const WeftOnnxSource *source = g_hash_table_lookup (import->open, call->node->input[i]);

      if (source != NULL)
        laying.in[i] = *source;
    }
  if (row->lay == NULL)
    return weft_onnx_fail (call, _ ("no layer does what it does; the model can be run as it is"));
  if (!row->lay (&laying))
    return call->error != NULL && *call->error != NULL
               ? FALSE
               : weft_onnx_fail (call, _ ("it cannot be made of layers"));
  for (guint i = 0; i < call->n_out; i++)
    if (laying.out[i].node != 0 && *call->node->output[i] != '\0')
      set_source (import, call->node->output[i], laying.out[i]);
  return TRUE;
}

/* --- how it could be trained --- */

/* What stands before a last layer that only makes probabilities of it, which the loss does itself.
 */
static WeftOnnxSource
find_before (WeftOnnxImport *import, WeftOnnxSource end, const char *layer)
{
  const WeftNode *node = weft_graph_find (import->graph, end.node);
  const WeftWire *wire = strcmp (node->layer->id, layer) == 0
                             ? weft_graph_find_wire_to (import->graph, node->id, 0)
                             : NULL;

  return wire != NULL ? (WeftOnnxSource){ wire->from, wire->output } : (WeftOnnxSource){ 0, 0 };
}

/* Classes where it says two numbers or more of a sample, else numbers. read: what the loss reads.
 */
static gboolean
add_loss (WeftOnnxImport *import, WeftOnnxSource end, const WeftShape *shape, WeftOnnxSource *read,
          GError **error)
{
  gint64 data = import->inputs[0].node, loss;
  WeftOnnxSource of = find_before (import, end, "softmax"),
                 yes = find_before (import, end, "sigmoid");
  const char *layer = "mse", *target = "real";

  if (of.node == 0)
    of = end;
  if (shape->rank == 2 && shape->dims[1] > 1 && yes.node == 0)
    {
      layer = "cross_entropy";
      target = "class";
    }
  else if (yes.node != 0)
    {
      layer = "bce_with_logits";
      target = "binary";
      of = yes;
    }
  else
    of = end;
  if (!weft_onnx_import_apply (
          import, weft_edit_set_param (data, "target", g_variant_new_string (target)), error))
    return FALSE;
  if (*layer == 'c'
          ? !weft_onnx_import_apply (
              import, weft_edit_set_param (data, "classes", g_variant_new_int64 (shape->dims[1])),
              error)
          : !weft_onnx_import_apply (
              import,
              weft_edit_set_param (data, "target_shape",
                                   weft_onnx_dims (shape->dims + 1, (guint) shape->rank - 1)),
              error))
    return FALSE;
  *read = of;
  loss = weft_onnx_import_add (import, "loss", layer, NULL, error);
  return loss != 0 && weft_onnx_import_wire (import, of, loss, 0, error)
         && weft_onnx_import_wire (import, (WeftOnnxSource){ data, 1 }, loss, 1, error);
}

static gboolean
add_losses (WeftOnnxImport *import, GHashTable *values, WeftOnnxSource *read, GError **error)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;
  const char *name = graph->n_output > 0 ? graph->output[0]->name : NULL;
  const WeftOnnxSource *end = name != NULL ? g_hash_table_lookup (import->open, name) : NULL;
  const WeftTensor *y = name != NULL ? g_hash_table_lookup (values, name) : NULL;

  if (end == NULL || y == NULL || y->shape.rank < 2 || y->shape.dims[0] != import->batch)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           _ ("The model’s first output does not say something of each sample."));
      return FALSE;
    }
  return add_loss (import, *end, &y->shape, read, error);
}

/* --- all of it --- */

static gboolean
add_data (WeftOnnxImport *import, const WeftShape *shape, GError **error)
{
  gint64 node = weft_onnx_import_add (
      import, "data", "data",
      g_variant_new_parsed ("{'source': <'random'>, 'shape': <%@ax>, 'count': <int64 64>}",
                            weft_onnx_dims (shape->dims + 1, (guint) shape->rank - 1)),
      error);

  import->inputs[0] = (WeftOnnxSource){ node, 0 };
  return node != 0;
}

static gboolean
lay_out (WeftOnnxImport *import, GError **error)
{
  WeftEdit *places = weft_layout_edit (import->graph, NULL);

  return places == NULL || weft_onnx_import_apply (import, places, error);
}

/* batch: how many samples; below 0: as many as the model says. */
static gboolean
import_as (WeftOnnxImport *import, gint64 batch, GError **error)
{
  g_autoptr (GPtrArray) inputs = weft_onnx_model_list_inputs (import->model);
  g_autoptr (GHashTable) values = weft_onnx_values_new ();
  const Onnx__ValueInfoProto *input = inputs->len > 0 ? inputs->pdata[0] : NULL;
  WeftOnnxSource read;
  WeftTensor *x;
  WeftShape shape;

  if (inputs->len != 1)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   _ ("The model has %u inputs; a network is made of one that has one."),
                   inputs->len);
      return FALSE;
    }
  if (!read_shape (input, batch, &shape, error))
    return FALSE;
  import->batch = shape.dims[0];
  x = make_samples (&shape);
  if (x == NULL || !add_data (import, &shape, error))
    return FALSE;
  g_hash_table_insert (values, g_strdup (input->name), x);
  set_source (import, input->name, import->inputs[0]);
  return weft_onnx_evaluate (import->model, values, lay_node, import, error)
         && add_losses (import, values, &read, error) && lay_out (import, error)
         && weft_onnx_import_check (import, values, x, read, error);
}

static void
begin (WeftOnnxImport *import)
{
  import->graph = weft_graph_new ();
  import->weights = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  import->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import->readers = g_hash_table_new (g_str_hash, g_str_equal);
  count_readers (import);
}

static void
clear (WeftOnnxImport *import)
{
  g_clear_object (&import->graph);
  g_clear_pointer (&import->weights, g_ptr_array_unref);
  g_clear_pointer (&import->open, g_hash_table_unref);
  g_clear_pointer (&import->readers, g_hash_table_unref);
}

WeftGraph *
weft_onnx_import (const char *path, GPtrArray **weights, GError **error)
{
  g_autoptr (WeftOnnxModel) model = weft_onnx_model_load (path, error);
  WeftOnnxImport import = { .model = model };
  g_autoptr (GError) first = NULL;
  WeftGraph *graph = NULL;

  if (model == NULL)
    return NULL;
  begin (&import);
  /* A model that was exported for one size of batch may hold to it. */
  if (!import_as (&import, BATCH, &first))
    {
      clear (&import);
      begin (&import);
      if (!import_as (&import, -BATCH, error))
        clear (&import);
    }
  if (import.graph != NULL)
    {
      graph = g_steal_pointer (&import.graph);
      *weights = g_steal_pointer (&import.weights);
    }
  clear (&import);
  return graph;
}
