/* onnx-pieces: an operator that is others put together */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-pieces.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/onnx/onnx-tensor.h"

static char *
dup_free_name (const WeftOnnxCall *call)
{
  return g_strdup_printf ("%s:%u", call->node->output[0], call->pieces->model->made->len);
}

/* The node is the model's, as long as that lives. */
static Onnx__NodeProto *
add_node (WeftOnnxCall *call, const char *type, const char *a, const char *b, char *output)
{
  Onnx__NodeProto *node = g_new (Onnx__NodeProto, 1);

  onnx__node_proto__init (node);
  node->name = g_strdup (call->node->name);
  node->op_type = g_strdup (type);
  node->n_input = b != NULL ? 2 : 1;
  node->input = g_new (char *, node->n_input);
  node->input[0] = g_strdup (a);
  if (b != NULL)
    node->input[1] = g_strdup (b);
  node->n_output = 1;
  node->output = g_new (char *, 1);
  node->output[0] = output;
  g_ptr_array_add (call->pieces->model->made, node);
  g_ptr_array_add (call->pieces->nodes, node);
  return node;
}

const char *
weft_onnx_piece (WeftOnnxCall *call, const char *type, const char *a, const char *b)
{
  return add_node (call, type, a, b, dup_free_name (call))->output[0];
}

static Onnx__AttributeProto *
add_attribute (WeftOnnxCall *call, const char *name)
{
  GPtrArray *nodes = call->pieces->nodes;
  Onnx__NodeProto *node = nodes->pdata[nodes->len - 1];
  Onnx__AttributeProto *attribute = g_new (Onnx__AttributeProto, 1);

  onnx__attribute_proto__init (attribute);
  attribute->name = g_strdup (name);
  node->attribute = g_renew (Onnx__AttributeProto *, node->attribute, node->n_attribute + 1);
  node->attribute[node->n_attribute++] = attribute;
  return attribute;
}

void
weft_onnx_piece_set (WeftOnnxCall *call, const char *attribute, const gint64 *v, guint n)
{
  Onnx__AttributeProto *made = add_attribute (call, attribute);

  made->has_type = TRUE;
  made->type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS;
  made->n_ints = n;
  made->ints = g_memdup2 (v, n * sizeof *v);
}

void
weft_onnx_piece_set_one (WeftOnnxCall *call, const char *attribute, gint64 v)
{
  Onnx__AttributeProto *made = add_attribute (call, attribute);

  made->has_type = TRUE;
  made->type = ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT;
  made->has_i = TRUE;
  made->i = v;
}

const char *
weft_onnx_piece_known (WeftOnnxCall *call, const gint64 *v, guint n)
{
  char *name = g_strdup_printf ("%s:known%u", call->node->output[0],
                                g_hash_table_size (call->pieces->values));
  WeftTensor *tensor = weft_tensor_new (&(WeftShape){ 1, WEFT_I64, { n } });

  if (tensor != NULL && n > 0)
    memcpy (tensor->data, v, n * sizeof *v);
  if (tensor != NULL)
    g_hash_table_insert (call->pieces->values, name, tensor); /* without it the reader refuses */
  else
    g_free (name);
  return tensor != NULL ? name : "";
}

void
weft_onnx_piece_give (WeftOnnxCall *call, guint i, const char *value)
{
  add_node (call, "Identity", value, NULL, g_strdup (call->node->output[i]));
}

gboolean
weft_onnx_piece_graph (WeftOnnxCall *call, const Onnx__GraphProto *graph)
{
  for (size_t i = 0; i < graph->n_initializer; i++)
    {
      const Onnx__TensorProto *proto = graph->initializer[i];
      WeftTensor *tensor = weft_onnx_tensor_read (proto, NULL, call->error);

      if (tensor == NULL)
        return FALSE;
      g_hash_table_replace (call->pieces->values, g_strdup (proto->name != NULL ? proto->name : ""),
                            tensor);
    }
  for (size_t i = 0; i < graph->n_node; i++)
    g_ptr_array_add (call->pieces->nodes, graph->node[i]);
  return TRUE;
}

void
weft_onnx_pieces_note (const WeftOnnxPieces *pieces)
{
  GHashTable *readers = pieces->model->readers;

  for (guint i = 0; i < pieces->nodes->len; i++)
    {
      const Onnx__NodeProto *node = pieces->nodes->pdata[i];

      for (size_t k = 0; k < node->n_output; k++)
        if (!g_hash_table_contains (readers, node->output[k]))
          g_hash_table_insert (readers, g_strdup (node->output[k]), NULL);
    }
  for (guint i = 0; i < pieces->nodes->len; i++)
    {
      const Onnx__NodeProto *node = pieces->nodes->pdata[i];
      gpointer n;

      for (size_t k = 0; k < node->n_input; k++)
        if (g_hash_table_lookup_extended (readers, node->input[k], NULL, &n))
          g_hash_table_insert (readers, g_strdup (node->input[k]),
                               GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));
    }
}
