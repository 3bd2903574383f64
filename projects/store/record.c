/* record: what is kept of a run: its journal with the graphs that it was trained with, its frames
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/frames.h"
#include "projects/store/store-private.h"

typedef struct
{
  gint64 run;
  WeftRunRecord *record;
} Wanted;

/* NULL when a value is wrong. */
static WeftJournalEntry *
read_entry (sqlite3_stmt *row)
{
  g_autoptr (GVariant) payload = weft_column_variant (row, 5, "a{sv}");
  gint64 revision;
  WeftJournalEntry entry
      = { .kind = weft_column_text (row, 3), .op = weft_column_text (row, 2), .payload = payload };

  if (!weft_column_int (row, 0, 1, G_MAXINT, &entry.place)
      || !weft_column_int (row, 1, 0, G_MAXINT64, &entry.step) || !entry.kind || !payload
      || !weft_column_int (row, 4, 0, G_MAXINT64, &revision))
    return NULL;
  entry.revision = (guint64) revision;
  return weft_journal_entry_copy (&entry);
}

static GVariant *
load_net (WeftDb *db, const char *sha256)
{
  sqlite3_stmt *statement
      = weft_db_query (db, NULL, "SELECT edit FROM net WHERE sha256 = ?", "s", sha256);
  GVariant *net;

  if (!statement || !weft_db_step (db, statement, NULL))
    return NULL;
  net = weft_column_variant (statement, 0, "(sv)");
  sqlite3_reset (statement);
  return net;
}

/* The graph of an entry, which may be another entry's too. */
static GVariant *
find_net (WeftDb *db, GHashTable *nets, const char *sha256)
{
  GVariant *net = g_hash_table_lookup (nets, sha256);

  if (!net)
    {
      net = load_net (db, sha256);
      if (net)
        g_hash_table_insert (nets, g_strdup (sha256), net);
    }
  return net ? g_variant_ref (net) : NULL;
}

/* Up to the first that is wrong: what came after it cannot be done again. */
static gboolean
load_entries (WeftDb *db, const Wanted *wanted, GError **error)
{
  g_autoptr (GHashTable) nets
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  sqlite3_stmt *statement
      = weft_db_query (db, error,
                       "SELECT place, step, op, kind, revision, payload, net FROM journal "
                       "WHERE run = ? ORDER BY place",
                       "i", wanted->run);
  GPtrArray *entries = wanted->record->entries;
  g_autoptr (GError) cause = NULL;

  while (statement && weft_db_step (db, statement, &cause))
    {
      WeftJournalEntry *entry = read_entry (statement);
      const char *net = weft_column_text (statement, 6);

      if (!entry || entry->place != (gint64) entries->len + 1)
        {
          g_clear_pointer (&entry, weft_journal_entry_free);
          sqlite3_reset (statement);
          return TRUE;
        }
      if (net)
        entry->graph = find_net (db, nets, net);
      g_ptr_array_add (entries, entry);
    }
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return statement && !cause;
}

static gboolean
load_record (WeftWriter *writer, gpointer data, GError **error)
{
  Wanted *wanted = data;

  weft_writer_write_metrics (writer);
  wanted->run = weft_runs_resolve (writer->db, wanted->run);
  wanted->record->last_step = weft_runs_find_last_step (writer->db, wanted->run);
  return load_entries (writer->db, wanted, error)
         && weft_frames_list (writer->db, wanted->run, wanted->record->frames, error);
}

typedef struct
{
  gint64 id;
  WeftState *state;
} OneFrame;

static gboolean
load_one (WeftWriter *writer, gpointer data, GError **error)
{
  OneFrame *frame = data;

  frame->state = weft_frames_load_one (writer->db, frame->id, error);
  return frame->state != NULL;
}

static WeftState *
load_frame_cb (gpointer store, gint64 id, GError **error)
{
  OneFrame frame = { .id = id };

  weft_store_call (store, load_one, &frame, error);
  return frame.state;
}

gboolean
weft_store_load_record (WeftStore *store, gint64 run, WeftRunRecord *record, GError **error)
{
  Wanted wanted = { run, record };

  record->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_journal_entry_free);
  record->frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  record->load = load_frame_cb;
  record->user = store;
  return weft_store_call (store, load_record, &wanted, error);
}

void
weft_run_record_clear (WeftRunRecord *record)
{
  g_clear_pointer (&record->entries, g_ptr_array_unref);
  g_clear_pointer (&record->frames, g_array_unref);
}
