/* grain: y[n, i] = x[n, i] + std·ε[n, i], ε normal, each sample as it draws; dx = dy
 *
 * x (N, …), any shape; where `mask` (N, T) is 0 nothing is added. Outside training y = x. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"
#include "engine/ops/elementwise.h"

#define FIRST 4 /* the first number that is noise */
#define CHUNK 1024

typedef struct
{
  double p, std;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 1, 0, 1),
  WEFT_REAL (Attrs, std, 0.1, 0, G_MAXFLOAT),
  { NULL },
};

enum
{
  X,
  DRAW,
  MASK,
};

/* Samples, as drawing costs more than adding. */
static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN (
      (gsize) run->in_shape[X].dims[0],
      weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE / 8));
}

static void
add_noise (const WeftOpRun *run, const WeftRandom *random, gsize size, float *y)
{
  float drawn[CHUNK], std = (float) ((const Attrs *) run->attrs)->std;

  for (gsize at = 0; at < size; at += CHUNK)
    {
      gsize n = MIN (CHUNK, size - at);

      for (gsize i = 0; i < n; i++)
        drawn[i] = weft_random_normal (random, FIRST + at + i);
      for (gsize i = 0; i < n; i++)
        y[at + i] += std * drawn[i];
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const WeftShape *shape = &run->in_shape[X];
  WeftSpan samples = weft_span_of ((gsize) shape->dims[0], count_slices (run), slice, 1);
  const float *mask = run->n_in > MASK ? run->in[MASK] : NULL;
  gsize row = weft_count_between (shape, 1, shape->rank);
  gsize steps = mask != NULL ? (gsize) shape->dims[1] : 1, step = row / steps;

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      WeftRandom random = weft_by_sample (run, DRAW, n);
      float *y = (float *) run->out[0] + n * row;

      memmove (y, (const float *) run->in[X] + n * row, row * sizeof *y);
      if (!weft_by_sample_happens (&random, 0, ((const Attrs *) run->attrs)->p))
        continue;
      add_noise (run, &random, row, y);
      for (gsize t = 0; mask != NULL && t < steps; t++)
        if (mask[n * steps + t] == 0.0f)
          memcpy (y + t * step, (const float *) run->in[X] + n * row + t * step, step * sizeof *y);
    }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  weft_map_copy (run, slice, run->d_out[0], run->d_in[X]);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 2)
    return weft_expects (shapes, _ ("expects numbers of each sample, (N, …)"));
  if (shapes->n_in > MASK && shapes->in[MASK].rank >= 0
      && (shapes->in[MASK].rank != 2 || shapes->in[MASK].dims[1] != x->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of its steps, (N, T)"));
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "pictures, some", { F32 (5, 2, 3, 3), I64 (5) }, &(const Attrs){ 0.6, 0.3 }, .classes = 99 },
  { "steps, masked",
    { F32 (3, 5, 2), I64 (3), F32 (3, 5) },
    &(const Attrs){ 1, 2 },
    .classes = 99,
    .ends = 1 << MASK },
  { "batch of one, of no data", { F32 (1, 7) }, &(const Attrs){ 1, 0.1 } },
  { "large",
    { F32 (16, 1500), I64 (16) },
    &(const Attrs){ 1, 1 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (grain) = {
  .id = "grain",
  .summary = "y[n, i] = x[n, i] + std·ε[n, i], ε normal",
  .inputs = { { "x" }, WEFT_DRAW_PORT, { "mask", .no_gradient = TRUE, .optional = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "grain (x, draw, mask, p, std)",
};
