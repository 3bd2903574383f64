/* data: data sets in the file, by their fingerprint, in chunks that each have a hash */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The row of a set comes last: what a kill left half written has no row, and its chunks go when the
 * next set is put in. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/errand.h"
#include "projects/store/frames.h"
#include "projects/store/schema.h"
#include "projects/store/store-private.h"

#define BATCH 16 /* chunks in one transaction */

typedef struct
{
  WeftDataset *dataset;
  const char *sha256;
  gsize length; /* of all chunks */
  gint64 id;
  guint next; /* the chunk to write or to read */
  gboolean is_there;
  gpointer found;
} Data;

static guint
count_chunks (const Data *data)
{
  return (guint) ((data->length + WEFT_CHUNK - 1) / WEFT_CHUNK);
}

/* All are of this length but for the last one. */
static gsize
measure_chunk (const Data *data, guint part)
{
  return MIN (data->length - (gsize) part * WEFT_CHUNK, WEFT_CHUNK);
}

static GBytes *
make_chunk (const Data *data, guint part)
{
  gsize size = measure_chunk (data, part);
  gpointer bytes = g_malloc (size);

  weft_dataset_copy_bytes (data->dataset, (gsize) part * WEFT_CHUNK, size, bytes);
  return g_bytes_new_take (bytes, size);
}

/* --- writing --- */

static gboolean
is_there (WeftDb *db, const char *sha256)
{
  sqlite3_stmt *statement
      = weft_db_query (db, NULL, "SELECT id FROM data WHERE sha256 = ?", "s", sha256);
  gboolean is_found = statement && weft_db_step (db, statement, NULL);

  if (is_found)
    sqlite3_reset (statement);
  return is_found;
}

static gboolean
begin_data (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;

  data->id = weft_db_number (writer->db, "SELECT max (id) FROM data", 0) + 1;
  return weft_db_run (writer->db, error, "DELETE FROM block WHERE id >= ?", "i", data->id << 16);
}

static gboolean
write_batch (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;
  guint end = MIN (data->next + BATCH, count_chunks (data));

  for (guint part = data->next; part < end; part++)
    {
      g_autoptr (GBytes) chunk = make_chunk (data, part);
      g_autoptr (GBytes) hash = weft_frames_hash (chunk);

      if (!weft_db_run (writer->db, error, "INSERT INTO block VALUES (?, ?, ?)", "ibb",
                        data->id << 16 | part, hash, chunk))
        return FALSE;
    }
  return TRUE;
}

static gboolean
end_data (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;
  g_autoptr (GVariant) header = weft_dataset_serialize_header (data->dataset);

  return weft_db_run (writer->db, error, "INSERT INTO data VALUES (?, ?, ?, ?, ?)", "ishii",
                      data->id, data->dataset->sha256, header, (gint64) data->length,
                      (gint64) count_chunks (data));
}

static gboolean
begin (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;

  data->is_there = is_there (writer->db, data->dataset->sha256);
  if (data->is_there)
    return TRUE;
  if (count_chunks (data) > WEFT_MAX_PARTS)
    return weft_db_fail_with (writer->db, WEFT_ERROR_UNSUPPORTED, error,
                              _ ("the data is too large for a project"));
  return weft_writer_transact (writer, begin_data, data, error);
}

static gboolean
go_on (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;
  gint64 from = (gint64) data->next * WEFT_CHUNK;

  if (!weft_writer_transact_hard (writer, write_batch, data, error))
    return FALSE;
  data->next = MIN (data->next + BATCH, count_chunks (data));
  return weft_errand_add (MIN ((gint64) data->next * WEFT_CHUNK, (gint64) data->length) - from,
                          error);
}

static gboolean
end (WeftWriter *writer, gpointer user, GError **error)
{
  return weft_writer_transact_hard (writer, end_data, user, error);
}

/* What is not wanted any more leaves nothing. */
static gboolean
drop (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;

  return weft_db_run (writer->db, error, "DELETE FROM block WHERE id >= ?", "i", data->id << 16);
}

static gboolean
drop_all (WeftWriter *writer, gpointer data, GError **error)
{
  return weft_writer_transact (writer, drop, data, error);
}

/* A job for each batch: edits and checkpoints are written between them. */
gboolean
weft_store_put_data (WeftStore *store, WeftDataset *dataset, GError **error)
{
  Data data = { .dataset = dataset };
  gboolean is_good;

  if (!weft_store_may_write (store, error))
    return FALSE;
  data.length = weft_dataset_get_length (dataset);
  if (!weft_store_call (store, begin, &data, error))
    return FALSE;
  if (data.is_there)
    return TRUE;
  do
    is_good = weft_store_call (store, go_on, &data, error);
  while (is_good && data.next < count_chunks (&data));
  if (is_good)
    return weft_store_call (store, end, &data, error);
  weft_store_call (store, drop_all, &data, NULL);
  return FALSE;
}

/* --- reading --- */

