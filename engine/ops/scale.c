/* scale: y[i] = a · x[i]; dx[i] = a · dy[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  float factor;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, factor, 1, -G_MAXFLOAT, G_MAXFLOAT),
  { NULL },
};

static void
multiply (const WeftOpRun *run, guint slice, const float *x, float *y) /* flat, any shape */
{
  WeftSpan part = weft_elementwise_span (run, slice);
  float a = ((const Attrs *) run->attrs)->factor;

#pragma GCC ivdep
  for (gsize i = part.begin; i < part.end; i++)
    y[i] = a * x[i];
}

static void
forward (const WeftOpRun *run, guint slice)
{
  multiply (run, slice, run->in[0], run->out[0]);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  multiply (run, slice, run->d_out[0], run->d_in[0]);
}

static const WeftOpCase cases[] = {
  { "half", { F32 (3, 7) }, &(const Attrs){ 0.5f } },
  { "one number, turned round", { F32 (1) }, &(const Attrs){ -2.0f } },
  { "large", { F32 (64, 999) }, &(const Attrs){ 3.0f }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (scale) = {
  .id = "scale",
  .summary = "y[i] = a · x[i]",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_shape_same,
  .forward = { { weft_elementwise_slices, forward } },
  .backward = { { weft_elementwise_slices, backward } },
  .may_overwrite = TRUE,
  .cases = cases,
  .pytorch = "factor * x",
};
