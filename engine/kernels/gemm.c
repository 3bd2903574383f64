/* gemm: matrix products; gemm.h says which kernel is for what */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/gemm.h"

#include <string.h>

#if WEFT_KERNEL_LEVEL == 0
static inline float
get_a (const WeftGemm *g, gsize i, gsize k)
{
  return g->a_transposed ? g->a[k * g->lda + i] : g->a[i * g->lda + k];
}

/* One row of C: with B stored (K, N) sums of its rows, with B stored (N, K) dot products. */
static void
run_row (const WeftGemm *g, gsize i)
{
  float *c = g->c + i * g->ldc;

  if (!g->accumulate)
    memset (c, 0, g->n * sizeof *c);
  if (g->b_transposed)
    for (gsize j = 0; j < g->n; j++)
      {
        float sum = 0.0f;

        for (gsize k = 0; k < g->k; k++)
          sum += get_a (g, i, k) * g->b[j * g->ldb + k];
        c[j] += sum;
      }
  else
    for (gsize k = 0; k < g->k; k++)
      {
        float a = get_a (g, i, k);

        for (gsize j = 0; j < g->n; j++)
          c[j] += a * g->b[k * g->ldb + j];
      }
}

void
weft_gemm (const WeftGemm *gemm)
{
  for (gsize i = 0; i < gemm->m; i++)
    run_row (gemm, i);
}
#else
#include <cblas.h>

#include "engine/kernels/dots.h"
#include "engine/kernels/tile.h"
#include "engine/kernels/transpose.h"

#define SMALL_PRODUCT (64u << 20) /* M·N·K up to which the kernels of this folder do it */
#define MOST_DEPTH 1024           /* of a dot product at a time: its rows then stay in cache */
#define LEAST_DEPTH 192           /* from which folding partial sums together is cheap */
#define COPY 8192                 /* floats of B that are laid out anew at a time */

/* C = A · Bᵀ by dot products, K in pieces. */
static void
run_dots (const WeftGemm *g)
{
  for (gsize k = 0; k < g->k; k += MOST_DEPTH)
    weft_dots (&(WeftDots){
        .m = g->m,
        .n = g->n,
        .k = MIN (MOST_DEPTH, g->k - k),
        .a = g->a + k,
        .lda = g->lda,
        .b = g->b + k,
        .ldb = g->ldb,
        .c = g->c,
        .ldc = g->ldc,
        .accumulate = g->accumulate || k > 0,
    });
}

/* C (M, n) of some columns with a piece (k, n) of B that lies in order. */
static void
run_tiles (const WeftGemm *g, gsize column, gsize n, gsize from, gsize k, const float *b, gsize ldb)
{
  weft_tiles (&(WeftTiles){
      .m = g->m,
      .n = n,
      .k = k,
      .a = g->a + (g->a_transposed ? from * g->lda : from),
      .lda = g->lda,
      .a_kind = g->a_transposed ? WEFT_A_COLUMNS : WEFT_A_ROWS,
      .b = b,
      .ldb = ldb,
      .c = g->c + column,
      .ldc = g->ldc,
      .accumulate = g->accumulate || from > 0,
  });
}

/* Columns of B at a time, so that a piece of B, (k, columns), fits the copy. */
static gsize
get_columns (gsize k)
{
  return MAX (COPY / k / WEFT_TILE_COLUMNS, 1) * WEFT_TILE_COLUMNS;
}

/* B stored (N, K): pieces of it are transposed. */
static void
run_transposed (const WeftGemm *g)
{
  gsize columns = get_columns (g->k);
  float copy[COPY];

  for (gsize j = 0; j < g->n; j += columns)
    {
      gsize n = MIN (columns, g->n - j);

      weft_transpose (n, g->k, g->b + j * g->ldb, g->ldb, copy, n);
      run_tiles (g, j, n, 0, g->k, copy, n);
    }
}

/* B stored (K, N) with rows far apart: pieces of it are brought together, since lines that lie a
 * multiple of the page apart push one another out of the cache. */
static void
run_gathered (const WeftGemm *g)
{
  gsize depth = COPY / WEFT_TILE_COLUMNS, columns = get_columns (MIN (depth, g->k));
  float copy[COPY];

  for (gsize j = 0; j < g->n; j += columns)
    for (gsize from = 0; from < g->k; from += depth)
      {
        gsize n = MIN (columns, g->n - j), k = MIN (depth, g->k - from);

        for (gsize q = 0; q < k; q++)
          memcpy (copy + q * n, g->b + (from + q) * g->ldb + j, n * sizeof *copy);
        run_tiles (g, j, n, from, k, copy, n);
      }
}

static void
run_blas (const WeftGemm *g)
{
  cblas_sgemm (CblasRowMajor, g->a_transposed ? CblasTrans : CblasNoTrans,
               g->b_transposed ? CblasTrans : CblasNoTrans, (blasint) g->m, (blasint) g->n,
               (blasint) g->k, 1.0f, g->a, (blasint) g->lda, g->b, (blasint) g->ldb,
               g->accumulate ? 1.0f : 0.0f, g->c, (blasint) g->ldc);
}

void
weft_gemm (const WeftGemm *g)
{
  gboolean small = (double) g->m * (double) g->n * (double) g->k <= SMALL_PRODUCT;

  if (g->m == 0 || g->n == 0)
    return;
  if (!small)
    run_blas (g);
  else if (!g->b_transposed)
    {
      if (g->m > WEFT_TILE_ROWS && g->k * g->ldb > COPY)
        run_gathered (g);
      else
        run_tiles (g, 0, g->n, 0, g->k, g->b, g->ldb);
    }
  else if (g->k >= LEAST_DEPTH && !g->a_transposed)
    run_dots (g);
  else if (g->k <= COPY / WEFT_TILE_COLUMNS)
    run_transposed (g);
  else
    run_blas (g);
}
#endif
