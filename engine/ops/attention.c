/* attention: y = Σⱼ p[i, j] · v[j], p[i, ·] = softmax of q[i]·k[j] / √d over the keys j, head by
 * head (d = D / heads); a causal one sees j ≤ i, a mask (N, Tk) of 0 and 1 hides keys that are no
 * sample (Vaswani et al. 2017)
 *
 * A run that goes on from another sees its keys and values, too: past_k and past_v (N, M, D), of
 * which the first `past` (N, 1) are real. They stand before its own, so that p is (Tq, M + Tk).
 *
 * dv = pᵀ dy, dp = dy vᵀ, ds = p · (dp − Σⱼ p·dp) / √d, dq = ds k, dk = dsᵀ q. Where every key is
 * hidden y is 0. With dropout some p are left out of y while training; what is given as the second
 * output is p before that. Where nobody wants it p is saved (N, heads, Tq, M + Tk), and behind it a
 * byte each that says what is left out. Workspace: p as far as it is not left out, and in backward
 * ds, (Tq, M + Tk) a slice each. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/attending.h"
#include "engine/ops/dropping.h"

static const WeftParam attrs_rows[] = {
  WEFT_INT (WeftAttending, heads, 1, 1, G_MAXINT),
  WEFT_BOOL (WeftAttending, causal, FALSE),
  WEFT_REAL (WeftAttending, dropout, 0, 0, 1),
  { NULL },
};

/* Keys and values of the run before, all three or none. */
static gboolean
check_past (WeftOpShapes *shapes)
{
  const WeftShape *in = shapes->in, *past = &in[WEFT_ATTENTION_PAST];

  if (shapes->n_in <= WEFT_ATTENTION_PAST_K || in[WEFT_ATTENTION_PAST_K].rank < 0)
    return TRUE;
  if (shapes->n_in <= WEFT_ATTENTION_PAST
      || !weft_shape_equal (&in[WEFT_ATTENTION_PAST_K], &in[WEFT_ATTENTION_PAST_V])
      || in[WEFT_ATTENTION_PAST_K].rank != 3
      || in[WEFT_ATTENTION_PAST_K].dims[0] != in[WEFT_ATTENTION_K].dims[0]
      || in[WEFT_ATTENTION_PAST_K].dims[2] != in[WEFT_ATTENTION_K].dims[2] || past->rank != 2
      || past->dims[0] != in[WEFT_ATTENTION_K].dims[0] || past->dims[1] != 1)
    return weft_expects (shapes, _ ("expects of the past keys, values and how many there are"));
  return TRUE;
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const WeftAttending *attrs = shapes->attrs;
  const WeftShape *q = &shapes->in[WEFT_ATTENTION_Q], *k = &shapes->in[WEFT_ATTENTION_K],
                  *v = &shapes->in[WEFT_ATTENTION_V];

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
  if (shapes->n_in > WEFT_ATTENTION_MASK && shapes->in[WEFT_ATTENTION_MASK].rank >= 0
      && (shapes->in[WEFT_ATTENTION_MASK].rank != 2
          || shapes->in[WEFT_ATTENTION_MASK].dims[0] != k->dims[0]
          || shapes->in[WEFT_ATTENTION_MASK].dims[1] != k->dims[1]))
    return weft_expects (shapes, _ ("expects a mask of the keys, (N, S)"));
  if (!check_past (shapes))
    return FALSE;
  if (shapes->n_out > WEFT_ATTENTION_WEIGHTS)
    shapes->out[WEFT_ATTENTION_WEIGHTS]
        = WEFT_SHAPE (q->dims[0], attrs->heads, q->dims[1],
                      (gint64) weft_heads_of (attrs, shapes->in, shapes->n_in).all);
  if (shapes->n_out > WEFT_ATTENTION_END)
    shapes->out[WEFT_ATTENTION_END] = WEFT_SHAPE (q->dims[0], 1);
  return weft_shape_same (shapes);
}

static gint64
count_flops (const WeftOpShapes *shapes)
{
  WeftHeads sizes = weft_heads_of (shapes->attrs, shapes->in, shapes->n_in);

  return 4 * (gint64) (sizes.samples * sizes.queries * sizes.all * sizes.width);
}

static guint
slices_of (const WeftHeads *sizes)
{
  gsize work = sizes->samples * sizes->heads * sizes->queries * sizes->all * (sizes->head + 8);

  return (guint) MIN (sizes->samples * sizes->heads, weft_slices_for (work, 400000));
}

static guint
count_slices (const WeftOpRun *run)
{
  WeftHeads sizes = weft_heads_of (run->attrs, run->in_shape, run->n_in);

  return slices_of (&sizes);
}

