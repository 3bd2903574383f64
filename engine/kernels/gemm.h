/* gemm: C (M, N) = A (M, K) · B (K, N), or C += A · B, or a row added to every row of C
 *
 * Rows lie lda, ldb, ldc floats apart. A transposed operand is stored as (K, M) or (N, K). The
 * kernel is chosen by M, N, K and the kernel set: plain loops; a register-blocked kernel for small
 * products, where packing and the call would cost more than the work; OpenBLAS, single-threaded,
 * for the rest. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/base/set.h"

typedef struct
{
  gsize m, n, k;
  const float *a, *b;
  float *c;
  gsize lda, ldb, ldc;
  gboolean a_transposed, b_transposed;
  gboolean accumulate; /* C += */
  const float *start;  /* (N) that every row of C begins with; nullable */
} WeftGemm;

#define weft_gemm WEFT_IN_SET (weft_gemm)
void weft_gemm (const WeftGemm *gemm);

/* Whether a few columns of B's rows, which lie so far apart, stay in a core's first cache together:
 * such that lie a multiple of the page apart push one another out, and are laid out anew. */
static inline gboolean
weft_gemm_lies_apart (gsize ldb)
{
  gsize bytes = ldb * sizeof (float);

  return (bytes & -bytes) <= 512; /* columns of a piece; what divides the page divides this */
}

#define WEFT_GEMM_PANEL 32 /* columns of B that are laid out together */

/* For many products with one B, few rows of A at a time: B is laid out first, in panels, at 64
 * bytes. So many floats, whatever the kernel set. */
static inline gsize
weft_gemm_count_packed (gsize n, gsize k)
{
  return (n + WEFT_GEMM_PANEL - 1) / WEFT_GEMM_PANEL * WEFT_GEMM_PANEL * k;
}

/* The gemm's b, ldb and b_transposed, n and k are read; every panel whose number is `slice` modulo
 * `slices`. */
#define weft_gemm_pack WEFT_IN_SET (weft_gemm_pack)
void weft_gemm_pack (const WeftGemm *gemm, float *packed, guint slice, guint slices);
/* The product with what was laid out of the same b, n and k; a is not transposed. */
#define weft_gemm_packed WEFT_IN_SET (weft_gemm_packed)
void weft_gemm_packed (const WeftGemm *gemm, const float *packed);
