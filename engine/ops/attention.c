/* attention: y = Σⱼ p[i, j] · v[j], p[i, ·] = softmax of q[i]·k[j] / √d over the keys j, head by
 * head (d = D / heads); a causal one sees j ≤ i, a mask (N, Tk) of 0 and 1 hides keys that are no
 * sample (Vaswani et al. 2017)
 *
 * A run that goes on from another sees its keys and values, too: past_k and past_v (N, M, D), of
 * which the first `past` (N, 1) are real. They stand before its own, so that p is (Tq, M + Tk).
 *
 * dv = pᵀ dy, dp = dy vᵀ, ds = p · (dp − Σⱼ p·dp) / √d, dq = ds k, dk = dsᵀ q. Where every key is
 * hidden y is 0. With dropout some p are left out of y while training; what is given as the second
 * output is p before that.
 *
 * Queries are taken in blocks, so that p (rows, M + Tk) stays in cache: only where somebody wants
 * the weights is all of it in memory. Backward finds it anew, with what is left out of it, and
 * takes the blocks from the last to the first: of a causal one the last alone has all keys (Dao et
 * al. 2022 do it so, in tiles of keys, too). Workspace, a slice each: keys and in backward values
 * laid out for products, p, what is not left out of it or ds, and which those are. */
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

static float
get_dropout (const WeftOpRun *run)
{
  return run->training ? ((const WeftAttending *) run->attrs)->dropout : 0.0f;
}

static gboolean
is_causal (const WeftOpRun *run)
{
  return ((const WeftAttending *) run->attrs)->causal;
}

static gboolean
wants_weights (const WeftOpRun *run)
{
  return run->n_out > WEFT_ATTENTION_WEIGHTS && run->out[WEFT_ATTENTION_WEIGHTS] != NULL;
}

/* A head's keys or values, where their being laid out pays. */
static void
pack (const WeftHeads *sizes, const float *keys, float *packed)
{
  if (weft_heads_pack (sizes))
    weft_gemm_pack (&(WeftGemm){ .n = sizes->keys,
                                 .k = sizes->head,
                                 .b = keys,
                                 .ldb = sizes->width,
                                 .b_transposed = TRUE },
                    packed, 0, 1);
}

/* --- a block --- */

/* c (rows, M + keys) = x (rows, d) · keysᵀ or valuesᵀ. */
static void
multiply (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block, const float *x,
          gboolean of_values, const WeftHeadsScratch *scratch, float *c)
{
  WeftKeys stretches[2];
  guint n = weft_heads_get_keys (run, sizes, block, stretches);
  const float *packed = of_values ? scratch->values : scratch->keys;

  for (guint i = 0; i < n; i++)
    weft_heads_multiply (sizes, block, &stretches[i], x + weft_heads_place_block (sizes, block),
                         of_values ? stretches[i].v : stretches[i].k,
                         i == 0 && weft_heads_pack (sizes) ? packed : NULL, c);
}

/* Where the weights are given they are p; all their columns are worked on then. */
static WeftQueries
get_block (const WeftOpRun *run, const WeftHeads *sizes, gsize at, gsize begin,
           WeftHeadsScratch *scratch)
{
  WeftQueries block = weft_heads_block (sizes, is_causal (run), at, begin);

  if (!wants_weights (run))
    return block;
  block.keys = sizes->keys;
  block.columns = block.step = sizes->all;
  scratch->p
      = (float *) run->out[WEFT_ATTENTION_WEIGHTS] + (at * sizes->queries + begin) * sizes->all;
  return block;
}

static void
find_p (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
        const WeftHeadsScratch *scratch)
{
  multiply (run, sizes, block, run->in[WEFT_ATTENTION_Q], FALSE, scratch, scratch->p);
  for (gsize i = 0; i < block->rows; i++)
    weft_heads_soften (run, sizes, block->at / sizes->heads, block->begin + i, block->columns,
                       scratch->p + i * block->step);
}

