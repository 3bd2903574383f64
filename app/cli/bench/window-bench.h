/* window-bench: benchmarks that need the real window: frames of the canvas, and what the window
 * costs */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* "gallery": until it and its examples are there (gallery-bench.h); "canvas": work in a frame by
 * what is done and by number of nodes or points (canvas-bench.h); "window": digits-cnn trained with
 * the window open and without it, in turns; "timeline": steps of its run seen again
 * (timeline-bench.h), steps: how long that is. Needs a display. FALSE when there is none. */
gboolean weft_bench_in_window (const char *name, gint64 steps, gboolean as_json);
/* Closes the window that the first of them opened. */
void weft_bench_close_window (void);
