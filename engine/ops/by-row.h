/* by-row: a shape seen as rows (R, D): its last axis, and how many there are of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

static inline gsize
weft_row_width (const WeftShape *x)
{
  return (gsize) x->dims[x->rank - 1];
}

static inline gsize
weft_row_count (const WeftShape *x)
{
  return weft_count_between (x, 0, x->rank - 1);
}

/* A slice of a norm has whole rows. */
static inline guint
weft_norm_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (run->in_shape), WEFT_ELEMENTS_PER_SLICE / 2);

  return (guint) MIN (slices, weft_row_count (run->in_shape));
}

static inline WeftSpan
weft_norm_rows (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_row_count (run->in_shape), weft_norm_slices (run), slice, 1);
}
