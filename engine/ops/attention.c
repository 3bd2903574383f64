/* attention: y = Σⱼ p[i, j] · v[j], p[i, ·] = softmax of q[i]·k[j] / √d over the keys j, head by
 * head (d = D / heads); a causal one sees j ≤ i, a mask (N, Tk) of 0 and 1 hides keys that are no
 * sample (Vaswani et al. 2017)
 *
 * dv = pᵀ dy, dp = dy vᵀ, ds = p · (dp − Σⱼ p·dp) / √d, dq = ds k, dk = dsᵀ q. Where every key is
 * hidden y is 0. With dropout some p are left out of y while training; what is given as the second
 * output is p before that. Where nobody wants it p is saved (N, heads, Tq, Tk), and behind it a
 * byte each that says what is left out. Workspace: p as far as it is not left out, and in backward
 * ds, (Tq, Tk) a slice each. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"
#include "engine/kernels/math.h"
#include "engine/kernels/sum.h"
#include "engine/ops/dropping.h"

typedef struct
{
  int heads;
  gboolean causal;
  float dropout;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, heads, 1, 1, G_MAXINT),
  WEFT_BOOL (Attrs, causal, FALSE),
  WEFT_REAL (Attrs, dropout, 0, 0, 1),
  { NULL },
};

enum
{
  Q,
  K,
  V,
  MASK,
};

#define WEIGHTS 1 /* output */

typedef struct
{
  gsize samples, heads, queries, keys, width, head; /* width: D, head: D / heads */
} Sizes;

static Sizes
get_sizes (const Attrs *attrs, const WeftShape *in)
{
  gsize width = (gsize) in[Q].dims[2], heads = (gsize) attrs->heads;

  return (Sizes){ (gsize) in[Q].dims[0], heads, (gsize) in[Q].dims[1],
                  (gsize) in[K].dims[1], width, width / heads };
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *q = &shapes->in[Q], *k = &shapes->in[K], *v = &shapes->in[V];

  if (q->rank != 3 || k->rank != 3 || q->dims[0] != k->dims[0] || q->dims[2] != k->dims[2])
    return weft_expects (shapes, _ ("expects queries (N, T, D) and keys (N, S, D)"));
  if (!weft_shape_equal (k, v))
    return weft_expects (shapes, _ ("expects a value for each key"));
  if (q->dims[2] % attrs->heads != 0)
    {
      shapes->error
          = g_strdup_printf (_ ("expects a width that divides evenly into %d heads"), attrs->heads);
      return FALSE;
    }
  if (shapes->n_in > MASK && shapes->in[MASK].rank >= 0
      && (shapes->in[MASK].rank != 2 || shapes->in[MASK].dims[0] != k->dims[0]
          || shapes->in[MASK].dims[1] != k->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of the keys, (N, S)"));
  if (shapes->n_out > WEIGHTS)
    shapes->out[WEIGHTS] = WEFT_SHAPE (q->dims[0], attrs->heads, q->dims[1], k->dims[1]);
  return weft_shape_same (shapes);
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return 4 * (gint64) (sizes.samples * sizes.queries * sizes.keys * sizes.width);
}

static guint
slices_of (const Sizes *sizes)
{
  gsize work = sizes->samples * sizes->heads * sizes->queries * sizes->keys * (sizes->head + 8);

  return (guint) MIN (sizes->samples * sizes->heads, weft_slices_for (work, 400000));
}

static guint
count_slices (const WeftOpRun *run)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);

  return slices_of (&sizes);
}

static gboolean
is_hidden (const WeftOpRun *run, const Sizes *sizes, gsize n, gsize i, gsize j)
{
  const float *mask = run->n_in > MASK ? run->in[MASK] : NULL;

  return (((const Attrs *) run->attrs)->causal && j > i)
         || (mask != NULL && mask[n * sizes->keys + j] == 0.0f);
}