/* Of one head of one sample, (Tq, M + Tk). */
static float *
get_p (const WeftOpRun *run, const WeftHeads *sizes, gsize head)
{
  float *p = run->n_out > WEFT_ATTENTION_WEIGHTS ? run->out[WEFT_ATTENTION_WEIGHTS] : run->saved;

  return p + head * sizes->queries * sizes->all;
}

/* --- what is left out --- */

static float
get_dropout (const WeftOpRun *run)
{
  return run->training ? ((const WeftAttending *) run->attrs)->dropout : 0.0f;
}

static guint8 *
get_drops (const WeftOpRun *run, const WeftHeads *sizes, gsize head)
{
  gsize count = sizes->queries * sizes->all;
  gsize saved = run->n_out > WEFT_ATTENTION_WEIGHTS ? 0 : sizes->samples * sizes->heads * count;

  return (guint8 *) run->saved + saved * sizeof (float) + head * count;
}

/* What of x (Tq, M + Tk) is not left out, in `kept` where something may be. */
static const float *
drop (const WeftOpRun *run, const WeftHeads *sizes, gsize head, const float *x, float *kept)
{
  float p = get_dropout (run);

  if (p == 0.0f)
    return x;
  weft_drop_apply (get_drops (run, sizes, head), weft_drop_scale (p), sizes->queries * sizes->all,
                   x, kept);
  return kept;
}

/* --- the passes --- */

static void
forward_head (const WeftOpRun *run, const WeftHeads *sizes, gsize at, float *kept)
{
  gsize count = sizes->queries * sizes->all, queries = weft_heads_place (sizes, at, sizes->queries);
  float *p = get_p (run, sizes, at);
  const float *seen;
  WeftKeys blocks[2];
  guint n = weft_heads_get_keys (run, sizes, at, blocks);

  for (guint i = 0; i < n; i++)
    weft_heads_multiply (sizes, &blocks[i], (const float *) run->in[WEFT_ATTENTION_Q] + queries,
                         blocks[i].k, p);
  for (gsize i = 0; i < sizes->queries; i++)
    weft_heads_soften (run, sizes, at / sizes->heads, i, p + i * sizes->all);
  if (get_dropout (run) > 0.0f)
    weft_drop_draw (&run->random, get_dropout (run), at * count, count, get_drops (run, sizes, at));
  seen = drop (run, sizes, at, p, kept);
  for (guint i = 0; i < n; i++)
    weft_heads_add (sizes, &blocks[i], i == 0, seen, blocks[i].v,
                    (float *) run->out[WEFT_ATTENTION_Y] + queries);
}

/* Where the next run would begin. */
static void
write_end (const WeftOpRun *run, const WeftHeads *sizes)
{
  for (gsize n = 0; run->n_out > WEFT_ATTENTION_END && n < sizes->samples; n++)
    ((float *) run->out[WEFT_ATTENTION_END])[n]
        = (float) (weft_heads_count_past (run, sizes, n) + sizes->keys);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftHeads sizes = weft_heads_of (run->attrs, run->in_shape, run->n_in);
  WeftSpan heads = weft_span_of (sizes.samples * sizes.heads, slices_of (&sizes), slice, 1);

  float *kept = (float *) run->workspace + slice * sizes.queries * sizes.all;

  for (gsize at = heads.begin; at < heads.end; at++)
    forward_head (run, &sizes, at, kept);
  if (slice == 0)
    write_end (run, &sizes);
}

/* dp (Tq, M + Tk) → ds, in place. */
static void
harden (const WeftHeads *sizes, const float *p, float *ds)
{
  float scale = 1.0f / sqrtf ((float) sizes->head);

  for (gsize i = 0; i < sizes->queries; i++, p += sizes->all, ds += sizes->all)
    {
      float dot = weft_dot (sizes->all, p, ds);

      for (gsize j = 0; j < sizes->all; j++)
        ds[j] = p[j] * (ds[j] - dot) * scale;
    }
}

/* c (Tk, d) = aᵀ (Tk, Tq) b (Tq, d), of the own keys' columns of a (Tq, M + Tk). */
static void
multiply_keys (const WeftHeads *sizes, const float *a, const float *b, float *c)
{
  weft_gemm (&(WeftGemm){
      .m = sizes->keys,
      .n = sizes->head,
      .k = sizes->queries,
      .a = a + sizes->past,
      .lda = sizes->all,
      .a_transposed = TRUE,
      .b = b,
      .ldb = sizes->width,
      .c = c,
      .ldc = sizes->width,
  });
}

