/* gaps: what a network is given where the data holds nothing, learnt on the training part */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

typedef struct
{
  gint64 count; /* columns: numbers of one sample */
  float *fill;  /* (count), in the data's own units; NULL: the data has no gaps */
} WeftGaps;

/* The middle of what a column holds in the training part; 0 where it holds nothing there. Fails for
 * want of memory. */
gboolean weft_gaps_fit (WeftGaps *gaps, const WeftField *field, gint64 samples,
                        const WeftSplit *split, GError **error);
/* The same of a field that another network is asked: what fills its gaps is learnt from `learnt`, a
 * field of the same columns, whose split it is. */
gboolean weft_gaps_fit_from (WeftGaps *gaps, const WeftField *field, gint64 samples,
                             const WeftField *learnt, const WeftSplit *split, GError **error);
void weft_gaps_clear (WeftGaps *gaps);
/* weft_field_get with the gaps filled; numbers (count). */
void weft_gaps_get (const WeftGaps *gaps, const WeftField *field, gint64 sample, float *numbers);