/* Scores of one query → p, in place. */
static void
soften (const WeftOpRun *run, const Sizes *sizes, gsize n, gsize i, float *p)
{
  float scale = 1.0f / sqrtf ((float) sizes->head), highest = -INFINITY, sum;

  for (gsize j = 0; j < sizes->keys; j++)
    {
      p[j] = is_hidden (run, sizes, n, i, j) ? -INFINITY : p[j] * scale;
      highest = p[j] > highest ? p[j] : highest;
    }
  if (highest == -INFINITY)
    {
      memset (p, 0, sizes->keys * sizeof *p);
      return;
    }
  for (gsize j = 0; j < sizes->keys; j++)
    p[j] -= highest;
  weft_exp (sizes->keys, p, p);
  for (gsize j = 0; j < sizes->keys; j++)
    if (is_hidden (run, sizes, n, i, j))
      p[j] = 0.0f;
  sum = weft_sum (sizes->keys, p);
  for (gsize j = 0; j < sizes->keys; j++)
    p[j] /= sum;
}

/* Of one head of one sample, (Tq, Tk). */
static float *
get_p (const WeftOpRun *run, const Sizes *sizes, gsize head)
{
  float *p = run->n_out > WEIGHTS ? run->out[WEIGHTS] : run->saved;

  return p + head * sizes->queries * sizes->keys;
}

/* --- what is left out --- */

static float
get_dropout (const WeftOpRun *run)
{
  return run->training ? ((const Attrs *) run->attrs)->dropout : 0.0f;
}

static guint8 *
get_drops (const WeftOpRun *run, const Sizes *sizes, gsize head)
{
  gsize count = sizes->queries * sizes->keys;
  gsize saved = run->n_out > WEIGHTS ? 0 : sizes->samples * sizes->heads * count;

  return (guint8 *) run->saved + saved * sizeof (float) + head * count;
}

/* What of x (Tq, Tk) is not left out, in `kept` where something may be. */
static const float *
drop (const WeftOpRun *run, const Sizes *sizes, gsize head, const float *x, float *kept)
{
  float p = get_dropout (run);

  if (p == 0.0f)
    return x;
  weft_drop_apply (get_drops (run, sizes, head), weft_drop_scale (p), sizes->queries * sizes->keys,
                   x, kept);
  return kept;
}

/* --- the passes --- */

/* Where head h of sample n begins in (N, T, D). */
static gsize
get_place (const Sizes *sizes, gsize at, gsize steps)
{
  gsize n = at / sizes->heads, h = at % sizes->heads;

  return n * steps * sizes->width + h * sizes->head;
}

static void
forward_head (const WeftOpRun *run, const Sizes *sizes, gsize at, float *kept)
{
  gsize count = sizes->queries * sizes->keys;
  gsize queries = get_place (sizes, at, sizes->queries), keys = get_place (sizes, at, sizes->keys);
  float *p = get_p (run, sizes, at);

  /* p (Tq, Tk) = q (Tq, d) kᵀ (d, Tk) */
  weft_gemm (&(WeftGemm){
      .m = sizes->queries,
      .n = sizes->keys,
      .k = sizes->head,
      .a = (const float *) run->in[Q] + queries,
      .lda = sizes->width,
      .b = (const float *) run->in[K] + keys,
      .ldb = sizes->width,
      .b_transposed = TRUE,
      .c = p,
      .ldc = sizes->keys,
  });
  for (gsize i = 0; i < sizes->queries; i++)
    soften (run, sizes, at / sizes->heads, i, p + i * sizes->keys);
  if (get_dropout (run) > 0.0f)
    weft_drop_draw (&run->random, get_dropout (run), at * count, count, get_drops (run, sizes, at));
  /* y (Tq, d) = p (Tq, Tk) v (Tk, d) */
  weft_gemm (&(WeftGemm){
      .m = sizes->queries,
      .n = sizes->head,
      .k = sizes->keys,
      .a = drop (run, sizes, at, p, kept),
      .lda = sizes->keys,
      .b = (const float *) run->in[V] + keys,
      .ldb = sizes->width,
      .c = (float *) run->out[0] + queries,
      .ldc = sizes->width,
  });
}

