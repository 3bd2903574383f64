/* attending: who looks at what in attention, head by head: own keys, and those of a run before */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/gemm.h"
#include "engine/kernels/math.h"
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

/* The number where a key is hidden from query i. */
static inline void
weft_heads_hide (const WeftOpRun *run, const WeftHeads *sizes, gsize n, gsize i, float number,
                 float *p)
{
  const float *mask = run->n_in > WEFT_ATTENTION_MASK ? run->in[WEFT_ATTENTION_MASK] : NULL;
  gsize seen
      = ((const WeftAttending *) run->attrs)->causal ? MIN (i + 1, sizes->keys) : sizes->keys;
  float *own = p + sizes->past;

  for (gsize j = weft_heads_count_past (run, sizes, n); j < sizes->past; j++)
    p[j] = number;
  for (gsize j = 0; mask != NULL && j < seen; j++)
    own[j] = mask[n * sizes->keys + j] == 0.0f ? number : own[j];
  for (gsize j = seen; j < sizes->keys; j++)
    own[j] = number;
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

/* Scores of one query → p, in place. */
static inline void
weft_heads_soften (const WeftOpRun *run, const WeftHeads *sizes, gsize n, gsize i, float *p)
{
  float scale = 1.0f / sqrtf ((float) sizes->head), highest = -INFINITY, sum;

  for (gsize j = 0; j < sizes->all; j++)
    p[j] *= scale;
  weft_heads_hide (run, sizes, n, i, -INFINITY, p);
  for (gsize j = 0; j < sizes->all; j++)
    highest = p[j] > highest ? p[j] : highest;
  if (highest == -INFINITY && weft_heads_see_none (sizes->all, p))
    {
      memset (p, 0, sizes->all * sizeof *p);
      return;
    }
  for (gsize j = 0; j < sizes->all; j++)
    p[j] -= highest;
  weft_exp (sizes->all, p, p);
  weft_heads_hide (run, sizes, n, i, 0.0f, p);
  sum = weft_sum (sizes->all, p);
  for (gsize j = 0; j < sizes->all; j++)
    p[j] /= sum;
}

/* Where head h of sample n begins in (N, T, D). */
static inline gsize
weft_heads_place (const WeftHeads *sizes, gsize at, gsize steps)
{
  gsize n = at / sizes->heads, h = at % sizes->heads;

  return n * steps * sizes->width + h * sizes->head;
}

/* What head h of sample n looks at: its own steps, and those of the past; how many blocks. */
static inline guint
weft_heads_get_keys (const WeftOpRun *run, const WeftHeads *sizes, gsize at, WeftKeys blocks[2])
{
  gsize own = weft_heads_place (sizes, at, sizes->keys),
        past = weft_heads_place (sizes, at, sizes->past);
  gsize n = weft_heads_count_past (run, sizes, at / sizes->heads);

  blocks[0]
      = (WeftKeys){ (const float *) run->in[WEFT_ATTENTION_K] + own,
                    (const float *) run->in[WEFT_ATTENTION_V] + own, sizes->keys, sizes->past };
  if (n > 0)
    blocks[1] = (WeftKeys){ (const float *) run->in[WEFT_ATTENTION_PAST_K] + past,
                            (const float *) run->in[WEFT_ATTENTION_PAST_V] + past, n, 0 };
  return n > 0 ? 2 : 1;
}

/* Those columns of c (Tq, M + Tk) = x (Tq, d) yᵀ (d, n), x among the queries' columns, y among the
 * keys'. */
static inline void
weft_heads_multiply (const WeftHeads *sizes, const WeftKeys *block, const float *x, const float *y,
                     float *c)
{
  weft_gemm (&(WeftGemm){
      .m = sizes->queries,
      .n = block->n,
      .k = sizes->head,
      .a = x,
      .lda = sizes->width,
      .b = y,
      .ldb = sizes->width,
      .b_transposed = TRUE,
      .c = c + block->column,
      .ldc = sizes->all,
  });
}

/* y (Tq, d) = or += those columns of a (Tq, M + Tk) times b (n, d), both among the heads'. */
static inline void
weft_heads_add (const WeftHeads *sizes, const WeftKeys *block, gboolean is_first, const float *a,
                const float *b, float *y)
{
  weft_gemm (&(WeftGemm){
      .m = sizes->queries,
      .n = sizes->head,
      .k = block->n,
      .a = a + block->column,
      .lda = sizes->all,
      .b = b,
      .ldb = sizes->width,
      .c = y,
      .ldc = sizes->width,
      .accumulate = !is_first,
  });
}
