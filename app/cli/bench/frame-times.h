/* frame-times: how long the window works in a frame, from before-paint to after-paint, and on what
 * was done before it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

typedef struct _WeftFrames WeftFrames;

WeftFrames *weft_frames_new (GtkWidget *window); /* a realized window */
void weft_frames_free (WeftFrames *frames);
void weft_frames_clear (WeftFrames *frames);
/* What is done until weft_frames_end_input is part of the next frame's work: handling of input. */
void weft_frames_begin_input (WeftFrames *frames);
void weft_frames_end_input (WeftFrames *frames);
/* ms that this thread has worked; others that share the processor have no part in it. */
double weft_frames_get_cpu (void);
typedef struct
{
  double median, worst;         /* ms that passed; NaN where there was no frame; worst: or that the
                                   main loop was at work at a stretch */
  double median_cpu, worst_cpu; /* ms that the main thread worked, whoever else was at work */
} WeftFrameTimes;

/* How many frames there were, and what they took. */
guint weft_frames_measure (WeftFrames *frames, WeftFrameTimes *times);
