/* tile: the register-blocked product C (rows, columns) = A (rows, K) · B (K, columns), without a
 * copy of B
 *
 * A block of rows × two vectors of C is held in registers while k runs: each step loads two vectors
 * of B and multiplies them by one element of A for each row. B's row k lies at b + k·ldb, or at b +
 * offsets[k]: so a convolution's taps are rows of B that overlap in the picture. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#if WEFT_REGISTERS == 32
#define WEFT_TILE_ROWS 12 /* 24 accumulators of 32 registers */
#else
#define WEFT_TILE_ROWS 6 /* 12 of 16 */
#endif
#define WEFT_TILE_COLUMNS (2 * WEFT_LANES)

typedef enum
{
  WEFT_A_ROWS,    /* element (i, k) at a[i·lda + k] */
  WEFT_A_COLUMNS, /* at a[k·lda + i] */
  WEFT_A_PACKED,  /* weft_tile_pack's panels */
} WeftTileA;

typedef struct
{
  gsize m, n, k;
  const float *a, *b;
  float *c;
  gsize lda, ldb, ldc;
  const gint32 *offsets; /* (K), instead of ldb, where A is not in columns; nullable */
  WeftTileA a_kind;
  gboolean accumulate; /* C += */
  const float *start;  /* (N) that every row of C begins with; nullable */
} WeftTiles;

/* How many rows the next panel takes when `left` are left. */
static inline gsize
weft_tile_panel (gsize left)
{
#if WEFT_REGISTERS == 32
  if (left == 12 || left >= 20)
    return 12;
  if (left == 8 || left >= 13)
    return 8;
  return left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
#else
  if (left == 6 || left >= 10)
    return 6;
  return left >= 4 ? 4 : left >= 2 ? 2 : 1;
#endif
}

/* Packs element (i, k) = a[i·row + k·step] into panels (M, K), each (K, rows of the panel): every
 * panel whose number is `slice` modulo `slices`. */
static inline void
weft_tile_pack (gsize m, gsize k, const float *a, gsize row, gsize step, float *packed, gsize slice,
                gsize slices)
{
  for (gsize i = 0, rows, panel = 0; i < m; i += rows, panel++)
    {
      float *to = packed + i * k;

      rows = weft_tile_panel (m - i);
      for (gsize q = 0; q < k && panel % slices == slice; q++)
        for (gsize j = 0; j < rows; j++)
          *to++ = a[(i + j) * row + q * step];
    }
}

#define weft_tiles WEFT_IN_SET (weft_tiles)
void weft_tiles (const WeftTiles *tiles);
