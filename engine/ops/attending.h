/* attending: who looks at what in attention, head by head: own keys, and those of a run before */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/gemm.h"
#include "engine/kernels/softmax.h"
#include "engine/kernels/sum.h"
#include "engine/ops/position.h"

typedef struct
{
  int heads;
  gboolean causal;
  float dropout;
} WeftAttending;

enum
{
  WEFT_ATTENTION_Q,
  WEFT_ATTENTION_K,
  WEFT_ATTENTION_V,
  WEFT_ATTENTION_MASK,
  WEFT_ATTENTION_PAST_K,
  WEFT_ATTENTION_PAST_V,
  WEFT_ATTENTION_PAST,
};

enum
{
  WEFT_ATTENTION_Y,
  WEFT_ATTENTION_WEIGHTS,
  WEFT_ATTENTION_END,
};

typedef struct
{
  gsize samples, heads, queries, keys, width, head; /* width: D, head: D / heads */
  gsize past, all;                                  /* M, M + Tk */
} WeftHeads;

/* Keys that lie together, of one head: k, v (n, d), and their first column of p. */
typedef struct
{
  const float *k, *v;
  gsize n, column;
} WeftKeys;

static inline WeftHeads
weft_heads_of (const WeftAttending *attrs, const WeftShape *in, guint n_in)
{
  gsize width = (gsize) in[WEFT_ATTENTION_Q].dims[2], heads = (gsize) attrs->heads;
  gsize keys = (gsize) in[WEFT_ATTENTION_K].dims[1];
  gsize past = n_in > WEFT_ATTENTION_PAST_K && in[WEFT_ATTENTION_PAST_K].rank >= 0
                   ? (gsize) in[WEFT_ATTENTION_PAST_K].dims[1]
                   : 0;

  return (WeftHeads){ (gsize) in[WEFT_ATTENTION_Q].dims[0],
                      heads,
                      (gsize) in[WEFT_ATTENTION_Q].dims[1],
                      keys,
                      width,
                      width / heads,
                      past,
                      past + keys };
}

/* How many keys of the past are real. */
static inline gsize
weft_heads_count_past (const WeftOpRun *run, const WeftHeads *sizes, gsize n)
{
  return sizes->past == 0
             ? 0
             : MIN ((gsize) weft_position_first (run, WEFT_ATTENTION_PAST, n), sizes->past);
}

/* --- queries, block by block --- */

#define WEFT_HEADS_BLOCK 32768 /* scores at a time: they stay in the second cache */
#define WEFT_HEADS_ROWS 12     /* queries in whole panels of a product, so many at least */

/* Some queries of head h of sample n (at: n · heads + h), and how many of their own keys any of
 * them may see; p (rows, M + keys), its rows `step` apart. */
typedef struct
{
  gsize at, begin, rows, keys, columns, step;
} WeftQueries;

static inline gsize
weft_heads_block_rows (const WeftHeads *sizes)
{
  gsize rows = WEFT_HEADS_BLOCK / MAX (sizes->all, 1) / WEFT_HEADS_ROWS * WEFT_HEADS_ROWS;

  return MIN (MAX (rows, WEFT_HEADS_ROWS), sizes->queries);
}

/* Between rows of scratch: no power of two, for those push one another out of the cache. */
static inline gsize
weft_heads_block_step (const WeftHeads *sizes)
{
  return (sizes->all + 15) / 16 * 16 + 16;
}

/* The block that begins at a query. Of a causal one whole panels of keys behind it are left out. */
static inline WeftQueries
weft_heads_block (const WeftHeads *sizes, gboolean causal, gsize at, gsize begin)
{
  gsize rows = MIN (weft_heads_block_rows (sizes), sizes->queries - begin), keys = sizes->keys;

  if (causal && begin + rows < sizes->queries)
    keys = MIN (keys, (begin + rows + WEFT_GEMM_PANEL - 1) / WEFT_GEMM_PANEL * WEFT_GEMM_PANEL);
  return (WeftQueries){ at, begin, rows, keys, sizes->past + keys, weft_heads_block_step (sizes) };
}

