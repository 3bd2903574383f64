/* scale: y[i] = a · x[i]; dx[i] = a · dy[i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/elementwise.h"

typedef struct
{
  float factor;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, factor, 1, -G_MAXFLOAT, G_MAXFLOAT),
  { NULL },
};

WEFT_INLINE float
multiply (float x, float a)
{
  return a * x;
}

static void
forward (const WeftOpRun *run, guint slice) /* x, y: flat, any shape */
{
  const Attrs *attrs = run->attrs;

  weft_map (run, slice, multiply, attrs->factor);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;

  weft_map_between (run, slice, run->d_out[0], run->d_in[0], multiply, attrs->factor);
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
  WEFT_ELEMENTWISE,
  .may_overwrite = TRUE,
  .cases = cases,
  .pytorch = "factor * x",
};
