/* sink: what a trainer tells of its run, on its way to the store thread
 *
 * Called on the trainer's thread. A run has one, for as long as the store is open. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/store-private.h"

typedef struct
{
  WeftQueue *queue;
  gint64 run;
  gint64 place;     /* of the last entry of its journal */
  guint64 revision; /* of the document when it was opened */
  gint64 budget;    /* bytes of frames */
} Sink;

typedef struct
{
  gint64 run;
  guint n;
  WeftSample samples[];
} Samples;

typedef struct
{
  gint64 run;
  WeftJournalEntry *done;
} Entry;

static void
push (WeftQueue *queue, WeftJobFunc run, gpointer data, GDestroyNotify free_data, gboolean is_write)
{
  WeftJob *job = g_new (WeftJob, 1);

  *job = (WeftJob){ .run = run, .data = data, .free_data = free_data, .is_write = is_write };
  weft_queue_push (queue, job);
}

static WeftSeries *
find_series (WeftWriter *writer, gint64 run, guint32 number)
{
  WeftSeries key = { .run = run, .series = number };
  WeftSeries *series = g_hash_table_lookup (writer->series, &key);

  if (!series)
    {
      series = weft_series_new (run, number);
      g_hash_table_add (writer->series, series);
    }
  return series;
}

static gboolean
take_samples (WeftWriter *writer, gpointer data, GError **error)
{
  const Samples *samples = data;

  if (writer->broken)
    return TRUE;
  for (guint i = 0; i < samples->n; i++)
    weft_series_add (find_series (writer, samples->run, samples->samples[i].series),
                     &samples->samples[i]);
  if (!writer->metrics_at)
    writer->metrics_at = g_get_monotonic_time () + G_USEC_PER_SEC;
  return TRUE;
}

static void
samples_cb (gpointer user, const WeftSample *samples, guint n)
{
  const Sink *sink = user;
  Samples *copy = g_malloc (sizeof (Samples) + n * sizeof (WeftSample));

  copy->run = sink->run;
  copy->n = n;
  for (guint i = 0; i < n; i++)
    copy->samples[i] = samples[i];
  push (sink->queue, take_samples, copy, g_free, FALSE);
}

static gboolean
frame_cb (gpointer user, WeftFrame kind, gint64 step, gint64 place, GBytes *bytes)
{
  const Sink *sink = user;
  WeftFrameJob *job = g_new (WeftFrameJob, 1), *replaced;

  *job = (WeftFrameJob){ sink->run, kind, step, place, g_bytes_ref (bytes), sink->budget };
  if (!weft_frames_may_refuse (kind))
    {
      replaced = weft_queue_push_bulk (sink->queue, job,
                                       kind == WEFT_FRAME_BEST ? -sink->run : sink->run);
      if (replaced)
        weft_frame_job_free (replaced);
      return TRUE;
    }
  if (weft_queue_offer (sink->queue, job))
    return TRUE;
  weft_frame_job_free (job);
  return FALSE;
}

static void
budget_cb (gpointer user, gint64 bytes)
{
  ((Sink *) user)->budget = bytes;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  weft_journal_entry_free (entry->done);
  g_free (entry);
}

/* Each graph once. *sha256: of the blob, transfer full. */
static gboolean
write_net (WeftDb *db, GVariant *graph, char **sha256, GError **error)
{
  g_autoptr (GVariant) normal = g_variant_get_normal_form (graph);
  g_autoptr (GBytes) bytes = NULL;

  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    {
      g_autoptr (GVariant) held = normal;

      normal = g_variant_byteswap (held);
    }
  bytes = g_variant_get_data_as_bytes (normal);
  *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return weft_db_run (db, error, "INSERT OR IGNORE INTO net VALUES (?, ?)", "sb", *sha256, bytes);
}

/* Of an entry with which a session goes on from a frame: and after which entries that came, for the
 * last of these need not be what led there, where the one before was killed. Transfer full. */
static GVariant *
dup_payload (WeftDb *db, gint64 run, const WeftJournalEntry *done)
{
  g_auto (GVariantDict) payload = G_VARIANT_DICT_INIT (done->payload);
  sqlite3_stmt *statement = NULL;

  if (g_str_equal (done->kind, "load") && !g_variant_dict_contains (&payload, "from")
      && done->place > 1)
    statement = weft_db_query (db, NULL,
                               "SELECT place FROM frame WHERE run = ? AND step = ? "
                               "ORDER BY place DESC LIMIT 1",
                               "ii", run, done->step);
  if (statement && weft_db_step (db, statement, NULL))
    {
      g_variant_dict_insert (&payload, "after", "x", sqlite3_column_int64 (statement, 0));
      sqlite3_reset (statement);
    }
  return g_variant_ref_sink (g_variant_dict_end (&payload));
}

static gboolean
write_entry (WeftWriter *writer, gpointer data, GError **error)
{
  const Entry *entry = data;
  const WeftJournalEntry *done = entry->done;
  g_autoptr (GVariant) payload = dup_payload (writer->db, entry->run, done);
  g_autofree char *net = NULL;

  if (done->graph && !write_net (writer->db, done->graph, &net, error))
    return FALSE;
  return weft_db_run (writer->db, error, "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      "iiissihs", entry->run, done->place, done->step, done->op, done->kind,
                      (gint64) done->revision, payload, net);
}

static gint64
journal_cb (gpointer user, const WeftJournalEntry *done)
{
  Sink *sink = user;
  Entry *entry = g_new (Entry, 1);

  *entry = (Entry){ sink->run, weft_journal_entry_copy (done) };
  entry->done->place = ++sink->place;
  entry->done->revision += sink->revision;
  push (sink->queue, write_entry, entry, entry_free, TRUE);
  return sink->place;
}

/* --- getting one --- */

static gboolean
find_place (WeftWriter *writer, gpointer data, GError **error)
{
  Sink *sink = data;
  sqlite3_stmt *statement = weft_db_query (
      writer->db, error, "SELECT max (place) FROM journal WHERE run = ?", "i", sink->run);

  if (!statement || !weft_db_step (writer->db, statement, error))
    return FALSE;
  sink->place = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return TRUE;
}

static Sink *
find_sink (WeftStore *store, gint64 run)
{
  Sink *sink;

  for (guint i = 0; i < store->sinks->len; i++)
    if (((Sink *) g_ptr_array_index (store->sinks, i))->run == run)
      return g_ptr_array_index (store->sinks, i);
  sink = g_new (Sink, 1);
  *sink = (Sink){ store->queue, run, 0, (guint64) store->opened.revision, WEFT_FRAMES_BYTES };
  weft_store_call (store, find_place, sink, NULL);
  g_ptr_array_add (store->sinks, sink);
  return sink;
}

WeftSink
weft_store_get_sink (WeftStore *store, gint64 run)
{
  g_return_val_if_fail (weft_store_may_write (store, NULL), (WeftSink){ 0 });
  return (WeftSink){ .samples = samples_cb,
                     .frame = frame_cb,
                     .journal = journal_cb,
                     .user = find_sink (store, run),
                     .budget = budget_cb };
}
