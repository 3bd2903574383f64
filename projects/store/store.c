/* store: one open project file; opens, closes, and what is remembered besides graph, runs and data
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "engine/base/errand.h"
#include "projects/store/relocate.h"
#include "projects/store/schema.h"
#include "projects/store/file-session.h"
#include "projects/store/store-private.h"

/* --- jobs --- */

void
weft_store_queue (WeftStore *store, WeftJobFunc run, gpointer data, GDestroyNotify free_data,
                  gint64 seq)
{
  WeftJob *job = g_new (WeftJob, 1);

  *job
      = (WeftJob){ .run = run, .data = data, .free_data = free_data, .is_write = TRUE, .seq = seq };
  weft_queue_push (store->queue, job);
}

/* A call waits on the caller's stack. */
typedef struct
{
  WeftJobFunc func;
  gpointer data;
  GError **error;
  WeftErrand *errand; /* the caller's */
  gboolean is_good;
} Call;

static gboolean
run_call (WeftWriter *writer, gpointer data, GError **error)
{
  Call *call = data;

  weft_errand_set_own (call->errand);
  weft_db_guard (writer->db, writer->is_reader);
  call->is_good = call->func (writer, call->data, call->error);
  weft_db_guard (writer->db, FALSE);
  weft_errand_set_own (NULL);
  return call->is_good;
}

gboolean
weft_store_call (WeftStore *store, WeftJobFunc func, gpointer data, GError **error)
{
  Call call = { func, data, error, weft_errand_get_own (), FALSE };
  WeftJob *job = g_new (WeftJob, 1);

  *job = (WeftJob){ .run = run_call, .data = &call };
  weft_queue_wait_for (store->queue, weft_queue_push (store->queue, job));
  return call.is_good;
}

gboolean
weft_store_may_write (WeftStore *store, GError **error)
{
  g_autofree char *name = NULL;

  if (store->access == WEFT_STORE_WRITE)
    return TRUE;
  name = g_filename_display_basename (store->path);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_READ_ONLY, _ ("“%s”: it is open to be read only"),
               name);
  return FALSE;
}

/* --- telling the main thread --- */

static gboolean
wake_dispatch (GSource *source, GSourceFunc func, gpointer data)
{
  WeftStore *store = data;
  g_autoptr (GError) report = NULL;

  g_source_set_ready_time (source, -1);
  weft_store_take_move (store);
  report = weft_queue_take_report (store->queue);
  if (store->listener)
    store->listener (store->listener_user, report);
  return G_SOURCE_CONTINUE;
}

static GSource *
make_wake (WeftStore *store)
{
  static GSourceFuncs funcs = { .dispatch = wake_dispatch };
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource *source = g_source_new (&funcs, sizeof (GSource));

  g_source_set_static_name (source, "weft store");
  g_source_set_callback (source, NULL, store, NULL);
  g_source_set_ready_time (source, -1);
  g_source_attach (source, context);
  return source;
}

void
weft_store_set_listener (WeftStore *store, WeftStoreFunc func, gpointer user)
{
  store->listener = func;
  store->listener_user = user;
}

/* --- opening --- */

static WeftStore *
store_new (const char *path, WeftStoreAccess access)
{
  WeftStore *store = g_new0 (WeftStore, 1);

  store->path = g_strdup (path);
  store->access = access;
  store->sinks = g_ptr_array_new_with_free_func (g_free);
  store->queue = weft_queue_new ();
  return store;
}

static void
store_free (WeftStore *store)
{
  WeftWriter *writer = &store->writer;

  if (writer->wake)
    {
      g_source_destroy (writer->wake);
      g_source_unref (writer->wake);
    }
  g_clear_pointer (&writer->series, g_hash_table_unref);
  g_clear_pointer (&writer->garbage, g_array_unref);
  g_clear_error (&writer->broken);
  if (writer->db)
    store->opened.db = writer->db; /* it may have got another one */
  g_free (writer->path);
  g_free (writer->folder);
  g_free (writer->rescue);
  weft_opened_clear (&store->opened);
  weft_store_clear_mirror (store);
  weft_queue_free (store->queue);
  g_ptr_array_unref (store->sinks);
  g_free (store->path);
  g_free (store);
}

