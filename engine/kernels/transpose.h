/* transpose: squares of as many rows as a vector has lanes, in registers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/vector.h"

#if WEFT_KERNEL_LEVEL > 0
/* Of two vectors cut into runs of `run` lanes: LOW takes the even runs of both in turn, HIGH the
 * odd. */
#define WEFT_LOW_LANE(run, i) ((i) / (run) % 2 ? WEFT_LANES + (i) - (run) : (i))
#define WEFT_HIGH_LANE(run, i) (WEFT_LOW_LANE (run, i) + (run))
#define WEFT_FOUR_LANES(lane, run, i)                                                              \
  lane (run, i), lane (run, i + 1), lane (run, i + 2), lane (run, i + 3)
#if WEFT_LANES == 16
#define WEFT_ALL_LANES(lane, run)                                                                  \
  WEFT_FOUR_LANES (lane, run, 0), WEFT_FOUR_LANES (lane, run, 4), WEFT_FOUR_LANES (lane, run, 8),  \
      WEFT_FOUR_LANES (lane, run, 12)
#elif WEFT_LANES == 8
#define WEFT_ALL_LANES(lane, run) WEFT_FOUR_LANES (lane, run, 0), WEFT_FOUR_LANES (lane, run, 4)
#else
#define WEFT_ALL_LANES(lane, run) WEFT_FOUR_LANES (lane, run, 0)
#endif
#define WEFT_MIX_LOW(a, b, run)                                                                    \
  __builtin_shuffle (a, b, (WeftVectorInt){ WEFT_ALL_LANES (WEFT_LOW_LANE, run) })
#define WEFT_MIX_HIGH(a, b, run)                                                                   \
  __builtin_shuffle (a, b, (WeftVectorInt){ WEFT_ALL_LANES (WEFT_HIGH_LANE, run) })

#define WEFT_TRANSPOSE_STAGE(v, run)                                                               \
  _Pragma ("GCC unroll 16") for (int i = 0; i < WEFT_LANES; i++) if ((i & (run)) == 0)             \
  {                                                                                                \
    WeftVector a = (v)[i], b = (v)[i + (run)];                                                     \
                                                                                                   \
    (v)[i] = WEFT_MIX_LOW (a, b, run);                                                             \
    (v)[i + (run)] = WEFT_MIX_HIGH (a, b, run);                                                    \
  }

/* v[i]'s lane j ↔ v[j]'s lane i. */
WEFT_INLINE void
weft_transpose_square (WeftVector v[WEFT_LANES])
{
  WEFT_TRANSPOSE_STAGE (v, 1)
  WEFT_TRANSPOSE_STAGE (v, 2)
#if WEFT_LANES >= 8
  WEFT_TRANSPOSE_STAGE (v, 4)
#endif
#if WEFT_LANES == 16
  WEFT_TRANSPOSE_STAGE (v, 8)
#endif
}

/* to (columns, rows) = from (rows, columns)ᵀ; `rows`, `columns` ≤ WEFT_LANES. */
WEFT_INLINE void
weft_transpose_some (gsize rows, gsize columns, const float *from, gsize from_step, float *to,
                     gsize to_step)
{
  WeftVector v[WEFT_LANES];

#pragma GCC unroll 16
  for (gsize i = 0; i < WEFT_LANES; i++)
    v[i] = i < rows ? weft_load_some (from + i * from_step, columns) : (WeftVector){ 0 };
  weft_transpose_square (v);
#pragma GCC unroll 16
  for (gsize i = 0; i < WEFT_LANES; i++)
    if (i < columns)
      weft_store_some (to + i * to_step, v[i], rows);
}

WEFT_INLINE void
weft_transpose_whole (const float *from, gsize from_step, float *to, gsize to_step)
{
  WeftVector v[WEFT_LANES];

#pragma GCC unroll 16
  for (gsize i = 0; i < WEFT_LANES; i++)
    v[i] = weft_load (from + i * from_step);
  weft_transpose_square (v);
#pragma GCC unroll 16
  for (gsize i = 0; i < WEFT_LANES; i++)
    weft_store (to + i * to_step, v[i]);
}

/* to (columns, rows) = from (rows, columns)ᵀ of any size; rows lie a step apart. Small ones go
 * number by number. */
static inline void
weft_transpose (gsize rows, gsize columns, const float *from, gsize from_step, float *to,
                gsize to_step)
{
  if (rows * columns <= 128)
    {
      for (gsize j = 0; j < columns; j++)
        for (gsize i = 0; i < rows; i++)
          to[j * to_step + i] = from[i * from_step + j];
      return;
    }
  for (gsize i = 0; i < rows; i += WEFT_LANES)
    for (gsize j = 0; j < columns; j += WEFT_LANES)
      {
        const float *x = from + i * from_step + j;
        float *y = to + j * to_step + i;

        if (i + WEFT_LANES <= rows && j + WEFT_LANES <= columns)
          weft_transpose_whole (x, from_step, y, to_step);
        else
          weft_transpose_some (MIN (WEFT_LANES, rows - i), MIN (WEFT_LANES, columns - j), x,
                               from_step, y, to_step);
      }
}
#endif
