/* made-samples: samples out of what a generator gives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/made-samples.h"

#include <string.h>

/* Where a sample lies in each of what is made: numbers before it. What is made may be joined behind
 * or before what was asked for. −1: it is nowhere. */
static gint64
find_sample (const WeftProgram *program, int value, gint64 count)
{
  const WeftShape *all = &g_array_index (program->values, WeftProgramValue, value).shape;

  if (weft_shape_sample_count (all) == count)
    return 0;
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      gint64 before = 0;

      for (guint i = 0; op->out[0] == value && g_str_equal (op->op, "concat") && i < op->n_in; i++)
        {
          const WeftShape *one
              = &g_array_index (program->values, WeftProgramValue, op->in[i]).shape;

          if (!weft_shape_same_dims (one, all, 2))
            return -1; /* joined along another axis */
          if (weft_shape_sample_count (one) == count)
            return before;
          before += weft_shape_sample_count (one);
        }
    }
  return -1;
}

int
weft_made_find_value (const WeftFeed *x, const WeftProgram *program, int value)
{
  for (guint k = 0; k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);

      for (guint i = 0; op->out[0] == value && g_str_equal (op->op, "concat") && i < op->n_in; i++)
        if (weft_shape_sample_count (
                &g_array_index (program->values, WeftProgramValue, op->in[i]).shape)
            == x->count)
          return op->in[i];
    }
  return value;
}

WeftTensor *
weft_made_copy (const WeftFeed *x, const WeftProgram *program, int value, const float *data)
{
  WeftShape shape = g_array_index (program->values, WeftProgramValue, value).shape;
  gint64 before = find_sample (program, value, x->count), all = weft_shape_sample_count (&shape);
  WeftShape form = before < 0 ? shape : WEFT_SHAPE (shape.dims[0], x->count);
  WeftTensor *made = weft_tensor_new (&form);

  if (made == NULL)
    return NULL;
  if (before < 0)
    memcpy (made->data, data, weft_shape_bytes (&shape));
  for (gint64 i = 0; before >= 0 && i < shape.dims[0]; i++)
    memcpy (weft_tensor_floats (made) + i * x->count, data + i * all + before,
            (gsize) x->count * sizeof *data);
  if (before >= 0)
    weft_scaling_undo (&x->scaling, made->data, shape.dims[0]);
  return made;
}
