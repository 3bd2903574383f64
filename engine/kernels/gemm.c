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

  for (gsize j = 0; j < g->n; j++)
    c[j] = (g->accumulate ? c[j] : 0.0f) + (g->start != NULL ? g->start[j] : 0.0f);
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

void
weft_gemm_pack (const WeftGemm *gemm, float *packed, guint slice, guint slices)
{
}

void
weft_gemm_packed (const WeftGemm *gemm, const float *packed)
{
  weft_gemm (gemm);
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

/* For the kernels that only add: C begins with `start`. Whether C is to be added to from then on.
 */
static gboolean
put_start (const WeftGemm *g)
{
  for (gsize i = 0; i < g->m && g->start != NULL; i++)
    for (gsize j = 0; j < g->n; j++)
      g->c[i * g->ldc + j] = (g->accumulate ? g->c[i * g->ldc + j] : 0.0f) + g->start[j];
  return g->accumulate || g->start != NULL;
}

/* C = A · Bᵀ by dot products, K in pieces. */
static void
run_dots (const WeftGemm *g)
{
  gboolean accumulate = put_start (g);

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
        .accumulate = accumulate || k > 0,
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
      .start = g->start != NULL && from == 0 ? g->start + column : NULL,
  });
}

/* Pieces of B, (k, n), are laid out anew: transposed where B is stored (N, K); else brought
 * together where they would push one another out of the cache. */
static void
run_copied (const WeftGemm *g)
{
  gsize depth = MIN (g->k, COPY / WEFT_TILE_COLUMNS);
  gsize columns = MAX (COPY / depth / WEFT_TILE_COLUMNS, 1) * WEFT_TILE_COLUMNS;
  gboolean stays = !g->b_transposed && weft_gemm_lies_apart (g->ldb);
  float copy[COPY];

  for (gsize j = 0; j < g->n; j += columns)
    for (gsize from = 0; from < g->k; from += depth)
      {
        gsize n = MIN (columns, g->n - j), k = MIN (depth, g->k - from);
        const float *b = g->b + from * g->ldb + j;

        if (g->b_transposed)
          weft_transpose (n, k, g->b + j * g->ldb + from, g->ldb, copy, n);
        for (gsize q = 0; q < k && !g->b_transposed && !stays; q++)
          memcpy (copy + q * n, b + q * g->ldb, n * sizeof *copy);
        run_tiles (g, j, n, from, k, stays ? b : copy, stays ? g->ldb : n);
      }
}

static void
run_blas (const WeftGemm *g)
{
  gboolean accumulate = put_start (g);

  cblas_sgemm (CblasRowMajor, g->a_transposed ? CblasTrans : CblasNoTrans,
               g->b_transposed ? CblasTrans : CblasNoTrans, (blasint) g->m, (blasint) g->n,
               (blasint) g->k, 1.0f, g->a, (blasint) g->lda, g->b, (blasint) g->ldb,
               accumulate ? 1.0f : 0.0f, g->c, (blasint) g->ldc);
}

/* With half the registers dot products need twice the loads: then only where the copy would not
 * pay. */
static gboolean
prefers_dots (const WeftGemm *g)
{
  return g->k >= LEAST_DEPTH && (WEFT_REGISTERS == 32 || g->m < 4 * WEFT_TILE_ROWS);
}

void
weft_gemm (const WeftGemm *g)
{
  gsize area = g->m * g->n; /* of what fits in memory: no overflow, nor of the area times K then */
  gboolean small = area <= SMALL_PRODUCT && area * g->k <= SMALL_PRODUCT;

  if (g->m == 0 || g->n == 0)
    return;
  if (!small)
    run_blas (g);
  else if (g->b_transposed && !g->a_transposed && prefers_dots (g))
    run_dots (g);
  else if (g->b_transposed || (g->m > WEFT_TILE_ROWS && g->k * g->ldb > COPY))
    run_copied (g);
  else
    run_tiles (g, 0, g->n, 0, g->k, g->b, g->ldb);
}

void
weft_gemm_pack (const WeftGemm *g, float *packed, guint slice, guint slices)
{
  for (gsize j = slice * WEFT_GEMM_PANEL; j < g->n; j += (gsize) slices * WEFT_GEMM_PANEL)
    {
      gsize n = MIN (WEFT_GEMM_PANEL, g->n - j);
      float *panel = packed + j * g->k;

      if (g->b_transposed)
        weft_transpose (n, g->k, g->b + j * g->ldb, g->ldb, panel, n);
      else
        for (gsize k = 0; k < g->k; k++)
          memcpy (panel + k * n, g->b + k * g->ldb + j, n * sizeof *panel);
    }
}

void
weft_gemm_packed (const WeftGemm *g, const float *packed)
{
  for (gsize j = 0; j < g->n; j += WEFT_GEMM_PANEL)
    {
      gsize n = MIN (WEFT_GEMM_PANEL, g->n - j);

      run_tiles (g, j, n, 0, g->k, packed + j * g->k, n);
    }
}
#endif
