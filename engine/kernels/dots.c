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
#if WEFT_LANES == 16
  v[0] = FOLD (v[0], v[1], 8);
#endif
  return v[0];
}

typedef struct
{
  const float *a[BLOCK], *b[BLOCK];
  gsize rows, columns;
} Block;

WEFT_INLINE WeftVector
load (const float *x, gsize left)
{
  return left >= WEFT_LANES ? weft_load (x) : weft_load_some (x, left);
}

/* sum (BLOCK, columns) += a vector's width of products; `at_a`, `at_b` from where. */
WEFT_INLINE void
add_products (const float *const *a, const float *const *b, gsize at_a, gsize at_b, gsize left,
              const int columns, WeftVector *sum)
{
  WeftVector x0 = load (a[0] + at_a, left), x1 = load (a[1] + at_a, left);
  WeftVector x2 = load (a[2] + at_a, left), x3 = load (a[3] + at_a, left);

#pragma GCC unroll 4
  for (int j = 0; j < columns; j++)
    {
      WeftVector y = load (b[j] + at_b, left);

      sum[j] += x0 * y;
      sum[columns + j] += x1 * y;
      sum[2 * columns + j] += x2 * y;
      sum[3 * columns + j] += x3 * y;
    }
}

/* sums (BLOCK, columns) of the constant `columns`; where fewer rows or columns are left the
 * pointers repeat, and the caller leaves the surplus. */
WEFT_INLINE void
run_block (const WeftDots *d, const Block *block, const int columns, float *sums)
{
  WeftVector sum[BLOCK * BLOCK];
  const float *const a[BLOCK] = { block->a[0], block->a[1], block->a[2], block->a[3] };
  const float *const b[BLOCK] = { block->b[0], block->b[1], block->b[2], block->b[3] };
  const gsize whole = d->k / WEFT_LANES * WEFT_LANES, runs = MAX (d->runs, 1);

#pragma GCC unroll 16
  for (int i = 0; i < BLOCK * columns; i++)
    sum[i] = (WeftVector){ 0 };
  for (gsize run = 0, at_a = 0, at_b = 0; run < runs; run++, at_a += d->a_run, at_b += d->b_run)
    {
      for (gsize q = 0; q < whole; q += WEFT_LANES)
        add_products (a, b, at_a + q, at_b + q, WEFT_LANES, columns, sum);
      if (whole < d->k)
        add_products (a, b, at_a + whole, at_b + whole, d->k - whole, columns, sum);
    }
#pragma GCC unroll 4
  for (int i = 0; i < BLOCK * columns; i += WEFT_LANES)
    weft_store (sums + i, fold (sum + i));
}

/* With half the registers two columns at a time. */
#if WEFT_REGISTERS == 32
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
          run_block (d, &block, COLUMNS, sums);
          put (d, i, j, &block, sums);
        }
    }
}
#endif