static void
forward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan heads = weft_span_of (sizes.samples * sizes.heads, slices_of (&sizes), slice, 1);

  float *kept = (float *) run->workspace + slice * sizes.queries * sizes.keys;

  for (gsize at = heads.begin; at < heads.end; at++)
    forward_head (run, &sizes, at, kept);
}

/* dp (Tq, Tk) → ds, in place. */
static void
harden (const Sizes *sizes, const float *p, float *ds)
{
  float scale = 1.0f / sqrtf ((float) sizes->head);

  for (gsize i = 0; i < sizes->queries; i++, p += sizes->keys, ds += sizes->keys)
    {
      float dot = weft_dot (sizes->keys, p, ds);

      for (gsize j = 0; j < sizes->keys; j++)
        ds[j] = p[j] * (ds[j] - dot) * scale;
    }
}

/* c (steps, d) = aᵀ or a times b (…, d), b and c among the heads' columns. */
static void
multiply (const Sizes *sizes, gsize steps, gsize depth, const float *a, gboolean transposed,
          const float *b, float *c)
{
  weft_gemm (&(WeftGemm){
      .m = steps,
      .n = sizes->head,
      .k = depth,
      .a = a,
      .lda = sizes->keys,
      .a_transposed = transposed,
      .b = b,
      .ldb = sizes->width,
      .c = c,
      .ldc = sizes->width,
  });
}

/* dp (Tq, Tk): what comes through y, and what comes to the weights themselves. */
static void
find_dp (const WeftOpRun *run, const Sizes *sizes, gsize at, float *dp)
{
  gsize queries = get_place (sizes, at, sizes->queries), keys = get_place (sizes, at, sizes->keys);
  const float *dweights = run->n_out > WEIGHTS ? run->d_out[WEIGHTS] : NULL;
  gsize count = sizes->queries * sizes->keys;

  /* dp (Tq, Tk) = dy (Tq, d) vᵀ (d, Tk) */
  if (run->d_out[0] != NULL)
    weft_gemm (&(WeftGemm){
        .m = sizes->queries,
        .n = sizes->keys,
        .k = sizes->head,
        .a = run->d_out[0] + queries,
        .lda = sizes->width,
        .b = (const float *) run->in[V] + keys,
        .ldb = sizes->width,
        .b_transposed = TRUE,
        .c = dp,
        .ldc = sizes->keys,
    });
  else
    memset (dp, 0, count * sizeof *dp);
  drop (run, sizes, at, dp, dp);
  for (gsize i = 0; dweights != NULL && i < count; i++)
    dp[i] += dweights[at * count + i];
}

/* dv (Tk, d) = pᵀ (Tk, Tq) dy (Tq, d), of what is not left out */
static void
find_dv (const WeftOpRun *run, const Sizes *sizes, gsize at, float *kept)
{
  gsize queries = get_place (sizes, at, sizes->queries), keys = get_place (sizes, at, sizes->keys);

  if (run->d_out[0] != NULL)
    multiply (sizes, sizes->keys, sizes->queries,
              drop (run, sizes, at, get_p (run, sizes, at), kept), TRUE, run->d_out[0] + queries,
              run->d_in[V] + keys);
  else
    for (gsize j = 0; j < sizes->keys; j++)
      memset (run->d_in[V] + keys + j * sizes->width, 0, sizes->head * sizeof (float));
}

