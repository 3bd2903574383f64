/* runs: what is known of each run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "projects/formats/graph-json.h"
#include "projects/store/frames.h"
#include "projects/store/store-private.h"

void
weft_run_info_free (WeftRunInfo *info)
{
  g_free (info->settings);
  g_free (info->started);
  g_free (info);
}

/* --- beginning --- */

typedef struct
{
  gint64 id, revision;
  guint64 seed;
  char *settings, *graph, *started;
  GVariant *overrides; /* nullable */
} NewRun;

static void
new_run_free (gpointer data)
{
  NewRun *run = data;

  g_free (run->settings);
  g_free (run->graph);
  g_free (run->started);
  g_clear_pointer (&run->overrides, g_variant_unref);
  g_free (run);
}

/* A seed of 64 bits stands in the table as its two's complement. */
static gboolean
write_run (WeftWriter *writer, gpointer data, GError **error)
{
  const NewRun *run = data;

  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, run->graph, -1);

  return weft_db_run (writer->db, error, "INSERT OR IGNORE INTO graph VALUES (?, ?)", "ss", sha256,
                      run->graph)
         && weft_db_run (writer->db, error, "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)",
                         "iishsis", run->id, (gint64) run->seed, run->settings, run->overrides,
                         sha256, run->revision, run->started);
}

gint64
weft_store_begin_run (WeftStore *store, guint64 seed, GVariant *overrides, GError **error)
{
  WeftGraph *graph = store->history ? weft_history_get_graph (store->history) : store->opened.graph;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GVariant) held = overrides ? g_variant_ref_sink (overrides) : NULL;
  NewRun *run;

  if (!weft_store_may_write (store, error))
    return 0;
  run = g_new0 (NewRun, 1);
  run->id = ++store->last_run;
  run->revision = store->opened.revision + (gint64) weft_graph_get_revision (graph);
  run->seed = seed;
  run->settings = weft_rows_to_json (weft_graph_get_training (graph));
  run->graph = weft_graph_to_json (graph);
  run->started = g_date_time_format_iso8601 (now);
  run->overrides = g_steal_pointer (&held);
  weft_store_queue (store, write_run, run, new_run_free, 0);
  return store->last_run;
}

/* --- reading --- */

typedef struct
{
  gint64 run, at;
  gpointer found; /* what the call gives */
} Question;

/* Of what the first entry of its journal says. */
static gint64
read_parent (sqlite3_stmt *row, int column)
{
  g_autoptr (GVariant) payload = weft_column_variant (row, column, "a{sv}");
  WeftJournalEntry first = { .payload = payload };

  return payload ? weft_journal_entry_get_parent (&first) : 0;
}

static gboolean
list_runs (WeftWriter *writer, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_run_info_free);
  sqlite3_stmt *statement;
  g_autoptr (GError) cause = NULL;

  weft_writer_write_metrics (writer);
  statement = weft_db_query (
      writer->db, error,
      "SELECT id, seed, settings, started, "
      "ifnull ((SELECT max (last) FROM metric WHERE run = run.id), 0), "
      "ifnull ((SELECT step FROM frame WHERE run = run.id ORDER BY place DESC, step DESC LIMIT 1), "
      "-1), "
      "ifnull ((SELECT max (step) FROM frame WHERE run = run.id AND kind = 1), -1), "
      "(SELECT payload FROM journal WHERE run = run.id AND place = 1), "
      "ifnull ((SELECT step FROM journal WHERE run = run.id AND place = 1), 0) "
      "FROM run ORDER BY id",
      "");
  while (statement && weft_db_step (writer->db, statement, &cause))
    {
      WeftRunInfo *info = g_new0 (WeftRunInfo, 1);

      info->id = sqlite3_column_int64 (statement, 0);
      info->seed = (guint64) sqlite3_column_int64 (statement, 1);
      info->settings = g_strdup (weft_column_text (statement, 2));
      info->started = g_strdup (weft_column_text (statement, 3));
      info->last_frame = sqlite3_column_int64 (statement, 5);
      info->best_frame = sqlite3_column_int64 (statement, 6);
      info->parent = read_parent (statement, 7);
      info->first_step = sqlite3_column_int64 (statement, 8);
      info->last_step = MAX (sqlite3_column_int64 (statement, 4), info->last_frame);
      g_ptr_array_add (runs, info);
    }
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (statement)
    ((Question *) data)->found = g_steal_pointer (&runs);
  return statement != NULL;
}

GPtrArray *
weft_store_list_runs (WeftStore *store)
{
  Question question = { 0 };

  weft_store_call (store, list_runs, &question, NULL);
  if (!question.found)
    question.found = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_run_info_free);
  return question.found;
}

gint64
weft_runs_resolve (WeftDb *db, gint64 run)
{
  if (run == 0)
    run = weft_db_number (db, "SELECT max (run) FROM frame", 0);
  return run > 0 ? run : weft_db_number (db, "SELECT max (id) FROM run", 0);
}

gint64
weft_runs_find_last_step (WeftDb *db, gint64 run)
{
  sqlite3_stmt *statement
      = weft_db_query (db, NULL,
                       "SELECT max (ifnull ((SELECT max (last) FROM metric WHERE run = ?1), 0), "
                       "ifnull ((SELECT max (step) FROM frame WHERE run = ?1), 0))",
                       "i", run);
  gint64 step = 0;

  if (!statement || !weft_db_step (db, statement, NULL))
    return 0;
  step = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return step;
}

static gboolean
load_state (WeftWriter *writer, gpointer data, GError **error)
{
  Question *question = data;

  question->run = weft_runs_resolve (writer->db, question->run);
  question->found = weft_frames_load (writer->db, question->run, question->at, error);
  return question->found != NULL;
}

WeftState *
weft_store_load_state (WeftStore *store, gint64 run, gint64 at, GError **error)
{
  Question question = { .run = run, .at = at };

  weft_store_call (store, load_state, &question, error);
  return question.found;
}

static gboolean
load_samples (WeftWriter *writer, gpointer data, GError **error)
{
  Question *question = data;

  weft_writer_write_metrics (writer);
  question->run = weft_runs_resolve (writer->db, question->run);
  question->found = weft_metrics_load (writer->db, question->run, error);
  return question->found != NULL;
}

GArray *
weft_store_load_samples (WeftStore *store, gint64 run)
{
  Question question = { .run = run };

  weft_store_call (store, load_samples, &question, NULL);
  return question.found ? question.found : g_array_new (FALSE, FALSE, sizeof (WeftSample));
}

static gboolean
load_overrides (WeftWriter *writer, gpointer data, GError **error)
{
  Question *question = data;
  sqlite3_stmt *statement;

  question->run = weft_runs_resolve (writer->db, question->run);
  statement = weft_db_query (writer->db, error, "SELECT overrides FROM run WHERE id = ?", "i",
                             question->run);
  if (!statement || !weft_db_step (writer->db, statement, error))
    return FALSE;
  question->found = weft_column_variant (statement, 0, "a{sv}");
  sqlite3_reset (statement);
  return TRUE;
}

GVariant *
weft_store_load_overrides (WeftStore *store, gint64 run)
{
  Question question = { .run = run };

  weft_store_call (store, load_overrides, &question, NULL);
  return question.found;
}
