/* import-inputs: what a model is fed with as fields of a data node, and samples to work it out for
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/random.h"

#define UNSAID 16                       /* steps, where a model takes any number of them */
#define UNSAID_PICTURE 64               /* and of an axis of pictures */
#define MOST_NUMBERS ((gint64) 1 << 26) /* of what the model is worked out for */
#define GOOD_NUMBERS ((gint64) 1 << 23) /* of the random samples that it is given to begin with */

/* --- what a model says of an input --- */

static const Onnx__TypeProto__Tensor *
get_tensor (const Onnx__ValueInfoProto *input)
{
  const Onnx__TypeProto__Tensor *tensor
      = input->type != NULL && input->type->value_case == ONNX__TYPE_PROTO__VALUE_TENSOR_TYPE
            ? input->type->tensor_type
            : NULL;

  return tensor != NULL && tensor->shape != NULL && tensor->shape->n_dim >= 1
                 && tensor->shape->n_dim < WEFT_MAX_RANK
             ? tensor
             : NULL;
}

static gboolean
is_said (const Onnx__TypeProto__Tensor *tensor, int i)
{
  return tensor->shape->dim[i]->value_case == ONNX__TENSOR_SHAPE_PROTO__DIMENSION__VALUE_DIM_VALUE;
}

/* The axis of the samples: of which it does not say how long it is, else the first. */
static int
find_axis (const Onnx__TypeProto__Tensor *tensor, const WeftOnnxTrial *trial)
{
  int n = (int) tensor->shape->n_dim, axis = 0;

  if (trial->axis >= 0)
    return MIN (trial->axis, n - 1);
  while (axis < n && is_said (tensor, axis))
    axis++;
  return axis < n ? axis : 0;
}

static gboolean
read_shape (const Onnx__TypeProto__Tensor *tensor, const WeftOnnxTrial *trial, WeftOnnxInput *input,
            gint64 *batch)
{
  int n = (int) tensor->shape->n_dim, axis = find_axis (tensor, trial);
  gint64 numbers = 1;

  input->outer = 1;
  if (!weft_onnx_find_type (tensor->elem_type, &input->shape.type))
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      gint64 length = is_said (tensor, i) ? tensor->shape->dim[i]->dim_value
                      : n > 3             ? UNSAID_PICTURE
                                          : UNSAID;

      if (i == axis && trial->batch > 0)
        length = trial->batch;
      if (length < 1 || length > 1 << 20 || (numbers *= length) > MOST_NUMBERS)
        return FALSE;
      input->shape.dims[input->shape.rank++] = length;
      input->outer *= i < axis ? length : 1;
    }
  *batch = input->shape.dims[axis];
  return TRUE;
}

/* How many rows the smallest table has that is asked with a value; 0: none is. */
static gint64
count_rows (const WeftOnnxImport *import, const char *value, int depth)
{
  const Onnx__GraphProto *graph = import->model->proto->graph;
  gint64 least = 0;

  for (size_t i = 0; i < graph->n_node && depth < 8; i++)
    {
      const Onnx__NodeProto *node = graph->node[i];
      gboolean is_gather = strcmp (node->op_type, "Gather") == 0 && node->n_input > 1;
      gint64 rows = 0;

      if (is_gather && strcmp (node->input[1], value) == 0)
        {
          const WeftTensor *table = g_hash_table_lookup (import->model->numbers, node->input[0]);

          rows = table != NULL && table->shape.rank == 2 ? table->shape.dims[0] : 0;
        }
      else if (node->n_input > 0 && node->n_output > 0 && strcmp (node->input[0], value) == 0
               && strcmp (node->op_type, "Shape") != 0)
        rows = count_rows (import, node->output[0], depth + 1);
      if (rows > 0 && (least == 0 || rows < least))
        least = rows;
    }
  return least;
}

/* --- fields --- */

