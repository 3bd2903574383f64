/* tile: the register-blocked product */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/tile.h"
#include "engine/kernels/hide.h"

#if WEFT_KERNEL_LEVEL > 0
/* One block of C. The constants `rows`, `vectors`, `a_kind`, `has_offsets` and `is_partial` are
 * known where this is inlined, so that the accumulators become registers. */
typedef struct
{
  const float *a, *b, *start;
  float *c;
  gsize step;  /* A_ROWS: between rows; else between k */
  gsize lanes; /* of the last vector when it is partial */
} Block;

/* Every third row of A: a processor reaches two more from each. */
#define THIRDS ((WEFT_TILE_ROWS + 2) / 3)

WEFT_INLINE float
get_a (const float *const *a, int i, WeftTileA a_kind, gsize step)
{
  return a_kind == WEFT_A_ROWS ? a[i / 3][(gsize) (i % 3) * step] : a[0][i];
}

WEFT_INLINE void
step_a (const float **a, const int rows, WeftTileA a_kind, gsize step)
{
  if (a_kind != WEFT_A_ROWS)
    a[0] += step;
  else
#pragma GCC unroll 4
    for (int third = 0; third < THIRDS; third++)
      if (3 * third < rows)
        {
          a[third] += step;
          WEFT_HIDE (a[third]);
        }
}

WEFT_INLINE WeftVector
load (const float *x, gboolean is_partial, gsize lanes)
{
  return is_partial ? weft_load_some (x, lanes) : weft_load (x);
}

WEFT_INLINE void
run_block (const WeftTiles *t, const Block *block, const int rows, const int vectors,
           const WeftTileA a_kind, const gboolean has_offsets, const gboolean is_partial)
{
  WeftVector sum[WEFT_TILE_ROWS][2];
  const float *a[THIRDS], *b = block->b;
  const gsize step = block->step, lanes = block->lanes, a_step = a_kind == WEFT_A_ROWS ? 1 : step;

#pragma GCC unroll 12
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      sum[i][v] = (WeftVector){ 0 };
#pragma GCC unroll 4
  for (gsize third = 0; third < THIRDS; third++)
    a[third] = block->a + 3 * third * step;

  for (gsize k = 0; k < t->k; k++, step_a (a, rows, a_kind, a_step))
    {
      const float *row = has_offsets ? b + t->offsets[k] : b + k * t->ldb;
      WeftVector first = load (row, is_partial && vectors == 1, lanes), second = first;

      if (vectors == 2)
        second = load (row + WEFT_LANES, is_partial, lanes);
#pragma GCC unroll 12
      for (int i = 0; i < rows; i++)
        {
          WeftVector factor = weft_splat (get_a (a, i, a_kind, step));

          sum[i][0] += factor * first;
          if (vectors == 2)
            sum[i][1] += factor * second;
        }
    }

#pragma GCC unroll 12
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++)
      {
        float *c = block->c + (gsize) i * t->ldc + v * WEFT_LANES;
        gboolean partial = is_partial && v == vectors - 1;

        if (block->start != NULL)
          sum[i][v] += load (block->start + v * WEFT_LANES, partial, lanes);
        if (t->accumulate)
          sum[i][v] += load (c, partial, lanes);
        if (partial)
          weft_store_some (c, sum[i][v], lanes);
        else
          weft_store (c, sum[i][v]);
      }
}

/* One panel: `rows` rows of A against all columns of B. */
WEFT_INLINE void
run_panel (const WeftTiles *t, Block block, const int rows, const WeftTileA a_kind,
           const gboolean has_offsets)
{
  gsize n = t->n;

  for (; n >= WEFT_TILE_COLUMNS; n -= WEFT_TILE_COLUMNS)
    {
      run_block (t, &block, rows, 2, a_kind, has_offsets, FALSE);
      block.b += WEFT_TILE_COLUMNS;
      block.c += WEFT_TILE_COLUMNS;
      if (block.start != NULL)
        block.start += WEFT_TILE_COLUMNS;
    }
  block.lanes = n > WEFT_LANES ? n - WEFT_LANES : n;
  if (n > WEFT_LANES)
    run_block (t, &block, rows, 2, a_kind, has_offsets, TRUE);
  else if (n > 0)
    run_block (t, &block, rows, 1, a_kind, has_offsets, TRUE);
}

WEFT_INLINE void
run_kind (const WeftTiles *t, const WeftTileA a_kind, const gboolean has_offsets)
{
  for (gsize i = 0, rows; i < t->m; i += rows)
    {
      Block block = { .b = t->b, .start = t->start, .c = t->c + i * t->ldc, .step = t->lda };

      rows = weft_tile_panel (t->m - i);
      block.a = t->a + (a_kind == WEFT_A_COLUMNS ? i : i * t->lda);
      if (a_kind == WEFT_A_PACKED)
        {
          block.a = t->a + i * t->k;
          block.step = rows;
        }
      switch (rows)
        {
#if WEFT_REGISTERS == 32
        case 12:
          run_panel (t, block, 12, a_kind, has_offsets);
          break;
        case 8:
          run_panel (t, block, 8, a_kind, has_offsets);
          break;
#endif
        case 6:
          run_panel (t, block, 6, a_kind, has_offsets);
          break;
        case 4:
          run_panel (t, block, 4, a_kind, has_offsets);
          break;
        case 2:
          run_panel (t, block, 2, a_kind, has_offsets);
          break;
        default:
          run_panel (t, block, 1, a_kind, has_offsets);
        }
    }
}

static void
run_rows (const WeftTiles *t)
{
  run_kind (t, WEFT_A_ROWS, FALSE);
}

static void
run_columns (const WeftTiles *t)
{
  run_kind (t, WEFT_A_COLUMNS, FALSE);
}

static void
run_packed (const WeftTiles *t)
{
  run_kind (t, WEFT_A_PACKED, FALSE);
}

static void
run_packed_offsets (const WeftTiles *t)
{
  run_kind (t, WEFT_A_PACKED, TRUE);
}

static void
run_rows_offsets (const WeftTiles *t)
{
  run_kind (t, WEFT_A_ROWS, TRUE);
}

/* A in columns comes without offsets. */
void
weft_tiles (const WeftTiles *t)
{
  if (t->offsets != NULL)
    (t->a_kind == WEFT_A_ROWS ? run_rows_offsets : run_packed_offsets) (t);
  else if (t->a_kind == WEFT_A_ROWS)
    run_rows (t);
  else if (t->a_kind == WEFT_A_COLUMNS)
    run_columns (t);
  else
    run_packed (t);
}
#endif