/* dp (Tq, M + Tk) = dy (Tq, d) vᵀ: what comes through y, and what comes to the weights
 * themselves. */
static void
find_dp (const WeftOpRun *run, const WeftHeads *sizes, gsize at, float *dp)
{
  gsize queries = weft_heads_place (sizes, at, sizes->queries), count = sizes->queries * sizes->all;
  const float *dweights
      = run->n_out > WEFT_ATTENTION_WEIGHTS ? run->d_out[WEFT_ATTENTION_WEIGHTS] : NULL;
  WeftKeys blocks[2];
  guint n = weft_heads_get_keys (run, sizes, at, blocks);

  if (run->d_out[WEFT_ATTENTION_Y] == NULL || sizes->past > 0) /* some of the past is none */
    memset (dp, 0, count * sizeof *dp);
  for (guint i = 0; run->d_out[WEFT_ATTENTION_Y] != NULL && i < n; i++)
    weft_heads_multiply (sizes, &blocks[i], run->d_out[WEFT_ATTENTION_Y] + queries, blocks[i].v,
                         dp);
  drop (run, sizes, at, dp, dp);
  for (gsize i = 0; dweights != NULL && i < count; i++)
    dp[i] += dweights[at * count + i];
}

/* dv (Tk, d) = pᵀ (Tk, Tq) dy (Tq, d), of what is not left out */
static void
find_dv (const WeftOpRun *run, const WeftHeads *sizes, gsize at, float *kept)
{
  gsize queries = weft_heads_place (sizes, at, sizes->queries),
        keys = weft_heads_place (sizes, at, sizes->keys);

  if (run->d_out[WEFT_ATTENTION_Y] != NULL)
    multiply_keys (sizes, drop (run, sizes, at, get_p (run, sizes, at), kept),
                   run->d_out[WEFT_ATTENTION_Y] + queries, run->d_in[WEFT_ATTENTION_V] + keys);
  else
    for (gsize j = 0; j < sizes->keys; j++)
      memset (run->d_in[WEFT_ATTENTION_V] + keys + j * sizes->width, 0,
              sizes->head * sizeof (float));
}

static void
backward_head (const WeftOpRun *run, const WeftHeads *sizes, gsize at, float *ds)
{
  gsize queries = weft_heads_place (sizes, at, sizes->queries),
        keys = weft_heads_place (sizes, at, sizes->keys);
  WeftKeys blocks[2];
  guint n = weft_heads_get_keys (run, sizes, at, blocks);

  if (run->d_in[WEFT_ATTENTION_V] != NULL)
    find_dv (run, sizes, at, ds);
  find_dp (run, sizes, at, ds);
  harden (sizes, get_p (run, sizes, at), ds);
  for (guint i = 0; run->d_in[WEFT_ATTENTION_Q] != NULL && i < n; i++)
    weft_heads_add (sizes, &blocks[i], i == 0, ds, blocks[i].k,
                    run->d_in[WEFT_ATTENTION_Q] + queries);
  if (run->d_in[WEFT_ATTENTION_K] != NULL)
    multiply_keys (sizes, ds, (const float *) run->in[WEFT_ATTENTION_Q] + queries,
                   run->d_in[WEFT_ATTENTION_K] + keys);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftHeads sizes = weft_heads_of (run->attrs, run->in_shape, run->n_in);
  WeftSpan heads = weft_span_of (sizes.samples * sizes.heads, slices_of (&sizes), slice, 1);
  float *ds = (float *) run->workspace + slice * sizes.queries * sizes.all;

  for (gsize at = heads.begin; at < heads.end; at++)
    backward_head (run, &sizes, at, ds);
}

static gsize
count_saved (const WeftOpShapes *shapes)
{
  const WeftAttending *attrs = shapes->attrs;
  WeftHeads sizes = weft_heads_of (attrs, shapes->in, shapes->n_in);
  gsize each = (shapes->n_out > WEFT_ATTENTION_WEIGHTS ? 0 : sizeof (float))
               + (attrs->dropout > 0.0f ? 1 : 0);

  return sizes.samples * sizes.heads * sizes.queries * sizes.all * each;
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  const WeftAttending *attrs = shapes->attrs;
  WeftHeads sizes = weft_heads_of (attrs, shapes->in, shapes->n_in);

  return is_backward || attrs->dropout > 0.0f
             ? slices_of (&sizes) * sizes.queries * sizes.all * sizeof (float)
             : 0;
}

/* The layers' other ops draw as they did before there was dropout here. */
static gboolean
draws (const void *attrs)
{
  return ((const WeftAttending *) attrs)->dropout > 0.0f;
}

