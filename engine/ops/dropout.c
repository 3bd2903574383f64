/* dropout: y[i] = m[i]·x[i] / (1 − p), m[i] is 0 with probability p, else 1; dx[i] = m[i]·dy[i] /
 * (1 − p)
 *
 * m[i] follows from (seed, node, step, i). Outside training y = x. Saved: m, a byte an element. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  float p;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 0.5, 0, 1),
  { NULL },
};

#define CHUNK 1024

static float
get_scale (const Attrs *attrs)
{
  return attrs->p < 1.0f ? 1.0f / (1.0f - attrs->p) : 0.0f;
}

static void
draw_mask (const WeftOpRun *run, WeftSpan part)
{
  const Attrs *attrs = run->attrs;
  guint64 limit = (guint64) ((double) attrs->p * 0x1p32);
  guint8 *mask = run->saved;
  guint32 bits[CHUNK];

  for (gsize begin = part.begin; begin < part.end; begin += CHUNK)
    {
      gsize n = MIN (CHUNK, part.end - begin);

      weft_random_fill_bits (&run->random, begin, bits, n);
      for (gsize i = 0; i < n; i++)
        mask[begin + i] = bits[i] >= limit;
    }
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *x = run->in[0];
  float *y = run->out[0], scale = get_scale (run->attrs);
  const guint8 *mask = run->saved;

  if (!run->training)
    {
      if (x != y)
        memcpy (y + part.begin, x + part.begin, (part.end - part.begin) * sizeof *y);
      return;
    }
  draw_mask (run, part);
#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    y[i] = mask[i] ? x[i] * scale : 0.0f;
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_elementwise_span (run, slice);
  const float *dy = run->d_out[0];
  float *dx = run->d_in[0], scale = get_scale (run->attrs);
  const guint8 *mask = run->saved;

  if (!run->training)
    {
      if (dx != dy)
        memcpy (dx + part.begin, dy + part.begin, (part.end - part.begin) * sizeof *dx);
      return;
    }
#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = mask[i] ? dy[i] * scale : 0.0f;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return weft_count (&shapes->in[0]);
}

static const WeftOpCase cases[] = {
  { "half", { F32 (3, 20) }, &(const Attrs){ 0.5f } },
  { "batch of one", { F32 (1, 9) }, &(const Attrs){ 0.1f } },
  { "evaluating", { F32 (3, 20) }, &(const Attrs){ 0.5f }, .evaluates = TRUE },
  { "large", { F32 (64, 999) }, &(const Attrs){ 0.25f }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (dropout) = {
  .id = "dropout",
  .summary = "y[i] = m[i]·x[i] / (1 − p), m[i] is 0 with probability p, else 1",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_shape_same,
  .saved_bytes = count_saved,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .may_overwrite = TRUE,
  .is_random = TRUE,
  .training_only = TRUE,
  .onnx = "Dropout",
  .cases = cases,
  .pytorch = "None if training else x",
};
