/* track: along what a run is drawn: its steps, or what they came to by some samples that say so, as
 * epochs and seconds */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/sample.h"

/* From (0, 0) straight from sample to sample, (last, value) each, then to the end, and on as
 * steeply as it went there. */
typedef struct
{
  const WeftSample *samples; /* in step order; values that never fall */
  guint n;
  double end[2]; /* a step beyond them and what it came to; step 0: none */
  double unit;   /* by which values are divided: 60 for minutes */
} WeftTrack;

/* track NULL: the step itself. */
double weft_track_map (const WeftTrack *track, double step);
/* The step that came to it, nearest to the beginning. */
double weft_track_unmap (const WeftTrack *track, double at);
