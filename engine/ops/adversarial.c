/* adversarial: what a judge's scores x (N, …) of made and real samples cost, t (N, 1) says which
 * are real: y = s/M · Σ l, z = 2t − 1: standard       softplus x − t x least_squares  ½ (x − t)²
 * (Mao et al. 2017) hinge          max (0, 1 − z x) (Lim and Ye 2017) wasserstein    −z x (Arjovsky
 * et al. 2017) Where all are to be real it is their maker that is judged, not the judge: the hinge
 * is then −x. dx = dy · s/M · ∂l/∂x. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/loss.h"

typedef enum
{
  STANDARD,
  LEAST_SQUARES,
  HINGE,
  WASSERSTEIN,
} Of;

typedef struct
{
  float scale;
  int of;
} Attrs;

static const WeftChoice ofs[] = { { "standard", NULL },
                                  { "least_squares", NULL },
                                  { "hinge", NULL },
                                  { "wasserstein", NULL },
                                  { NULL } };

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_CHOICE (Attrs, of, STANDARD, ofs),
  { NULL },
};

/* What judges one, where the maker is judged. */
static int
choose (const WeftOpRun *run)
{
  const float *t = run->in[1];
  int of = ((const Attrs *) run->attrs)->of;
  gboolean is_maker = of == HINGE;

  for (gsize i = 0; is_maker && i < weft_count (&run->in_shape[1]); i++)
    is_maker = t[i] >= 0.5f;
  return is_maker ? WASSERSTEIN : of;
}

static double
judge (int of, double x, double t)
{
  double z = 2 * t - 1;

  switch (of)
    {
    case STANDARD:
      return fmax (x, 0) + log1p (exp (-fabs (x))) - t * x;
    case LEAST_SQUARES:
      return 0.5 * (x - t) * (x - t);
    case HINGE:
      return 1 - z * x < 0 ? 0 : 1 - z * x; /* fmax loses what is no number */
    default:
      return -z * x;
    }
}

static float
find_slope (int of, float x, float t)
{
  float z = 2 * t - 1;

  switch (of)
    {
    case STANDARD:
      return 1 / (1 + expf (-x)) - t;
    case LEAST_SQUARES:
      return x - t;
    case HINGE:
      return z * x < 1 ? -z : 0;
    default:
      return -z;
    }
}

static gsize
get_width (const WeftOpRun *run)
{
  return weft_count (&run->in_shape[0]) / weft_count (&run->in_shape[1]);
}

static void
sum (const WeftOpRun *run, guint slice) /* x (N, …), t (N, 1) */
{
  WeftSpan part = weft_loss_span (run, slice);
  const float *x = run->in[0], *t = run->in[1];
  gsize width = get_width (run);
  double *sums = run->workspace, all = 0;
  int of = choose (run);

  for (gsize i = part.begin; i < part.end; i++)
    all += judge (of, x[i], t[i / width]);
  sums[slice] = all;
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan part = weft_loss_span (run, slice);
  const float *x = run->in[0], *t = run->in[1];
  float *dx = run->d_in[0], factor = weft_loss_factor_of (run, ((const Attrs *) run->attrs)->scale);
  gsize width = get_width (run);
  int of = choose (run);

  for (gsize i = part.begin; i < part.end; i++)
    dx[i] = factor * find_slope (of, x[i], t[i / width]);
}

static void
end (const WeftOpRun *run, guint slice)
{
  weft_loss_end (run, ((const Attrs *) run->attrs)->scale);
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *t = &shapes->in[1];

  if (x->rank < 1 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects a score for each sample"));
  if (t->rank < 1 || t->dims[0] != x->dims[0] || weft_shape_sample_count (t) != 1)
    return weft_expects (shapes,
                         _ ("expects one number a sample that says whether it is real, (N, 1)"));
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

#define CASE(what, of)                                                                             \
  {                                                                                                \
    what, { F32 (6, 1), F32 (6, 1) }, &(const Attrs)                                               \
    {                                                                                              \
      1, of                                                                                        \
    }                                                                                              \
  }

static const WeftOpCase cases[] = {
  CASE ("standard", STANDARD),
  CASE ("least squares", LEAST_SQUARES),
  CASE ("hinge", HINGE),
  CASE ("Wasserstein", WASSERSTEIN),
  { "a maker, patches",
    { F32 (2, 1, 2, 3), F32 (2, 1) },
    &(const Attrs){ 0.5f, HINGE },
    .bits = 1 << 1,
    .positive = 1 },
  { "batch of one", { F32 (1, 1), F32 (1) }, &(const Attrs){ 1, STANDARD }, .bits = 2 },
  { "large", { F32 (64, 1, 30, 30), F32 (64, 1) }, &(const Attrs){ 1, HINGE }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (adversarial) = {
  .id = "adversarial",
  .summary = "y = s/M · Σ l (x, t), l standard, of least squares, hinge or Wasserstein",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "t", .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum }, { NULL, end } },
  .backward = { { weft_loss_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "adversarial (x, t, scale, of)",
};