/* The chunks one after another, as a stream of bytes. */
typedef struct
{
  WeftDb *db;
  Data *data;
  GBytes *chunk; /* nullable */
  gsize done;    /* bytes of it */
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->chunk, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
fail_damaged (WeftDb *db, const Data *data, const char *why, GError **error)
{
  return weft_db_fail_with (db, WEFT_ERROR_DAMAGED, error, _ ("the data %.12s… is damaged%s%s"),
                            data->sha256, why ? ": " : "", why ? why : "");
}

/* Its hash is not asked: the fingerprint of the whole says as much. */
static gboolean
next_chunk (Reading *reading, GError **error)
{
  Data *data = reading->data;
  g_autoptr (GError) cause = NULL;
  sqlite3_stmt *statement = weft_db_query (
      reading->db, &cause, "SELECT data FROM block WHERE id = ?", "i", data->id << 16 | data->next);

  reading_clear (reading);
  reading->done = 0;
  if (!weft_errand_add ((gint64) measure_chunk (data, data->next), error))
    return FALSE;
  if (statement && weft_db_step (reading->db, statement, &cause))
    {
      reading->chunk = weft_column_bytes (statement, 0);
      sqlite3_reset (statement);
    }
  if (reading->chunk && g_bytes_get_size (reading->chunk) == measure_chunk (data, data->next++))
    return TRUE;
  if (!cause)
    return fail_damaged (reading->db, data, NULL, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
read_cb (gpointer user, gpointer to, gsize n, GError **error)
{
  Reading *reading = user;

  for (gsize done = 0; done < n;)
    {
      const char *bytes;
      gsize size, part;

      if ((!reading->chunk || reading->done == g_bytes_get_size (reading->chunk))
          && !next_chunk (reading, error))
        return FALSE;
      bytes = g_bytes_get_data (reading->chunk, &size);
      part = MIN (n - done, size - reading->done);
      memcpy ((char *) to + done, bytes + reading->done, part);
      reading->done += part;
      done += part;
    }
  return TRUE;
}

static WeftDataset *
read_dataset (WeftDb *db, Data *data, GVariant *header, GError **error)
{
  g_auto (Reading) reading = { .db = db, .data = data };
  const WeftDataStream stream = { data->length, read_cb, &reading };

  return weft_dataset_deserialize (header, &stream, error);
}

/* The row's length; FALSE when there is no such row, or it makes no sense. */
static gboolean
read_row (WeftDb *db, Data *data, GVariant **header, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (
      db, error, "SELECT id, header, length, chunks FROM data WHERE sha256 = ?", "s", data->sha256);
  gint64 length, chunks;
  gboolean is_good;

  if (!statement)
    return FALSE;
  if (!weft_db_step (db, statement, NULL))
    return weft_db_fail_with (db, WEFT_ERROR_NOT_FOUND, error, _ ("the data %.12s… is not in it"),
                              data->sha256);
  *header = weft_column_variant (statement, 1, "a{sv}");
  is_good = *header && weft_column_int (statement, 0, 1, G_MAXINT64 >> 16, &data->id)
            && weft_column_int (statement, 2, 0, (gint64) WEFT_MAX_PAGES * WEFT_PAGE_SIZE, &length)
            && weft_column_int (statement, 3, 0, WEFT_MAX_PARTS, &chunks);
  data->length = is_good ? (gsize) length : 0;
  sqlite3_reset (statement);
  return (is_good && chunks == (gint64) count_chunks (data))
         || fail_damaged (db, data, NULL, error);
}

/* No room for it is no damage. */
static gboolean
load (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;
  g_autoptr (GVariant) header = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (WeftDataset) dataset = NULL;

  if (!read_row (writer->db, data, &header, error))
    return FALSE;
  dataset = read_dataset (writer->db, data, header, &cause);
  if (g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_MEMORY))
    return weft_db_fail_with (writer->db, WEFT_ERROR_MEMORY, error, "%s", cause->message);
  if (!dataset || strcmp (dataset->sha256, data->sha256) != 0)
    return fail_damaged (writer->db, data, cause ? cause->message : NULL, error);
  data->found = g_steal_pointer (&dataset);
  return TRUE;
}

WeftDataset *
weft_store_load_data (WeftStore *store, const char *sha256, GError **error)
{
  Data data = { .sha256 = sha256 };

  weft_store_call (store, load, &data, error);
  return data.found;
}

static gboolean
measure (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;
  g_autoptr (GVariant) header = NULL;

  return read_row (writer->db, data, &header, error);
}

gsize
weft_store_measure_data (WeftStore *store, const char *sha256)
{
  Data data = { .sha256 = sha256 };

  return weft_store_call (store, measure, &data, NULL) ? data.length : 0;
}

static gboolean
list (WeftWriter *writer, gpointer user, GError **error)
{
  GStrvBuilder *builder = user;
  sqlite3_stmt *statement
      = weft_db_query (writer->db, error, "SELECT sha256 FROM data ORDER BY id", "");

  while (statement && weft_db_step (writer->db, statement, error))
    if (weft_column_text (statement, 0))
      g_strv_builder_add (builder, weft_column_text (statement, 0));
  return statement != NULL;
}

char **
weft_store_list_data (WeftStore *store)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  weft_store_call (store, list, builder, NULL);
  return g_strv_builder_end (builder);
}
