/* c-program: a network as one file of C99 that answers one sample, without heap or libraries */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/c/c-program.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/formats/c/c-int8.h"
#include "projects/formats/c/c-ops.h"

typedef struct
{
  WeftModel *model;
  const WeftState *state;
  const WeftProgram *program;
  GString *arrays, *body;
  GPtrArray *names; /* of values; NULL: not made */
  gboolean *needed;
  gboolean *is_byte; /* of values; NULL: none are kept so */
  GPtrArray *scales; /* names of those */
  GString *given;    /* what the function is given beside x, as it declares it */
  int input, result; /* input: x */
} Export;

static const WeftProgramValue *
get_value (const Export *export, int value)
{
  return &g_array_index (export->program->values, WeftProgramValue, value);
}

static const WeftProgramOp *
get_op (const Export *export, guint i)
{
  return &g_array_index (export->program->ops, WeftProgramOp, i);
}

static gboolean
refuse (GError **error, const char *what, const char *op)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               /* Translators: a node's name; an operation, "spectrogram" */
               _ ("“%s” cannot be written as C yet (%s); the network can leave as ONNX."), what,
               op);
  return FALSE;
}

static void
add_numbers (Export *export, const char *name, const float *numbers, gint64 n)
{
  g_string_append_printf (export->arrays, "static const float %s[%" G_GINT64_FORMAT "] = {", name,
                          n);
  for (gint64 i = 0; i < n; i++)
    {
      g_string_append (export->arrays, i % 8 == 0 ? "\n  " : " ");
      weft_c_append_number (export->arrays, (double) numbers[i]);
      g_string_append_c (export->arrays, ',');
    }
  g_string_append (export->arrays, "\n};\n");
}

/* (rows, each) as bytes, and their scales. */
static void
add_bytes (Export *export, int value, const char *name, const WeftStateEntry *entry)
{
  gint64 rows = entry->shape.dims[0];
  g_autofree gint8 *q = g_new (gint8, entry->count);
  g_autofree float *scale = g_new (float, rows);
  char *scale_name = g_strconcat (name, "_scale", NULL);

  weft_int8_round (entry->value, rows, (gint64) entry->count / rows, q, scale);
  g_string_append_printf (export->arrays, "static const signed char %s[%" G_GSIZE_FORMAT "] = {",
                          name, entry->count);
  for (gsize i = 0; i < entry->count; i++)
    g_string_append_printf (export->arrays, "%s%d,", i % 16 == 0 ? "\n  " : " ", q[i]);
  g_string_append (export->arrays, "\n};\n");
  add_numbers (export, scale_name, scale, rows);
  export->scales->pdata[value] = scale_name;
}

static void
set_name (Export *export, int value, char *name /* taken */)
{
  g_free (export->names->pdata[value]);
  export->names->pdata[value] = name;
}

/* --- what is needed --- */

/* Whether what is given for each needed input is as long for every sample. */
static gboolean
check_inputs (Export *export, GError **error)
{
  for (guint k = 0; k < export->program->inputs->len; k++)
    {
      int value = g_array_index (export->program->inputs, WeftProgramInput, k).value;
      const WeftFeed *feed = &export->model->feeds[k];

      if (value >= 0 && export->needed[value]
          && (feed->field == NULL || feed->is_mask || feed->step > 0
              || (value == export->input && feed->type != WEFT_F32)))
        return refuse (error, export->model->dataset->name, "data");
    }
  return TRUE;
}

static gboolean
find_ends (Export *export, GError **error)
{
  const WeftProgramLoss *chief = weft_program_get_chief (export->program);
  const WeftFeed *x = weft_model_get_x (export->model);

  export->result = chief != NULL ? chief->prediction : -1;
  export->input = weft_program_find_input (export->program, x->field->name);
  if (export->result < 0 || export->input < 0)
    return refuse (error, export->model->dataset->name, "data");
  export->needed[export->result] = TRUE;
  for (guint i = export->program->ops->len; i-- > 0;)
    {
      const WeftProgramOp *op = get_op (export, i);
      guint n = weft_op_find (op->op, 0)->training_only ? 1 : op->n_in;

      for (guint k = 0; op->out[0] >= 0 && export->needed[op->out[0]] && k < n; k++)
        if (op->in[k] >= 0)
          export->needed[op->in[k]] = TRUE;
    }
  return check_inputs (export, error);
}

/* --- numbers --- */

