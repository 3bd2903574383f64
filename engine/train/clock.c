/* clock: how long a run has taken, how fast it may go, and where it ends */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/clock.h"

#include <math.h>

#define MARK_EVERY 500000 /* µs */
#define LONGEST_PAUSE 100000

void
weft_clock_reset (WeftClock *clock)
{
  clock->samples_seen = clock->counted = 0;
  clock->seconds = clock->earlier = 0;
  clock->mark[0].time = clock->mark[1].time = 0;
  weft_clock_set_end (clock, G_MAXINT64, G_MAXINT64, HUGE_VAL);
}

void
weft_clock_start (WeftClock *clock, gint64 now)
{
  clock->last_beat = clock->due = now;
  clock->mark[0].time = clock->mark[1].time = now;
  clock->mark[0].samples = clock->mark[1].samples = clock->samples_seen;
}

gint64
weft_clock_count (WeftClock *clock)
{
  gint64 now = g_get_monotonic_time ();

  clock->counted += now - clock->last_beat;
  clock->seconds = (double) clock->counted / G_USEC_PER_SEC; /* a sum of fractions has long ones */
  clock->last_beat = now;
  if (now - clock->mark[1].time >= MARK_EVERY)
    {
      clock->mark[0] = clock->mark[1];
      clock->mark[1].time = now;
      clock->mark[1].samples = clock->samples_seen;
    }
  return now;
}

void
weft_clock_set_end (WeftClock *clock, gint64 step, gint64 epoch, double seconds)
{
  clock->is_round = clock->outlasts_schedule = FALSE;
  clock->end_step = step;
  clock->end_epoch = epoch;
  clock->end_seconds = seconds;
}

void
weft_clock_set_round (WeftClock *clock, gint64 epoch, gint64 epochs)
{
  weft_clock_set_end (clock, G_MAXINT64, (epoch / epochs + 1) * epochs, HUGE_VAL);
  clock->is_round = TRUE;
}

gboolean
weft_clock_is_at_end (const WeftClock *clock, gint64 step, gint64 epoch)
{
  return step >= clock->end_step || epoch >= clock->end_epoch
         || clock->seconds >= clock->end_seconds;
}

void
weft_clock_set_speed (WeftClock *clock, double steps_per_second)
{
  clock->speed = MAX (0.0, steps_per_second);
  clock->due = g_get_monotonic_time ();
}

void
weft_clock_measure (WeftClock *clock, gint64 start, gint64 made)
{
  gint64 now = g_get_monotonic_time ();
  double step_time = (double) (now - start) / (double) made;

  clock->step_time = clock->step_time > 0 ? 0.8 * clock->step_time + 0.2 * step_time : step_time;
  if (clock->speed > 0)
    clock->due = MAX (clock->due, start) + (gint64) ((double) made / clock->speed * G_USEC_PER_SEC);
}

gint64
weft_clock_get_pause (const WeftClock *clock)
{
  if (clock->speed <= 0)
    return 0;
  return CLAMP (clock->due - g_get_monotonic_time (), 0, LONGEST_PAUSE);
}

double
weft_clock_get_samples_per_second (const WeftClock *clock)
{
  gint64 time = clock->last_beat - clock->mark[0].time;

  if (clock->mark[0].time == 0 || time <= 0)
    return 0;
  return (double) (clock->samples_seen - clock->mark[0].samples) * G_USEC_PER_SEC / (double) time;
}
