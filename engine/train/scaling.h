/* scaling: the mean and deviation of each column, learnt on the training part; then immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

typedef struct
{
  gint64 count;            /* columns: numbers of one sample */
  float *mean, *deviation; /* (count), in the data's own units; NULL: nothing is scaled */
} WeftScaling;

/* weft_dataset_get_x or weft_dataset_get_y */
typedef void (*WeftScalingGetRow) (const WeftDataset *dataset, gint64 sample, float *row);

/* Sums in double, over the training part alone; the deviation is √(1/n Σ (v − mean)²), that of a
 * constant column 1. Fails for want of memory. */
gboolean weft_scaling_fit (WeftScaling *scaling, const WeftDataset *dataset, const WeftSplit *split,
                           gint64 count, WeftScalingGetRow get_row, GError **error);
void weft_scaling_clear (WeftScaling *scaling);
/* (v − mean) / deviation, in place; rows (n, count). Nothing when nothing is scaled. */
void weft_scaling_apply (const WeftScaling *scaling, float *rows, gint64 n);
/* Back to the data's own units: v · deviation + mean. */
void weft_scaling_undo (const WeftScaling *scaling, float *rows, gint64 n);
