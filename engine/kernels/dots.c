/* dots: blocks of dot products */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/dots.h"
#include "engine/kernels/transpose.h"

#if WEFT_KERNEL_LEVEL > 0
#define BLOCK 4

#define FOLD(a, b, run) (WEFT_MIX_LOW (a, b, run) + WEFT_MIX_HIGH (a, b, run))

/* WEFT_LANES vectors → one whose lane i is the sum of vector i's lanes. */
WEFT_INLINE WeftVector
fold (WeftVector *v)
{
#pragma GCC unroll 8
  for (int i = 0; i < WEFT_LANES / 2; i++)
    v[i] = FOLD (v[2 * i], v[2 * i + 1], 1);
#pragma GCC unroll 4
  for (int i = 0; i < WEFT_LANES / 4; i++)
    v[i] = FOLD (v[2 * i], v[2 * i + 1], 2);
#pragma GCC unroll 2
  for (int i = 0; i < WEFT_LANES / 8; i++)
    v[i] = FOLD (v[2 * i], v[2 * i + 1], 4);
#if WEFT_KERNEL_LEVEL == 4
  v[0] = FOLD (v[0], v[1], 8);
#endif
  return v[0];
}

typedef struct
{
  const float *a[BLOCK], *b[BLOCK];
  gsize rows, columns;
} Block;

/* sums (BLOCK, columns) of the constants rows = BLOCK and columns; where fewer are left the
 * pointers repeat, and the caller leaves the surplus. */
WEFT_INLINE void
run_block (const Block *block, gsize k, const int columns, float *sums)
{
  WeftVector sum[BLOCK * BLOCK];
  const float *a0 = block->a[0], *a1 = block->a[1], *a2 = block->a[2], *a3 = block->a[3];
  gsize q = 0;

#pragma GCC unroll 16
  for (int i = 0; i < BLOCK * columns; i++)
    sum[i] = (WeftVector){ 0 };
  for (; q + WEFT_LANES <= k; q += WEFT_LANES)
    {
      WeftVector x0 = weft_load (a0 + q), x1 = weft_load (a1 + q);
      WeftVector x2 = weft_load (a2 + q), x3 = weft_load (a3 + q);

#pragma GCC unroll 4
      for (int j = 0; j < columns; j++)
        {
          WeftVector y = weft_load (block->b[j] + q);

          sum[j] += x0 * y;
          sum[columns + j] += x1 * y;
          sum[2 * columns + j] += x2 * y;
          sum[3 * columns + j] += x3 * y;
        }
    }
  if (q < k)
    {
      gsize left = k - q;
      WeftVector x0 = weft_load_some (a0 + q, left), x1 = weft_load_some (a1 + q, left);
      WeftVector x2 = weft_load_some (a2 + q, left), x3 = weft_load_some (a3 + q, left);

#pragma GCC unroll 4
      for (int j = 0; j < columns; j++)
        {
          WeftVector y = weft_load_some (block->b[j] + q, left);

          sum[j] += x0 * y;
          sum[columns + j] += x1 * y;
          sum[2 * columns + j] += x2 * y;
          sum[3 * columns + j] += x3 * y;
        }
    }
#pragma GCC unroll 4
  for (int i = 0; i < BLOCK * columns; i += WEFT_LANES)
    weft_store (sums + i, fold (sum + i));
}

/* At level 3, with half the registers, two columns at a time. */
#if WEFT_KERNEL_LEVEL == 4
#define COLUMNS 4
#else
#define COLUMNS 2
#endif

static void
put (const WeftDots *d, gsize i, gsize j, const Block *block, const float *sums)
{
  for (gsize r = 0; r < block->rows; r++)
    {
      float *c = d->c + (i + r) * d->ldc + j;

      for (gsize s = 0; s < block->columns; s++)
        c[s] = d->accumulate ? c[s] + sums[r * COLUMNS + s] : sums[r * COLUMNS + s];
    }
}

void
weft_dots (const WeftDots *d)
{
  float sums[BLOCK * COLUMNS];

  for (gsize i = 0; i < d->m; i += BLOCK)
    {
      Block block = { .rows = MIN (BLOCK, d->m - i) };

      for (gsize r = 0; r < BLOCK; r++)
        block.a[r] = d->a + (i + MIN (r, block.rows - 1)) * d->lda;
      for (gsize j = 0; j < d->n; j += COLUMNS)
        {
          block.columns = MIN (COLUMNS, d->n - j);
          for (gsize s = 0; s < COLUMNS; s++)
            {
              gsize column = j + MIN (s, block.columns - 1);

              block.b[s]
                  = d->b + (d->offsets != NULL ? (gsize) d->offsets[column] : column * d->ldb);
            }
          run_block (&block, d->k, COLUMNS, sums);
          put (d, i, j, &block, sums);
        }
    }
}
#endif
