/* store: one open project file and the thread that writes it
 *
 * A .weft file is one SQLite database; every edit is a transaction; see ARCHITECTURE.md. The store
 * thread alone has the connection. Calls queue and return; edits, journals and sessions are never
 * refused and go first, frames are bulk. Callbacks come in the main context that opened the store.
 * Main thread unless said otherwise. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/history.h"
#include "engine/train/past/replay.h"

typedef struct _WeftStore WeftStore;

typedef enum
{
  WEFT_STORE_WRITE,
  WEFT_STORE_READ, /* read only, no lock kept, nothing written: check, state, evaluate, export */
} WeftStoreAccess;

/* A new file with this graph (its data sets are put in with weft_store_put_data);
 * WEFT_ERROR_EXISTS. title: what the window shows, nullable. example: the gallery id it came from,
 * nullable. */
WeftStore *weft_store_create (const char *path, WeftGraph *graph, const char *title,
                              const char *example, GError **error);
/* Errors: NOT_FOUND, BUSY (says who: host, user, since), NEWER, FOREIGN, DAMAGED, READ_ONLY, FULL;
 * every message names the file. Nothing is written to a file that does not open cleanly. */
WeftStore *weft_store_open (const char *path, WeftStoreAccess access, GError **error);
/* Drains both queues, leaves one file without a journal. NULL error: logs nothing, does its best.
 */
gboolean weft_store_close (WeftStore *store, GError **error); /* frees */
/* Closes and removes what was just made and could not be finished. */
void weft_store_discard (WeftStore *store); /* frees */

/* A copy of a project that nobody has open, rolled back when a program that had it open was ended;
 * *was_cut says so. `to` may not be there yet. */
gboolean weft_store_copy (const char *from, const char *to, gboolean *was_cut, GError **error);
/* Removes what weft_store_open calls UNFINISHED, and nothing else. */
gboolean weft_store_remove_unfinished (const char *path, GError **error);

const char *weft_store_get_path (WeftStore *store);
/* What opening found beside the file and did not apply, or that it brought the file to the newest
 * form: translated; nullable. */
const char *weft_store_get_notice (WeftStore *store);
char *weft_store_dup_title (WeftStore *store);
void weft_store_set_title (WeftStore *store, const char *title);
char *weft_store_dup_example (WeftStore *store); /* nullable */
/* What was read when it was opened; transfer full. */
WeftGraph *weft_store_load_graph (WeftStore *store, GError **error);
/* Undo history as it was left; entries oldest first. */
gboolean weft_store_load_history (WeftStore *store, WeftHistory *history, GError **error);

/* Persists what history reports; each is one transaction. Connects to "recorded". */
void weft_store_follow (WeftStore *store, WeftHistory *history);
void weft_store_unfollow (WeftStore *store);
/* The seq of the last edit whose COMMIT has returned, and when (monotonic µs; 0: never). Any
 * thread. */
gint64 weft_store_get_acknowledged (WeftStore *store, gint64 *when);
/* Called in the main context after a commit, or with an error when writing had to stop. */
typedef void (*WeftStoreFunc) (gpointer user, const GError *error);
void weft_store_set_listener (WeftStore *store, WeftStoreFunc func, gpointer user);
/* Waits until everything queued so far is committed. */
gboolean weft_store_flush (WeftStore *store, GError **error);
/* The same, and the newest checkpoints too: FALSE with FULL as long as they wait for room. */
gboolean weft_store_settle (WeftStore *store, GError **error);
/* What is the matter as long as it is: FULL (what waits is written as soon as there is room), LOST
 * (see below), IO, DAMAGED. NULL: all is well; transfer full. The listener is called when it
 * changes. */
GError *weft_store_dup_problem (WeftStore *store);
gint64 weft_store_count_unsaved (WeftStore *store); /* edits that are not in the file yet */
/* After any problem: tries to write what waits. */
gboolean weft_store_try_again (WeftStore *store, GError **error);
/* Goes on in a copy at a path where nothing is; what waits is written there. */
gboolean weft_store_go_to (WeftStore *store, const char *path, GError **error);

/* --- a file that does not stay where it was ---
 * A file that was moved is followed. One that was removed or replaced goes on as a copy in the
 * folder for rescue copies, when there is one and it can be read; else it is LOST and nothing is
 * written any more. Noticed before each write and within two seconds. */
