/* attention: y = Σⱼ p[i, j] · v[j], p[i, ·] = softmax of q[i]·k[j] / √d over the keys j, head by
 * head (d = D / heads); a causal one sees j ≤ i, a mask (N, Tk) of 0 and 1 hides keys that are no
 * sample (Vaswani et al. 2017)
 *
 * dv = pᵀ dy, dp = dy vᵀ, ds = p · (dp − Σⱼ p·dp) / √d, dq = ds k, dk = dsᵀ q. Where every key is
 * hidden y is 0. Saved: p (N, heads, Tq, Tk). Workspace of backward: ds (Tq, Tk) a slice. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"
#include "engine/kernels/math.h"
#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

typedef struct
{
  int heads;
  gboolean causal;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, heads, 1, 1, G_MAXINT),
  WEFT_BOOL (Attrs, causal, FALSE),
  { NULL },
};

enum
{
  Q,
  K,
  V,
  MASK,
};

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

static float *
get_p (const WeftOpRun *run, const Sizes *sizes, gsize head)
{
  return (float *) run->saved + head * sizes->queries * sizes->keys;
}

/* Where head h of sample n begins in (N, T, D). */
static gsize
get_place (const Sizes *sizes, gsize at, gsize steps)
{
  gsize n = at / sizes->heads, h = at % sizes->heads;

  return n * steps * sizes->width + h * sizes->head;
}

static void
forward_head (const WeftOpRun *run, const Sizes *sizes, gsize at)
{
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
  /* y (Tq, d) = p (Tq, Tk) v (Tk, d) */
  weft_gemm (&(WeftGemm){
      .m = sizes->queries,
      .n = sizes->head,
      .k = sizes->keys,
      .a = p,
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

  for (gsize at = heads.begin; at < heads.end; at++)
    forward_head (run, &sizes, at);
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

static void
backward_head (const WeftOpRun *run, const Sizes *sizes, gsize at, float *ds)
{
  gsize queries = get_place (sizes, at, sizes->queries), keys = get_place (sizes, at, sizes->keys);
  const float *p = get_p (run, sizes, at), *dy = run->d_out[0] + queries;

  if (run->d_in[V] != NULL)
    multiply (sizes, sizes->keys, sizes->queries, p, TRUE, dy, run->d_in[V] + keys);
  /* dp (Tq, Tk) = dy (Tq, d) vᵀ (d, Tk) */
  weft_gemm (&(WeftGemm){
      .m = sizes->queries,
      .n = sizes->keys,
      .k = sizes->head,
      .a = dy,
      .lda = sizes->width,
      .b = (const float *) run->in[V] + keys,
      .ldb = sizes->width,
      .b_transposed = TRUE,
      .c = ds,
      .ldc = sizes->keys,
  });
  harden (sizes, p, ds);
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
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return sizes.samples * sizes.heads * sizes.queries * sizes.keys * sizeof (float);
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  Sizes sizes = get_sizes (shapes->attrs, shapes->in);

  return is_backward ? slices_of (&sizes) * sizes.queries * sizes.keys * sizeof (float) : 0;
}

#define HEADS(heads, causal) (&(const Attrs){ heads, causal })

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
  { "large",
    { F32 (4, 40, 64), F32 (4, 40, 64), F32 (4, 40, 64) },
    HEADS (4, TRUE),
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (attention) = {
  .id = "attention",
  .summary = "y[i] = Σⱼ softmaxⱼ (q[i]·k[j] / √d) · v[j], head by head",
  .inputs = { { "q", .backward_reads = TRUE },
              { "k", .backward_reads = TRUE },
              { "v", .backward_reads = TRUE },
              { "mask", .optional = TRUE, .no_gradient = TRUE } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = cases,
  .pytorch = "attention (q, k, v, mask, heads, causal)",
};
