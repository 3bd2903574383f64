/* dots: C (rows, columns) = A (rows, K) · B (columns, K)ᵀ: dot products of rows that lie in order
 *
 * A block of 4 × 4 products is held in registers, a vector of partial sums each, which are folded
 * together at the end. B's row j lies at b + j·ldb, or at b + offsets[j]: so a convolution's weight
 * gradient is such a product of dy with the picture at each tap. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

typedef struct
{
  gsize m, n, k;
  const float *a, *b;
  float *c;
  gsize lda, ldb, ldc;
  const gint32 *offsets; /* (N), instead of ldb; nullable */
  gboolean accumulate;   /* C += */
  gsize runs, a_run,
      b_run; /* more than one run of K numbers in each row: how many, how far apart */
} WeftDots;

#define weft_dots WEFT_IN_SET (weft_dots)
void weft_dots (const WeftDots *dots);
