/* onnx-export: a network as an ONNX model, as it answers: from the data as it is kept to its
 * answers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/form.h"

/* Two programs of other batch sizes: where they differ the batch decides. */
#define BATCH 5
#define OTHER_BATCH 7

typedef struct
{
  WeftModel *model;
  const WeftState *state;
  const WeftProgram *program, *other;
  WeftOnnxWriter *writer;
  const char **names; /* of the program's values; NULL: not made yet */
  gboolean *needed;   /* by values */
  GArray *results;    /* int: values that are outputs */
  const char *batch;  /* a value that has as many rows as there are samples */
} Export;

static const WeftProgramValue *
get_value (const WeftProgram *program, int value)
{
  return &g_array_index (program->values, WeftProgramValue, value);
}

static WeftShape
get_shape (const Export *export, int value)
{
  WeftShape shape = get_value (export->program, value)->shape;
  const WeftShape *other = &get_value (export->other, value)->shape;

  for (int i = 0; i < shape.rank; i++)
    if (shape.dims[i] != other->dims[i])
      shape.dims[i] = WEFT_ONNX_ANY;
  return shape;
}

/* --- what is exported --- */

static const WeftOp *
find_op (const WeftProgramOp *op)
{
  return weft_op_find (op->op, 0);
}

/* In a model that answers, only what an op is given to begin with passes through one that does
 * something in training alone. */
static guint
count_read (const WeftProgramOp *op)
{
  return find_op (op)->training_only ? 1 : op->n_in;
}

static void
mark_needed (Export *export)
{
  for (guint i = 0; i < export->results->len; i++)
    export->needed[g_array_index (export->results, int, i)] = TRUE;
  for (guint i = export->program->ops->len; i-- > 0;)
    {
      const WeftProgramOp *op = &g_array_index (export->program->ops, WeftProgramOp, i);
      gboolean is_needed = FALSE;

      for (guint k = 0; k < op->n_out; k++)
        is_needed |= op->out[k] >= 0 && export->needed[op->out[k]];
      for (guint k = 0; is_needed && k < count_read (op); k++)
        if (op->in[k] >= 0)
          export->needed[op->in[k]] = TRUE;
    }
}

static void
add_result (GArray *results, int value)
{
  for (guint i = 0; i < results->len; i++)
    if (g_array_index (results, int, i) == value)
      return;
  if (value >= 0)
    g_array_append_val (results, value);
}

/* Without a loss: what nothing reads. */
static void
find_ends (Export *export)
{
  g_autofree gboolean *read = g_new0 (gboolean, export->program->values->len);

  for (guint i = 0; i < export->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (export->program->ops, WeftProgramOp, i);

      for (guint k = 0; k < op->n_in; k++)
        if (op->in[k] >= 0)
          read[op->in[k]] = TRUE;
    }
  for (guint i = 0; i < export->program->ops->len; i++)
    {
      int value = g_array_index (export->program->ops, WeftProgramOp, i).out[0];

      if (value >= 0 && !read[value] && get_value (export->program, value)->output >= 0)
        add_result (export->results, value);
    }
}

static gboolean
find_results (Export *export, GError **error)
{
  for (guint i = 0; i < export->program->losses->len; i++)
    add_result (export->results,
                g_array_index (export->program->losses, WeftProgramLoss, i).prediction);
  if (export->results->len == 0)
    find_ends (export);
  if (export->results->len > 0)
    return TRUE;
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                       _ ("The network gives no answer that could be an output."));
  return FALSE;
}

/* --- what goes in --- */

static const WeftFeed *
find_feed (const Export *export, const char *field)
{
  for (guint i = 0; i < export->model->n_feeds; i++)
    {
      const WeftFeed *feed = &export->model->feeds[i];

      if (feed->field != NULL && !feed->is_mask && g_strcmp0 (feed->field->name, field) == 0)
        return feed;
    }
  return NULL;
}

/* The last axes of a value, as many as make up `count` numbers. */
static WeftShape
make_columns (const WeftShape *shape, gint64 count)
{
  WeftShape columns = { .type = WEFT_F32, .rank = 0 };
  gint64 n = 1;

  for (int i = shape->rank - 1; i > 0 && n < count; i--)
    n *= shape->dims[i], columns.rank++;
  memcpy (columns.dims, shape->dims + shape->rank - columns.rank,
          (gsize) columns.rank * sizeof *columns.dims);
  return columns;
}

static const char *
combine (Export *export, const char *op, const char *a, const char *b)
{
  const char *inputs[] = { a, b };

  return weft_onnx_writer_get_output (export->writer,
                                      weft_onnx_writer_add_node (export->writer, op, inputs, 2), 0);
}

static const char *
add_numbers (Export *export, const WeftShape *like, const char *stem, const char *what,
             const float *numbers, gint64 count)
{
  WeftShape columns = make_columns (like, count);
  g_autofree char *name = g_strdup_printf ("%s.%s", stem, what);

  return weft_onnx_writer_add_constant (export->writer, name, &columns, numbers);
}

