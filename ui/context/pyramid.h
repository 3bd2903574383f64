/* pyramid: a series as fine as memory allows, and the same ever coarser, so that drawing it takes
 * as long as the plot is wide and not as the series is long
 *
 * The finest level has at most WEFT_SERIES_MOST samples; neighbours are folded in pairs when it is
 * full, so that any length fits. Each level above folds WEFT_PYRAMID_FOLD samples of the one below
 * it, when it is asked for: min, max, sum and count are exact on all of them. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"

#define WEFT_SERIES_MOST 65536
#define WEFT_PYRAMID_FOLD 4

typedef struct _WeftPyramid WeftPyramid;

typedef struct
{
  GArray *samples; /* WeftSample, in step order: the finest level */
  gint64 stride;   /* how many values one of these takes in; doubles when full */
  WeftPyramid *above;
} WeftSeries;

/* Samples in step order, borrowed until the series gets more. */
typedef struct
{
  const WeftSample *samples;
  guint n;
} WeftSampleView;

WeftSeries *weft_live_series_new (void);
void weft_series_free_folded (gpointer series);
void weft_live_series_clear (WeftSeries *series);
/* Adds a sample; what reaches to its steps or beyond is forgotten first. */
void weft_live_series_add (WeftSeries *series, const WeftSample *sample);
/* Adds it to its series in a table of them by number, which is made where it is missing and freed
 * by weft_series_free_folded. */
void weft_series_fold (GHashTable *all, const WeftSample *sample);
/* What reaches into the steps `from` to `to`, and a sample on either side of it, from the finest
 * level that has at most so many there, or the coarsest. */
WeftSampleView weft_series_view (const WeftSeries *series, double from, double to, guint most);
/* All of it, of at most WEFT_SERIES_BRIEF samples. */
WeftSampleView weft_series_view_all (const WeftSeries *series);

#define WEFT_SERIES_BRIEF 4096
