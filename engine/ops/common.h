/* common: what op files share: spans of work, counts, the sentences of shape rules
 *
 * How many slices there are follows from counts alone. Each slice is worth some ten microseconds,
 * so that small work is not handed about, and there are at most sixteen, so that partial sums stay
 * small. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/pool.h"
#include "engine/ops/cases.h"
#include "engine/base/set.h"

#define WEFT_MAX_SLICES 16
#define WEFT_ELEMENTS_PER_SLICE 16384 /* of elementwise work */

typedef struct
{
  gsize begin, end;
} WeftSpan;

/* The product of the dimensions of a shape that its rule has passed. */
static inline gsize
weft_count (const WeftShape *shape)
{
  gsize count = 1;

  for (int i = 0; i < shape->rank; i++)
    count *= (gsize) shape->dims[i];
  return count;
}

/* The product of dimensions from … to − 1. */
static inline gsize
weft_count_between (const WeftShape *shape, int from, int to)
{
  gsize count = 1;

  for (int i = from; i < to; i++)
    count *= (gsize) shape->dims[i];
  return count;
}

static inline guint
weft_slices_for (gsize work, gsize work_per_slice)
{
  return weft_pool_even_slices ((guint) CLAMP (work / work_per_slice, 1, WEFT_MAX_SLICES));
}

/* Slice's part of 0 … n − 1; parts begin at multiples of align; the last ones may be empty. */
static inline WeftSpan
weft_span_of (gsize n, guint slices, guint slice, gsize align)
{
  gsize per, length, begin;

  if (slices == 1) /* no division: in a small network it would be felt */
    return (WeftSpan){ 0, n };
  per = (n + slices - 1) / slices;
  length = (per + align - 1) / align * align;
  begin = MIN (n, slice * length);
  return (WeftSpan){ begin, MIN (n, begin + length) };
}

static inline guint
weft_elementwise_slices (const WeftOpRun *run)
{
  return weft_slices_for (weft_count (&run->out_shape[0]), WEFT_ELEMENTS_PER_SLICE);
}

/* The slice's elements of the first output, in whole cache lines. */
static inline WeftSpan
weft_elementwise_span (const WeftOpRun *run, guint slice)
{
  gsize n = weft_count (&run->out_shape[0]);

  return weft_span_of (n, weft_slices_for (n, WEFT_ELEMENTS_PER_SLICE), slice, 64);
}

/* Shape rules return this: a sentence that begins with "expects". */
static inline gboolean
weft_expects (WeftOpShapes *shapes, const char *sentence)
{
  shapes->error = g_strdup (sentence);
  return FALSE;
}

static inline gboolean
weft_is_float (const WeftShape *shape)
{
  return shape->type == WEFT_F32;
}

/* The shape rule of whatever keeps its input's shape. */
static inline gboolean
weft_shape_same (WeftOpShapes *shapes)
{
  if (!weft_is_float (&shapes->in[0]))
    return weft_expects (shapes, _ ("expects numbers with a fraction"));
  shapes->out[0] = shapes->in[0];
  return TRUE;
}