static gboolean
add_weights (Export *export, GError **error)
{
  for (guint i = 0; i < export->program->values->len; i++)
    {
      const WeftProgramValue *value = get_value (export, (int) i);
      const WeftNode *node = weft_graph_find (export->model->graph, value->node);
      const WeftStateEntry *entry;

      if (!export->needed[i]
          || (value->role != WEFT_VALUE_WEIGHT && value->role != WEFT_VALUE_BUFFER))
        continue;
      entry = weft_state_find_value (export->state, value);
      if (entry == NULL || node == NULL)
        return refuse (error, value->name, "weight");
      set_name (export, (int) i, g_strdup_printf ("%s_%s_%u", node->name, value->name, i));
      if (export->is_byte != NULL && export->is_byte[i])
        add_bytes (export, (int) i, export->names->pdata[i], entry);
      else
        add_numbers (export, export->names->pdata[i], entry->value, (gint64) entry->count);
    }
  return TRUE;
}

/* What the data was standardised by. name: of the array that is given. */
static void
scale_input (Export *export, int value, const WeftFeed *feed, const char *name)
{
  gint64 n = weft_shape_count (&get_value (export, value)->shape), each = feed->scaling.count;
  g_autofree char *mean = g_strconcat (name, "_mean", NULL);
  g_autofree char *deviation = g_strconcat (name, "_deviation", NULL);
  char *scaled = g_strconcat (name, "_scaled", NULL);

  add_numbers (export, mean, feed->scaling.mean, each);
  add_numbers (export, deviation, feed->scaling.deviation, each);
  g_string_append_printf (export->arrays, "static float %s[%" G_GINT64_FORMAT "];\n", scaled, n);
  g_string_append_printf (export->body,
                          "  for (int i = 0; i < %" G_GINT64_FORMAT
                          "; i++)\n    %s[i] = (%s[i] - %s[i %% %" G_GINT64_FORMAT
                          "]) / %s[i %% %" G_GINT64_FORMAT "];\n\n",
                          n, scaled, name, mean, each, deviation, each);
  set_name (export, value, scaled);
}

static void
add_input (Export *export, int value, const WeftFeed *feed)
{
  g_autofree char *name = value == export->input ? g_strdup ("input")
                                                 : g_strconcat ("given_", feed->field->name, NULL);

  g_strcanon (name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS, '_');
  if (value != export->input)
    g_string_append_printf (export->given, "const %s %s[%" G_GINT64_FORMAT "], ",
                            feed->type == WEFT_F32 ? "float" : "int", name,
                            weft_shape_count (&get_value (export, value)->shape));
  if (feed->scaling.mean != NULL)
    scale_input (export, value, feed, name);
  else
    set_name (export, value, g_steal_pointer (&name));
}

static void
add_inputs (Export *export)
{
  for (guint k = 0; k < export->program->inputs->len; k++)
    {
      int value = g_array_index (export->program->inputs, WeftProgramInput, k).value;

      if (value >= 0 && (export->needed[value] || value == export->input))
        add_input (export, value, &export->model->feeds[k]);
    }
}

/* --- steps --- */

static gboolean
add_op (Export *export, guint i, GError **error)
{
  const WeftProgramOp *op = get_op (export, i);
  WeftCBlock block = { .op = weft_op_find (op->op, 0), .attrs = op->attrs, .n_in = op->n_in };
  int out = op->out[0];

  if (block.op->training_only)
    {
      set_name (export, out, g_strdup (export->names->pdata[op->in[0]]));
      return TRUE;
    }
  for (guint k = 0; k < op->n_in; k++)
    {
      if (op->in[k] >= 0 && export->names->pdata[op->in[k]] == NULL) /* of a node that is muted */
        return refuse (error, op->node_name, op->op);
      block.in[k] = op->in[k] >= 0 ? export->names->pdata[op->in[k]] : NULL;
      block.scale[k] = op->in[k] >= 0 ? export->scales->pdata[op->in[k]] : NULL;
      block.in_shape[k]
          = op->in[k] >= 0 ? get_value (export, op->in[k])->shape : (WeftShape){ .rank = -1 };
    }
  block.out_shape = get_value (export, out)->shape;
  set_name (export, out, g_strdup_printf ("%s_%d", op->node_name, out));
  block.out = export->names->pdata[out];
  g_string_append_printf (export->arrays, "static float %s[%" G_GINT64_FORMAT "];\n", block.out,
                          weft_shape_count (&block.out_shape));
  g_string_append_printf (export->body, "  /* %s */\n", op->node_name);
  if (!weft_c_append_block (export->body, &block))
    return refuse (error, op->node_name, op->op);
  g_string_append_c (export->body, '\n');
  return TRUE;
}

