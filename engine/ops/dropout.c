/* dropout: y[i] = m[i]·x[i] / (1 − p), m[i] is 0 with probability p, else 1; dx[i] = m[i]·dy[i] /
 * (1 − p)
 *
 * m[i] follows from (seed, node, step, i). Outside training y = x. Saved: m, a byte an element. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/dropping.h"
#include "engine/ops/elementwise.h"

typedef struct
{
  float p;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 0.5, 0, 1),
  { NULL },
};

static void
apply_mask (const WeftOpRun *run, WeftSpan part, const float *from, float *to)
{
  weft_drop_apply ((const guint8 *) run->saved + part.begin,
                   weft_drop_scale (((const Attrs *) run->attrs)->p), part.end - part.begin,
                   from + part.begin, to + part.begin);
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
  weft_drop_draw (&run->random, ((const Attrs *) run->attrs)->p, part.begin, part.end - part.begin,
                  (guint8 *) run->saved + part.begin);
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
  .units = { WEFT_UNITS_EACH },
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
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None if training else x",
};