/* "input_ids" of “Input IDs”: a name that no field has yet; transfer full. */
static char *
dup_name (const WeftOnnxImport *import, const char *name)
{
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *c = name; *c != '\0' && word->len < 30; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (word, g_ascii_tolower (*c));
    else if (word->len > 0 && word->str[word->len - 1] != '_')
      g_string_append_c (word, '_');
  while (word->len > 0 && !g_ascii_islower (*word->str))
    g_string_erase (word, 0, 1);
  for (guint i = 0; i < import->n_inputs; i++)
    if (g_strcmp0 (import->inputs[i].field, word->str) == 0)
      g_string_assign (word, "");
  if (word->len == 0 || strcmp (word->str, "x") == 0 || strcmp (word->str, "y") == 0)
    g_string_printf (word, "input%u", import->n_inputs + 1);
  return g_string_free (g_steal_pointer (&word), FALSE);
}

/* Whole numbers that are counted with are masks and lengths as a rule: 0 or 1, and of a sample
 * alone 1, so that nothing is empty. */
static gint64
draw_whole (const WeftOnnxInput *input, const WeftRandom *random, gint64 i)
{
  if (input->rows > 0)
    return (gint64) weft_random_below (random, (guint64) i, (guint64) input->rows);
  return input->shape.rank < 2 || i % input->shape.dims[input->shape.rank - 1] == 0
             ? 1
             : (gint64) weft_random_below (random, (guint64) i, 2);
}

WeftTensor *
weft_onnx_make_real (const WeftTensor *whole)
{
  WeftShape shape = whole->shape;
  WeftTensor *x;

  shape.type = WEFT_F32;
  x = weft_tensor_new (&shape);
  for (gint64 i = 0; x != NULL && i < weft_shape_count (&shape); i++)
    weft_onnx_set (x, i, (double) weft_onnx_get_whole (whole, i));
  return x;
}

/* As ours has it: the samples that the model is worked out for. */
static gboolean
fill (WeftOnnxImport *import, WeftOnnxInput *input, guint number, WeftTensor *x)
{
  const WeftRandom random = { 1, WEFT_STREAM_SOURCE, number };
  g_autoptr (WeftTensor) ours = NULL;

  if (x->shape.type == WEFT_F32)
    weft_random_fill_normal (&random, x->data, (gsize) weft_shape_count (&x->shape), 0, 1);
  for (gint64 i = 0; x->shape.type != WEFT_F32 && i < weft_shape_count (&x->shape); i++)
    weft_onnx_set_whole (x, i, draw_whole (input, &random, i));
  ours = weft_onnx_place_samples (x, import->batch, input->outer);
  if (ours != NULL && input->rows == 0 && x->shape.type != WEFT_F32)
    {
      input->x = weft_onnx_make_real (ours);
      g_hash_table_add (import->counted, g_strdup (input->name));
      return input->x != NULL;
    }
  if (ours == NULL || input->rows == 0)
    {
      input->x = g_steal_pointer (&ours);
      return input->x != NULL;
    }
  input->x = weft_tensor_new (
      &(WeftShape){ ours->shape.rank, WEFT_I64, { ours->shape.dims[0], ours->shape.dims[1] } });
  for (gint64 i = 0; input->x != NULL && i < weft_shape_count (&ours->shape); i++)
    weft_onnx_set_whole (input->x, i, weft_onnx_get_whole (ours, i));
  return input->x != NULL;
}

/* "x_mask" beside "x": which of its steps are real, as our own export has it. Of others nobody
 * knows what they mean by that. */
