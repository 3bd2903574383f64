/* elementwise: the shell of ops whose output has its input's shape and of which each number follows
 * from the one in its place (functions of one number are rows of a table: engine/ops/units.h) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

/* In the op's row: its shape and how the two passes, `forward` and `backward`, are cut. */
#define WEFT_ELEMENTWISE                                                                           \
  .shape = weft_shape_same, .forward = { { weft_elementwise_slices, forward } },                   \
  .backward = { { weft_elementwise_slices, backward } }

/* The slice's part as it is. */
static inline void
weft_map_copy (const WeftOpRun *run, guint slice, const float *from, float *to)
{
  WeftSpan part = weft_elementwise_span (run, slice);

  if (from != to)
    memcpy (to + part.begin, from + part.begin, (part.end - part.begin) * sizeof *to);
}
