/* bench-frames: what keeping key frames costs training */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Shares of what training takes without any: the median, and half of what lies between the least
 * and the most of the rounds. */
typedef struct
{
  double time, time_spread; /* by the clock */
  double work, work_spread; /* of all processors, which says the same on a busy machine */
  guint frames;             /* that the file got meanwhile */
} WeftFrameCosts;

/* Trains digits-cnn twice in turn, `rounds` times (at most 1,000) for so many seconds each: both
 * write their curves into a project, one its key frames, too, and keeps states in memory. FALSE:
 * error. */
gboolean weft_bench_measure_frames (guint threads, double seconds, guint rounds,
                                    WeftFrameCosts *costs, GError **error);
