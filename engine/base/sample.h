/* sample: one or more steps of one series, folded so that nothing is dropped */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_MAX_METRICS 8 /* that one run is judged by */

enum
{
  WEFT_SERIES_TRAIN_LOSS,
  WEFT_SERIES_VALIDATION_LOSS,
  WEFT_SERIES_RATE,
  WEFT_SERIES_METRIC, /* + i: validation metric i of the model */
  /* of training, whenever a frame is written */
  WEFT_SERIES_SECONDS = WEFT_SERIES_METRIC + WEFT_MAX_METRICS,
  WEFT_SERIES_DATA, /* 1 at the last step before the data changed: what was measured is of others */
  WEFT_N_SERIES,
};

typedef struct
{
  guint32 series;
  gint64 first, last; /* steps, inclusive */
  gint64 count;
  float min, max, value; /* value: the last */
  double sum;
} WeftSample;

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