static gboolean
add_ops (Export *export, GError **error)
{
  for (guint i = 0; i < export->program->ops->len; i++)
    {
      const WeftProgramOp *op = get_op (export, i);

      for (guint k = 1; k < op->n_out; k++)
        if (op->out[k] >= 0 && export->needed[op->out[k]])
          return refuse (error, op->node_name, op->op);
      if (op->out[0] >= 0 && export->needed[op->out[0]] && !add_op (export, i, error))
        return FALSE;
    }
  return TRUE;
}

/* Back to the target's own units, and out. */
static void
add_result (Export *export)
{
  const WeftFeed *y = weft_model_get_y (export->model);
  gint64 n = weft_shape_count (&get_value (export, export->result)->shape);

  g_string_append_printf (export->body, "  for (int i = 0; i < %" G_GINT64_FORMAT "; i++)\n", n);
  if (y == NULL || y->scaling.mean == NULL)
    {
      g_string_append_printf (export->body, "    output[i] = %s[i];\n",
                              (char *) export->names->pdata[export->result]);
      return;
    }
  add_numbers (export, "output_mean", y->scaling.mean, y->scaling.count);
  add_numbers (export, "output_deviation", y->scaling.deviation, y->scaling.count);
  g_string_append_printf (export->body,
                          "    output[i] = %s[i] * output_deviation[i %% %" G_GINT64_FORMAT
                          "] + output_mean[i %% %" G_GINT64_FORMAT "];\n",
                          (char *) export->names->pdata[export->result], y->scaling.count,
                          y->scaling.count);
}

static GByteArray *
put_together (const Export *export, const char *title)
{
  g_autofree char *shown
      = g_strdelimit (g_strdup (title != NULL ? title : "network"), "*/\\\n", ' ');
  gint64 n_in = weft_shape_count (&get_value (export, export->input)->shape);
  gint64 n_out = weft_shape_count (&get_value (export, export->result)->shape);
  const WeftNode *node
      = weft_graph_find (export->model->graph, get_value (export, export->result)->node);
  GString *text = g_string_new (NULL);
  gsize length;

  g_string_printf (
      text,
      "/* %s: a network that was wired and trained in Weft, for one sample at a time.\n"
      " * C99 and nothing else: no heap, no file, no library but the mathematics of C "
      "(-lm).\n"
      " *\n"
      " *   void weft_run (const float input[%" G_GINT64_FORMAT "], %sfloat "
      "output[%" G_GINT64_FORMAT "]);\n"
      " *\n"
      "%s * output: what the node %s gives.\n"
      " * Not from two threads at once: what lies between is kept in static arrays. */\n"
      "#include <math.h>\n\n"
      "#define WEFT_INPUTS %" G_GINT64_FORMAT "\n#define WEFT_OUTPUTS "
      "%" G_GINT64_FORMAT "\n\n"
      "void weft_run (const float input[WEFT_INPUTS], %sfloat output[WEFT_OUTPUTS]);\n\n",
      shown, n_in, export->given->str, n_out,
      export->given->len > 0 ? " * given_…: of words which one it is, counted from 0.\n" : "",
      node != NULL ? node->name : "", n_in, n_out, export->given->str);
  g_string_append (text, export->arrays->str);
  g_string_append_printf (
      text,
      "\nvoid\nweft_run (const float input[WEFT_INPUTS], %sfloat output[WEFT_OUTPUTS])\n{\n%s}\n",
      export->given->str, export->body->str);
  length = text->len;
  return g_byte_array_new_take ((guint8 *) g_string_free (text, FALSE), length);
}

GByteArray *
weft_c_export (WeftModel *model, const WeftState *state, const char *title, gboolean is_int8,
               GError **error)
{
  Export export = { .model = model, .state = state };
  GByteArray *bytes = NULL;

  export.program = weft_model_get_program (model, weft_model_bind (model, 1), error);
  if (export.program == NULL)
    return NULL;
  export.arrays = g_string_new (NULL);
  export.body = g_string_new (NULL);
  export.given = g_string_new (NULL);
  export.names = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (export.names, (int) export.program->values->len);
  export.scales = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (export.scales, (int) export.program->values->len);
  export.is_byte = is_int8 ? weft_int8_find (export.program) : NULL;
  export.needed = g_new0 (gboolean, export.program->values->len);
  if (find_ends (&export, error) && add_weights (&export, error))
    {
      add_inputs (&export);
      if (add_ops (&export, error))
        {
          add_result (&export);
          bytes = put_together (&export, title);
        }
    }
  g_string_free (export.arrays, TRUE);
  g_string_free (export.body, TRUE);
  g_string_free (export.given, TRUE);
  g_ptr_array_unref (export.names);
  g_ptr_array_unref (export.scales);
  g_free (export.is_byte);
  g_free (export.needed);
  return bytes;
}
