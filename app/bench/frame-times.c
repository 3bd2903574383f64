/* frame-times: how long the window works in a frame, from before-paint to after-paint */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/bench/frame-times.h"

#include <math.h>

#include "app/bench/median.h"

struct _WeftFrames
{
  GdkFrameClock *clock;
  gulong before, after;
  gint64 start;
  GArray *work; /* double, ms */
};

static void
before_cb (GdkFrameClock *clock, WeftFrames *frames)
{
  frames->start = g_get_monotonic_time ();
}

static void
after_cb (GdkFrameClock *clock, WeftFrames *frames)
{
  double ms = (double) (g_get_monotonic_time () - frames->start) / 1000;

  if (frames->start != 0)
    g_array_append_val (frames->work, ms);
  frames->start = 0;
}

WeftFrames *
weft_frames_new (GtkWidget *window)
{
  WeftFrames *frames = g_new0 (WeftFrames, 1);

  frames->clock = g_object_ref (gtk_widget_get_frame_clock (window));
  frames->work = g_array_new (FALSE, FALSE, sizeof (double));
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
  g_free (frames);
}

void
weft_frames_clear (WeftFrames *frames)
{
  g_array_set_size (frames->work, 0);
}

guint
weft_frames_measure (WeftFrames *frames, double *median, double *worst)
{
  guint n = frames->work->len;

  *median = *worst = NAN;
  if (n == 0)
    return 0;
  *median = weft_find_median ((double *) (gpointer) frames->work->data, n);
  *worst = g_array_index (frames->work, double, n - 1);
  return n;
}
