/* onnx-writer: an ONNX graph while it is put together: nodes, constants, inputs and outputs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "config.h"
#include "engine/base/error.h"

/* All messages are g_malloc'ed and belong to the writer; what is repeated is kept in arrays of
 * pointers, which the graph borrows when it is packed. */
struct _WeftOnnxWriter
{
  char *name;
  char *stem;
  GPtrArray *nodes, *constants, *inputs, *outputs;
  GStringChunk *strings;
  GHashTable *taken; /* names */
};

static void
free_node (gpointer message)
{
  onnx__node_proto__free_unpacked (message, NULL);
}

static void
free_constant (gpointer message)
{
  onnx__tensor_proto__free_unpacked (message, NULL);
}

static void
free_value (gpointer message)
{
  onnx__value_info_proto__free_unpacked (message, NULL);
}

WeftOnnxWriter *
weft_onnx_writer_new (const char *name)
{
  WeftOnnxWriter *writer = g_new0 (WeftOnnxWriter, 1);

  writer->name = g_strdup (name);
  writer->nodes = g_ptr_array_new_with_free_func (free_node);
  writer->constants = g_ptr_array_new_with_free_func (free_constant);
  writer->inputs = g_ptr_array_new_with_free_func (free_value);
  writer->outputs = g_ptr_array_new_with_free_func (free_value);
  writer->strings = g_string_chunk_new (4096);
  writer->taken = g_hash_table_new (g_str_hash, g_str_equal);
  return writer;
}

void
weft_onnx_writer_free (WeftOnnxWriter *writer)
{
  g_ptr_array_unref (writer->nodes);
  g_ptr_array_unref (writer->constants);
  g_ptr_array_unref (writer->inputs);
  g_ptr_array_unref (writer->outputs);
  g_hash_table_unref (writer->taken);
  g_string_chunk_free (writer->strings);
  g_free (writer->name);
  g_free (writer->stem);
  g_free (writer);
}

const char *
weft_onnx_writer_name (WeftOnnxWriter *writer, const char *stem)
{
  g_autofree char *name = g_strdup (stem);
  char *kept;

  for (guint i = 2; g_hash_table_contains (writer->taken, name); i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", stem, i);
    }
  kept = g_string_chunk_insert (writer->strings, name);
  g_hash_table_add (writer->taken, kept);
  return kept;
}

void
weft_onnx_writer_begin (WeftOnnxWriter *writer, const char *stem)
{
  g_free (writer->stem);
  writer->stem = g_strdup (stem);
}

/* --- nodes --- */

static void
append (gpointer **list, size_t *n, gpointer item)
{
  *list = g_renew (gpointer, *list, *n + 1);
  (*list)[(*n)++] = item;
}

Onnx__NodeProto *
weft_onnx_writer_add_node (WeftOnnxWriter *writer, const char *op, const char *const *inputs,
                           guint n)
{
  Onnx__NodeProto *node = g_new (Onnx__NodeProto, 1);
  g_autofree char *stem = g_strdup_printf ("%s/%s", writer->stem, op);

  onnx__node_proto__init (node);
  node->op_type = g_strdup (op);
  node->name = g_strdup (weft_onnx_writer_name (writer, stem));
  while (n > 0 && *inputs[n - 1] == '\0')
    n--;
  for (guint i = 0; i < n; i++)
    append ((gpointer **) &node->input, &node->n_input, g_strdup (inputs[i]));
  g_ptr_array_add (writer->nodes, node);
  weft_onnx_writer_get_output (writer, node, 0);
  return node;
}

const char *
weft_onnx_writer_get_output (WeftOnnxWriter *writer, Onnx__NodeProto *node, guint i)
{
  while (node->n_output <= i)
    {
      g_autofree char *stem = node->n_output == 0
                                  ? g_strdup_printf ("%s:out", node->name)
                                  : g_strdup_printf ("%s:out%zu", node->name, node->n_output);

      append ((gpointer **) &node->output, &node->n_output,
              g_strdup (weft_onnx_writer_name (writer, stem)));
    }
  return node->output[i];
}

void
weft_onnx_writer_rename (WeftOnnxWriter *writer, Onnx__NodeProto *node, guint i, const char *name)
{
  g_free (node->output[i]);
  node->output[i] = g_strdup (name);
}

