/* dropout: y[i] = m[i]·x[i] / (1 − p), m[i] is 0 with probability p, else 1; dx[i] = m[i]·dy[i] /
 * (1 − p)
 *
 * m[i] follows from (seed, node, step, i). Outside training y = x. Saved: m, a byte an element. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

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

/* What the mask keeps, of x or of dy. */
static void
apply_mask (const WeftOpRun *run, WeftSpan part, const float *from, float *to)
{
  const guint8 *mask = run->saved;
  float scale = get_scale (run->attrs);

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    to[i] = mask[i] ? from[i] * scale : 0.0f;
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);

  if (!run->training)
    {
      weft_map_copy (run, slice, run->in[0], run->out[0]);
      return;
    }
  draw_mask (run, part);
  apply_mask (run, part, run->in[0], run->out[0]);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  if (run->training)
    apply_mask (run, weft_elementwise_span (run, slice), run->d_out[0], run->d_in[0]);
  else
    weft_map_copy (run, slice, run->d_out[0], run->d_in[0]);
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
  WEFT_ELEMENTWISE,
  .saved_bytes = count_saved,
  .may_overwrite = TRUE,
  .is_random = TRUE,
  .training_only = TRUE,
  .onnx = "Dropout",
  .cases = cases,
  .pytorch = "None if training else x",
};
