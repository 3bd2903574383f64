/* stage: the real application in a folder of its own, for benchmarks */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/bench/frame-times.h"
#include "app/host/application.h"

typedef struct
{
  WeftApplication *application;
  WeftWindow *window;
  WeftFrames *frames;
  double start_ms;           /* from making the application to the end of its first frame */
  double start_processor_ms; /* likewise, of all processors */
} WeftStage;

gboolean weft_stage_open (WeftStage *stage); /* FALSE: there is no display, which is said */
double weft_stage_get_processor_ms (void);   /* of all threads so far */
void weft_stage_close (WeftStage *stage);
/* The main loop goes round, and sleeps between events, as the program's own does: who polls takes a
 * processor's time. */
void weft_stage_run (double seconds);
/* Until the window has drawn another frame, at the most for so many seconds; how long it took, ms;
 * NaN: it drew none. */
double weft_stage_wait_frame (WeftStage *stage, double seconds);
/* The first widget below (widget itself too) of that type, or with that style class; nullable. */
GtkWidget *weft_stage_find (GtkWidget *widget, GType type, const char *style);
