/* small-program: programs put together by hand, so that plan and state are tested without a graph
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"
#include "engine/plan/program-private.h"

static inline int
small_value (WeftProgram *program, WeftValueRole role, gint64 node, const char *name,
             WeftShape shape)
{
  WeftProgramValue value = { .role = role,
                             .node = node,
                             .name = name,
                             .shape = shape,
                             .output = -1,
                             .mask = -1,
                             .init = WEFT_INIT_PYTORCH,
                             .fan_in = 1,
                             .fan_out = 1 };

  g_array_append_val (program->values, value);
  return (int) program->values->len - 1;
}

static inline int
small_input (WeftProgram *program, const char *field, WeftShape shape)
{
  WeftProgramInput input
      = { .field = field, .value = small_value (program, WEFT_VALUE_INPUT, 1, field, shape) };

  g_array_append_val (program->inputs, input);
  return input.value;
}

static inline int
small_x (WeftProgram *program, WeftShape shape)
{
  return small_input (program, "x", shape);
}

static inline int
small_y (WeftProgram *program, WeftShape shape)
{
  return small_input (program, "y", shape);
}

static inline int
small_weight (WeftProgram *program, gint64 node, const char *name, gint64 fan_in, WeftShape shape)
{
  int weight = small_value (program, WEFT_VALUE_WEIGHT, node, name, shape);

  g_array_index (program->values, WeftProgramValue, weight).fan_in = fan_in;
  return weight;
}

static inline int
small_buffer (WeftProgram *program, gint64 node, const char *name, float fill, WeftShape shape)
{
  int buffer = small_value (program, WEFT_VALUE_BUFFER, node, name, shape);

  g_array_index (program->values, WeftProgramValue, buffer).fill = fill;
  return buffer;
}

static inline int
small_op (WeftProgram *program, gint64 node, const char *id, const WeftAttr *attrs, const int *in,
          guint n_in)
{
  const WeftOp *row = weft_op_find (id, 0);
  WeftProgramOp op = { .op = id, .node = node, .n_in = n_in, .n_out = 1 };
  g_autofree char *name = g_strdup_printf ("%s%" G_GINT64_FORMAT, id, node);
  WeftShape shapes[WEFT_OP_MAX_IN], out = { 0 };
  WeftOpShapes rule = { NULL, n_in, 1, shapes, &out, NULL };

  op.node_name = g_intern_string (name);
  op.stream = (guint64) node;
  rule.attrs = op.attrs = weft_op_attrs_new (row, attrs);
  for (guint i = 0; i < n_in; i++)
    {
      op.in[i] = in[i];
      shapes[i] = g_array_index (program->values, WeftProgramValue, in[i]).shape;
    }
  if (!row->shape (&rule))
    g_error ("%s: %s", id, rule.error);
  op.out[0] = small_value (program, WEFT_VALUE_RESULT, node, NULL, out);
  g_array_append_val (program->ops, op);
  return op.out[0];
}

#define SMALL_OP(program, node, id, attrs, ...)                                                    \
  small_op (program, node, id, attrs, (int[]){ __VA_ARGS__ },                                      \
            sizeof ((int[]){ __VA_ARGS__ }) / sizeof (int))

static inline WeftShape
small_shape (const WeftProgram *program, int value)
{
  return g_array_index (program->values, WeftProgramValue, value).shape;
}

static inline int
small_linear (WeftProgram *program, gint64 node, int x, gint64 outputs)
{
  WeftShape shape = small_shape (program, x);
  gint64 inputs = shape.dims[shape.rank - 1];
  int w = small_weight (program, node, "weight", inputs, WEFT_SHAPE (outputs, inputs));
  int b = small_weight (program, node, "bias", inputs, WEFT_SHAPE (outputs));

  return SMALL_OP (program, node, "linear", NULL, x, w, b);
}

static inline int
small_batch_norm (WeftProgram *program, gint64 node, int x)
{
  gint64 channels = small_shape (program, x).dims[1];
  int scale = small_weight (program, node, "weight", 1, WEFT_SHAPE (channels));
  int shift = small_weight (program, node, "bias", 1, WEFT_SHAPE (channels));
  int mean = small_buffer (program, node, "running_mean", 0, WEFT_SHAPE (channels));
  int var = small_buffer (program, node, "running_var", 1, WEFT_SHAPE (channels));

  return SMALL_OP (program, node, "batch_norm", NULL, x, scale, shift, mean, var);
}

/* The one loss, which is the total. */
static inline void
small_loss (WeftProgram *program, int loss, int prediction)
{
  WeftProgramLoss entry = { .name = "loss",
                            .loss = loss,
                            .prediction = prediction,
                            .target = weft_program_find_input (program, "y"),
                            .weight = 1 };

  g_array_append_val (program->losses, entry);
  program->total = loss;
}

static inline int
small_prediction (const WeftProgram *program)
{
  return weft_program_get_chief (program)->prediction;
}

/* Declares the loss "mse" of a prediction against y, which has its shape. */
static inline void
small_mse (WeftProgram *program, gint64 node, int prediction)
{
  int y = small_y (program, small_shape (program, prediction));

  small_loss (program, SMALL_OP (program, node, "mse", NULL, prediction, y), prediction);
}

/* x (n, inputs) → Dense 8 → tanh → Dense outputs → mse */
static inline WeftProgram *
small_mlp (gint64 n, gint64 inputs, gint64 hidden, gint64 outputs)
{
  WeftProgram *program = weft_program_new (WEFT_BINDING (n, 0));
  int x = small_x (program, WEFT_SHAPE (n, inputs));
  int h = SMALL_OP (program, 3, "tanh", NULL, small_linear (program, 2, x, hidden));

  small_mse (program, 5, small_linear (program, 4, h, outputs));
  return program;
}
