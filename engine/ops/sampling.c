/* sampling: y[i] = m[i] + exp (v[i]/2)·ε[i], ε normal: a draw of the normal distribution with mean
 * m and log variance v; outside training y = m
 *
 * dm[i] = dy[i]; dv[i] = dy[i]·ε[i]·exp (v[i]/2)/2, so that both can be learnt through the draw
 * (Kingma & Welling 2014). ε follows from (seed, node, step, i). Saved: ε[i]·exp (v[i]/2). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

static guint
count_slices (const WeftOpRun *run)
{
  return 1; /* as small as what lies between the two halves of a network */
}

static void
forward (const WeftOpRun *run, guint slice) /* m, v, y: flat, any shape */
{
  const float *m = run->in[0], *v = run->in[1];
  float *y = run->out[0], *drawn = run->saved;
  gsize n = weft_count (&run->in_shape[0]);

  if (!run->training)
    {
      memmove (y, m, n * sizeof *y);
      return;
    }
  weft_random_fill_normal (&run->random, drawn, n, 0.0f, 1.0f);
  for (gsize i = 0; i < n; i++)
    {
      drawn[i] *= expf (0.5f * v[i]);
      y[i] = m[i] + drawn[i];
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const float *dy = run->d_out[0], *drawn = run->saved;
  float *dm = run->d_in[0], *dv = run->d_in[1];
  gsize n = weft_count (&run->in_shape[0]);

  for (gsize i = 0; dv != NULL && i < n; i++)
    dv[i] = run->training ? 0.5f * dy[i] * drawn[i] : 0.0f;
  if (dm != NULL)
    memmove (dm, dy, n * sizeof *dm);
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return weft_count (&shapes->in[0]) * sizeof (float);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_is_float (&shapes->in[1]) || !weft_shape_equal (&shapes->in[0], &shapes->in[1]))
    return weft_expects (shapes, _ ("expects a mean and a variance of one shape"));
  return weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "rows", { F32 (3, 5), F32 (3, 5) } },
  { "batch of one", { F32 (1, 4), F32 (1, 4) } },
  { "evaluating", { F32 (3, 5), F32 (3, 5) }, .evaluates = TRUE },
  { "large", { F32 (64, 99), F32 (64, 99) }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (sampling) = {
  .id = "sampling",
  .summary = "y[i] = m[i] + exp (v[i]/2)·ε[i], ε normal",
  .inputs = { { "m" }, { "v" } },
  .outputs = { { "y" } },
  .shape = check_shape,
  .saved_bytes = count_saved,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .is_random = TRUE,
  .is_latent = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None if training else m + 0 * v",
};
