/* onnx-run: an ONNX model asked with tensors from files */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-run.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/onnx/onnx-tensor.h"
#include "projects/readers/arrays/npy-file.h"
#include "projects/readers/files/input.h"

typedef struct
{
  const WeftOnnxModel *model;
  GPtrArray *inputs; /* Onnx__ValueInfoProto: those of the model */
  GHashTable *values;
} Run;

static void
named_free (gpointer data)
{
  WeftOnnxNamed *named = data;

  g_free (named->name);
  weft_tensor_unref (named->tensor);
  g_free (named);
}

static const Onnx__TypeProto__Tensor *
get_type (const Onnx__ValueInfoProto *input)
{
  return input->type != NULL && input->type->value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE
             ? input->type->tensor_type
             : NULL;
}

/* --- arrays --- */

typedef struct
{
  WeftTensor *tensor;
  gint64 each; /* numbers of a sample */
} Filling;

static gboolean
fill_cb (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  const Filling *filling = user;

  weft_onnx_set (filling->tensor, sample * filling->each + place, number);
  return TRUE;
}

/* Of the type that the model asks for. */
static WeftTensor *
load_array (const char *path, WeftType type, GError **error)
{
  g_auto (WeftNpy) npy = { 0 };
  WeftShape shape = { .type = type };
  Filling filling;

  if (!weft_npy_open (&npy, path, NULL, error))
    return NULL;
  if (weft_npy_is_words (&npy) || npy.shape.rank >= WEFT_MAX_RANK)
    {
      weft_npy_fail (&npy, error, _ ("holds no numbers"));
      return NULL;
    }
  shape.dims[shape.rank++] = npy.count;
  for (int i = 0; i < npy.shape.rank; i++)
    shape.dims[shape.rank++] = npy.shape.dims[i];
  filling.tensor = weft_tensor_new (&shape);
  filling.each = npy.count > 0 ? weft_shape_count (&shape) / npy.count : 0;
  if (filling.tensor != NULL && weft_npy_walk (&npy, fill_cb, &filling, error))
    return filling.tensor;
  g_clear_pointer (&filling.tensor, weft_tensor_unref);
  if (error != NULL && *error == NULL)
    weft_npy_fail (&npy, error, _ ("does not fit into memory"));
  return NULL;
}

/* --- inputs --- */

static const Onnx__ValueInfoProto *
find_input (const Run *run, const char *name)
{
  for (guint i = 0; i < run->inputs->len; i++)
    if (strcmp (((Onnx__ValueInfoProto *) run->inputs->pdata[i])->name, name) == 0)
      return run->inputs->pdata[i];
  return NULL;
}

static const Onnx__ValueInfoProto *
find_next (const Run *run)
{
  for (guint i = 0; i < run->inputs->len; i++)
    {
      const Onnx__ValueInfoProto *input = run->inputs->pdata[i];

      if (!g_hash_table_contains (run->values, input->name))
        return input;
    }
  return NULL;
}

static gboolean
fits (const Onnx__TypeProto__Tensor *type, const WeftShape *shape)
{
  if (type == NULL || type->elem_type != weft_onnx_get_type (shape->type))
    return FALSE;
  if (type->shape == NULL)
    return TRUE;
  if (type->shape->n_dim != (size_t) shape->rank)
    return FALSE;
  for (int i = 0; i < shape->rank; i++)
    if (type->shape->dim[i]->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE
        && type->shape->dim[i]->dim_value != shape->dims[i])
      return FALSE;
  return TRUE;
}

static gboolean
add_input (Run *run, const char *text, GError **error)
{
  const char *is = strchr (text, '='), *path = text;
  g_autofree char *name = is != NULL ? g_strndup (text, (gsize) (is - text)) : NULL;
  const Onnx__ValueInfoProto *input = name != NULL ? find_input (run, name) : NULL;
  static const char *const arrays[] = { ".npy", NULL };
  WeftType type = WEFT_F32;
  WeftTensor *tensor;

  if (input != NULL)
    path = is + 1;
  else
    input = find_next (run);
  if (input == NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("The model has no input for “%s”."),
                   text);
      return FALSE;
    }
  if (get_type (input) != NULL)
    weft_onnx_find_type (get_type (input)->elem_type, &type);
  tensor = weft_input_has_ending (path, arrays) ? load_array (path, type, error)
                                                : weft_onnx_tensor_load (path, NULL, error);
  if (tensor == NULL)
    return FALSE;
  g_hash_table_replace (run->values, g_strdup (input->name), tensor);
  if (fits (get_type (input), &tensor->shape))
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("“%s” is not what the model’s input “%s” takes: its type or shape is another."),
               path, input->name);
  return FALSE;
}

/* --- outputs --- */

static GPtrArray *
list_outputs (const Run *run, GError **error)
{
  g_autoptr (GPtrArray) outputs = g_ptr_array_new_with_free_func (named_free);
  const Onnx__GraphProto *graph = run->model->proto->graph;

  for (size_t i = 0; i < graph->n_output; i++)
    {
      const char *name = graph->output[i]->name != NULL ? graph->output[i]->name : "";
      WeftTensor *tensor = g_hash_table_lookup (run->values, name);
      WeftOnnxNamed *named;

      if (tensor == NULL)
        tensor = g_hash_table_lookup (run->model->numbers, name);
      if (tensor == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
                       _ ("Nothing in the model makes its output “%s”."), name);
          return NULL;
        }
      named = g_new (WeftOnnxNamed, 1);
      named->name = g_strdup (name);
      named->tensor = weft_tensor_ref (tensor);
      g_ptr_array_add (outputs, named);
    }
  return g_steal_pointer (&outputs);
}

static GPtrArray *
run_all (Run *run, char **inputs, GError **error)
{
  const Onnx__ValueInfoProto *missing;

  for (guint i = 0; inputs != NULL && inputs[i] != NULL; i++)
    if (!add_input (run, inputs[i], error))
      return NULL;
  missing = find_next (run);
  if (missing != NULL)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("The model’s input “%s” is missing: give it with --input %s=PATH."),
                   missing->name, missing->name);
      return NULL;
    }
  if (!weft_onnx_evaluate (run->model, run->values, NULL, NULL, error))
    return NULL;
  return list_outputs (run, error);
}

GPtrArray *
weft_onnx_run (const char *path, char **inputs, GError **error)
{
  g_autoptr (WeftOnnxModel) model = weft_onnx_model_load (path, error);
  Run run = { .model = model };
  GPtrArray *outputs;

  if (model == NULL)
    return NULL;
  run.inputs = weft_onnx_model_list_inputs (model);
  run.values = weft_onnx_values_new ();
  outputs = run_all (&run, inputs, error);
  g_ptr_array_unref (run.inputs);
  g_hash_table_unref (run.values);
  return outputs;
}
