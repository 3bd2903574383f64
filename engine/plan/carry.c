/* carry: what lets an op that goes from step to step begin where another run ended */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/builder.h"

/* One step of what is so many. */
static WeftShape
take_step (const WeftShape *steps)
{
  WeftShape shape = *steps;

  for (int i = 1; i + 1 < shape.rank; i++)
    shape.dims[i] = shape.dims[i + 1];
  shape.rank--;
  return shape;
}

/* A value for what an op that goes on begins with, zeros where a run is not given it; of the shape
 * of what it ends with, which of an input is one step, or as many as the run goes on for. */
static WeftValue
add_beginning (WeftBuilder *b, const WeftOpCarry *carry, const WeftOpShapes *shapes)
{
  WeftProgramValue value = { .role = WEFT_VALUE_ZERO, .node = b->node->id, .output = -1 };

  if (carry->out > 0)
    value.shape = shapes->out[carry->out - 1];
  else if (carry->grows)
    value.shape = shapes->in[carry->of];
  else
    value.shape = take_step (&shapes->in[carry->of]);
  if (carry->grows)
    value.shape.dims[1] = b->program->binding.goes_on;
  weft_shape_fix (&value.shape);
  return weft_builder_expect_size (b, &value.shape) ? weft_builder_add_value (b, &value)
                                                    : WEFT_NONE;
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

/* Inputs up to so many, of which those that are new are absent. */
static void
add_inputs (WeftOpShapes *shapes, guint n_in, WeftShape *in_shape, WeftValue *in)
{
  for (; shapes->n_in < n_in; shapes->n_in++)
    {
      in[shapes->n_in] = WEFT_NONE;
      in_shape[shapes->n_in] = (WeftShape){ .rank = -1 };
    }
}

void
weft_builder_let_go_on (WeftBuilder *b, const WeftOp *op, WeftOpShapes *shapes, WeftShape *in_shape,
                        WeftValue *in)
{
  const WeftOpCarry *carry;

  if (op->goes_on && (!weft_builder_find_shapes (b, op, shapes) || !op->goes_on (shapes)))
    return;
  for (carry = op->carry; carry->in > 0; carry++)
    shapes->n_out = MAX (shapes->n_out, carry->out);
  if (!weft_builder_find_shapes (b, op, shapes))
    return;
  for (carry = op->carry; carry->in > 0 && !b->failed; carry++)
    {
      guint at = carry->in - 1;

      add_inputs (shapes, carry->in, in_shape, in);
      in[at] = in[at].index < 0 ? add_beginning (b, carry, shapes) : set_apart (b, in[at]);
      in_shape[at] = *weft_builder_shape (b, in[at]);
    }
}
