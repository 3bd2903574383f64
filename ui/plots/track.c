/* track: along what a run is drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/track.h"

typedef struct
{
  double step, value;
} Point;

/* 0 is the beginning, n + 1 the end. */
static guint
count_points (const WeftTrack *track)
{
  double last = track->n > 0 ? (double) track->samples[track->n - 1].last : 0;

  return track->n + 1 + (track->end[0] > last);
}

static Point
get_point (const WeftTrack *track, guint i)
{
  if (i == 0)
    return (Point){ 0, 0 };
  if (i == track->n + 1)
    return (Point){ track->end[0], track->end[1] };
  return (Point){ (double) track->samples[i - 1].last, (double) track->samples[i - 1].value };
}

/* The end of the piece in which a step lies, or a value; never 0. */
static guint
find_piece (const WeftTrack *track, guint points, double at, gboolean is_value)
{
  guint low = 1, high = points - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      Point point = get_point (track, middle);

      if ((is_value ? point.value : point.step) < at)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

double
weft_track_map (const WeftTrack *track, double step)
{
  guint points, i;
  Point a, b;

  if (track == NULL)
    return step;
  points = count_points (track);
  if (points < 2)
    return 0;
  i = find_piece (track, points, step, FALSE);
  a = get_point (track, i - 1);
  b = get_point (track, i);
  if (b.step <= a.step)
    return b.value / track->unit;
  return (a.value + (step - a.step) * (b.value - a.value) / (b.step - a.step)) / track->unit;
}

double
weft_track_unmap (const WeftTrack *track, double at)
{
  guint points, i;
  Point a, b;

  if (track == NULL)
    return at;
  points = count_points (track);
  if (points < 2)
    return 0;
  at *= track->unit;
  i = find_piece (track, points, at, TRUE);
  a = get_point (track, i - 1);
  b = get_point (track, i);
  if (b.value <= a.value)
    return b.step;
  return a.step + (at - a.value) * (b.step - a.step) / (b.value - a.value);
}
