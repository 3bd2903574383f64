/* writer: the store thread; it alone uses the connection
 *
 * Invariants:
 *  1. Between two jobs no transaction is open.
 *  2. A job that writes is one transaction, carried out in the order of queueing; when the disk is
 *     full it waits in `held`, and every later one behind it.
 *  3. An edit is acknowledged after its COMMIT has returned.
 *  4. A frame is written chunk by chunk, first-lane jobs go between; its row comes last.
 *  5. While `broken` is set nothing is written; what would have been waits in `held`.
 *  6. No transaction begins before the path was seen to lead to the file, and none writes a page
 *     before the file was seen to be as the last one left it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trainer.h"
#include "projects/store/db.h"
#include "projects/store/guard.h"
#include "projects/store/metrics.h"
#include "projects/store/queue.h"
#include "projects/store/where.h"

typedef struct _WeftWriter WeftWriter;

typedef struct
{
  /* Within a transaction when is_write, else free to make its own. */
  gboolean (*run) (WeftWriter *writer, gpointer data, GError **error);
  gpointer data;
  GDestroyNotify free_data; /* nullable */
  gboolean is_write;
  gint64 seq; /* what its COMMIT acknowledges; 0: nothing */
} WeftJob;

typedef struct
{
  gint64 run;
  WeftFrame kind;
  gint64 step, place;
  GBytes *bytes;
  gint64 budget; /* bytes of all frames of the run */
} WeftFrameJob;

struct _WeftWriter
{
  WeftDb *db;
  WeftQueue *queue;
  GSource *wake; /* poked when there is something to tell the main thread */
  gboolean is_reader;

  /* All below: the store thread only. */
  char *path, *folder; /* where the file is; how much room there is */
  WeftWhere where;
  WeftGuard guard;
  gint64 look_at;
  char *rescue; /* the folder of rescue copies; NULL: none are made */
  GQueue held;  /* WeftJob */
  GError *broken;
  gboolean is_full, is_waiting,
      is_done; /* is_waiting: an edit is among what there is no room for */
  gint64 retry_at;
  GHashTable *series; /* WeftSeries by (run, series): open metric columns */
  gint64 metrics_at;  /* when they are written; 0: nothing is open */

  WeftFrameJob *frame;      /* being written, NULL: none */
  WeftFrameJob *waiting[2]; /* a CLOSE and a BEST that there was no room for, NULL: none */
  gint64 frame_id, next_frame_id;
  guint part;
  gint64 spent; /* on it, µs of work */
  GChecksum *checksum;
  gint64 bulk_from; /* bulk has had its share of the time until then */
  GArray *garbage;  /* gint64: chunks that belong to no frame any more */
};

void weft_writer_run (gpointer writer); /* the thread */

/* --- for the files of the store thread --- */

/* Runs func within a transaction; on an error nothing has happened. */
gboolean weft_writer_transact (WeftWriter *writer,
                               gboolean (*func) (WeftWriter *, gpointer, GError **), gpointer data,
                               GError **error);
/* The same; on a full disk it is tried again in the pages of chunks that nobody needs. */
gboolean weft_writer_transact_hard (WeftWriter *writer,
                                    gboolean (*func) (WeftWriter *, gpointer, GError **),
                                    gpointer data, GError **error);
void weft_writer_write_metrics (WeftWriter *writer); /* now, instead of within a second */
void weft_writer_retry (WeftWriter *writer);         /* what waits for room */
/* What a failed write means for all later ones, and for the main thread. */
void weft_writer_note_failure (WeftWriter *writer, const GError *error);
void weft_writer_poke (WeftWriter *writer);

void weft_job_free (WeftJob *job);
void weft_frame_job_free (WeftFrameJob *job);

/* --- frames.c --- */
gboolean weft_frames_prepare (WeftWriter *writer,
                              GError **error); /* finds what was left half written */
gboolean weft_frames_begin (WeftWriter *writer,
                            WeftFrameJob *job); /* takes; FALSE: there is no room */
void weft_frames_go_on (
    WeftWriter *writer); /* a chunk, or where somebody waits many; the row with the last */
void weft_frames_retry (WeftWriter *writer);            /* the one that waits for room, at once */
gboolean weft_frames_drop_garbage (WeftWriter *writer); /* TRUE: some room was made */
gboolean weft_frames_may_refuse (WeftFrame kind);
gboolean weft_frames_has_room (WeftWriter *writer);
/* What is said where that is not so: FALSE. */
gboolean weft_frames_fail_for_room (WeftWriter *writer, GError **error);
