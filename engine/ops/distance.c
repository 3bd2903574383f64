/* distance: y = s/M · Σᵢ l (x[i], t[i]), M elements in all, or as many samples; l is one of the
 * table below, d = x − t: mae          |d| huber        ½ d² where |d| ≤ k, else k (|d| − ½ k)
 *   smooth_l1    ½ d² / k where |d| < k, else |d| − ½ k
 *   log_cosh     log cosh d
 *   quantile     −k d where d < 0, else (1 − k) d
 *   poisson      exp x − t x, x being the logarithm of what is expected
 *   poisson_rate x − t log (x + k), x being that itself
 *   hinge        max (0, k − z x), z = 1 where t > 0, else −1
 *   squared_hinge max (0, k − z x)²
 *   kl           t (log t − x), 0 where t is 0
 *   kl_log       exp t (t − x)
 *   bce          (1 − t) x + (1 + (k − 1) t) softplus (−x)
 *   focal        (k t + (1 − k)(1 − t)) (1 − q)^m b, without the first factor where k < 0; p =
 *                sigmoid x, q = p t + (1 − p)(1 − t), b = softplus x − x t
 * dx[i] = dy · s/M · ∂l/∂x, dt[i] = dy · s/M · ∂l/∂t */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/sum.h"
#include "engine/ops/loss.h"

typedef struct
{
  float scale;
  int of;
  float k, m;
  int of_samples; /* they are counted, not their numbers */
} Attrs;

WEFT_INLINE float
sign (float x)
{
  return (float) ((x > 0.0f) - (x < 0.0f));
}

WEFT_INLINE float
sigmoid (float x)
{
  return 1.0f / (1.0f + expf (-x));
}

WEFT_INLINE float
softplus (float x)
{
  return fmaxf (x, 0.0f) + log1pf (expf (-fabsf (x)));
}

WEFT_INLINE float
log_cosh (float d)
{
  return fabsf (d) + log1pf (expf (-2.0f * fabsf (d))) - 0.693147181f;
}

/* What is wanted of a hinge: the side of 0. */
WEFT_INLINE float
get_side (float t)
{
  return t > 0.0f ? 1.0f : isnan (t) ? t : -1.0f;
}

WEFT_INLINE float
get_lack (float x, float t, float k)
{
  return weft_loss_excess (k - get_side (t) * x);
}

/* t log t; 0 log 0 = 0. */
WEFT_INLINE float
entropy (float t)
{
  return t > 0.0f ? t * logf (t) : 0.0f;
}

/* --- focal, whose parts meet in its loss and both derivatives --- */

typedef struct
{
  float p, q, b, weight, fade; /* fade: (1 − q)^m */
} Focal;

WEFT_INLINE Focal
look (float x, float t, float k, float m)
{
  Focal of = { .p = sigmoid (x), .b = softplus (x) - x * t };

  of.q = of.p * t + (1.0f - of.p) * (1.0f - t);
  of.weight = k < 0.0f ? 1.0f : k * t + (1.0f - k) * (1.0f - t);
  of.fade = powf (fmaxf (0.0f, 1.0f - of.q), m);
  return of;
}

/* −∂fade/∂q = m (1 − q)^(m − 1), which nobody needs where 1 − q vanishes: b does, too. */
WEFT_INLINE float
get_fading (const Focal *of, float m)
{
  return of->q < 1.0f ? m * of->fade / (1.0f - of->q) : 0.0f;
}

WEFT_INLINE float
focal (float x, float t, float k, float m)
{
  Focal of = look (x, t, k, m);

  return of.weight * of.fade * of.b;
}

WEFT_INLINE float
focal_dx (float x, float t, float k, float m)
{
  Focal of = look (x, t, k, m);
  float turn = (2.0f * t - 1.0f) * of.p * (1.0f - of.p); /* ∂q/∂x */

  return of.weight * (of.fade * (of.p - t) - get_fading (&of, m) * turn * of.b);
}

WEFT_INLINE float
focal_dt (float x, float t, float k, float m)
{
  Focal of = look (x, t, k, m);
  float turn = 2.0f * of.p - 1.0f; /* ∂q/∂t */

  return (k < 0.0f ? 0.0f : 2.0f * k - 1.0f) * of.fade * of.b
         - of.weight * (get_fading (&of, m) * turn * of.b + of.fade * x);
}

/* --- the table: id, l, ∂l/∂x, ∂l/∂t; of x, t, k, m and d = x − t --- */