/* NaN, where the data had nothing, is filled as in training; then standardised. */
static const char *
scale (Export *export, const WeftFeed *feed, const char *name, const WeftShape *shape)
{
  weft_onnx_writer_begin (export->writer, name);
  if (feed->gaps.fill != NULL)
    {
      const char *is_gap = weft_onnx_writer_get_output (
          export->writer, weft_onnx_writer_add_node (export->writer, "IsNaN", &name, 1), 0);
      const char *inputs[]
          = { is_gap, add_numbers (export, shape, name, "fill", feed->gaps.fill, feed->gaps.count),
              name };

      name = weft_onnx_writer_get_output (
          export->writer, weft_onnx_writer_add_node (export->writer, "Where", inputs, 3), 0);
    }
  if (feed->scaling.mean == NULL)
    return name;
  name = combine (export, "Sub", name,
                  add_numbers (export, shape, feed->field->name, "mean", feed->scaling.mean,
                               feed->scaling.count));
  return combine (export, "Div", name,
                  add_numbers (export, shape, feed->field->name, "deviation",
                               feed->scaling.deviation, feed->scaling.count));
}

static gboolean
add_input (Export *export, const WeftProgramInput *input, GError **error)
{
  WeftShape shape = get_shape (export, input->value);
  const WeftFeed *feed = find_feed (export, input->field);
  g_autofree char *stem
      = input->is_mask ? g_strdup_printf ("%s_mask", input->field) : g_strdup (input->field);
  const char *name;

  if (*input->field == '\0')
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           _ ("What a layer draws for each sample has no form in ONNX’s "
                              "operators: take it out of the way from the data to the answer."));
      return FALSE;
    }
  name = weft_onnx_writer_name (export->writer, stem);
  weft_onnx_writer_add_input (export->writer, name, &shape,
                              input->is_mask ? "1 where a step is real, else 0" : NULL);
  if (export->batch == NULL)
    export->batch = name;
  export->names[input->value]
      = input->is_mask || feed == NULL ? name : scale (export, feed, name, &shape);
  return TRUE;
}