/* The connection is the store thread's from here on. */
static gboolean
start (WeftStore *store, GError **error)
{
  WeftWriter *writer = &store->writer;

  writer->db = store->opened.db;
  writer->queue = store->queue;
  writer->wake = make_wake (store);
  writer->path = g_canonicalize_filename (store->path, NULL);
  writer->folder = g_path_get_dirname (writer->path);
  writer->is_reader = store->access == WEFT_STORE_READ;
  writer->series = g_hash_table_new_full (weft_series_hash, weft_series_equal,
                                          (GDestroyNotify) weft_series_free, NULL);
  writer->garbage = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!writer->is_reader
      && (!weft_frames_prepare (writer, error) || !weft_session_begin (writer->db, error)))
    return FALSE;
  weft_where_note (&writer->where, writer->path);
  store->seq = store->opened.seq;
  store->last_run = store->opened.last_run;
  weft_queue_acknowledge (store->queue, store->seq, 0);
  if (weft_queue_start (store->queue, weft_writer_run, writer))
    return TRUE;
  return weft_db_fail_with (writer->db, WEFT_ERROR_MEMORY, error, _ ("no thread can be started"));
}

WeftStore *
weft_store_open (const char *path, WeftStoreAccess access, GError **error)
{
  WeftStore *store = store_new (path, access);

  if (weft_open_file (&store->opened, path, access, error))
    {
      weft_store_init_mirror (store, store->opened.graph);
      store->position = store->opened.position;
      if (start (store, error))
        return store;
    }
  store_free (store);
  return NULL;
}

/* --- creating --- */

typedef struct
{
  const char *title, *example;
  WeftChange *change;
} First;

static gboolean
write_first (WeftDb *db, gpointer data, GError **error)
{
  const First *first = data;

  return weft_rows_create (db, first->title, first->example, error)
         && weft_rows_write (db, first->change, error);
}

static void
remember (WeftStore *store, WeftGraph *graph, const char *title, const char *example)
{
  store->opened.graph = weft_graph_dup (graph);
  store->opened.edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  store->opened.inverses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  store->opened.views
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  store->opened.title = g_strdup (title);
  store->opened.example = g_strdup (example);
}

WeftStore *
weft_store_create (const char *path, WeftGraph *graph, const char *title, const char *example,
                   GError **error)
{
  WeftStore *store = store_new (path, WEFT_STORE_WRITE);
  g_autoptr (WeftChange) change = NULL;
  gboolean is_made;

  weft_store_init_mirror (store, NULL);
  change = weft_store_compare (store, graph);
  is_made = weft_open_new_file (&store->opened, path, write_first,
                                &(First){ title, example, change }, error);
  if (is_made)
    {
      remember (store, graph, title, example);
      if (start (store, error))
        return store;
    }
  store_free (store);
  if (is_made)
    weft_remove_file (path);
  return NULL;
}

/* --- closing --- */

/* What is not ours any more is not written into. */
static void
end (WeftWriter *writer)
{
  g_autoptr (GError) lost = NULL;

  if (!writer->broken && weft_writer_stay (writer, &lost))
    weft_session_end (writer->db);
  else if (weft_where_is_free (&writer->where, writer->path))
    weft_db_exec (writer->db, "PRAGMA journal_mode = DELETE", NULL);
}

static gboolean
stop (WeftWriter *writer, gpointer data, GError **error)
{
  GError **failure = data;

  weft_writer_write_metrics (writer);
  weft_writer_retry (writer);
  weft_frames_retry (writer);
  if (writer->broken)
    *failure = g_error_copy (writer->broken);
  else if (writer->held.length > 0 || writer->metrics_at || writer->waiting[0]
           || writer->waiting[1])
    weft_db_fail_with (writer->db, WEFT_ERROR_FULL, failure, "%s",
                       weft_db_is_near_limit (writer->db)
                           ? _ ("it has reached the largest size of a project, 32 GiB: the newest "
                                "changes are not in the file")
                           : _ ("the disk is full: the newest changes are not in the file"));
  for (guint i = 0; i < G_N_ELEMENTS (writer->waiting); i++)
    g_clear_pointer (&writer->waiting[i], weft_frame_job_free);
  while (writer->held.length > 0)
    weft_job_free (g_queue_pop_head (&writer->held));
  if (!writer->is_reader)
    end (writer);
  writer->is_done = TRUE;
  return TRUE;
}

