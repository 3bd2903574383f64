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

void
weft_gemm (const WeftGemm *g)
{
  if (g->m == 0 || g->n == 0)
    return;
  cblas_sgemm (CblasRowMajor, g->a_transposed ? CblasTrans : CblasNoTrans,
               g->b_transposed ? CblasTrans : CblasNoTrans, (blasint) g->m, (blasint) g->n, (blasint) g->k,
               1.0f, g->a, (blasint) g->lda, g->b, (blasint) g->ldb, g->accumulate ? 1.0f : 0.0f, g->c,
               (blasint) g->ldc);
}
#endif
