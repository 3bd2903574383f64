/* frame-times: how long the window works in a frame, from before-paint to after-paint, and on what
 * was done before it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/frame-times.h"

#include <math.h>
#include <time.h>

#include "engine/base/median.h"

struct _WeftFrames
{
  GdkFrameClock *clock;
  gulong before, after;
  gint64 start;
  double cpu_start;
  gint64 input_start; /* before the frame: */
  double input_cpu_start, input, input_cpu;
  gint64 awake; /* since when the main loop is at work without a pause, and the worst of that: */
  double awake_cpu, busy, busy_cpu;
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

/* Whoever is measured now: the main loop has one function for waiting. */
static WeftFrames *measured;

/* What is done outside of frames keeps the window waiting as well. */
static gint
poll_cb (GPollFD *fds, guint n, gint timeout)
{
  gint ready;

  if (measured->awake != 0)
    {
      measured->busy
          = MAX (measured->busy, (double) (g_get_monotonic_time () - measured->awake) / 1000);
      measured->busy_cpu = MAX (measured->busy_cpu, weft_frames_get_cpu () - measured->awake_cpu);
    }
  ready = g_poll (fds, n, timeout);
  measured->awake = g_get_monotonic_time ();
  measured->awake_cpu = weft_frames_get_cpu ();
  return ready;
}

void
weft_frames_begin_input (WeftFrames *frames)
{
  frames->input_cpu_start = weft_frames_get_cpu ();
  frames->input_start = g_get_monotonic_time ();
}

void
weft_frames_end_input (WeftFrames *frames)
{
  frames->input += (double) (g_get_monotonic_time () - frames->input_start) / 1000;
  frames->input_cpu += weft_frames_get_cpu () - frames->input_cpu_start;
}

static void
after_cb (GdkFrameClock *clock, WeftFrames *frames)
{
  double ms = (double) (g_get_monotonic_time () - frames->start) / 1000 + frames->input;
  double cpu = weft_frames_get_cpu () - frames->cpu_start + frames->input_cpu;

  if (frames->start != 0)
    {
      g_array_append_val (frames->work, ms);
      g_array_append_val (frames->cpu, cpu);
    }
  frames->start = 0;
  frames->input = frames->input_cpu = 0;
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
  measured = frames;
  g_main_context_set_poll_func (NULL, poll_cb);
  return frames;
}

void
weft_frames_free (WeftFrames *frames)
{
  g_main_context_set_poll_func (NULL, NULL);
  measured = NULL;
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
  frames->input = frames->input_cpu = 0;
  frames->busy = frames->busy_cpu = 0;
  frames->awake = 0;
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
  times->worst = fmax (times->worst, frames->busy);
  times->worst_cpu = fmax (times->worst_cpu, frames->busy_cpu);
  return frames->work->len;
}
