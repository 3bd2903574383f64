/* mix_labels: y[n, c] = λ[n]·[x[n] = c] + (1 − λ[n])·[x[m[n]] = c]: labels as the shares that
 * classes have, mixed as `mix` mixes what they are said of; outside training λ = 1
 *
 * x (N) labels → y (N, C). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/mixing.h"

static const WeftParam attrs_rows[] = { WEFT_MIXING_ROWS, { NULL } };

enum
{
  X,
  DRAW,
};

/* Data is checked when it is read; a stray label must not reach outside memory all the same. */
static void
add_share (float *shares, gint64 classes, gint64 label, float share)
{
  if (label >= 0 && label < classes)
    shares[label] += share;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const WeftMixing *mixing = run->attrs;
  const gint64 *x = run->in[X];
  gint64 rows = run->in_shape[X].dims[0], classes = mixing->classes;
  float *y = run->out[0];

  memset (y, 0, (gsize) (rows * classes) * sizeof *y);
  for (gint64 n = 0; n < rows; n++)
    {
      WeftMixed mixed = weft_mixing_draw (run, mixing, DRAW, (gsize) n);

      add_share (y + n * classes, classes, x[n], mixed.share);
      add_share (y + n * classes, classes, x[mixed.other], 1.0f - mixed.share);
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (shapes->in[X].rank != 1)
    return weft_expects (shapes, _ ("expects one class of each sample, (N)"));
  shapes->out[0] = shapes->in[X];
  shapes->out[0].type = WEFT_F32;
  shapes->out[0].rank = 2;
  shapes->out[0].dims[1] = ((const WeftMixing *) shapes->attrs)->classes;
  return weft_by_sample_check (shapes, DRAW);
}

static const WeftOpCase cases[] = {
  { "mix-up", { I64 (6), I64 (6) }, &(const WeftMixing){ 0.8, 0.4, FALSE, 1, 1, 4 }, .classes = 4 },
  { "cut-mix", { I64 (5), I64 (5) }, &(const WeftMixing){ 1, 1, TRUE, 6, 7, 3 }, .classes = 3 },
  { "batch of one, of no data",
    { I64 (1) },
    &(const WeftMixing){ 1, 2, FALSE, 1, 1, 2 },
    .classes = 2 },
  { "evaluating",
    { I64 (5), I64 (5) },
    &(const WeftMixing){ 1, 1, TRUE, 6, 7, 3 },
    .classes = 3,
    .evaluates = TRUE },
  { NULL },
};

#define LABELS WEFT_TYPE_BIT (WEFT_I64)

const WeftOp WEFT_OP_ROW (mix_labels) = {
  .id = "mix_labels",
  .summary = "y[n, c] = λ[n]·[x[n] = c] + (1 − λ[n])·[x[m[n]] = c]",
  .inputs = { { "x", .types = LABELS, .no_gradient = TRUE }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (WeftMixing),
  .shape = check_shape,
  .forward = { { NULL, forward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "mixed (F.one_hot (x, classes).float (), draw, p if training else 0, alpha, (height, "
             "width) if cut else None, True)",
};
