/* queue: what the main and the trainer thread hand to the store thread, and what comes back
 *
 * The one place in projects where threads meet: a mutex, a condition, and nothing else shared. Two
 * lanes: the first is never refused and always served first; of bulk one job waits at most, besides
 * those that must not be refused. A job is an opaque pointer that belongs to whoever holds it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftQueue WeftQueue;

typedef enum
{
  WEFT_LANE_NONE, /* the time is up */
  WEFT_LANE_FIRST,
  WEFT_LANE_BULK,
} WeftLane;

WeftQueue *weft_queue_new (void);
void weft_queue_free (WeftQueue *queue); /* empty, its thread joined */

/* --- any thread --- */

/* Returns a ticket for weft_queue_wait_for. */
guint64 weft_queue_push (WeftQueue *queue, gpointer job);
/* FALSE: refused, the job is still the caller's. */
gboolean weft_queue_offer (WeftQueue *queue, gpointer job);
/* Never refused. One that waits with the same key is replaced and returned to the caller. */
gpointer weft_queue_push_bulk (WeftQueue *queue, gpointer job, gint64 key);
void weft_queue_wait_for (WeftQueue *queue, guint64 ticket);
/* Until all that was pushed before is finished, both lanes; meanwhile bulk is not held back. */
void weft_queue_wait (WeftQueue *queue);

/* The newest edit whose COMMIT has returned; when: monotonic µs. */
gint64 weft_queue_get_acknowledged (WeftQueue *queue, gint64 *when);
/* What the store thread has to say and nobody has taken yet: nullable, transfer full. */
GError *weft_queue_take_report (WeftQueue *queue);
/* What cannot be written now, and why: nullable, transfer full. */
GError *weft_queue_dup_problem (WeftQueue *queue);
/* The path where the file is now, if that is new, and what happened to it; nullable, both. */
char *weft_queue_take_move (WeftQueue *queue, GError **why);

/* --- the store thread --- */

/* Waits until `until` (monotonic µs) at most. A bulk job only when wanted. */
WeftLane weft_queue_pop (WeftQueue *queue, gboolean wants_bulk, gint64 until, gpointer *job);
void weft_queue_finish (WeftQueue *queue, WeftLane lane);      /* what was popped there is done */
gboolean weft_queue_is_hurried (WeftQueue *queue);             /* somebody waits for bulk too */
void weft_queue_set_open (WeftQueue *queue, gboolean is_open); /* whether bulk may be offered */
void weft_queue_acknowledge (WeftQueue *queue, gint64 seq, gint64 when);
void weft_queue_report (WeftQueue *queue, const GError *error);
void weft_queue_set_problem (WeftQueue *queue, const GError *problem); /* NULL: all is well again */
void weft_queue_tell_move (WeftQueue *queue, const char *path, const GError *why);

/* --- the thread that made the queue --- */

gboolean weft_queue_start (WeftQueue *queue, void (*run) (gpointer data), gpointer data);
void weft_queue_join (WeftQueue *queue);
