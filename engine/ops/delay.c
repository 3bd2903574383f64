/* delay: y[n, t] = x[n, t − 1], y[n, 0] = begin[n] or 0; dx[n, t] = dy[n, t + 1], 0 at the last
 * step
 *
 * x (N, T, …) of any type that is delayed, begin (N, …). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

enum
{
  X,
  BEGIN,
};

static gboolean
check_begin (const WeftShape *x, const WeftShape *begin)
{
  if (begin->rank != x->rank - 1 || begin->type != x->type || begin->dims[0] != x->dims[0])
    return FALSE;
  for (int i = 2; i < x->rank; i++)
    if (begin->dims[i - 1] != x->dims[i])
      return FALSE;
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 2)
    return weft_expects (shapes, _ ("expects sequences, (N, T, …)"));
  if (shapes->n_in > BEGIN && shapes->in[BEGIN].rank >= 0 && !check_begin (x, &shapes->in[BEGIN]))
    return weft_expects (shapes, _ ("expects one step of each sequence to begin with"));
  shapes->out[0] = *x;
  return TRUE;
}

/* Bytes of a step and of a sample. */
static gsize
get_step (const WeftOpRun *run)
{
  const WeftShape *x = &run->in_shape[X];

  return weft_shape_bytes (x) / (gsize) (x->dims[0] * x->dims[1]);
}

static gsize
get_row (const WeftOpRun *run)
{
  return weft_shape_bytes (&run->in_shape[X]) / (gsize) run->in_shape[X].dims[0];
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->in_shape[X].dims[0],
                      weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE));
}

static WeftSpan
get_samples (const WeftOpRun *run, guint slice)
{
  return weft_span_of ((gsize) run->in_shape[X].dims[0], count_slices (run), slice, 1);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan samples = get_samples (run, slice);
  const char *x = run->in[X], *begin = run->n_in > BEGIN ? run->in[BEGIN] : NULL;
  char *y = run->out[0];
  gsize step = get_step (run), row = get_row (run);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      if (begin != NULL)
        memcpy (y + n * row, begin + n * step, step);
      else
        memset (y + n * row, 0, step);
      memcpy (y + n * row + step, x + n * row, row - step);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan samples = get_samples (run, slice);
  const char *dy = (const char *) run->d_out[0];
  char *dx = (char *) run->d_in[X], *begin = run->n_in > BEGIN ? (char *) run->d_in[BEGIN] : NULL;
  gsize step = get_step (run), row = get_row (run);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      if (begin != NULL)
        memcpy (begin + n * step, dy + n * row, step);
      if (dx == NULL)
        continue;
      memcpy (dx + n * row, dy + n * row + step, row - step);
      memset (dx + (n + 1) * row - step, 0, step);
    }
}

static const WeftOpCase cases[] = {
  { "numbers", { F32 (3, 5, 2) } },
  { "with what comes first", { F32 (2, 4, 3), F32 (2, 3) } },
  { "batch of one, one step", { F32 (1, 1, 4), F32 (1, 4) } },
  { "a number a step", { F32 (4, 6), F32 (4) } },
  { "large", { F32 (32, 50, 40) }, .is_large = TRUE },
  { NULL },
};

#define TYPES (WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64))

const WeftOp WEFT_OP_ROW (delay) = {
  .id = "delay",
  .summary = "y[n, t] = x[n, t − 1], y[n, 0] = begin[n] or 0",
  .inputs = { { "x", .types = TYPES }, { "begin", .types = TYPES, .optional = TRUE } },
  .outputs = { { "y" } },
  .carry = { { .in = 1 + BEGIN } },
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "torch.cat ([(torch.zeros_like (x[:, 0]) if begin is None else begin)[:, None], "
             "x[:, :-1]], 1)",
  .onnx = "begin ? none : Pad (Slice (x, [0], [-1], [1]), [0, 1] + [0] * (2 * rank (x) - 2))",
};