static void
draw (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
      const WeftHeadsScratch *scratch)
{
  if (get_dropout (run) > 0.0f)
    weft_drop_draw (&run->random, get_dropout (run),
                    (block->at * sizes->queries + block->begin) * sizes->all,
                    block->rows * sizes->all, scratch->kept);
}

/* What of x (rows, M + keys) is not left out, in `to` where something may be; to: x or none of it.
 */
static const float *
drop (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
      const WeftHeadsScratch *scratch, const float *x, float *to)
{
  float p = get_dropout (run);

  if (p == 0.0f)
    return x;
  for (gsize i = 0; i < block->rows; i++)
    weft_drop_apply (scratch->kept + i * sizes->all, weft_drop_scale (p), block->columns,
                     x + i * block->step, to + i * block->step);
  return to;
}

/* --- forward --- */

static void
forward_block (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
               const WeftHeadsScratch *scratch)
{
  WeftKeys stretches[2];
  guint n = weft_heads_get_keys (run, sizes, block, stretches);
  const float *seen;

  find_p (run, sizes, block, scratch);
  draw (run, sizes, block, scratch);
  seen = drop (run, sizes, block, scratch, scratch->p, scratch->other);
  for (guint i = 0; i < n; i++)
    weft_heads_add (sizes, block, &stretches[i], i == 0, seen, stretches[i].v,
                    (float *) run->out[WEFT_ATTENTION_Y] + weft_heads_place_block (sizes, block));
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
  WeftHeadsScratch scratch = weft_heads_get_scratch (run, &sizes, slice, FALSE);

  for (gsize at = heads.begin; at < heads.end; at++)
    {
      pack (&sizes,
            (const float *) run->in[WEFT_ATTENTION_K] + weft_heads_place (&sizes, at, sizes.keys),
            scratch.keys);
      for (gsize i = 0; i < sizes.queries; i += weft_heads_block_rows (&sizes))
        {
          WeftQueries block = get_block (run, &sizes, at, i, &scratch);

          forward_block (run, &sizes, &block, &scratch);
        }
    }
  if (slice == 0)
    write_end (run, &sizes);
}

/* --- backward --- */

/* dp (rows, M + keys) = dy (rows, d) vᵀ: what comes through y, and what comes to the weights
 * themselves. */
static void
find_dp (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
         const WeftHeadsScratch *scratch, float *dp)
{
  const float *dweights
      = run->n_out > WEFT_ATTENTION_WEIGHTS ? run->d_out[WEFT_ATTENTION_WEIGHTS] : NULL;
  gsize first = (block->at * sizes->queries + block->begin) * sizes->all;

  if (run->d_out[WEFT_ATTENTION_Y] == NULL || sizes->past > 0) /* some of the past is none */
    for (gsize i = 0; i < block->rows; i++)
      memset (dp + i * block->step, 0, block->columns * sizeof *dp);
  if (run->d_out[WEFT_ATTENTION_Y] != NULL)
    multiply (run, sizes, block, run->d_out[WEFT_ATTENTION_Y], TRUE, scratch, dp);
  drop (run, sizes, block, scratch, dp, dp);
  for (gsize i = 0; dweights != NULL && i < block->rows; i++)
    for (gsize j = 0; j < block->columns; j++)
      dp[i * block->step + j] += dweights[first + i * sizes->all + j];
}

/* dp (rows, M + keys) → ds, in place. */
static void
harden (const WeftHeads *sizes, const WeftQueries *block, const float *p, float *ds)
{
  float scale = 1.0f / sqrtf ((float) sizes->head);

  for (gsize i = 0; i < block->rows; i++, p += block->step, ds += block->step)
    {
      float dot = weft_dot (block->columns, p, ds);

#pragma GCC ivdep
      for (gsize j = 0; j < block->columns; j++)
        ds[j] = p[j] * (ds[j] - dot) * scale;
    }
}

