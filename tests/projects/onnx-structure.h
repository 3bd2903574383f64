/* onnx-structure: a model whose parts are put otherwise, each of them well formed: nodes left out,
 * twice, in another order or of another operator, wires that lead elsewhere, attributes, shapes
 * and types that say something else */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "engine/base/random.h"
#include "projects/onnx.pb-c.h"

typedef struct
{
  const WeftRandom *random;
  guint64 *draws;
  GPtrArray *blocks; /* all memory of the message, freed at once */
  Onnx__GraphProto *graph;
} Structure;

static void *
structure_alloc (void *user, size_t n)
{
  Structure *structure = user;
  gpointer block = g_malloc0 (n + 1);

  g_ptr_array_add (structure->blocks, block);
  return block;
}

static void
structure_free (void *user, void *block)
{
}

static guint64
structure_draw (Structure *structure, guint64 n)
{
  return weft_random_below (structure->random, (*structure->draws)++, n);
}

static gint64
structure_draw_number (Structure *structure, gint64 was)
{
  static const gint64 numbers[]
      = { 0, 1, -1, 2, 3, 7, 64, 255, 65536, G_MAXINT32, G_MININT32, G_MAXINT64, G_MININT64 };

  switch (structure_draw (structure, 4))
    {
    case 0:
      return (gint64) ((guint64) was - 1);
    case 1:
      return (gint64) ((guint64) was + 1);
    case 2:
      return (gint64) structure_draw (structure, 9) - 4;
    default:
      return numbers[structure_draw (structure, G_N_ELEMENTS (numbers))];
    }
}

static Onnx__NodeProto *
structure_draw_node (Structure *structure)
{
  return structure->graph->node[structure_draw (structure, structure->graph->n_node)];
}

/* --- nodes and wires --- */

static void
structure_change_order (Structure *structure)
{
  Onnx__GraphProto *graph = structure->graph;
  guint64 a = structure_draw (structure, graph->n_node),
          b = structure_draw (structure, graph->n_node);
  Onnx__NodeProto *node = graph->node[a];

  switch (structure_draw (structure, 3))
    {
    case 0: /* left out */
      memmove (graph->node + a, graph->node + a + 1, (--graph->n_node - a) * sizeof *graph->node);
      break;
    case 1: /* twice: in another's place */
      graph->node[b] = node;
      break;
    default:
      graph->node[a] = graph->node[b];
      graph->node[b] = node;
    }
}

static void
structure_change_operator (Structure *structure)
{
  static const char *const names[]
      = { "Add",     "MatMul",  "Gemm",    "Conv",    "ConvTranspose", "Reshape", "Transpose",
          "Slice",   "Gather",  "Concat",  "Split",   "Pad",           "Resize",  "Expand",
          "Squeeze", "Softmax", "TopK",    "Where",   "ReduceSum",     "Tile",    "Range",
          "MaxPool", "LSTM",    "Einsum",  "OneHot",  "ScatterND",     "Unique",  "CumSum",
          "NonZero", "Trilu",   "Flatten", "Compress" };

  structure_draw_node (structure)->op_type
      = (char *) names[structure_draw (structure, G_N_ELEMENTS (names))];
}

/* An input reads what another node says, or nothing, or one is missing. */
static void
structure_change_wire (Structure *structure)
{
  Onnx__NodeProto *node = structure_draw_node (structure), *from = structure_draw_node (structure);
  guint64 i = node->n_input > 0 ? structure_draw (structure, node->n_input) : 0;

  if (node->n_input == 0)
    return;
  switch (structure_draw (structure, 4))
    {
    case 0:
      node->n_input--;
      break;
    case 1:
      node->input[i] = (char *) "";
      break;
    case 2:
      node->input[i] = node->input[structure_draw (structure, node->n_input)];
      break;
    default:
      if (from->n_output > 0)
        node->input[i] = from->output[structure_draw (structure, from->n_output)];
    }
}

/* --- what is said of them --- */

