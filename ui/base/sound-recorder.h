/* sound-recorder: what a microphone hears, by GStreamer's own program
 *
 * Nothing is linked for it: the program is started where somebody records, and is found, or not,
 * then. Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

typedef struct _WeftRecorder WeftRecorder;

/* More was heard, or it is over by itself: too long, or there is a problem. */
typedef void (*WeftRecorderFunc) (WeftRecorder *recorder, gpointer user);

/* Listens from now on, in one channel, so many numbers a second. Never NULL. */
WeftRecorder *weft_recorder_new (int rate, WeftRecorderFunc changed, gpointer user);
void weft_recorder_free (WeftRecorder *recorder); /* changed is not called any more */
gboolean weft_recorder_is_over (const WeftRecorder *recorder);
/* Why nothing is heard, and what to do; translated, nullable. */
const char *weft_recorder_get_problem (const WeftRecorder *recorder);
/* What was heard so far, −1 to 1; the recorder's, until more is heard. */
const float *weft_recorder_get (const WeftRecorder *recorder, gint64 *n);
/* The same from a little before the first sound in it to a little after the last. */
const float *weft_recorder_get_sound (const WeftRecorder *recorder, gint64 *n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftRecorder, weft_recorder_free)
