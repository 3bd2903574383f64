/* onnx-live: which nodes of a model its outputs hang on, and who reads what */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <string.h>

static void
add_reader (WeftOnnxImport *import, const char *value)
{
  g_hash_table_insert (import->readers, (gpointer) value,
                       GUINT_TO_POINTER (weft_onnx_import_count_readers (import, value) + 1));
}

guint
weft_onnx_import_count_readers (const WeftOnnxImport *import, const char *value)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (import->readers, value))
         + GPOINTER_TO_UINT (g_hash_table_lookup (import->model->readers, value));
}

/* What the node reads, and what graphs inside it do. */
static void
add_reads (WeftOnnxImport *import, const Onnx__NodeProto *node)
{
  for (size_t k = 0; k < node->n_input; k++)
    add_reader (import, node->input[k]);
  for (size_t k = 0; k < node->n_attribute; k++)
    for (size_t i = 0; node->attribute[k]->g != NULL && i < node->attribute[k]->g->n_node; i++)
      add_reads (import, node->attribute[k]->g->node[i]);
}

gboolean
weft_onnx_import_is_live (const WeftOnnxImport *import, const Onnx__NodeProto *node)
{
  for (size_t i = 0; i < node->n_output; i++)
    if (*node->output[i] != '\0' && weft_onnx_import_count_readers (import, node->output[i]) > 0)
      return TRUE;
  return FALSE;
}

void
weft_onnx_import_find_live (WeftOnnxImport *import)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;

  g_hash_table_remove_all (import->readers);
  for (size_t i = 0; i < graph->n_output; i++)
    if (graph->output[i]->name != NULL)
      add_reader (import, graph->output[i]->name);
  /* They stand in an order in which they can be worked out. */
  for (size_t i = graph->n_node; i-- > 0;)
    if (weft_onnx_import_is_live (import, graph->node[i]))
      add_reads (import, graph->node[i]);
}

/* --- states of several layers --- */

/* char *: a value → the node that makes it; transfer full. */
static GHashTable *
list_makers (const Onnx__GraphProto *graph)
{
  GHashTable *makers = g_hash_table_new (g_str_hash, g_str_equal);

  for (size_t i = graph->n_node; i-- > 0;)
    for (size_t k = graph->node[i]->n_output; k-- > 0;)
      g_hash_table_replace (makers, graph->node[i]->output[k], graph->node[i]);
  return makers;
}

/* How many states that is: those of a recurrent node's directions; 0: it is none. */
static gint64
count_states (GHashTable *makers, const char *value)
{
  const Onnx__NodeProto *node = g_hash_table_lookup (makers, value);
  WeftOnnxCall call = { .node = node };

  if (node == NULL || node->n_output < 2 || strcmp (node->output[0], value) == 0
      || (strcmp (node->op_type, "LSTM") != 0 && strcmp (node->op_type, "GRU") != 0
          && strcmp (node->op_type, "RNN") != 0))
    return 0;
  return weft_onnx_is_text (&call, "direction", "bidirectional", "forward") ? 2 : 1;
}

/* What a picked place counts from the end; 0: it is not known, or counts from the start. */
static gint64
find_place (GHashTable *makers, const Onnx__NodeProto *node)
{
  const Onnx__NodeProto *maker
      = node->n_input > 1 ? g_hash_table_lookup (makers, node->input[1]) : NULL;
  WeftOnnxCall call = { .node = node };
  const Onnx__AttributeProto *v;

  if (strcmp (node->op_type, "Slice") == 0 && node->n_input == 1)
    {
      gint64 starts[2], ends[2], axes[2];

      return weft_onnx_ints (&call, "starts", starts, 2) == 1 && starts[0] == -1
                     && weft_onnx_ints (&call, "ends", ends, 2) == 1 && ends[0] == G_MAXINT64
                     && weft_onnx_ints (&call, "axes", axes, 2) == 1 && axes[0] == 0
                 ? 1
                 : 0;
    }
  if (strcmp (node->op_type, "Gather") != 0 || weft_onnx_int (&call, "axis", 0) != 0
      || maker == NULL || strcmp (maker->op_type, "Constant") != 0)
    return 0;
  call.node = maker;
  v = weft_onnx_find (&call, "value");
  if (v == NULL || v->t == NULL || v->t->data_type != ONNX__TENSOR_PROTO__DATA_TYPE__INT64
      || v->t->raw_data.len != sizeof (gint64))
    return 0;
  return -(gint64) GINT64_FROM_LE (*(gint64 *) v->t->raw_data.data);
}

/* Of all states that layers end with the last layer's are picked: they are read of it, so that
 * those before it need not say theirs. */
void
weft_onnx_import_shorten (WeftOnnxImport *import)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;
  g_autoptr (GHashTable) makers = list_makers (graph);

  for (size_t i = 0; i < graph->n_node; i++)
    {
      Onnx__NodeProto *node = graph->node[i];
      Onnx__NodeProto *joined
          = node->n_input > 0 ? g_hash_table_lookup (makers, node->input[0]) : NULL;
      gint64 place = joined != NULL && strcmp (joined->op_type, "Concat") == 0
                         ? find_place (makers, node)
                         : 0;
      WeftOnnxCall call = { .node = joined };

      if (place < 1 || joined->n_input < 2 || weft_onnx_int (&call, "axis", 1) != 0
          || place > count_states (makers, joined->input[joined->n_input - 1]))
        continue;
      g_free (node->input[0]);
      node->input[0] = g_strdup (joined->input[joined->n_input - 1]);
    }
}
