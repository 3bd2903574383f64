/* position: which step of a sequence one is, and the waves that tell steps apart
 *
 * Wave i of W goes round by base^(−i/W) a step: the first by one radian, each next more slowly. A
 * run that goes on from another one begins at a later step: `begin` (N, 1), one number for each
 * sample, and `end` is where the next would begin. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

#define WEFT_POSITION_MOST 16777216.0f /* up to here a float tells whole numbers apart */

/* Sample n's first step. */
static inline gint64
weft_position_first (const WeftOpRun *run, guint begin, gsize n)
{
  const float *given = begin < run->n_in ? run->in[begin] : NULL;

  return given != NULL && given[n] > 0.0f ? (gint64) MIN (given[n], WEFT_POSITION_MOST) : 0;
}

/* Input `begin` and output 1 of what goes on from step to step, of x (N, T, D). */
static inline gboolean
weft_position_check (WeftOpShapes *shapes, guint begin)
{
  const WeftShape *x = &shapes->in[0], *given = &shapes->in[begin];

  if (x->rank != 3 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects sequences, (N, T, D)"));
  if (shapes->n_in > begin && given->rank >= 0
      && (given->rank != 2 || given->dims[0] != x->dims[0] || given->dims[1] != 1))
    return weft_expects (shapes, _ ("expects the step to begin with of each sample, (N, 1)"));
  if (shapes->n_out > 1)
    shapes->out[1] = WEFT_SHAPE (x->dims[0], 1);
  shapes->out[0] = *x;
  return TRUE;
}

/* Output 1. */
static inline void
weft_position_end (const WeftOpRun *run, guint begin)
{
  for (gsize n = 0; run->n_out > 1 && n < (gsize) run->in_shape[0].dims[0]; n++)
    ((float *) run->out[1])[n]
        = MIN ((float) (weft_position_first (run, begin, n) + run->in_shape[0].dims[1]),
               WEFT_POSITION_MOST);
}

/* The waves are the same for all samples, unless each begins elsewhere. */
static inline gsize
weft_position_count_tables (const WeftOpShapes *shapes, guint begin)
{
  return shapes->n_in > begin && shapes->in[begin].rank >= 0 ? (gsize) shapes->in[0].dims[0] : 1;
}

/* The table of sample n. */
static inline const float *
weft_position_get_table (const WeftOpRun *run, guint begin, gsize n, gsize waves)
{
  gsize table = begin < run->n_in && run->in[begin] != NULL ? n : 0;

  return (const float *) run->workspace + table * (gsize) run->in_shape[0].dims[1] * 2 * waves;
}

/* Wave i of steps first … first + T − 1: its sine and cosine at [t][2i] and [t][2i + 1]. From step
 * to step it is turned on, in double precision. */
static inline void
weft_position_fill_wave (gint64 first, gsize steps, gsize waves, gsize i, double base, float *table)
{
  double turn = pow (base, -(double) i / (double) waves);
  double s = sin ((double) first * turn), c = cos ((double) first * turn);
  double ds = sin (turn), dc = cos (turn);

  for (gsize t = 0; t < steps; t++)
    {
      double next = s * dc + c * ds;

      table[(t * waves + i) * 2] = (float) s;
      table[(t * waves + i) * 2 + 1] = (float) c;
      c = c * dc - s * ds;
      s = next;
    }
}

static inline guint
weft_position_table_slices (const WeftOpRun *run, gsize waves)
{
  gsize work = waves * (gsize) run->in_shape[0].dims[1];

  return (guint) MIN (waves, weft_slices_for (work, WEFT_ELEMENTS_PER_SLICE / 4));
}

/* The slice's waves of all tables, in the workspace. */
static inline void
weft_position_fill (const WeftOpRun *run, guint slice, guint begin, gsize waves, double base)
{
  gsize steps = (gsize) run->in_shape[0].dims[1];
  WeftSpan part = weft_span_of (waves, weft_position_table_slices (run, waves), slice, 1);
  gsize tables = begin < run->n_in && run->in[begin] != NULL ? (gsize) run->in_shape[0].dims[0] : 1;

  for (gsize n = 0; n < tables; n++)
    for (gsize i = part.begin; i < part.end; i++)
      weft_position_fill_wave (weft_position_first (run, begin, n), steps, waves, i, base,
                               (float *) run->workspace + n * steps * 2 * waves);
}
