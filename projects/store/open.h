/* open: from a path to a connection that has passed every check
 *
 * In this order, each with its own message: what this process has open already; the file and what
 * lies beside it, before SQLite has them (stranger.h); for writing, that one may; a journal that
 * wants to be rolled back, on a copy; the lock; the schema, byte for byte (schema.h); quick_check;
 * a migration, of a copy where one only reads; every row (rows-load.c). What fails on the way has
 * not been written to. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "projects/store/db.h"
#include "projects/store/store.h"

/* What was found in a file on the way. */
typedef struct
{
  WeftDb *db;
  char *notice;     /* a sentence about a journal that was not applied; nullable */
  gboolean was_cut; /* read as it was before a transaction that was cut off */
  char *key;        /* in the table of what this process has open; nullable */
  WeftGraph *graph;
  GPtrArray *edits, *inverses; /* WeftEdit */
  guint position;
  gint64 seq, revision;
  char *title, *example; /* nullable */
  gint64 last_run;
  GHashTable *views; /* key → GVariant */
} WeftOpened;

/* Nothing is written; for WEFT_STORE_WRITE the lock is taken and kept. */
gboolean weft_open_file (WeftOpened *opened, const char *path, WeftStoreAccess access,
                         GError **error);
/* A new file with the schema and what `fill` puts into it, in one transaction; locked. On an error
 * nothing is left of it. */
typedef gboolean (*WeftFillFunc) (WeftDb *db, gpointer data, GError **error);
gboolean weft_open_new_file (WeftOpened *opened, const char *path, WeftFillFunc fill, gpointer data,
                             GError **error);
/* The file and its journal, which nobody may have open. */
void weft_remove_file (const char *path);
void weft_opened_clear (WeftOpened *opened);
/* A connection to write with, locked, to a file that was examined before: ours at another path, or
 * a copy of it. No link; its folder resolved. The store thread. */
WeftDb *weft_open_again (const char *path, GError **error);
/* What this process has open is at this path now. */
void weft_opened_move (WeftOpened *opened, const char *path);
/* Whether this process has the file open as a project, by whatever path. Such a file is neither
 * opened a second time nor written over by anybody else here: closing any descriptor of it drops
 * the locks of the first. Main thread. */
gboolean weft_open_is_held (const char *path);
