/* dropping: numbers that are left out by chance, the others made larger by as much */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

#define WEFT_DROP_CHUNK 1024

static inline float
weft_drop_scale (float p)
{
  return p < 1.0f ? 1.0f / (1.0f - p) : 0.0f;
}

/* mask: 0 where an element is left out, which has the probability p; element i of a part follows
 * from (seed, node, step, first + i). */
static inline void
weft_drop_draw (const WeftRandom *random, float p, guint64 first, gsize n, guint8 *mask)
{
  guint64 limit = (guint64) ((double) p * 0x1p32);
  guint32 bits[WEFT_DROP_CHUNK];

  for (gsize begin = 0; begin < n; begin += WEFT_DROP_CHUNK)
    {
      gsize length = MIN (WEFT_DROP_CHUNK, n - begin);

      weft_random_fill_bits (random, first + begin, bits, length);
      for (gsize i = 0; i < length; i++)
        mask[begin + i] = bits[i] >= limit;
    }
}

/* What the mask keeps; from and to may be the same. */
static inline void
weft_drop_apply (const guint8 *mask, float scale, gsize n, const float *from, float *to)
{
#pragma GCC ivdep
  for (gsize i = 0; i < n; i++)
    to[i] = mask[i] ? from[i] * scale : 0.0f;
}
