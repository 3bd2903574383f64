/* penalty: y = s/M · Σᵢ f (x[i]), f: x² (square), |x| (magnitude) or x (value), M elements in all;
 * dx[i] = dy · s/M · (2 x[i], the sign of x[i], or 1); with a mask, of those that are real */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#define WEFT_LOSS_MASK 1
#include "engine/ops/loss.h"

typedef enum
{
  SQUARE,
  MAGNITUDE,
  VALUE,
} Of;

typedef struct
{
  float scale;
  int of;
} Attrs;

static const WeftChoice ofs[]
    = { { "square", NULL }, { "magnitude", NULL }, { "value", NULL }, { NULL } };

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_CHOICE (Attrs, of, SQUARE, ofs),
  { NULL },
};

static double
measure (int of, double x)
{
  return of == SQUARE ? x * x : of == MAGNITUDE ? fabs (x) : x;
}

static float
slope (int of, float x)
{
  if (of == SQUARE)
    return 2.0f * x;
  return of == VALUE ? 1.0f : (float) ((x > 0.0f) - (x < 0.0f));
}

static void
sum (const WeftOpRun *run, guint slice) /* x: flat, any shape */
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0];
  double *sums = run->workspace, all = 0.0;
  int of = ((const Attrs *) run->attrs)->of;

  while (weft_loss_next (run, &left, &part))
    for (gsize i = part.begin; i < part.end; i++)
      all += measure (of, (double) x[i]);
  sums[slice] = all;
}

static void
end (const WeftOpRun *run, guint slice)
{
  weft_loss_end (run, ((const Attrs *) run->attrs)->scale);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const float *x = run->in[0];
  const Attrs *attrs = run->attrs;
  float *dx = run->d_in[0], factor = weft_loss_factor_of (run, attrs->scale);

  weft_loss_clear (run, &left);
  while (weft_loss_next (run, &left, &part))
    for (gsize i = part.begin; i < part.end; i++)
      dx[i] = factor * slope (attrs->of, x[i]);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  if (!weft_is_float (&shapes->in[0]))
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  if (!weft_loss_check_mask (shapes))
    return FALSE;
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static const WeftOpCase cases[] = {
  { "squares", { F32 (5, 3) }, &(const Attrs){ 1.0f, SQUARE } },
  { "magnitudes, batch of one", { F32 (1, 4) }, &(const Attrs){ 0.5f, MAGNITUDE } },
  { "values", { F32 (3, 3, 3) }, &(const Attrs){ 2.0f, VALUE } },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6) },
    &(const Attrs){ 0.5f, SQUARE },
    .bits = 1 << WEFT_LOSS_MASK },
  { "large", { F32 (64, 999) }, &(const Attrs){ 1.0f, MAGNITUDE }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (penalty) = {
  .id = "penalty",
  .summary = "y = s/M · Σᵢ f (x[i]), f: x², |x| or x",
  .inputs = { { "x", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum }, { NULL, end } },
  .backward = { { weft_loss_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "scale * mean_of ((x.square (), x.abs (), x)[of], mask)",
};