gboolean
weft_store_close (WeftStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;

  weft_store_unfollow (store);
  weft_queue_wait (store->queue);
  weft_store_call (store, stop, &failure, NULL);
  weft_queue_join (store->queue);
  store_free (store);
  if (!failure)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
weft_store_discard (WeftStore *store)
{
  g_autofree char *path = g_strdup (store->path);

  weft_store_close (store, NULL);
  weft_remove_file (path);
}

static gboolean
settle (WeftWriter *writer, gpointer data, GError **error)
{
  weft_writer_write_metrics (writer);
  if (writer->broken)
    {
      g_propagate_error (error, g_error_copy (writer->broken));
      return FALSE;
    }
  if (writer->held.length > 0)
    weft_writer_retry (writer);
  return (writer->held.length == 0 && !writer->metrics_at)
         || weft_db_fail (writer->db, SQLITE_FULL, error);
}

gboolean
weft_store_flush (WeftStore *store, GError **error)
{
  weft_queue_wait (store->queue);
  return weft_store_call (store, settle, NULL, error);
}

/* --- what is remembered --- */

const char *
weft_store_get_notice (WeftStore *store)
{
  return store->opened.notice;
}

const char *
weft_store_get_path (WeftStore *store)
{
  return store->path;
}

gint64
weft_store_get_acknowledged (WeftStore *store, gint64 *when)
{
  return weft_queue_get_acknowledged (store->queue, when);
}

WeftGraph *
weft_store_load_graph (WeftStore *store, GError **error)
{
  return weft_graph_dup (store->opened.graph);
}

gboolean
weft_store_load_history (WeftStore *store, WeftHistory *history, GError **error)
{
  weft_history_restore (history, store->opened.edits, store->opened.inverses,
                        store->opened.position);
  return TRUE;
}

char *
weft_store_dup_title (WeftStore *store)
{
  return g_strdup (store->opened.title);
}

char *
weft_store_dup_example (WeftStore *store)
{
  return g_strdup (store->opened.example);
}

static gboolean
write_title (WeftWriter *writer, gpointer title, GError **error)
{
  return weft_db_run (writer->db, error, "UPDATE project SET title = ?", "s", title);
}

void
weft_store_set_title (WeftStore *store, const char *title)
{
  g_return_if_fail (weft_store_may_write (store, NULL));
  g_free (store->opened.title);
  store->opened.title = g_strdup (title);
  weft_store_queue (store, write_title, g_strdup (title), g_free, 0);
}

typedef struct
{
  char *key;
  GVariant *boxed;
} View;

static void
view_free (gpointer data)
{
  View *view = data;

  g_free (view->key);
  g_variant_unref (view->boxed);
  g_free (view);
}

static gboolean
write_view (WeftWriter *writer, gpointer data, GError **error)
{
  const View *view = data;

  return weft_db_run (writer->db, error, "INSERT OR REPLACE INTO view VALUES (?, ?)", "sh",
                      view->key, view->boxed);
}

void
weft_store_set_view (WeftStore *store, const char *key, GVariant *value)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (value);
  GVariant *known = g_hash_table_lookup (store->opened.views, key);
  View *view;

  if (!weft_store_may_write (store, NULL) || (known && g_variant_equal (known, held)))
    return;
  view = g_new (View, 1);
  *view = (View){ g_strdup (key), g_variant_ref_sink (g_variant_new_variant (held)) };
  g_hash_table_insert (store->opened.views, g_strdup (key), g_steal_pointer (&held));
  weft_store_queue (store, write_view, view, view_free, 0);
}

GVariant *
weft_store_get_view (WeftStore *store, const char *key)
{
  GVariant *value = g_hash_table_lookup (store->opened.views, key);

  return value ? g_variant_ref (value) : NULL;
}