#define DISTANCES(ROW)                                                                             \
  ROW (mae, fabsf (d), sign (d), -sign (d))                                                        \
  ROW (huber, fabsf (d) <= k ? 0.5f * d * d : k * (fabsf (d) - 0.5f * k), CLAMP (d, -k, k),        \
       CLAMP (-d, -k, k))                                                                          \
  ROW (smooth_l1, fabsf (d) < k ? 0.5f * d * d / k : fabsf (d) - 0.5f * k,                         \
       fabsf (d) < k ? d / k : sign (d), fabsf (d) < k ? -d / k : -sign (d))                       \
  ROW (log_cosh, log_cosh (d), tanhf (d), -tanhf (d))                                              \
  ROW (quantile, d < 0.0f ? -k * d : (1.0f - k) * d, d < 0.0f ? -k : 1.0f - k,                     \
       d < 0.0f ? k : k - 1.0f)                                                                    \
  ROW (poisson, expf (x) - t * x, expf (x) - t, -x)                                                \
  ROW (poisson_rate, x - t * logf (x + k), 1.0f - t / (x + k), -logf (x + k))                      \
  ROW (hinge, get_lack (x, t, k), get_lack (x, t, k) > 0.0f ? -get_side (t) : 0.0f, 0.0f)          \
  ROW (squared_hinge, get_lack (x, t, k) * get_lack (x, t, k),                                     \
       -2.0f * get_side (t) * get_lack (x, t, k), 0.0f)                                            \
  ROW (kl, entropy (t) - t * x, -t, t > 0.0f ? logf (t) + 1.0f - x : 0.0f)                         \
  ROW (kl_log, expf (t) * (t - x), -expf (t), expf (t) * (t - x + 1.0f))                           \
  ROW (bce, (1.0f - t) * x + (1.0f + (k - 1.0f) * t) * softplus (-x),                              \
       1.0f - t - (1.0f + (k - 1.0f) * t) * sigmoid (-x), (k - 1.0f) * softplus (-x) - x)          \
  ROW (focal, focal (x, t, k, m), focal_dx (x, t, k, m), focal_dt (x, t, k, m))

/* n numbers each; dx and dt may be NULL. */
#define DEFINE(id, loss, by_x, by_t)                                                               \
  WEFT_INLINE float id##_of (float x, float t, float k, float m)                                   \
  {                                                                                                \
    float d = x - t;                                                                               \
                                                                                                   \
    (void) k, (void) m, (void) d;                                                                  \
    return loss;                                                                                   \
  }                                                                                                \
                                                                                                   \
  WEFT_DEFINE_SUM (id##_sum, id##_of (xs[i], ts[i], k, m), const float *xs, const float *ts,       \
                   float k, float m)                                                               \
                                                                                                   \
  static void id##_back (gsize n, const float *xs, const float *ts, float k, float m,              \
                         float factor, float *dx, float *dt)                                       \
  {                                                                                                \
    (void) k, (void) m;                                                                            \
    for (gsize i = 0; dx != NULL && i < n; i++)                                                    \
      {                                                                                            \
        float x = xs[i], t = ts[i], d = x - t;                                                     \
                                                                                                   \
        (void) d, (void) t;                                                                        \
        dx[i] = factor * (by_x);                                                                   \
      }                                                                                            \
    for (gsize i = 0; dt != NULL && i < n; i++)                                                    \
      {                                                                                            \
        float x = xs[i], t = ts[i], d = x - t;                                                     \
                                                                                                   \
        (void) d, (void) x, (void) t;                                                              \
        dt[i] = factor * (by_t);                                                                   \
      }                                                                                            \
  }

DISTANCES (DEFINE)

typedef struct
{
  float (*sum) (gsize n, const float *x, const float *t, float k, float m);
  void (*back) (gsize n, const float *x, const float *t, float k, float m, float factor, float *dx,
                float *dt);
} Distance;

#define DISTANCE(id, ...) { id##_sum, id##_back },
#define CHOICE(id, ...) { #id, NULL },

static const Distance distances[] = { DISTANCES (DISTANCE) };
static const WeftChoice ids[] = { DISTANCES (CHOICE){ NULL } };

static const WeftParam attrs_rows[] = {
  WEFT_REAL (Attrs, scale, 1, 0, G_MAXFLOAT),
  WEFT_CHOICE (Attrs, of, 0, ids),
  WEFT_REAL (Attrs, k, 1, -G_MAXFLOAT, G_MAXFLOAT),
  WEFT_REAL (Attrs, m, 0, 0, G_MAXFLOAT),
  WEFT_BOOL (Attrs, of_samples, FALSE),
  { NULL },
};

static void
sum (const WeftOpRun *run, guint slice) /* x, t: flat, any shape */
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const Attrs *attrs = run->attrs;
  const float *x = run->in[0], *t = run->in[1];
  double *sums = run->workspace;

  sums[slice] = 0.0;
  while (weft_loss_next (run, &left, &part))
    sums[slice] += distances[attrs->of].sum (part.end - part.begin, x + part.begin, t + part.begin,
                                             attrs->k, attrs->m);
}

