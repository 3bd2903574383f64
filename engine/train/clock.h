/* clock: how long a run has taken, how fast it may go, and where it ends; for engine/train alone
 *
 * Times are monotonic µs where nothing else is said. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  double speed;     /* steps a second; 0: no limit */
  gint64 due;       /* when the next step may be made */
  gint64 last_beat; /* up to when `seconds` counts */
  gint64 counted;   /* of training, since it was loaded */
  double seconds;   /* the same */
  double earlier;   /* before that */
  double step_time; /* µs, smoothed; 0: not known */
  gint64 samples_seen;
  struct
  {
    gint64 time, samples;
  } mark[2]; /* two moments, for the samples a second */

  /* Where it ends. G_MAXINT64 and HUGE_VAL: nowhere. */
  gint64 end_step, end_epoch;
  gboolean is_round;          /* end_epoch follows the settings */
  gboolean outlasts_schedule; /* it does not end when the schedule has */
  double end_seconds;
} WeftClock;

/* For another run: nothing has passed, and it ends nowhere. The speed stays. */
void weft_clock_reset (WeftClock *clock);
void weft_clock_start (WeftClock *clock, gint64 now);
/* Counts the time since the last call; returns what it is. */
gint64 weft_clock_count (WeftClock *clock);
void weft_clock_set_end (WeftClock *clock, gint64 step, gint64 epoch, double seconds);
/* At the end of the round of so many epochs that it is in; at its very end, of the next one. */
void weft_clock_set_round (WeftClock *clock, gint64 epoch, gint64 epochs);
gboolean weft_clock_is_at_end (const WeftClock *clock, gint64 step, gint64 epoch);
void weft_clock_set_speed (WeftClock *clock, double steps_per_second);
/* So many steps were made, from start until now. */
void weft_clock_measure (WeftClock *clock, gint64 start, gint64 made);
gint64 weft_clock_get_pause (const WeftClock *clock); /* µs until the next step may come */
double weft_clock_get_samples_per_second (const WeftClock *clock);