static void
structure_change_attribute (Structure *structure)
{
  Onnx__NodeProto *node = structure_draw_node (structure);
  Onnx__AttributeProto *attribute;

  if (node->n_attribute == 0)
    return;
  attribute = node->attribute[structure_draw (structure, node->n_attribute)];
  if (structure_draw (structure, 8) == 0)
    node->n_attribute--;
  else if (attribute->n_ints > 0 && structure_draw (structure, 4) == 0)
    attribute->n_ints--;
  else if (attribute->n_ints > 0)
    {
      gint64 *v = &attribute->ints[structure_draw (structure, attribute->n_ints)];

      *v = structure_draw_number (structure, *v);
    }
  else if (attribute->has_i)
    attribute->i = structure_draw_number (structure, attribute->i);
  else if (attribute->has_f)
    attribute->f = (float) structure_draw_number (structure, (gint64) attribute->f);
  else if (attribute->t != NULL && attribute->t->n_dims > 0)
    attribute->t->dims[0] = structure_draw_number (structure, attribute->t->dims[0]);
}

static void
structure_change_tensor (Structure *structure)
{
  Onnx__TensorProto *tensor;
  guint64 i;

  if (structure->graph->n_initializer == 0)
    return;
  tensor
      = structure->graph->initializer[structure_draw (structure, structure->graph->n_initializer)];
  i = tensor->n_dims > 0 ? structure_draw (structure, tensor->n_dims) : 0;
  switch (structure_draw (structure, 4))
    {
    case 0:
      tensor->data_type = (gint32) structure_draw (structure, 18);
      break;
    case 1:
      tensor->n_dims -= tensor->n_dims > 0;
      break;
    case 2: /* as many numbers, in other axes */
      if (tensor->n_dims > 1)
        {
          gint64 was = tensor->dims[0];

          tensor->dims[0] = tensor->dims[i];
          tensor->dims[i] = was;
        }
      break;
    default:
      if (tensor->n_dims > 0)
        tensor->dims[i] = structure_draw_number (structure, tensor->dims[i]);
    }
}

static void
structure_change_input (Structure *structure)
{
  Onnx__ValueInfoProto *input;
  Onnx__TypeProto__Tensor *type;

  if (structure->graph->n_input == 0)
    return;
  input = structure->graph->input[structure_draw (structure, structure->graph->n_input)];
  if (input->type == NULL || input->type->value_case != ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE)
    return;
  type = input->type->tensor_type;
  if (structure_draw (structure, 4) == 0)
    type->elem_type = (gint32) structure_draw (structure, 18);
  else if (type->shape != NULL && type->shape->n_dim > 0)
    {
      Onnx__TensorShapeProto__Dimension *dim
          = type->shape->dim[structure_draw (structure, type->shape->n_dim)];

      if (dim->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE)
        dim->dim_value = structure_draw_number (structure, dim->dim_value);
      else
        type->shape->n_dim--;
    }
}

/* --- all --- */

static void
structure_change_one (Structure *structure, Onnx__ModelProto *model)
{
  static void (*const changes[]) (Structure *)
      = { structure_change_order,     structure_change_operator,  structure_change_wire,
          structure_change_attribute, structure_change_attribute, structure_change_tensor,
          structure_change_input };

  if (structure->graph->n_node == 0)
    return;
  if (model->n_opset_import > 0 && structure_draw (structure, 16) == 0)
    model->opset_import[0]->version = 1 + (gint64) structure_draw (structure, 20);
  changes[structure_draw (structure, G_N_ELEMENTS (changes))](structure);
}

/* FALSE: it is no model, and stays as it is. */
static gboolean
change_structure (GByteArray *bytes, const WeftRandom *random, guint64 *draws)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);
  Structure structure = { random, draws, blocks, NULL };
  ProtobufCAllocator allocator = { structure_alloc, structure_free, &structure };
  Onnx__ModelProto *model = onnx__model_proto__unpack (&allocator, bytes->len, bytes->data);

  if (model == NULL || model->graph == NULL)
    return FALSE;
  structure.graph = model->graph;
  for (guint64 k = 1 + structure_draw (&structure, 3); k > 0; k--)
    structure_change_one (&structure, model);
  g_byte_array_set_size (bytes, (guint) onnx__model_proto__get_packed_size (model));
  onnx__model_proto__pack (model, bytes->data);
  return TRUE;
}