static void
backward_head (const WeftOpRun *run, const Sizes *sizes, gsize at, float *ds)
{
  gsize queries = get_place (sizes, at, sizes->queries), keys = get_place (sizes, at, sizes->keys);

  if (run->d_in[V] != NULL)
    find_dv (run, sizes, at, ds);
  find_dp (run, sizes, at, ds);
  harden (sizes, get_p (run, sizes, at), ds);
  if (run->d_in[Q] != NULL)
    multiply (sizes, sizes->queries, sizes->keys, ds, FALSE, (const float *) run->in[K] + keys,
              run->d_in[Q] + queries);
  if (run->d_in[K] != NULL)
    multiply (sizes, sizes->keys, sizes->queries, ds, TRUE, (const float *) run->in[Q] + queries,
              run->d_in[K] + keys);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  Sizes sizes = get_sizes (run->attrs, run->in_shape);
  WeftSpan heads = weft_span_of (sizes.samples * sizes.heads, slices_of (&sizes), slice, 1);
  float *ds = (float *) run->workspace + slice * sizes.queries * sizes.keys;

  for (gsize at = heads.begin; at < heads.end; at++)
    backward_head (run, &sizes, at, ds);
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  Sizes sizes = get_sizes (attrs, shapes->in);
  gsize each = (shapes->n_out > WEIGHTS ? 0 : sizeof (float)) + (attrs->dropout > 0.0f ? 1 : 0);

  return sizes.samples * sizes.heads * sizes.queries * sizes.keys * each;
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  const Attrs *attrs = shapes->attrs;
  Sizes sizes = get_sizes (attrs, shapes->in);

  return is_backward || attrs->dropout > 0.0f
             ? slices_of (&sizes) * sizes.queries * sizes.keys * sizeof (float)
             : 0;
}

/* The layers' other ops draw as they did before there was dropout here. */
static gboolean
draws (const void *attrs)
{
  return ((const Attrs *) attrs)->dropout > 0.0f;
}

#define HEADS(heads, causal) (&(const Attrs){ heads, causal, 0.0f })

static const WeftOpCase cases[] = {
  { "two heads", { F32 (2, 3, 4), F32 (2, 3, 4), F32 (2, 3, 4) }, HEADS (2, FALSE) },
  { "causal", { F32 (2, 5, 6), F32 (2, 5, 6), F32 (2, 5, 6) }, HEADS (3, TRUE) },
  { "other keys, batch of one", { F32 (1, 2, 4), F32 (1, 6, 4), F32 (1, 6, 4) }, HEADS (1, FALSE) },
  { "keys that are hidden",
    { F32 (2, 3, 4), F32 (2, 5, 4), F32 (2, 5, 4), F32 (2, 5) },
    HEADS (2, FALSE),
    .bits = 1 << MASK },
  { "padded, causal",
    { F32 (3, 6, 4), F32 (3, 6, 4), F32 (3, 6, 4), F32 (3, 6) },
    HEADS (2, TRUE),
    .ends = 1 << MASK },
  { "some left out",
    { F32 (2, 3, 4), F32 (2, 5, 4), F32 (2, 5, 4) },
    &(const Attrs){ 2, FALSE, 0.4f } },
  { "some left out, evaluating",
    { F32 (2, 3, 4), F32 (2, 3, 4), F32 (2, 3, 4) },
    &(const Attrs){ 2, FALSE, 0.4f },
    .evaluates = TRUE },
  { "large",
    { F32 (4, 40, 64), F32 (4, 40, 64), F32 (4, 40, 64) },
    HEADS (4, TRUE),
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (attention) = {
  .id = "attention",
  .summary = "y[i] = Σⱼ softmaxⱼ (q[i]·k[j] / √d) · v[j], head by head; weights = softmaxⱼ",
  .inputs = { { "q", .backward_reads = TRUE },
              { "k", .backward_reads = TRUE },
              { "v", .backward_reads = TRUE },
              { "mask", .optional = TRUE, .no_gradient = TRUE } },
  .outputs = { { "y" }, { "weights", .backward_reads = TRUE } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .is_random = TRUE,
  .draws = draws,
  .cases = cases,
  .pytorch = "None if training and dropout > 0 else attention (q, k, v, mask, heads, causal)",
};
