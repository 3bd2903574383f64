/* mix: y[n] = λ[n]·x[n] + (1 − λ[n])·x[m[n]], or, cut, x[m[n]] within a rectangle and else x[n]; λ
 * and m as the sample draws
 *
 * x (N, …), of pictures (N, …, H, W) where it is cut. Outside training y = x. dx[n] is λ[n]·dy[n]
 * and what those give back that took of n. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/mixing.h"

static const WeftParam attrs_rows[] = { WEFT_MIXING_ROWS, { NULL } };

enum
{
  X,
  DRAW,
};

static guint
count_slices (const WeftOpRun *run)
{
  return (guint) MIN ((gsize) run->in_shape[X].dims[0],
                      weft_slices_for (weft_count (&run->in_shape[X]), WEFT_ELEMENTS_PER_SLICE));
}

static gboolean
is_within (const WeftMixing *mixing, const WeftMixed *mixed, gsize i)
{
  gint64 column = (gint64) i % mixing->width, row = (gint64) i / mixing->width % mixing->height;

  return row >= mixed->top && row < mixed->bottom && column >= mixed->left && column < mixed->right;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const WeftMixing *mixing = run->attrs;
  WeftSpan samples = weft_span_of ((gsize) run->in_shape[X].dims[0], count_slices (run), slice, 1);
  gsize row = weft_count_between (&run->in_shape[X], 1, run->in_shape[X].rank);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      WeftMixed mixed = weft_mixing_draw (run, mixing, DRAW, n);
      const float *x = (const float *) run->in[X] + n * row;
      const float *other = (const float *) run->in[X] + mixed.other * row;
      float *y = (float *) run->out[0] + n * row, keep = mixed.share;

      for (gsize i = 0; mixing->cut && i < row; i++)
        y[i] = is_within (mixing, &mixed, i) ? other[i] : x[i];
      for (gsize i = 0; !mixing->cut && i < row; i++)
        y[i] = keep * x[i] + (1.0f - keep) * other[i];
    }
}

/* Rows give to each other, so one after the other. */
static void
backward (const WeftOpRun *run, guint slice)
{
  const WeftMixing *mixing = run->attrs;
  gsize rows = (gsize) run->in_shape[X].dims[0];
  gsize row = weft_count_between (&run->in_shape[X], 1, run->in_shape[X].rank);

  memset (run->d_in[X], 0, rows * row * sizeof (float));
  for (gsize n = 0; n < rows; n++)
    {
      WeftMixed mixed = weft_mixing_draw (run, mixing, DRAW, n);
      const float *dy = run->d_out[0] + n * row;
      float *dx = run->d_in[X] + n * row, *other = run->d_in[X] + mixed.other * row;

      for (gsize i = 0; i < row; i++)
        {
          float keep = mixing->cut ? (float) !is_within (mixing, &mixed, i) : mixed.share;

          dx[i] += keep * dy[i];
          other[i] += (1.0f - keep) * dy[i];
        }
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftMixing *mixing = shapes->attrs;
  const WeftShape *x = &shapes->in[X];

  if (mixing->cut
      && (x->rank < 3 || x->dims[x->rank - 2] != mixing->height
          || x->dims[x->rank - 1] != mixing->width))
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  return weft_by_sample_check (shapes, DRAW) && weft_shape_same (shapes);
}

static const WeftOpCase cases[] = {
  { "mix-up",
    { F32 (6, 5), I64 (6) },
    &(const WeftMixing){ 0.8, 0.4, FALSE, 1, 1, 2 },
    .classes = 99 },
  { "cut-mix",
    { F32 (5, 2, 6, 7), I64 (5) },
    &(const WeftMixing){ 1, 1, TRUE, 6, 7, 2 },
    .classes = 99 },
  { "batch of one, of no data", { F32 (1, 4) }, &(const WeftMixing){ 1, 2, FALSE, 1, 1, 2 } },
  { "large",
    { F32 (16, 3, 32, 32), I64 (16) },
    &(const WeftMixing){ 1, 1, TRUE, 32, 32, 2 },
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (mix) = {
  .id = "mix",
  .summary = "y[n] = λ[n]·x[n] + (1 − λ[n])·x[m[n]], λ and m as the sample draws",
  .inputs = { { "x" }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (WeftMixing),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { NULL, backward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "mixed (x, draw, p, alpha, (height, width) if cut else None)",
};
