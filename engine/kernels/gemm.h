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
