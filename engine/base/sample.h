/* sample: one or more steps of one series, folded so that nothing is dropped */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/series.h"

typedef struct
{
  guint32 series;     /* series.h */
  gint64 first, last; /* steps, inclusive */
  gint64 count;
  float min, max, value; /* value: the last */
  double sum;
} WeftSample;

/* Of one step. */
WeftSample weft_sample_new (guint32 series, gint64 step, double value);

/* Adds `next` to what `into` holds, which may be nothing (count 0). A loss that is no number leaves
 * min and max as they are. */
void weft_sample_fold (WeftSample *into, const WeftSample *next);

/* Of one series, WeftSample in step order: takes off the end what reaches to the step or beyond, as
 * a run that goes back has those steps again. */
void weft_samples_trim (GArray *samples, gint64 step);
/* Appends, or folds into the newest while that holds at most *stride values. When there would be
 * more than `most`, neighbours are folded in pairs first and the stride doubles: min, max and sum
 * stay exact. */
void weft_samples_append (GArray *samples, const WeftSample *sample, gint64 *stride, guint most);
