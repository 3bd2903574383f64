/* gaussian_noise: y[i] = x[i] + std·ε[i], ε normal; dx = dy
 *
 * ε[i] follows from (seed, node, step, i). Outside training y = x. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

typedef struct
{
  float std;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, std, 0.1, 0, G_MAXFLOAT),
  { NULL },
};

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  float std = ((const Attrs *) run->attrs)->std;
  const float *x = run->in[0];
  float *y = run->out[0];

  if (!run->training)
    {
      weft_map_copy (run, slice, x, y);
      return;
    }
  for (gsize i = part.begin; i < part.end; i++)
    y[i] = x[i] + std * weft_random_normal (&run->random, i);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  weft_map_copy (run, slice, run->d_out[0], run->d_in[0]);
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (3, 20) }, &(const Attrs){ 0.5f } },
  { "batch of one", { F32 (1, 9) }, &(const Attrs){ 0.1f } },
  { "evaluating", { F32 (3, 20) }, &(const Attrs){ 0.5f }, .evaluates = TRUE },
  { "large", { F32 (64, 999) }, &(const Attrs){ 0.25f }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (gaussian_noise) = {
  .id = "gaussian_noise",
  .units = { WEFT_UNITS_EACH },
  .summary = "y[i] = x[i] + std·ε[i], ε normal",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  WEFT_ELEMENTWISE,
  .may_overwrite = TRUE,
  .passes_gradient = TRUE,
  .is_random = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None if training else x",
};