/* Only what looks back at its own sequence sees no more of it than was there. */
static gboolean
goes_on (const WeftOpShapes *shapes)
{
  return ((const WeftAttending *) shapes->attrs)->causal
         && shapes->in[WEFT_ATTENTION_Q].dims[1] == shapes->in[WEFT_ATTENTION_K].dims[1];
}

#define HEADS(heads, causal) (&(const WeftAttending){ heads, causal, 0.0f })

static const WeftOpCase cases[] = {
  { "two heads", { F32 (2, 3, 4), F32 (2, 3, 4), F32 (2, 3, 4) }, HEADS (2, FALSE) },
  { "causal", { F32 (2, 5, 6), F32 (2, 5, 6), F32 (2, 5, 6) }, HEADS (3, TRUE) },
  { "other keys, batch of one", { F32 (1, 2, 4), F32 (1, 6, 4), F32 (1, 6, 4) }, HEADS (1, FALSE) },
  { "keys that are hidden",
    { F32 (2, 3, 4), F32 (2, 5, 4), F32 (2, 5, 4), F32 (2, 5) },
    HEADS (2, FALSE),
    .bits = 1 << WEFT_ATTENTION_MASK },
  { "padded, causal",
    { F32 (3, 6, 4), F32 (3, 6, 4), F32 (3, 6, 4), F32 (3, 6) },
    HEADS (2, TRUE),
    .ends = 1 << WEFT_ATTENTION_MASK },
  { "some left out",
    { F32 (2, 3, 4), F32 (2, 5, 4), F32 (2, 5, 4) },
    &(const WeftAttending){ 2, FALSE, 0.4f } },
  { "some left out, evaluating",
    { F32 (2, 3, 4), F32 (2, 3, 4), F32 (2, 3, 4) },
    &(const WeftAttending){ 2, FALSE, 0.4f },
    .evaluates = TRUE },
  { "going on, causal",
    { F32 (3, 2, 4), F32 (3, 2, 4), F32 (3, 2, 4), F32 (3, 2), F32 (3, 3, 4), F32 (3, 3, 4),
      F32 (3, 1) },
    HEADS (2, TRUE),
    .ends = 1 << WEFT_ATTENTION_MASK,
    .bits = 1 << WEFT_ATTENTION_PAST },
  { "going on, some left out",
    { F32 (2, 1, 4), F32 (2, 1, 4), F32 (2, 1, 4), ABSENT, F32 (2, 1, 4), F32 (2, 1, 4),
      F32 (2, 1) },
    &(const WeftAttending){ 1, TRUE, 0.4f },
    .bits = 1 << WEFT_ATTENTION_PAST },
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
              { "mask", .optional = TRUE, .no_gradient = TRUE },
              { "past_k", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE },
              { "past_v", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE },
              { "past", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE } },
  .outputs = { { "y" }, { "weights", .backward_reads = TRUE }, { "end" } },
  .carry = { { 1 + WEFT_ATTENTION_PAST_K, .of = WEFT_ATTENTION_K, .grows = TRUE },
             { 1 + WEFT_ATTENTION_PAST_V, .of = WEFT_ATTENTION_V, .grows = TRUE },
             { 1 + WEFT_ATTENTION_PAST, 1 + WEFT_ATTENTION_END } },
  .goes_on = goes_on,
  .attrs = attrs_rows,
  .attrs_size = sizeof (WeftAttending),
  .shape = check_shape,
  .saved_bytes = count_saved,
  .workspace_bytes = count_workspace,
  .flops = count_flops,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .is_random = TRUE,
  .draws = draws,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "None if training and dropout > 0 else "
             "attention (q, k, v, mask, heads, causal, past_k, past_v, past)",
  .onnx = "d = size (q, 2) // heads; cut = [0, 0, heads, d]; s = MatMul (Transpose (Reshape "
          "(q, cut), perm=[0, 2, 1, 3]), Transpose (Reshape (k, cut), perm=[0, 2, 3, 1])) * "
          "(1 / sqrt (d)); m = mask ? Reshape (mask, [0, 1, 1, -1]) : none; s = causal ? s + "
          "Trilu (Expand (-1e9, Shape (s, start=2, end=4)), 1, upper=1) : s; p = mask ? "
          "Softmax (s + (m - 1) * 1e9, axis=-1) * m : Softmax (s, axis=-1); past ? none : "
          "Reshape (Transpose (MatMul (p, Transpose (Reshape (v, cut), perm=[0, 2, 1, 3])), "
          "perm=[0, 2, 1, 3]), [0, 0, size (q, 2)]), p",
};
