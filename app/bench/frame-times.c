/* frame-times: how long the window works in a frame, from before-paint to after-paint */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/frame-times.h"

#include <math.h>
#include <time.h>

#include "engine/base/median.h"

struct _WeftFrames
{
  GdkFrameClock *clock;
  gulong before, after;
  gint64 start;
  double cpu_start;
  GArray *work, *cpu; /* double, ms: that passed, and that this thread worked */
};

double
weft_frames_get_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec * 1000 + (double) time.tv_nsec / 1e6;
}

static void
before_cb (GdkFrameClock *clock, WeftFrames *frames)
{
  frames->cpu_start = weft_frames_get_cpu ();
  frames->start = g_get_monotonic_time ();
}

static void
after_cb (GdkFrameClock *clock, WeftFrames *frames)
{
  double ms = (double) (g_get_monotonic_time () - frames->start) / 1000;

  double cpu = weft_frames_get_cpu () - frames->cpu_start;

  if (frames->start != 0)
    {
      g_array_append_val (frames->work, ms);
      g_array_append_val (frames->cpu, cpu);
    }
  frames->start = 0;
}

WeftFrames *
weft_frames_new (GtkWidget *window)
{
  WeftFrames *frames = g_new0 (WeftFrames, 1);

  frames->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  frames->work = g_array_new (FALSE, FALSE, sizeof (double));
  frames->cpu = g_array_new (FALSE, FALSE, sizeof (double));
  frames->before = g_signal_connect (frames->clock, "before-paint", G_CALLBACK (before_cb), frames);
  frames->after = g_signal_connect (frames->clock, "after-paint", G_CALLBACK (after_cb), frames);
  return frames;
}

void
weft_frames_free (WeftFrames *frames)
{
  g_signal_handler_disconnect (frames->clock, frames->before);
  g_signal_handler_disconnect (frames->clock, frames->after);
  g_object_unref (frames->clock);
  g_array_unref (frames->work);
  g_array_unref (frames->cpu);
  g_free (frames);
}

void
weft_frames_clear (WeftFrames *frames)
{
  g_array_set_size (frames->work, 0);
  g_array_set_size (frames->cpu, 0);
}

static void
measure (GArray *times, double *median, double *worst)
{
  *median = *worst = NAN;
  if (times->len == 0)
    return;
  *median = weft_find_median ((double *) (gpointer) times->data, times->len);
  *worst = g_array_index (times, double, times->len - 1);
}

guint
weft_frames_measure (WeftFrames *frames, WeftFrameTimes *times)
{
  measure (frames->work, &times->median, &times->worst);
  measure (frames->cpu, &times->median_cpu, &times->worst_cpu);
  return frames->work->len;
}