static gboolean
add_inputs (Export *export, GError **error)
{
  for (guint i = 0; i < export->program->inputs->len; i++)
    {
      const WeftProgramInput *input = &g_array_index (export->program->inputs, WeftProgramInput, i);

      if (export->needed[input->value] && !add_input (export, input, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what it has learnt --- */

/* Zeros of a node that is muted. */
static const char *
add_zeros (Export *export, const WeftShape *shape)
{
  WeftShape one = { .type = shape->type, .rank = shape->rank };
  g_autofree float *zeros = NULL;

  for (int i = 0; i < shape->rank; i++)
    one.dims[i] = shape->dims[i] == WEFT_ONNX_ANY ? 1 : shape->dims[i];
  zeros = g_malloc0 (weft_shape_bytes (&one));
  return weft_onnx_writer_add_constant (export->writer, "zeros", &one, zeros);
}

static gboolean
add_weights (Export *export, GError **error)
{
  for (guint i = 0; i < export->program->values->len; i++)
    {
      const WeftProgramValue *value = get_value (export->program, (int) i);
      const WeftStateEntry *entry;
      g_autofree char *name = NULL;

      if (!export->needed[i])
        continue;
      if (value->role == WEFT_VALUE_ZERO)
        {
          WeftShape shape = get_shape (export, (int) i);

          export->names[i] = add_zeros (export, &shape);
        }
      if (value->role != WEFT_VALUE_WEIGHT && value->role != WEFT_VALUE_BUFFER)
        continue;
      entry = weft_state_find_value (export->state, value);
      name = weft_weights_dup_name (export->model->graph, value->node, value->repeat, value->name);
      if (entry == NULL || name == NULL)
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND,
                       _ ("The run has no numbers for %s: train the network as it is now."),
                       name != NULL ? name : value->name);
          return FALSE;
        }
      export->names[i]
          = weft_onnx_writer_add_constant (export->writer, name, &entry->shape, entry->value);
    }
  return TRUE;
}

/* --- what it does --- */

static void
describe (Export *export, const WeftProgramOp *op, WeftOnnxApplication *of)
{
  *of = (WeftOnnxApplication){ .op = find_op (op),
                               .attrs = op->attrs,
                               .node = op->node_name,
                               .n_in = op->n_in,
                               .n_out = op->n_out };
  for (guint k = 0; k < op->n_in; k++)
    {
      of->in[k] = op->in[k] >= 0 ? export->names[op->in[k]] : NULL;
      of->in_shape[k] = op->in[k] >= 0 ? get_shape (export, op->in[k]) : (WeftShape){ .rank = -1 };
    }
  for (guint k = 0; k < op->n_out; k++)
    of->out_shape[k] = op->out[k] >= 0 ? get_shape (export, op->out[k]) : (WeftShape){ .rank = -1 };
}

/* What a node gives is called as the node is. */
static const char *
name_result (Export *export, const WeftProgramOp *op, const WeftOnnxResult *result)
{
  const char *name;

  if (result->node == NULL || get_value (export->program, op->out[0])->output < 0)
    return result->name;
  name = weft_onnx_writer_name (export->writer, op->node_name);
  weft_onnx_writer_rename (export->writer, result->node, result->output, name);
  return name;
}

static gboolean
add_op (Export *export, const WeftProgramOp *op, GError **error)
{
  WeftOnnxApplication of;
  WeftOnnxResult results[WEFT_OP_MAX_OUT];

  if (find_op (op)->training_only)
    {
      export->names[op->out[0]] = export->names[op->in[0]];
      return TRUE;
    }
  describe (export, op, &of);
  if (!weft_onnx_form_apply (export->writer, &of, results, error))
    return FALSE;
  for (guint k = 0; k < op->n_out; k++)
    {
      if (op->out[k] < 0)
        continue;
      if (results[k].name != NULL)
        export->names[op->out[k]]
            = k == 0 ? name_result (export, op, &results[k]) : results[k].name;
      else if (export->needed[op->out[k]])
        {
          g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                       /* Translators: %s of “%s”: an output of an operation, of a node */
                       _ ("%s of “%s” has no form in ONNX’s operators."), of.op->outputs[k].name,
                       op->node_name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
add_ops (Export *export, GError **error)
{
  for (guint i = 0; i < export->program->ops->len; i++)
    {
      const WeftProgramOp *op = &g_array_index (export->program->ops, WeftProgramOp, i);
      gboolean is_needed = FALSE;

      for (guint k = 0; k < op->n_out; k++)
        is_needed |= op->out[k] >= 0 && export->needed[op->out[k]];
      if (is_needed && !add_op (export, op, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what comes out --- */

/* The field that an answer is judged by, where it was standardised. */
static const WeftFeed *
find_target (const Export *export, int value)
{
  for (guint i = 0; i < export->program->losses->len; i++)
    {
      const WeftProgramLoss *loss = &g_array_index (export->program->losses, WeftProgramLoss, i);

      for (guint k = 0; loss->prediction == value && k < export->program->inputs->len; k++)
        {
          const WeftProgramInput *input
              = &g_array_index (export->program->inputs, WeftProgramInput, k);

          if (input->value == loss->target && !input->is_mask)
            return find_feed (export, input->field);
        }
    }
  return NULL;
}

static void
add_output (Export *export, int value)
{
  WeftShape shape = get_shape (export, value);
  const WeftFeed *target = find_target (export, value);
  const char *name = export->names[value];
  const WeftNode *node
      = weft_graph_find (export->model->graph, get_value (export->program, value)->node);

  weft_onnx_writer_begin (export->writer, node != NULL ? node->name : "output");
  if (target != NULL && target->scaling.mean != NULL)
    {
      name = combine (export, "Mul", name,
                      add_numbers (export, &shape, target->field->name, "deviation",
                                   target->scaling.deviation, target->scaling.count));
      name = combine (export, "Add", name,
                      add_numbers (export, &shape, target->field->name, "mean",
                                   target->scaling.mean, target->scaling.count));
    }
  if (get_value (export->program, value)->role != WEFT_VALUE_RESULT)
    name = weft_onnx_writer_get_output (
        export->writer, weft_onnx_writer_add_node (export->writer, "Identity", &name, 1), 0);
  weft_onnx_writer_add_output (export->writer, name, &shape);
}

static gboolean
write_all (Export *export, GError **error)
{
  if (!find_results (export, error))
    return FALSE;
  mark_needed (export);
  if (!add_inputs (export, error) || !add_weights (export, error) || !add_ops (export, error))
    return FALSE;
  for (guint i = 0; i < export->results->len; i++)
    add_output (export, g_array_index (export->results, int, i));
  return TRUE;
}

GByteArray *
weft_onnx_export (WeftModel *model, const WeftState *state, const char *title, GError **error)
{
  Export export = { .model = model, .state = state };
  GByteArray *bytes = NULL;
  guint n;

  export.program = weft_model_get_program (model, weft_model_bind (model, BATCH), error);
  if (export.program != NULL)
    export.other = weft_model_get_program (model, weft_model_bind (model, OTHER_BATCH), error);
  if (export.other == NULL)
    return NULL;
  n = export.program->values->len;
  export.writer = weft_onnx_writer_new (title != NULL && *title != '\0' ? title : "network");
  export.names = g_new0 (const char *, n);
  export.needed = g_new0 (gboolean, n);
  export.results = g_array_new (FALSE, FALSE, sizeof (int));
  if (write_all (&export, error))
    bytes = weft_onnx_writer_pack (export.writer, error);
  weft_onnx_writer_free (export.writer);
  g_free (export.names);
  g_free (export.needed);
  g_array_unref (export.results);
  return bytes;
}