/* The number where a key is hidden among the first `end` columns, but for what is behind a query.
 */
static inline void
weft_heads_hide (const WeftOpRun *run, const WeftHeads *sizes, gsize n, gsize end, float number,
                 float *p)
{
  const float *mask = run->n_in > WEFT_ATTENTION_MASK ? run->in[WEFT_ATTENTION_MASK] : NULL;
  float *own = p + sizes->past;

  for (gsize j = weft_heads_count_past (run, sizes, n); j < sizes->past; j++)
    p[j] = number;
  for (gsize j = 0; mask != NULL && j < end - sizes->past; j++)
    own[j] = mask[n * sizes->keys + j] == 0.0f ? number : own[j];
}

/* Whether all keys are hidden: a score that is no number is none that is hidden. */
static inline gboolean
weft_heads_see_none (gsize n, const float *scores)
{
  gsize j = 0;

  while (j < n && scores[j] == -INFINITY)
    j++;
  return j == n;
}

/* Scores of query i, the first `columns` → p, in place. */
static inline void
weft_heads_soften (const WeftOpRun *run, const WeftHeads *sizes, gsize n, gsize i, gsize columns,
                   float *p)
{
  gboolean causal = ((const WeftAttending *) run->attrs)->causal;
  gsize end = causal ? MIN (sizes->past + i + 1, columns) : columns;
  float scale = 1.0f / sqrtf ((float) sizes->head), highest, factor;

  memset (p + end, 0, (columns - end) * sizeof *p);
  weft_heads_hide (run, sizes, n, end, -INFINITY, p);
  highest = weft_softmax_max (end, p);
  if (highest == -G_MAXFLOAT && weft_heads_see_none (end, p))
    {
      memset (p, 0, end * sizeof *p);
      return;
    }
  factor = 1.0f / weft_softmax_exp (end, p, scale, highest * scale, p);
  weft_heads_hide (run, sizes, n, end, 0.0f, p);
#pragma GCC ivdep
  for (gsize j = 0; j < end; j++)
    p[j] *= factor;
}

/* Where head h of sample n begins in (N, T, D). */
static inline gsize
weft_heads_place (const WeftHeads *sizes, gsize at, gsize steps)
{
  gsize n = at / sizes->heads, h = at % sizes->heads;

  return n * steps * sizes->width + h * sizes->head;
}

/* Where the block's queries begin in (N, Tq, D). */
static inline gsize
weft_heads_place_block (const WeftHeads *sizes, const WeftQueries *block)
{
  return weft_heads_place (sizes, block->at, sizes->queries) + block->begin * sizes->width;
}

/* What the block looks at: its own steps, and those of the past; how many stretches. */
static inline guint
weft_heads_get_keys (const WeftOpRun *run, const WeftHeads *sizes, const WeftQueries *block,
                     WeftKeys stretches[2])
{
  gsize own = weft_heads_place (sizes, block->at, sizes->keys),
        past = weft_heads_place (sizes, block->at, sizes->past);
  gsize n = weft_heads_count_past (run, sizes, block->at / sizes->heads);

  stretches[0]
      = (WeftKeys){ (const float *) run->in[WEFT_ATTENTION_K] + own,
                    (const float *) run->in[WEFT_ATTENTION_V] + own, block->keys, sizes->past };
  if (n > 0)
    stretches[1] = (WeftKeys){ (const float *) run->in[WEFT_ATTENTION_PAST_K] + past,
                               (const float *) run->in[WEFT_ATTENTION_PAST_V] + past, n, 0 };
  return n > 0 ? 2 : 1;
}

/* Few queries do not pay for laying out keys. */
static inline gboolean
weft_heads_pack (const WeftHeads *sizes)
{
  return sizes->queries >= WEFT_HEADS_ROWS;
}