static gboolean
is_mask (const WeftOnnxImport *import, const GPtrArray *inputs, const Onnx__ValueInfoProto *proto)
{
  const Onnx__TypeProto__Tensor *tensor = get_tensor (proto);

  if (g_strcmp0 (import->model->proto->producer_name, "Weft") != 0
      || !g_str_has_suffix (proto->name, "_mask") || tensor == NULL || tensor->shape->n_dim != 2
      || tensor->elem_type != ONNX__TENSOR_PROTO__DATA_TYPE__FLOAT)
    return FALSE;
  for (guint i = 0; i < inputs->len; i++)
    {
      const Onnx__ValueInfoProto *other = inputs->pdata[i];
      const Onnx__TypeProto__Tensor *of = get_tensor (other);
      gsize n = strlen (other->name);

      if (of != NULL && of->shape->n_dim >= 2 && strlen (proto->name) == n + strlen ("_mask")
          && strncmp (proto->name, other->name, n) == 0 && is_said (of, 1) && is_said (tensor, 1)
          && of->shape->dim[1]->dim_value == tensor->shape->dim[1]->dim_value)
        return TRUE;
    }
  return FALSE;
}

/* All steps of the samples are real; where others have fewer, layers take the mask themselves. */
static gboolean
take_mask (const WeftOnnxImport *import, const Onnx__ValueInfoProto *proto,
           const WeftOnnxTrial *trial, GHashTable *values)
{
  WeftOnnxInput mask = { 0 };
  gint64 batch;
  WeftTensor *x;

  if (!read_shape (get_tensor (proto), trial, &mask, &batch) || batch != import->batch)
    return FALSE;
  x = weft_tensor_new (&mask.shape);
  for (gint64 i = 0; x != NULL && i < weft_shape_count (&mask.shape); i++)
    weft_onnx_set (x, i, 1);
  if (x == NULL)
    return FALSE;
  g_hash_table_insert (values, g_strdup (proto->name), x);
  g_hash_table_add (import->of_masks, g_strdup (proto->name));
  return TRUE;
}

/* One input of the model; FALSE where it cannot be taken. */
static gboolean
take (WeftOnnxImport *import, const Onnx__ValueInfoProto *proto, const WeftOnnxTrial *trial,
      GHashTable *values)
{
  WeftOnnxInput *input = &import->inputs[import->n_inputs];
  const Onnx__TypeProto__Tensor *tensor = get_tensor (proto);
  gint64 batch = 0;
  WeftTensor *x;

  if (tensor == NULL || !read_shape (tensor, trial, input, &batch)
      || (import->n_inputs > 0 && batch != import->batch))
    return FALSE;
  if (input->shape.type != WEFT_F32)
    {
      input->rows = count_rows (import, proto->name, 0);
      if ((input->rows > 0 && (input->shape.rank > 2 || input->shape.type == WEFT_BOOLEAN))
          || (input->shape.type != WEFT_I64 && input->shape.type != WEFT_I32
              && input->shape.type != WEFT_BOOLEAN))
        return FALSE;
    }
  import->batch = batch;
  x = weft_tensor_new (&input->shape);
  if (x == NULL)
    return FALSE;
  input->name = proto->name;
  g_hash_table_insert (values, g_strdup (proto->name), x);
  if (!fill (import, input, import->n_inputs, x))
    return FALSE;
  input->field = dup_name (import, proto->name);
  import->n_inputs++;
  return TRUE;
}

/* A sample is a class, a row of tokens, or numbers, of which there is one at least. */
static gboolean
is_class (const WeftOnnxInput *input)
{
  return input->rows > 0 && input->x->shape.rank == 1;
}

static WeftShape
get_made (const WeftOnnxInput *input)
{
  WeftShape made = input->x->shape;

  if (input->rows == 0 && made.rank == 1)
    made.dims[made.rank++] = 1;
  return made;
}

/* "hint:3x4", as the data node's random source reads it. */
static void
append_field (GString *also, const WeftOnnxInput *input)
{
  WeftShape made = get_made (input);

  g_string_append_printf (also, "%s%s:", also->len > 0 ? " " : "", input->field);
  for (int i = 1; i < made.rank; i++)
    g_string_append_printf (also, "%s%" G_GINT64_FORMAT, i > 1 ? "x" : "", made.dims[i]);
  if (input->rows > 0)
    g_string_append_printf (also, "/%" G_GINT64_FORMAT, input->rows);
}