/* dv (keys, d) = or += pᵀ (keys, rows) dy (rows, d), of what is not left out. */
static void
find_dv (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
         const WeftHeadsScratch *scratch, gboolean is_first)
{
  float *dv = run->d_in[WEFT_ATTENTION_V] + weft_heads_place (sizes, block->at, sizes->keys);

  if (run->d_out[WEFT_ATTENTION_Y] != NULL)
    weft_heads_gather (sizes, block, is_first,
                       drop (run, sizes, block, scratch, scratch->p, scratch->other),
                       run->d_out[WEFT_ATTENTION_Y] + weft_heads_place_block (sizes, block), dv);
  else
    for (gsize j = 0; is_first && j < sizes->keys; j++)
      memset (dv + j * sizes->width, 0, sizes->head * sizeof *dv);
}

static void
backward_block (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
                const WeftHeadsScratch *scratch)
{
  gboolean is_first = block->begin + block->rows == sizes->queries;
  gsize queries = weft_heads_place_block (sizes, block);
  float *ds = scratch->other;
  WeftKeys stretches[2];
  guint n = weft_heads_get_keys (run, sizes, block, stretches);

  if (!wants_weights (run))
    find_p (run, sizes, block, scratch);
  draw (run, sizes, block, scratch);
  if (run->d_in[WEFT_ATTENTION_V] != NULL)
    find_dv (run, sizes, block, scratch, is_first);
  find_dp (run, sizes, block, scratch, ds);
  harden (sizes, block, scratch->p, ds);
  for (guint i = 0; run->d_in[WEFT_ATTENTION_Q] != NULL && i < n; i++)
    weft_heads_add (sizes, block, &stretches[i], i == 0, ds, stretches[i].k,
                    run->d_in[WEFT_ATTENTION_Q] + queries);
  if (run->d_in[WEFT_ATTENTION_K] != NULL)
    weft_heads_gather (
        sizes, block, is_first, ds, (const float *) run->in[WEFT_ATTENTION_Q] + queries,
        run->d_in[WEFT_ATTENTION_K] + weft_heads_place (sizes, block->at, sizes->keys));
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftHeads sizes = weft_heads_of (run->attrs, run->in_shape, run->n_in);
  WeftSpan heads = weft_span_of (sizes.samples * sizes.heads, slices_of (&sizes), slice, 1);
  gsize rows = weft_heads_block_rows (&sizes), blocks = (sizes.queries + rows - 1) / rows;
  WeftHeadsScratch scratch = weft_heads_get_scratch (run, &sizes, slice, TRUE);

  for (gsize at = heads.begin; at < heads.end; at++)
    {
      gsize keys = weft_heads_place (&sizes, at, sizes.keys);

      pack (&sizes, (const float *) run->in[WEFT_ATTENTION_K] + keys, scratch.keys);
      pack (&sizes, (const float *) run->in[WEFT_ATTENTION_V] + keys, scratch.values);
      for (gsize i = blocks; i-- > 0;)
        {
          WeftQueries block = get_block (run, &sizes, at, i * rows, &scratch);

          backward_block (run, &sizes, &block, &scratch);
        }
    }
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  const WeftAttending *attrs = shapes->attrs;
  WeftHeads sizes = weft_heads_of (attrs, shapes->in, shapes->n_in);

  return slices_of (&sizes) * weft_heads_count_scratch (&sizes, is_backward, attrs->dropout > 0.0f)
         * sizeof (float);
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
  { "in blocks, causal",
    { F32 (2, 400, 8), F32 (2, 400, 8), F32 (2, 400, 8) },
    HEADS (2, TRUE),
    .is_large = TRUE },
  { "in blocks, keys that are hidden",
    { F32 (1, 300, 6), F32 (1, 330, 6), F32 (1, 330, 6), F32 (1, 330) },
    HEADS (1, FALSE),
    .is_large = TRUE,
    .bits = 1 << WEFT_ATTENTION_MASK },
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
  .units = { WEFT_UNITS_ATTENDED },
  .attrs = attrs_rows,
  .attrs_size = sizeof (WeftAttending),
  .shape = check_shape,
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
