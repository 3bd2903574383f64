/* data: data sets in the file, by their fingerprint, in chunks that each have a hash */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The row of a set comes last: what a kill left half written has no row, and its chunks go when the
 * next set is put in. */
#include <glib/gi18n-lib.h>

#include "projects/store/frames.h"
#include "projects/store/schema.h"
#include "projects/store/store-private.h"

#define BATCH 16 /* chunks in one transaction */

typedef struct
{
  WeftDataset *dataset;
  const char *sha256;
  GByteArray *bytes; /* of all blocks */
  WeftDataBlock blocks[WEFT_MAX_BLOCKS];
  guint n_blocks;
  gsize length; /* of all of them */
  gint64 id;
  guint next; /* the chunk to write */
  gpointer found;
} Data;

/* The blocks one after another, without a copy of them: where byte `offset` lies, and how
 * far. */
static gconstpointer
find_bytes (const Data *data, gsize offset, gsize *left)
{
  for (guint i = 0; i < data->n_blocks; i++)
    {
      const WeftDataBlock *block = &data->blocks[i];

      if (offset < block->length)
        {
          *left = block->length - offset;
          return (const guint8 *) block->bytes + offset;
        }
      offset -= block->length;
    }
  *left = 0;
  return NULL;
}

static guint
count_chunks (const Data *data)
{
  return (guint) ((data->length + WEFT_CHUNK - 1) / WEFT_CHUNK);
}

static GBytes *
make_chunk (const Data *data, guint part)
{
  GByteArray *bytes = g_byte_array_sized_new (WEFT_CHUNK);
  gsize offset = (gsize) part * WEFT_CHUNK, end = MIN (offset + WEFT_CHUNK, data->length);

  while (offset < end)
    {
      gsize left;
      gconstpointer from = find_bytes (data, offset, &left);
      gsize n = MIN (left, end - offset);

      g_byte_array_append (bytes, from, (guint) n);
      offset += n;
    }
  return g_byte_array_free_to_bytes (bytes);
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
put (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;

  if (is_there (writer->db, data->dataset->sha256))
    return TRUE;
  if (count_chunks (data) > WEFT_MAX_PARTS)
    return weft_db_fail_with (writer->db, WEFT_ERROR_UNSUPPORTED, error,
                              _ ("the data is too large for a project"));
  if (!weft_writer_transact (writer, begin_data, data, error))
    return FALSE;
  for (; data->next < count_chunks (data); data->next += BATCH)
    if (!weft_writer_transact_hard (writer, write_batch, data, error))
      return FALSE;
  return weft_writer_transact_hard (writer, end_data, data, error);
}

gboolean
weft_store_put_data (WeftStore *store, WeftDataset *dataset, GError **error)
{
  Data data = { .dataset = dataset };

  if (!weft_store_may_write (store, error))
    return FALSE;
  data.n_blocks = weft_dataset_get_blocks (dataset, data.blocks);
  for (guint i = 0; i < data.n_blocks; i++)
    data.length += data.blocks[i].length;
  return weft_store_call (store, put, &data, error);
}

/* --- reading --- */

/* Chunk by chunk into bytes; FALSE when one is not there or not what was written. */
static gboolean
read_chunks (WeftDb *db, Data *data, gint64 n)
{
  for (gint64 part = 0; part < n; part++)
    {
      sqlite3_stmt *statement = weft_db_query (
          db, NULL, "SELECT sha256, data FROM block WHERE id = ?", "i", data->id << 16 | part);
      g_autoptr (GBytes) hash = NULL, chunk = NULL, found = NULL;

      if (!statement || !weft_db_step (db, statement, NULL))
        return FALSE;
      hash = weft_column_bytes (statement, 0);
      chunk = weft_column_bytes (statement, 1);
      sqlite3_reset (statement);
      if (!hash || !chunk || g_bytes_get_size (chunk) > WEFT_CHUNK)
        return FALSE;
      found = weft_frames_hash (chunk);
      if (!g_bytes_equal (hash, found))
        return FALSE;
      g_byte_array_append (data->bytes, g_bytes_get_data (chunk, NULL),
                           (guint) g_bytes_get_size (chunk));
    }
  return data->bytes->len == data->length;
}

static WeftDataset *
make_dataset (Data *data, GVariant *header, GError **error)
{
  g_autoptr (GBytes) whole = g_byte_array_free_to_bytes (g_steal_pointer (&data->bytes));

  return weft_dataset_deserialize (header, whole, error);
}

/* The row's length; FALSE when there is no such row, or it
 * makes no sense. */
static gboolean
read_row (WeftDb *db, Data *data, GVariant **header, gint64 *chunks, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (
      db, error, "SELECT id, header, length, chunks FROM data WHERE sha256 = ?", "s", data->sha256);
  gint64 length;
  gboolean is_good;

  if (!statement)
    return FALSE;
  if (!weft_db_step (db, statement, NULL))
    return weft_db_fail_with (db, WEFT_ERROR_NOT_FOUND, error, _ ("the data %.12s… is not in it"),
                              data->sha256);
  *header = weft_column_variant (statement, 1, "a{sv}");
  is_good = *header && weft_column_int (statement, 0, 1, G_MAXINT64 >> 16, &data->id)
            && weft_column_int (statement, 2, 0, (gint64) WEFT_MAX_PAGES * WEFT_PAGE_SIZE, &length)
            && weft_column_int (statement, 3, 0, WEFT_MAX_PARTS, chunks);
  data->length = is_good ? (gsize) length : 0;
  sqlite3_reset (statement);
  return (is_good && *chunks == (gint64) count_chunks (data))
         || weft_db_fail_with (db, WEFT_ERROR_DAMAGED, error, _ ("the data %.12s… is damaged"),
                               data->sha256);
}

static gboolean
load (WeftWriter *writer, gpointer user, GError **error)
{
  Data *data = user;
  g_autoptr (GVariant) header = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  gint64 chunks;

  if (!read_row (writer->db, data, &header, &chunks, error))
    return FALSE;
  data->bytes = g_byte_array_new ();
  if (read_chunks (writer->db, data, chunks))
    dataset = make_dataset (data, header, &cause);
  g_clear_pointer (&data->bytes, g_byte_array_unref);
  if (!dataset || g_strcmp0 (dataset->sha256, data->sha256) != 0)
    return weft_db_fail_with (writer->db, WEFT_ERROR_DAMAGED, error,
                              _ ("the data %.12s… is damaged%s%s"), data->sha256, cause ? ": " : "",
                              cause ? cause->message : "");
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
