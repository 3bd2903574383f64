/* run-marks: what was done to a session's run besides making steps, in words beside its curves
 *
 * The trainer tells its sink of each such thing, from its own thread; here it is listened to on the
 * way, so that the file need not be read for it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trainer.h"
#include "projects/store/store.h"
#include "ui/context/live.h"

typedef struct _WeftMarks WeftMarks;
/* words: translated. */
typedef void (*WeftMarksFunc) (gpointer user, const char *words);

WeftMarks *weft_marks_new (WeftLive *live);
/* After the trainer: it may tell until then. */
void weft_marks_free (WeftMarks *marks);
/* The run's sink, listened to; what came by way of earlier ones and was not taken counts no more.
 */
WeftSink weft_marks_tap (WeftMarks *marks, WeftSink sink);
/* Main thread: what came since then goes to the live object. */
void weft_marks_take (WeftMarks *marks);
/* Called, on the main thread, where what was just done cost something that had been learnt. */
void weft_marks_set_say (WeftMarks *marks, WeftMarksFunc func, gpointer user);
/* What the file has of a run, up to a step. */
void weft_marks_restore (WeftMarks *marks, WeftStore *store, gint64 run, gint64 last_step);
