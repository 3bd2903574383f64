/* onnx-model: an ONNX model read and worked out, node by node, as the standard says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-model.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "engine/base/sentence.h"
#include "projects/formats/onnx/onnx-message.h"
#include "projects/formats/onnx/onnx-pieces.h"
#include "projects/formats/onnx/onnx-tensor.h"
#include "projects/readers/files/input.h"

#define MOST_NODES 100000

GHashTable *
weft_onnx_values_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) weft_tensor_unref);
}

static void
free_node (Onnx__NodeProto *node)
{
  onnx__node_proto__free_unpacked (node, NULL);
}

void
weft_onnx_model_free (WeftOnnxModel *model)
{
  if (model->proto != NULL)
    onnx__model_proto__free_unpacked (model->proto, NULL);
  g_hash_table_unref (model->numbers);
  g_hash_table_unref (model->readers);
  g_ptr_array_unref (model->made);
  g_free (model);
}

static gboolean
is_standard (const char *domain)
{
  return domain == NULL || *domain == '\0' || strcmp (domain, "ai.onnx") == 0;
}

static gboolean
find_opset (WeftOnnxModel *model, GError **error)
{
  for (size_t i = 0; i < model->proto->n_opset_import; i++)
    if (is_standard (model->proto->opset_import[i]->domain))
      model->opset = MAX (model->opset, model->proto->opset_import[i]->version);
  if (model->opset >= 1 && model->opset <= WEFT_ONNX_LAST)
    return TRUE;
  weft_sentence_set_error (error, WEFT_ERROR_UNSUPPORTED,
                           _ ("The model is of operator set %" PRId64
                              "; %d to %d can be read: export it for one of these."),
                           model->opset, WEFT_ONNX_FIRST, WEFT_ONNX_LAST);
  return FALSE;
}

static const WeftOnnxOperator *
find_row (const WeftOnnxModel *model, Onnx__NodeProto *node, GError **error)
{
  WeftOnnxCall call = { .node = node, .opset = model->opset, .error = error };
  const WeftOnnxOperator *row;

  if (node->op_type == NULL)
    node->op_type = g_strdup ("?");
  row = weft_onnx_operator_find (node->op_type);
  if (!is_standard (node->domain) || row == NULL)
    weft_onnx_fail (&call, _ ("there is no such operator here"));
  else if (model->opset < (row->since > 0 ? row->since : WEFT_ONNX_FIRST))
    weft_onnx_fail (&call, _ ("it meant something else in so early a set"));
  else if (node->n_input > WEFT_ONNX_MAX_PORTS || node->n_output > WEFT_ONNX_MAX_PORTS)
    weft_onnx_fail (&call, _ ("it has too many inputs or outputs"));
  else
    return row;
  return NULL;
}

/* Refuses what there is no row for before anything is computed. */
static gboolean
check_nodes (const WeftOnnxModel *model, GError **error)
{
  const Onnx__GraphProto *graph = model->proto->graph;

  for (size_t i = 0; i < graph->n_node; i++)
    if (find_row (model, graph->node[i], error) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
read_numbers (WeftOnnxModel *model, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const Onnx__GraphProto *graph = model->proto->graph;

  for (size_t i = 0; i < graph->n_initializer; i++)
    {
      const Onnx__TensorProto *proto = graph->initializer[i];
      WeftTensor *tensor = weft_onnx_tensor_read (proto, folder, error);

      if (tensor == NULL)
        return FALSE;
      g_hash_table_insert (model->numbers, g_strdup (proto->name != NULL ? proto->name : ""),
                           tensor);
    }
  return TRUE;
}

static gboolean
check_model (WeftOnnxModel *model, const char *path, GError **error)
{
  g_autofree char *name = weft_input_dup_shown (path);
  const Onnx__GraphProto *graph = model->proto->graph;

  if (graph == NULL || (graph->n_node == 0 && graph->n_output == 0))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("“%s” has no network in it."), name);
      return FALSE;
    }
  if (graph->n_node > MOST_NODES || graph->n_sparse_initializer > 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   graph->n_node > MOST_NODES ? _ ("“%s” has too many nodes.")
                                              : _ ("“%s” has sparse numbers, which are not read."),
                   name);
      return FALSE;
    }
  return find_opset (model, error) && check_nodes (model, error)
         && read_numbers (model, path, error);
}