/* Those columns of c (rows, M + keys) = x (rows, d) yᵀ (d, n), x among the queries' columns, y
 * among the keys', which are laid out in `packed`; nullable. */
static inline void
weft_heads_multiply (const WeftHeads *sizes, const WeftQueries *block, const WeftKeys *keys,
                     const float *x, const float *y, const float *packed, float *c)
{
  const WeftGemm gemm = {
    .m = block->rows,
    .n = keys->n,
    .k = sizes->head,
    .a = x,
    .lda = sizes->width,
    .b = y,
    .ldb = sizes->width,
    .b_transposed = TRUE,
    .c = c + keys->column,
    .ldc = block->step,
  };

  if (packed != NULL)
    weft_gemm_packed (&gemm, packed);
  else
    weft_gemm (&gemm);
}

/* y (rows, d) = or += those columns of a (rows, M + keys) times b (n, d), both among the heads'. */
static inline void
weft_heads_add (const WeftHeads *sizes, const WeftQueries *block, const WeftKeys *keys,
                gboolean is_first, const float *a, const float *b, float *y)
{
  weft_gemm (&(WeftGemm){
      .m = block->rows,
      .n = sizes->head,
      .k = keys->n,
      .a = a + keys->column,
      .lda = block->step,
      .b = b,
      .ldb = sizes->width,
      .c = y,
      .ldc = sizes->width,
      .accumulate = !is_first,
  });
}

/* c (keys, d) = or += aᵀ (keys, rows) b (rows, d), of the own keys' columns of a (rows, M + keys).
 */
static inline void
weft_heads_gather (const WeftHeads *sizes, const WeftQueries *block, gboolean is_first,
                   const float *a, const float *b, float *c)
{
  weft_gemm (&(WeftGemm){
      .m = block->keys,
      .n = sizes->head,
      .k = block->rows,
      .a = a + sizes->past,
      .lda = block->step,
      .a_transposed = TRUE,
      .b = b,
      .ldb = sizes->width,
      .c = c,
      .ldc = sizes->width,
      .accumulate = !is_first,
  });
}

/* --- scratch --- */

typedef struct
{
  float *keys, *values; /* laid out; values: in backward */
  float *p, *other;     /* blocks; other: in backward, and where something is left out */
  guint8 *kept;         /* of a block, a byte each: 0 is left out */
} WeftHeadsScratch;

static inline gsize
weft_heads_count_block (const WeftHeads *sizes)
{
  return weft_heads_block_rows (sizes) * weft_heads_block_step (sizes);
}

/* Floats of one slice, whole vectors of each. */
static inline gsize
weft_heads_count_scratch (const WeftHeads *sizes, gboolean is_backward, gboolean has_dropout)
{
  gsize packed = weft_heads_pack (sizes) ? weft_gemm_count_packed (sizes->keys, sizes->head) : 0;
  gsize block = weft_heads_count_block (sizes);

  return (is_backward ? 2 : 1) * packed + (is_backward || has_dropout ? 2 : 1) * block
         + (has_dropout ? block / 4 : 0);
}

static inline WeftHeadsScratch
weft_heads_get_scratch (const WeftOpRun *run, const WeftHeads *sizes, guint slice,
                        gboolean is_backward)
{
  gboolean has_dropout = ((const WeftAttending *) run->attrs)->dropout > 0.0f;
  gsize packed = weft_heads_pack (sizes) ? weft_gemm_count_packed (sizes->keys, sizes->head) : 0;
  float *at = (float *) run->workspace
              + slice * weft_heads_count_scratch (sizes, is_backward, has_dropout);
  WeftHeadsScratch scratch = { .keys = at };

  at += packed;
  scratch.values = is_backward ? at : NULL;
  at += is_backward ? packed : 0;
  scratch.p = at;
  scratch.other = at + weft_heads_count_block (sizes);
  scratch.kept = (guint8 *) (scratch.other + weft_heads_count_block (sizes));
  return scratch;
}
