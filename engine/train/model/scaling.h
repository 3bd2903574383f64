/* scaling: the mean and deviation of each column, learnt on the training part; then immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/gaps.h"

typedef struct
{
  gint64 count;            /* columns: numbers of one sample, of one step where they have steps */
  float *mean, *deviation; /* (count), in the data's own units; NULL: nothing is scaled */
} WeftScaling;

/* Of a field with its gaps filled. Sums in double, over the training part
 * alone; the deviation is √(1/n Σ (v − mean)²), that of a constant column 1. Fails for want of
 * memory. */
gboolean weft_scaling_fit (WeftScaling *scaling, const WeftField *field, const WeftSplit *split,
                           const WeftGaps *gaps, GError **error);
/* Of the same columns, as another was learnt. Fails for want of memory. */
gboolean weft_scaling_copy (WeftScaling *scaling, const WeftScaling *from, GError **error);
void weft_scaling_clear (WeftScaling *scaling);
/* (v − mean) / deviation, in place; rows (n, count). Nothing when nothing is scaled. */
void weft_scaling_apply (const WeftScaling *scaling, float *rows, gint64 n);
/* Back to the data's own units: v · deviation + mean. */
void weft_scaling_undo (const WeftScaling *scaling, float *rows, gint64 n);
