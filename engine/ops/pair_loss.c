/* pair_loss: what pairs of rows a, b (N, D) of which t (N) says whether they belong together cost,
 * y = s/N · Σₙ l; p = 1 where t > 0, else 0; m the margin:
 *   contrastive  p d² + (1 − p) max (0, m − d)², d = |a − b| (Hadsell et al. 2006)
 *   cosine       p (1 − c) + (1 − p) max (0, c − m), c = a·b / (|a| |b|)
 * da = dy · s/N · ∂l/∂a, db likewise. Saved: the two numbers by which a row is told, (N, 3).
 * Workspace: a loss a row. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/loss.h"

typedef enum
{
  CONTRASTIVE,
  COSINE,
} Of;

typedef struct
{
  float scale, margin;
  int of;
} Attrs;

static const WeftChoice ofs[] = { { "contrastive", NULL }, { "cosine", NULL }, { NULL } };

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_REAL (Attrs, margin, 1, -G_MAXFLOAT, G_MAXFLOAT),
  WEFT_CHOICE (Attrs, of, CONTRASTIVE, ofs),
  { NULL },
};

#define LEAST 1e-12f /* of a square, before its root is taken */

static gboolean
belong (const WeftOpRun *run, gsize n)
{
  return run->in_shape[2].type == WEFT_I64 ? ((const gint64 *) run->in[2])[n] > 0
                                           : ((const float *) run->in[2])[n] > 0.0f;
}

static guint
count_slices (const WeftOpRun *run)
{
  return weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE);
}

/* The derivatives are da = by_a a + by_b b of one row and db = by_a' b + by_b a, kept for backward:
 * kept = { by_a, by_b, by_a' }. Returns the loss. */
static float
look_apart (const Attrs *attrs, float square, gboolean together, float kept[3])
{
  float d = sqrtf (square < LEAST ? LEAST : square), lack = weft_loss_excess (attrs->margin - d);
  float by = together ? 2.0f : -2.0f * lack / d;

  kept[0] = kept[2] = by;
  kept[1] = -by;
  return together ? square : lack * lack;
}

static float
look_along (const Attrs *attrs, const float squares[2], float dot, gboolean together, float kept[3])
{
  float a = squares[0] + LEAST, b = squares[1] + LEAST, length = sqrtf (a * b), c = dot / length;
  float by = together ? -1.0f : c > attrs->margin ? 1.0f : 0.0f; /* ∂l/∂c */

  kept[0] = -by * c / a;
  kept[1] = by / length;
  kept[2] = -by * c / b;
  return together ? 1.0f - c : weft_loss_excess (c - attrs->margin);
}

static void
run_rows (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  WeftSpan rows = weft_span_of (weft_loss_n (run), count_slices (run), slice, 1);
  gsize width = weft_loss_width (run);
  float *losses = run->workspace, *kept = run->saved;

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      const float *a = (const float *) run->in[0] + n * width;
      const float *b = (const float *) run->in[1] + n * width;
      float squares[2] = { weft_dot (width, a, a), weft_dot (width, b, b) };

      losses[n] = attrs->of == CONTRASTIVE
                      ? look_apart (attrs, weft_sum_squared_differences (width, a, b),
                                    belong (run, n), kept + 3 * n)
                      : look_along (attrs, squares, weft_dot (width, a, b), belong (run, n),
                                    kept + 3 * n);
    }
}

static void
sum (const WeftOpRun *run, guint slice)
{
  const float *losses = run->workspace;
  double all = 0;

  for (gsize n = 0; n < weft_loss_n (run); n++)
    all += losses[n];
  *(float *) run->out[0]
      = (float) (((const Attrs *) run->attrs)->scale * all / (double) weft_loss_n (run));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan rows = weft_span_of (weft_loss_n (run), count_slices (run), slice, 1);
  gsize width = weft_loss_width (run);
  const float *kept = run->saved;
  float factor = run->d_out[0][0] * ((const Attrs *) run->attrs)->scale / (float) weft_loss_n (run);

  for (gsize n = rows.begin; n < rows.end; n++)
    {
      const float *a = (const float *) run->in[0] + n * width;
      const float *b = (const float *) run->in[1] + n * width, *by = kept + 3 * n;
      float *da = run->d_in[0], *db = run->d_in[1];

      for (gsize i = 0; da != NULL && i < width; i++)
        da[n * width + i] = factor * (by[0] * a[i] + by[1] * b[i]);
      for (gsize i = 0; db != NULL && i < width; i++)
        db[n * width + i] = factor * (by[2] * b[i] + by[1] * a[i]);
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *a = &shapes->in[0], *b = &shapes->in[1], *t = &shapes->in[2];

  if (a->rank < 2 || !weft_is_float (a) || !weft_shape_equal (a, b))
    return weft_expects (shapes, _ ("expects two rows of numbers a sample, of one shape"));
  if (t->rank < 1 || t->dims[0] != a->dims[0] || weft_shape_sample_count (t) != 1)
    return weft_expects (shapes, _ ("expects one number a pair that says whether it belongs "
                                    "together, (N)"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  return (gsize) shapes->in[0].dims[0] * 3 * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : (gsize) shapes->in[0].dims[0] * sizeof (float);
}

static const WeftOpCase cases[] = {
  { "contrastive",
    { F32 (6, 4), F32 (6, 4), I64 (6) },
    &(const Attrs){ 1, 4.1f, CONTRASTIVE },
    .classes = 2 },
  { "cosine, scaled", { F32 (6, 4), F32 (6, 4), F32 (6) }, &(const Attrs){ 2, -0.35f, COSINE } },
  { "batch of one",
    { F32 (1, 3), F32 (1, 3), F32 (1, 1) },
    &(const Attrs){ 1, 0.1f, COSINE },
    .positive = 4 },
  { "large",
    { F32 (80, 300), F32 (80, 300), I64 (80) },
    &(const Attrs){ 1, 20, CONTRASTIVE },
    .classes = 2,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (pair_loss) = {
  .id = "pair_loss",
  .summary = "y = s/N · Σₙ l (a[n], b[n], t[n]), l contrastive or of the cosine",
  .inputs
  = { { "a", .backward_reads = TRUE },
      { "b", .backward_reads = TRUE },
      { "t", .types = WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .forward = { { count_slices, run_rows }, { NULL, sum } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "pair_loss (a, b, t, scale, margin, of)",
};
