/* store-private: what the files of the store share on the main thread's side */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/rows.h"
#include "projects/store/store.h"
#include "projects/store/writer.h"

struct _WeftStore
{
  char *path;
  WeftStoreAccess access;
  WeftOpened opened; /* as it was when it was opened; its connection is the writer's */
  WeftWriter writer; /* the store thread's, but for the queue */
  WeftQueue *queue;
  gint64 seq, last_run; /* given out */

  WeftHistory *history; /* nullable */
  gulong recorded;
  guint position;       /* as the file will have it */
  GPtrArray *node_rows; /* WeftNodeRow: as the file will have them, by id */
  GArray *wire_rows;    /* WeftWire, by (to, input) */
  GVariant *training;
  gint64 next_node;

  GPtrArray *sinks; /* what WeftSink's user points to */
  WeftStoreFunc listener;
  gpointer listener_user;
  WeftStoreMovedFunc moved;
  gpointer moved_user;
};

typedef gboolean (*WeftJobFunc) (WeftWriter *writer, gpointer data, GError **error);

/* Queues one transaction; takes data. */
void weft_store_queue (WeftStore *store, WeftJobFunc run, gpointer data, GDestroyNotify free_data,
                       gint64 seq);
/* Runs func on the store thread, outside a transaction, and waits for it. */
gboolean weft_store_call (WeftStore *store, WeftJobFunc func, gpointer data, GError **error);
/* For calls that write: FALSE with READ_ONLY when it was opened to be read. */
gboolean weft_store_may_write (WeftStore *store, GError **error);

/* Where the store thread says that the file is now. */
void weft_store_take_move (WeftStore *store);

/* --- follow.c --- */
void weft_store_init_mirror (WeftStore *store, WeftGraph *graph); /* NULL: an empty file */
void weft_store_clear_mirror (WeftStore *store);
/* What differs from the graph; the mirror is then like the graph. */
WeftChange *weft_store_compare (WeftStore *store, WeftGraph *graph);
/* --- runs.c: the store thread --- */
/* 0 means the newest run that has a frame, else the newest. */
gint64 weft_runs_resolve (WeftDb *db, gint64 run);
gint64 weft_runs_find_last_step (WeftDb *db, gint64 run);