/* How many random samples: fewer where each is large. */
static gint64
count_samples (const WeftOnnxImport *import)
{
  gint64 each = 1;

  for (guint i = 0; i < import->n_inputs; i++)
    each += weft_shape_sample_count (&import->inputs[i].x->shape);
  return CLAMP (GOOD_NUMBERS / each, 4, 64);
}

/* The first that is more than a class is x, behind which stands what there is to say of it. */
static gboolean
add_data (WeftOnnxImport *import, GError **error)
{
  g_autoptr (GString) also = g_string_new (NULL);
  WeftOnnxInput *x = NULL;
  GVariantDict params;
  int output = 2;
  WeftShape made;

  for (guint i = 0; i < import->n_inputs; i++)
    {
      WeftOnnxInput *input = &import->inputs[i];

      input->source.outer = input->outer;
      input->source.made = get_made (input);
      if (x == NULL && !is_class (input))
        {
          x = input;
          g_free (x->field);
          x->field = g_strdup ("x");
          continue;
        }
      input->source.output = output++;
      append_field (also, input);
    }
  if (x == NULL)
    return FALSE;
  made = get_made (x);
  g_variant_dict_init (&params, NULL);
  g_variant_dict_insert (&params, "source", "s", "random");
  g_variant_dict_insert (&params, "count", "x", count_samples (import));
  g_variant_dict_insert_value (&params, "shape",
                               weft_onnx_dims (made.dims + 1, (guint) made.rank - 1));
  if (x->rows > 0)
    g_variant_dict_insert (&params, "vocabulary", "x", x->rows);
  if (also->len > 0)
    g_variant_dict_insert (&params, "also", "s", also->str);
  import->data = weft_onnx_import_add (import, "data", "data", g_variant_dict_end (&params), error);
  for (guint i = 0; i < import->n_inputs; i++)
    {
      import->inputs[i].source.node = import->data;
      weft_onnx_import_set (import, import->inputs[i].name, import->inputs[i].source);
    }
  return import->data != 0;
}

gboolean
weft_onnx_import_take_inputs (WeftOnnxImport *import, const WeftOnnxTrial *trial,
                              GHashTable *values, GError **error)
{
  g_autoptr (GPtrArray) inputs = weft_onnx_model_list_inputs (import->model);

  if (inputs->len < 1 || inputs->len > WEFT_ONNX_MOST_INPUTS)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                   _ ("The model has %u inputs; a network is made of one that has 1 to %d."),
                   inputs->len, WEFT_ONNX_MOST_INPUTS);
      return FALSE;
    }
  for (guint i = 0; i < inputs->len; i++)
    {
      const Onnx__ValueInfoProto *input = inputs->pdata[i];

      if (is_mask (import, inputs, input) && import->n_inputs > 0
              ? take_mask (import, input, trial, values)
              : take (import, input, trial, values))
        continue;
      g_set_error (
          error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
          _ ("The model’s input “%s” is not taken: it has to be numbers, (N, …), at most 2²⁶ of "
             "them, of float32, int32, int64 or bool, with as many samples as the other inputs; "
             "what is looked up in a table is (N) or (N, T)."),
          input->name);
      return FALSE;
    }
  if (add_data (import, error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                         _ ("The model takes nothing but classes."));
  return FALSE;
}

void
weft_onnx_import_clear_inputs (WeftOnnxImport *import)
{
  for (guint i = 0; i < WEFT_ONNX_MOST_INPUTS; i++)
    {
      g_clear_pointer (&import->inputs[i].x, weft_tensor_unref);
      g_free (import->inputs[i].field);
      import->inputs[i] = (WeftOnnxInput){ 0 };
    }
  import->n_inputs = 0;
}
