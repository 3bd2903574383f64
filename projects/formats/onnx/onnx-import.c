/* onnx-import: an ONNX model as a network of ours */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/random.h"
#include "engine/graph/layout.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/import-private.h"

#define BATCH 3

void
weft_onnx_import_set (WeftOnnxImport *import, const char *value, WeftOnnxSource source)
{
  g_hash_table_replace (import->open, g_strdup (value), g_memdup2 (&source, sizeof source));
}

/* --- the samples --- */

/* One way to take a model's input: how many samples (0: as many as it says) along which axis (−1:
 * the one of which it does not say how long it is, else the first). */
typedef struct
{
  gint64 batch;
  int axis;
} Trial;

static gboolean
is_said (const Onnx__TypeProto__Tensor *tensor, size_t i)
{
  return tensor->shape->dim[i]->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
}

static int
find_axis (const Onnx__TypeProto__Tensor *tensor, const Trial *trial)
{
  int axis = 0;

  if (trial->axis >= 0)
    return MIN (trial->axis, (int) tensor->shape->n_dim - 1);
  for (size_t i = tensor->shape->n_dim; i-- > 0;)
    if (!is_said (tensor, i))
      axis = (int) i;
  return axis;
}

/* Of one input: its shape with the trial's samples. */
static gboolean
read_shape (const Onnx__ValueInfoProto *input, const Trial *trial, WeftOnnxInput *taken,
            gint64 *batch, GError **error)
{
  const Onnx__TypeProto__Tensor *tensor
      = input->type != NULL && input->type->value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE
            ? input->type->tensor_type
            : NULL;
  gboolean is_sound = tensor != NULL && tensor->shape != NULL && tensor->shape->n_dim >= 2
                      && tensor->shape->n_dim < WEFT_MAX_RANK
                      && tensor->elem_type == ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
  int axis = is_sound ? find_axis (tensor, trial) : 0;

  *taken = (WeftOnnxInput){ .shape = { .type = WEFT_F32 }, .outer = 1 };
  for (int i = 0; is_sound && i < (int) tensor->shape->n_dim; i++)
    {
      gint64 said = is_said (tensor, (size_t) i) ? tensor->shape->dim[i]->dim_value : 0;
      gint64 length = i == axis && trial->batch > 0 ? trial->batch : said;

      taken->shape.dims[taken->shape.rank++] = length;
      taken->outer *= i < axis ? length : 1;
      is_sound = length > 0 && length <= 1 << 20;
    }
  *batch = taken->shape.dims[axis];
  if (is_sound)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               _ ("The model’s input “%s” is not taken: it has to be float32, (N, …), with sizes "
                  "that are said but for N."),
               input->name);
  return FALSE;
}

/* Normal, as those of the data node's; x: as the model has them. */
static WeftTensor *
make_samples (WeftOnnxInput *input, gint64 batch)
{
  const WeftRandom random = { 1, WEFT_STREAM_SOURCE, 0 };
  WeftTensor *x = weft_tensor_new (&input->shape);
  WeftOnnxPlace place;

  if (x == NULL || !weft_onnx_place (&input->shape, batch, input->outer, &place))
    return NULL;
  weft_random_fill_normal (&random, x->data, (gsize) weft_shape_count (&input->shape), 0, 1);
  input->x = weft_onnx_place_samples (x, batch, input->outer);
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
  if (!is_open (import, call->node) || !weft_onnx_import_is_live (import, call->node))
    return TRUE;
  if (row->lay == NULL)
    return weft_onnx_fail (call, _ ("no layer does what it does; the model can be run as it is"));
  if (!find_inputs (&laying))
    return FALSE;
  if (!row->lay (&laying))
    return call->error != NULL && *call->error != NULL
               ? FALSE
               : weft_onnx_fail (call, _ ("it cannot be made of layers"));
  return set_outputs (&laying);
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

  WeftShape shape;

  if (end != NULL)
    shape = end->made;
  if (end == NULL || y == NULL || shape.rank < 2)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           _ ("The model’s first output does not say something of each sample."));
      return FALSE;
    }
  return add_loss (import, *end, &shape, read, error);
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

static gboolean
import_as (WeftOnnxImport *import, const Trial *trial, GError **error)
{
  g_autoptr (GPtrArray) inputs = weft_onnx_model_list_inputs (import->model);
  g_autoptr (GHashTable) values = weft_onnx_values_new ();
  const Onnx__ValueInfoProto *input = inputs->len > 0 ? inputs->pdata[0] : NULL;
  WeftOnnxSource read;
  WeftTensor *x;

  if (inputs->len != 1)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   _ ("The model has %u inputs; a network is made of one that has one."),
                   inputs->len);
      return FALSE;
    }
  if (!read_shape (input, trial, &import->input, &import->batch, error))
    return FALSE;
  x = make_samples (&import->input, import->batch);
  if (x == NULL || !add_data (import, &import->input.x->shape, error))
    return FALSE;
  g_hash_table_insert (values, g_strdup (input->name), x);
  import->inputs[0].outer = import->input.outer;
  import->inputs[0].made = import->input.x->shape;
  weft_onnx_import_set (import, input->name, import->inputs[0]);
  return weft_onnx_evaluate (import->model, values, lay_node, import, error)
         && weft_onnx_import_fold (import, error) && add_losses (import, values, &read, error)
         && lay_out (import, error) && weft_onnx_import_check (import, values, read, error);
}

static void
begin (WeftOnnxImport *import)
{
  import->reached = 0;
  import->graph = weft_graph_new ();
  import->weights = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  import->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import->readers = g_hash_table_new (g_str_hash, g_str_equal);
  weft_onnx_import_find_live (import);
}

static void
clear (WeftOnnxImport *import)
{
  g_clear_object (&import->graph);
  g_clear_pointer (&import->weights, g_ptr_array_unref);
  g_clear_pointer (&import->open, g_hash_table_unref);
  g_clear_pointer (&import->readers, g_hash_table_unref);
  g_clear_pointer (&import->input.x, weft_tensor_unref);
}

WeftGraph *
weft_onnx_import (const char *path, GPtrArray **weights, GError **error)
{
  /* A model that was exported for one size of batch may hold to it; and one may have steps before
   * samples. What is wrong with it is said of the trial that came furthest. */
  static const Trial trials[] = { { BATCH, -1 }, { 0, -1 }, { 0, 1 } };
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
