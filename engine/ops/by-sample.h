/* by-sample: what ops share that draw for each sample by its number and the epoch
 * (base/draw-number.h)
 *
 * Number k of a sample is element k of (seed, node, which sample of which epoch). Where nobody says
 * which samples they are, as of what a network has made, it is the step and the row. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

/* In an op's row, after its other inputs. */
#define WEFT_DRAW_PORT                                                                             \
  {                                                                                                \
    "draw", .types = WEFT_TYPE_BIT (WEFT_I64), .no_gradient = TRUE, .optional = TRUE,              \
            .backward_reads = TRUE                                                                 \
  }

/* The numbers of row n; draw: which input says which samples they are. */
static inline WeftRandom
weft_by_sample (const WeftOpRun *run, guint draw, gsize n)
{
  const gint64 *samples = run->n_in > draw ? run->in[draw] : NULL;
  WeftRandom random = run->random;

  random.step = samples != NULL ? (guint64) samples[n] : random.step << 32 | n;
  return random;
}

/* Number k of them, between low and high. */
static inline double
weft_by_sample_between (const WeftRandom *random, guint k, double low, double high)
{
  return low + (high - low) * (double) weft_random_uniform (random, k);
}

/* Whether it happens, with probability p. */
static inline gboolean
weft_by_sample_happens (const WeftRandom *random, guint k, double p)
{
  return (double) weft_random_uniform (random, k) < p;
}

/* Whether the shape of `draw` is that of a number a row of x. */
static inline gboolean
weft_by_sample_check (WeftOpShapes *shapes, guint draw)
{
  const WeftShape *samples = shapes->n_in > draw ? &shapes->in[draw] : NULL;

  return samples == NULL || samples->rank < 0
         || (samples->rank == 1 && samples->dims[0] == shapes->in[0].dims[0])
         || weft_expects (shapes, _ ("expects as many samples as the data gives"));
}