void weft_store_set_rescue (WeftStore *store, const char *folder);
/* Called in the main context; why: NULL when it was moved, else what happened to the old one. */
typedef void (*WeftStoreMovedFunc) (gpointer user, const char *path, const GError *why);
void weft_store_set_moved (WeftStore *store, WeftStoreMovedFunc func, gpointer user);

/* --- data: content-addressed by WeftDataset.sha256 --- */
/* Both wait, tell the thread's own errand, and may be called by a thread of their own as long as
 * the store is not closed meanwhile; what is cancelled leaves nothing behind. */
gboolean weft_store_put_data (WeftStore *store, WeftDataset *dataset, GError **error);
WeftDataset *weft_store_load_data (WeftStore *store, const char *sha256, GError **error);
/* How many bytes it has; 0: it is not there. */
gsize weft_store_measure_data (WeftStore *store, const char *sha256);
char **weft_store_list_data (WeftStore *store); /* sha256 list; transfer full */

/* --- runs --- */
typedef struct
{
  gint64 id; /* counts up from 1 */
  guint64 seed;
  char *settings; /* JSON of the training settings and overrides as they were */
  gint64 first_step, last_step;
  gint64 last_frame, best_frame; /* steps; −1: none */
  gint64 parent;                 /* the run that it is a fork of, at first_step; 0: none */
  char *started;                 /* ISO 8601, to show only */
} WeftRunInfo;

void weft_run_info_free (WeftRunInfo *info);
/* Begins a run with the graph as it is; returns its id at once. overrides: a{sv} of "node.param"
 * and "training.key" that hold for this run only, nullable. */
gint64 weft_store_begin_run (WeftStore *store, guint64 seed, GVariant *overrides, GError **error);
/* For the trainer: valid until weft_store_close; run as above. Its functions may be called from the
 * trainer's thread. */
WeftSink weft_store_get_sink (WeftStore *store, gint64 run);
GPtrArray *weft_store_list_runs (WeftStore *store); /* WeftRunInfo, oldest first; transfer full */
/* run 0: the newest that has a frame. at: a step that has a frame, −1 the last one, −2 the best.
 * NULL with NOT_FOUND. */
WeftState *weft_store_load_state (WeftStore *store, gint64 run, gint64 at, GError **error);
/* What is kept of a run, for weft_replay: entries, frames, last_step, load and user are set; clear
 * it in any case, before the store is closed. run as above. */
gboolean weft_store_load_record (WeftStore *store, gint64 run, WeftRunRecord *record,
                                 GError **error);
void weft_run_record_clear (WeftRunRecord *record);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftRunRecord, weft_run_record_clear)
/* All samples of a run in order, series mixed; transfer full GArray of WeftSample. */
GArray *weft_store_load_samples (WeftStore *store, gint64 run);
GVariant *weft_store_load_overrides (WeftStore *store,
                                     gint64 run); /* a{sv}, nullable, transfer full */

/* What people say of a run. */
typedef struct
{
  char *note; /* nullable */
  gboolean is_starred;
  gboolean is_binned; /* goes when the project is closed */
} WeftRunMark;

void weft_run_mark_clear (WeftRunMark *mark);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftRunMark, weft_run_mark_clear)
/* *mark: to be cleared; of a run of which nothing was said, empty. */
void weft_store_get_run_mark (WeftStore *store, gint64 run, WeftRunMark *mark);
void weft_store_set_run_mark (WeftStore *store, gint64 run, const WeftRunMark *mark); /* copies */
/* What was trained in it last, with its settings, ids and all; NOT_FOUND. Transfer full. */
WeftGraph *weft_store_load_run_graph (WeftStore *store, gint64 run, GError **error);
/* A run that nobody trains any more goes, with all that only it has. */
void weft_store_remove_run (WeftStore *store, gint64 run);
/* All that lie in the bin do, but those that others are forks of. */
void weft_store_empty_bin (WeftStore *store);

/* --- small things that the window remembers with the project --- */
void weft_store_set_view (WeftStore *store, const char *key, GVariant *value);
GVariant *weft_store_get_view (WeftStore *store, const char *key); /* nullable, transfer full */