WeftOnnxModel *
weft_onnx_model_load (const char *path, GError **error)
{
  g_autoptr (WeftOnnxModel) model = g_new0 (WeftOnnxModel, 1);

  model->numbers = weft_onnx_values_new ();
  model->readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  model->made = g_ptr_array_new_with_free_func ((GDestroyNotify) free_node);
  model->proto
      = (Onnx__ModelProto *) weft_onnx_message_load (path, &onnx__model_proto__descriptor, error);
  if (model->proto == NULL || !check_model (model, path, error))
    return NULL;
  return g_steal_pointer (&model);
}

GPtrArray *
weft_onnx_model_list_inputs (const WeftOnnxModel *model)
{
  GPtrArray *inputs = g_ptr_array_new ();

  for (size_t i = 0; i < model->proto->graph->n_input; i++)
    {
      Onnx__ValueInfoProto *input = model->proto->graph->input[i];

      if (input->name != NULL && !g_hash_table_contains (model->numbers, input->name))
        g_ptr_array_add (inputs, input);
    }
  return inputs;
}

/* --- node by node --- */

static gboolean
find_inputs (const WeftOnnxModel *model, GHashTable *values, WeftOnnxCall *call)
{
  for (guint i = 0; i < call->n_in; i++)
    {
      const char *name = call->node->input[i];

      if (*name == '\0')
        continue;
      call->in[i] = g_hash_table_lookup (values, name);
      if (call->in[i] == NULL)
        call->in[i] = g_hash_table_lookup (model->numbers, name);
      if (call->in[i] == NULL)
        return weft_onnx_fail (call, _ ("its input “%s” is not there yet"), name);
    }
  return TRUE;
}

typedef struct
{
  const WeftOnnxModel *model;
  GHashTable *values;
  WeftOnnxVisit visit;
  gpointer user;
  guint left; /* nodes that graphs inside it may still have */
} Walk;

static gboolean run_node (Walk *walk, Onnx__NodeProto *node, GError **error);

static gboolean
run_pieces (Walk *walk, const WeftOnnxPieces *pieces, WeftOnnxCall *call)
{
  if (pieces->nodes->len > walk->left)
    return weft_onnx_fail (call, _ ("what comes of it is too large"));
  walk->left -= pieces->nodes->len;
  weft_onnx_pieces_note (pieces);
  for (guint i = 0; i < pieces->nodes->len; i++)
    if (!run_node (walk, pieces->nodes->pdata[i], call->error))
      return FALSE;
  return TRUE;
}

static gboolean
run_node (Walk *walk, Onnx__NodeProto *node, GError **error)
{
  const WeftOnnxOperator *row = find_row (walk->model, node, error);
  g_autoptr (GPtrArray) nodes = row != NULL && row->expand != NULL ? g_ptr_array_new () : NULL;
  WeftOnnxPieces pieces = { walk->model, walk->values, nodes };
  WeftOnnxCall call = { .node = node,
                        .opset = walk->model->opset,
                        .n_in = (guint) node->n_input,
                        .n_out = (guint) node->n_output,
                        .pieces = &pieces,
                        .error = error };
  gboolean is_run;

  if (row == NULL)
    return FALSE;
  is_run = find_inputs (walk->model, walk->values, &call) && weft_onnx_operator_run (row, &call)
           && (walk->visit == NULL || walk->visit (walk->user, row, &call))
           && (nodes == NULL || run_pieces (walk, &pieces, &call));
  for (guint i = 0; i < WEFT_ONNX_MAX_PORTS; i++)
    if (call.out[i] != NULL && is_run && i < call.n_out && *node->output[i] != '\0')
      g_hash_table_replace (walk->values, g_strdup (node->output[i]), call.out[i]);
    else if (call.out[i] != NULL)
      weft_tensor_unref (call.out[i]);
  return is_run;
}

gboolean
weft_onnx_evaluate (const WeftOnnxModel *model, GHashTable *values, WeftOnnxVisit visit,
                    gpointer user, GError **error)
{
  const Onnx__GraphProto *graph = model->proto->graph;
  Walk walk = { model, values, visit, user, MOST_NODES };

  g_hash_table_remove_all (model->readers);
  for (size_t i = 0; i < graph->n_node; i++)
    if (!run_node (&walk, graph->node[i], error))
      return FALSE;
  return TRUE;
}