static Onnx__AttributeProto *
add_attribute (Onnx__NodeProto *node, const char *name, Onnx__AttributeProto__AttributeType type)
{
  Onnx__AttributeProto *attribute = g_new (Onnx__AttributeProto, 1);

  onnx__attribute_proto__init (attribute);
  attribute->name = g_strdup (name);
  attribute->has_type = TRUE;
  attribute->type = type;
  append ((gpointer **) &node->attribute, &node->n_attribute, attribute);
  return attribute;
}

void
weft_onnx_writer_set_ints (Onnx__NodeProto *node, const char *name, const double *v, guint n,
                           gboolean is_list)
{
  Onnx__AttributeProto *attribute
      = add_attribute (node, name,
                       is_list ? ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INTS
                               : ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__INT);

  if (!is_list)
    {
      attribute->has_i = TRUE;
      attribute->i = (gint64) v[0];
      return;
    }
  attribute->n_ints = n;
  attribute->ints = g_new (int64_t, n);
  for (guint i = 0; i < n; i++)
    attribute->ints[i] = (gint64) v[i];
}

void
weft_onnx_writer_set_reals (Onnx__NodeProto *node, const char *name, const double *v, guint n,
                            gboolean is_list)
{
  Onnx__AttributeProto *attribute
      = add_attribute (node, name,
                       is_list ? ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOATS
                               : ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__FLOAT);

  if (!is_list)
    {
      attribute->has_f = TRUE;
      attribute->f = (float) v[0];
      return;
    }
  attribute->n_floats = n;
  attribute->floats = g_new (float, n);
  for (guint i = 0; i < n; i++)
    attribute->floats[i] = (float) v[i];
}

void
weft_onnx_writer_set_text (Onnx__NodeProto *node, const char *name, const char *text)
{
  Onnx__AttributeProto *attribute
      = add_attribute (node, name, ONNX__ATTRIBUTE_PROTO__ATTRIBUTE_TYPE__STRING);

  attribute->has_s = TRUE;
  attribute->s.len = strlen (text);
  attribute->s.data = (guint8 *) g_strdup (text);
}

/* --- numbers, inputs, outputs --- */

static int
get_type (const WeftShape *shape)
{
  return shape->type == WEFT_I64   ? ONNX__TENSOR_PROTO__DATA_TYPE__INT64
         : shape->type == WEFT_I32 ? ONNX__TENSOR_PROTO__DATA_TYPE__INT32
                                   : ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT;
}

const char *
weft_onnx_writer_add_constant (WeftOnnxWriter *writer, const char *stem, const WeftShape *shape,
                               gconstpointer data)
{
  Onnx__TensorProto *tensor = g_new (Onnx__TensorProto, 1);
  gsize bytes = weft_shape_bytes (shape);

  onnx__tensor_proto__init (tensor);
  tensor->name = g_strdup (weft_onnx_writer_name (writer, stem));
  tensor->has_data_type = TRUE;
  tensor->data_type = get_type (shape);
  tensor->n_dims = (size_t) shape->rank;
  tensor->dims = g_new (int64_t, (gsize) MAX (shape->rank, 1));
  for (int i = 0; i < shape->rank; i++)
    tensor->dims[i] = shape->dims[i];
  tensor->has_raw_data = TRUE;
  tensor->raw_data.len = bytes;
  tensor->raw_data.data = g_memdup2 (data, bytes);
  g_ptr_array_add (writer->constants, tensor);
  return tensor->name;
}

static Onnx__TensorShapeProto__Dimension *
new_dimension (gint64 size)
{
  Onnx__TensorShapeProto__Dimension *dimension = g_new (Onnx__TensorShapeProto__Dimension, 1);

  onnx__tensor_shape_proto__dimension__init (dimension);
  if (size == WEFT_ONNX_ANY)
    {
      dimension->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_PARAM;
      dimension->dim_param = g_strdup ("N");
      return dimension;
    }
  dimension->value_case = ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
  dimension->dim_value = size;
  return dimension;
}

