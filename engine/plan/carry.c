/* carry: what lets an op that goes from step to step begin where another run ended */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/builder.h"

/* A value for what an op that goes on begins with, zeros where a run is not given it; of the shape
 * of what it ends with, which of an input is one step. */
static WeftValue
add_beginning (WeftBuilder *b, const WeftOp *op, const WeftOpShapes *shapes)
{
  WeftProgramValue value = { .role = WEFT_VALUE_ZERO, .node = b->node->id, .output = -1 };

  if (op->carry.out > 0)
    value.shape = shapes->out[op->carry.out - 1];
  else
    {
      value.shape = shapes->in[0];
      for (int i = 1; i + 1 < value.shape.rank; i++)
        value.shape.dims[i] = value.shape.dims[i + 1];
      value.shape.rank--;
      weft_shape_fix (&value.shape);
    }
  return weft_builder_add_value (b, &value);
}

/* A value that nobody else reads. */
static WeftValue
set_apart (WeftBuilder *b, WeftValue x)
{
  const WeftShape *shape = weft_builder_shape (b, x);
  WeftAttr attrs[2] = { { .name = "dims", .n = shape->rank - 1 } };

  for (int i = 1; i < shape->rank; i++)
    attrs[0].v[i - 1] = (double) shape->dims[i];
  return weft_builder_op1 (b, "reshape", attrs, x);
}

void
weft_builder_let_go_on (WeftBuilder *b, const WeftOp *op, WeftOpShapes *shapes, WeftShape *in_shape,
                        WeftValue *in)
{
  guint n_in = shapes->n_in;

  shapes->n_out = MAX (shapes->n_out, op->carry.out);
  if (b->failed || !weft_builder_find_shapes (b, op, shapes))
    return;
  shapes->n_in = MAX (n_in, op->carry.in);
  for (guint i = n_in; i < shapes->n_in; i++)
    {
      in[i] = WEFT_NONE;
      in_shape[i] = (WeftShape){ .rank = -1 };
    }
  in[op->carry.in - 1] = in[op->carry.in - 1].index < 0 ? add_beginning (b, op, shapes)
                                                        : set_apart (b, in[op->carry.in - 1]);
  in_shape[op->carry.in - 1] = *weft_builder_shape (b, in[op->carry.in - 1]);
}
