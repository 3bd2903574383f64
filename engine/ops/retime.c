/* retime: y[n, t] = x[n, r[n]·t − s[n]], in a line between steps, 0 before the first and after the
 * last: a sound that is faster or slower and comes later or earlier, each sample as it draws
 *
 * r is between rate_min and rate_max, s up to `shift` of the steps that are real, whole ones. x (N,
 * T, …), mask (N, T) of steps. Outside training y = x. dx: each step gets its part of dy. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/by-sample.h"

typedef struct
{
  double p, rate_min, rate_max, shift;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, p, 1, 0, 1),
  WEFT_REAL (Attrs, rate_min, 1, 0.01, 100),
  WEFT_REAL (Attrs, rate_max, 1, 0.01, 100),
  WEFT_REAL (Attrs, shift, 0, 0, 1),
  { NULL },
};

enum
{
  X,
  DRAW,
  MASK,
};

enum
{
  HAPPENS,
  RATE,
  SHIFT,
};

typedef struct
{
  gint64 steps; /* that are real */
  double rate, shift;
} Drawn;

static Drawn
draw (const WeftOpRun *run, gsize n)
{
  const Attrs *attrs = run->attrs;
  WeftRandom random = weft_by_sample (run, DRAW, n);
  gint64 all = run->in_shape[X].dims[1];
  const float *mask
      = run->n_in > MASK && run->in[MASK] ? (const float *) run->in[MASK] + n * (gsize) all : NULL;
  Drawn drawn = { mask != NULL ? 0 : all, 1, 0 };
  double far;

  for (gint64 t = 0; mask != NULL && t < all; t++)
    drawn.steps = mask[t] > 0 ? t + 1 : drawn.steps;
  if (!weft_by_sample_happens (&random, HAPPENS, attrs->p))
    return drawn;
  far = attrs->shift * (double) drawn.steps;
  drawn.rate = weft_by_sample_between (&random, RATE, attrs->rate_min, attrs->rate_max);
  drawn.shift = round (weft_by_sample_between (&random, SHIFT, -far, far));
  return drawn;
}

/* Between which steps t lies, and how much of the second it is; of steps that are none 0. */
static gint64
find (const Drawn *drawn, gint64 t, float part[2])
{
  double at = drawn->rate * (double) t - drawn->shift;
  gint64 first = (gint64) floor (at);
  float second = (float) (at - (double) first);

  part[0] = first >= 0 && first < drawn->steps ? 1.0f - second : 0.0f;
  part[1] = first + 1 >= 0 && first + 1 < drawn->steps ? second : 0.0f;
  return first;
}

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->in_shape[X].dims[0],
                      weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE));
}

/* y (T, width) = what it takes of x (T, width). */
static void
take_steps (const Drawn *drawn, gint64 steps, gsize width, const float *x, float *y)
{
  for (gint64 t = 0; t < steps; t++, y += width)
    {
      float part[2];
      gint64 first = find (drawn, t, part);

      memset (y, 0, width * sizeof *y);
      for (int k = 0; k < 2; k++)
        for (gsize i = 0; part[k] > 0 && i < width; i++)
          y[i] += part[k] * x[(first + k) * (gint64) width + (gint64) i];
    }
}

static void
give_steps (const Drawn *drawn, gint64 steps, gsize width, const float *dy, float *dx)
{
  memset (dx, 0, (gsize) steps * width * sizeof *dx);
  for (gint64 t = 0; t < steps; t++, dy += width)
    {
      float part[2];
      gint64 first = find (drawn, t, part);

      for (int k = 0; k < 2; k++)
        for (gsize i = 0; part[k] > 0 && i < width; i++)
          dx[(first + k) * (gint64) width + (gint64) i] += part[k] * dy[i];
    }
}

static void
go_over (const WeftOpRun *run, guint slice, const float *from, float *to, gboolean is_back)
{
  const WeftShape *x = &run->in_shape[X];
  WeftSpan samples = weft_span_of ((gsize) x->dims[0], count_slices (run), slice, 1);
  gsize width = weft_count_between (x, 2, x->rank), row = width * (gsize) x->dims[1];

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      Drawn drawn = draw (run, n);

      if (is_back)
        give_steps (&drawn, x->dims[1], width, from + n * row, to + n * row);
      else
        take_steps (&drawn, x->dims[1], width, from + n * row, to + n * row);
    }
}

static void
forward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->in[X], run->out[0], FALSE);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  go_over (run, slice, run->d_out[0], run->d_in[X], TRUE);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  if (x->rank < 2)
    return weft_expects (shapes, _ ("expects sequences, (N, T, …)"));
  if (shapes->n_in > MASK && shapes->in[MASK].rank >= 0
      && (shapes->in[MASK].rank != 2 || shapes->in[MASK].dims[1] != x->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of its steps, (N, T)"));
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "faster and later",
    { F32 (6, 7, 2), I64 (6) },
    &(const Attrs){ 0.8, 0.6, 1.7, 0.4 },
    .classes = 99 },
  { "masked",
    { F32 (5, 8, 3), I64 (5), F32 (5, 8) },
    &(const Attrs){ 1, 0.6, 1.7, 0.4 },
    .classes = 99,
    .ends = 1 << MASK },
  { "batch of one, of no data", { F32 (1, 9) }, &(const Attrs){ 1, 1, 1, 0.5 } },
  { "large",
    { F32 (16, 120, 20), I64 (16) },
    &(const Attrs){ 1, 0.8, 1.25, 0.1 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (retime) = {
  .id = "retime",
  .summary = "y[n, t] = x[n, r[n]·t − s[n]], r and s as the sample draws",
  .inputs = { { "x" },
              WEFT_DRAW_PORT,
              { "mask", .no_gradient = TRUE, .optional = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "retimed (x, draw, mask, p, (rate_min, rate_max), shift)",
};