static Onnx__ValueInfoProto *
new_value (const char *name, const WeftShape *shape)
{
  Onnx__ValueInfoProto *value = g_new (Onnx__ValueInfoProto, 1);
  Onnx__TypeProto *type = g_new (Onnx__TypeProto, 1);
  Onnx__TypeProto__Tensor *tensor = g_new (Onnx__TypeProto__Tensor, 1);
  Onnx__TensorShapeProto *dims = g_new (Onnx__TensorShapeProto, 1);

  onnx__value_info_proto__init (value);
  onnx__type_proto__init (type);
  onnx__type_proto__tensor__init (tensor);
  onnx__tensor_shape_proto__init (dims);
  for (int i = 0; i < shape->rank; i++)
    append ((gpointer **) &dims->dim, &dims->n_dim, new_dimension (shape->dims[i]));
  tensor->has_elem_type = TRUE;
  tensor->elem_type = get_type (shape);
  tensor->shape = dims;
  type->value_case = ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE;
  type->tensor_type = tensor;
  value->type = type;
  value->name = g_strdup (name);
  return value;
}

void
weft_onnx_writer_add_input (WeftOnnxWriter *writer, const char *name, const WeftShape *shape,
                            const char *about)
{
  Onnx__ValueInfoProto *value = new_value (name, shape);

  value->doc_string = g_strdup (about);
  g_ptr_array_add (writer->inputs, value);
}

void
weft_onnx_writer_add_output (WeftOnnxWriter *writer, const char *name, const WeftShape *shape)
{
  g_ptr_array_add (writer->outputs, new_value (name, shape));
}

/* --- the file --- */

/* What leads to no output goes. */
static void
prune (WeftOnnxWriter *writer)
{
  g_autoptr (GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < writer->outputs->len; i++)
    g_hash_table_add (read, ((Onnx__ValueInfoProto *) writer->outputs->pdata[i])->name);
  for (guint i = writer->nodes->len; i-- > 0;)
    {
      const Onnx__NodeProto *node = writer->nodes->pdata[i];
      gboolean is_read = FALSE;

      for (size_t k = 0; k < node->n_output; k++)
        is_read |= g_hash_table_contains (read, node->output[k]);
      for (size_t k = 0; is_read && k < node->n_input; k++)
        g_hash_table_add (read, node->input[k]);
      if (!is_read)
        g_ptr_array_remove_index (writer->nodes, i);
    }
  for (guint i = writer->constants->len; i-- > 0;)
    if (!g_hash_table_contains (read, ((Onnx__TensorProto *) writer->constants->pdata[i])->name))
      g_ptr_array_remove_index (writer->constants, i);
}

static GByteArray *
pack (const Onnx__ModelProto *model, GError **error)
{
  size_t size = onnx__model_proto__get_packed_size (model);
  GByteArray *bytes;

  if (size > WEFT_ONNX_MOST)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network is larger than an ONNX file may be, which is 2 GB. "
                              "Export its weights as safetensors."));
      return NULL;
    }
  bytes = g_byte_array_new ();
  g_byte_array_set_size (bytes, (guint) size);
  onnx__model_proto__pack (model, bytes->data);
  return bytes;
}

GByteArray *
weft_onnx_writer_pack (WeftOnnxWriter *writer, GError **error)
{
  Onnx__GraphProto graph = ONNX__GRAPH_PROTO__INIT;
  Onnx__OperatorSetIdProto opset = ONNX__OPERATOR_SET_ID_PROTO__INIT;
  Onnx__OperatorSetIdProto *opsets[] = { &opset };
  Onnx__ModelProto model = ONNX__MODEL_PROTO__INIT;

  prune (writer);
  graph.name = writer->name;
  graph.n_node = writer->nodes->len;
  graph.node = (Onnx__NodeProto **) writer->nodes->pdata;
  graph.n_initializer = writer->constants->len;
  graph.initializer = (Onnx__TensorProto **) writer->constants->pdata;
  graph.n_input = writer->inputs->len;
  graph.input = (Onnx__ValueInfoProto **) writer->inputs->pdata;
  graph.n_output = writer->outputs->len;
  graph.output = (Onnx__ValueInfoProto **) writer->outputs->pdata;
  opset.domain = (char *) "";
  opset.has_version = TRUE;
  opset.version = WEFT_ONNX_OPSET;
  model.has_ir_version = TRUE;
  model.ir_version = WEFT_ONNX_IR;
  model.producer_name = (char *) "Weft";
  model.producer_version = (char *) WEFT_VERSION;
  model.n_opset_import = 1;
  model.opset_import = opsets;
  model.graph = &graph;
  return pack (&model, error);
}