/* What losses share divides by all numbers that count. */
static float
get_scale (const WeftOpRun *run)
{
  const Attrs *attrs = run->attrs;

  if (!attrs->of_samples)
    return attrs->scale;
  return attrs->scale * (float) (weft_loss_count (run) / (double) run->in_shape[0].dims[0]);
}

static void
end (const WeftOpRun *run, guint slice)
{
  weft_loss_end (run, get_scale (run));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan left = weft_loss_span (run, slice), part;
  const Attrs *attrs = run->attrs;
  const float *x = run->in[0], *t = run->in[1];
  float *dx = run->d_in[0], *dt = run->d_in[1];
  float factor = weft_loss_factor_of (run, get_scale (run));

  weft_loss_clear (run, &left);
  while (weft_loss_next (run, &left, &part))
    distances[attrs->of].back (part.end - part.begin, x + part.begin, t + part.begin, attrs->k,
                               attrs->m, factor, dx ? dx + part.begin : NULL,
                               dt ? dt + part.begin : NULL);
}

/* The numbers of the table's rows, as the cases name them. */
#define NUMBER(id, ...) id##_row,
enum
{
  DISTANCES (NUMBER)
};

/* Targets above 0 also keep x − t off the kinks, which lie a step of the grid apart. */
#define CASE(what, row, k, m, of_samples)                                                          \
  {                                                                                                \
    what, { F32 (5, 3), F32 (5, 3) }, &(const Attrs){ 0.5f, row##_row, k, m, of_samples },         \
        .positive = 1 << 1                                                                         \
  }

static const WeftOpCase cases[] = {
  CASE ("magnitudes", mae, 1, 0, FALSE),
  CASE ("Huber", huber, 1, 0, FALSE),
  CASE ("Huber, wide", huber, 2.5f, 0, FALSE),
  CASE ("smooth magnitudes", smooth_l1, 1, 0, FALSE),
  CASE ("smooth magnitudes, narrow", smooth_l1, 0.25f, 0, FALSE),
  CASE ("log cosh", log_cosh, 1, 0, FALSE),
  CASE ("a quantile", quantile, 0.9f, 0, FALSE),
  CASE ("counts, of logarithms", poisson, 1, 0, FALSE),
  { "counts, of rates",
    { F32 (5, 3), F32 (5, 3) },
    &(const Attrs){ 1, poisson_rate_row, 1e-8f, 0, FALSE },
    .positive = 3 },
  { "sides", { F32 (5, 3), F32 (5, 3) }, &(const Attrs){ 1, hinge_row, 1, 0, FALSE } },
  { "sides, squared", { F32 (5, 3), F32 (5, 3) }, &(const Attrs){ 1, squared_hinge_row, 1, 0, 0 } },
  CASE ("divergence a sample", kl, 1, 0, TRUE),
  CASE ("divergence a number", kl, 1, 0, FALSE),
  CASE ("divergence, of logarithms", kl_log, 1, 0, TRUE),
  CASE ("yes counts more", bce, 3, 0, FALSE),
  { "focal",
    { F32 (5, 3), F32 (5, 3) },
    &(const Attrs){ 1, focal_row, 0.25f, 2, FALSE },
    .bits = 1 << 1 },
  { "focal, all alike",
    { F32 (5, 3), F32 (5, 3) },
    &(const Attrs){ 1, focal_row, -1, 1.5f, FALSE },
    .bits = 1 << 1 },
  { "batch of one",
    { F32 (1, 1), F32 (1, 1) },
    &(const Attrs){ 1, mae_row, 1, 0, FALSE },
    .positive = 2 },
  { "a column and a list", { F32 (6, 1), F32 (6) }, &(const Attrs){ 1, log_cosh_row, 1, 0, 0 } },
  { "steps of which some are real",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    &(const Attrs){ 0.5f, huber_row, 1, 0, FALSE },
    .positive = 1 << 1,
    .bits = 1 << WEFT_LOSS_MASK },
  { "steps of which some are real, a sample",
    { F32 (4, 6, 3), F32 (4, 6, 3), F32 (4, 6) },
    &(const Attrs){ 0.5f, kl_row, 1, 0, TRUE },
    .positive = 1 << 1,
    .bits = 1 << WEFT_LOSS_MASK },
  { "large",
    { F32 (64, 999), F32 (64, 999) },
    &(const Attrs){ 1, huber_row, 1, 0, FALSE },
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (distance) = {
  .id = "distance",
  .summary = "y = s/M · Σᵢ l (x[i], t[i]), l a row of the table of losses",
  .inputs
  = { { "x", .backward_reads = TRUE }, { "t", .backward_reads = TRUE }, WEFT_LOSS_MASK_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = weft_loss_check_shape,
  .workspace_bytes = weft_loss_workspace,
  .forward = { { weft_loss_slices, sum }, { NULL, end } },
  .backward = { { weft_loss_slices, backward } },
  .has_kinks = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "distance (x, t.reshape (x.shape), mask, scale, of, k, m, of_samples)",
};
