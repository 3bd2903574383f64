/* frames-load: key frames, read: only what has the hash that it was written with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "engine/train/trainer.h"
#include "projects/store/frames.h"
#include "projects/store/schema.h"

typedef struct
{
  gint64 id, run, kind, step, place, length, chunks;
  GBytes *hash;
} Frame;

static void
clear_frame (gpointer data)
{
  Frame *frame = data;

  g_clear_pointer (&frame->hash, g_bytes_unref);
}

/* Every frame that a row is here for and that makes sense, newest first: a run may have gone back,
 * and each time it did is in its journal. Of those of an earlier format that is not known: there a
 * best one counts after those that were written later, whatever their steps. */
static GArray *
list_frames (WeftDb *db, GError **error)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  sqlite3_stmt *statement = weft_db_query (
      db, error,
      "SELECT id, run, kind, step, length, chunks, sha256, place FROM frame "
      "ORDER BY run DESC, place DESC, kind = 1 AND id < (SELECT max (id) FROM frame AS f "
      "WHERE f.run = frame.run AND f.kind <> 1), step DESC, id DESC",
      "");
  g_autoptr (GError) cause = NULL;

  g_array_set_clear_func (frames, clear_frame);
  while (statement && weft_db_step (db, statement, &cause))
    {
      Frame frame = { 0 };

      if (!weft_column_int (statement, 0, 1, G_MAXINT64 >> 16, &frame.id)
          || !weft_column_int (statement, 1, 1, G_MAXINT64, &frame.run)
          || !weft_column_int (statement, 2, 0, WEFT_FRAME_KEY, &frame.kind)
          || !weft_column_int (statement, 3, 0, G_MAXINT64, &frame.step)
          || !weft_column_int (statement, 7, 0, G_MAXINT, &frame.place)
          || !weft_column_int (statement, 5, 0, WEFT_MAX_PARTS, &frame.chunks)
          || !weft_column_int (statement, 4, 0, frame.chunks * WEFT_CHUNK, &frame.length))
        continue;
      frame.hash = weft_column_bytes (statement, 6);
      if (frame.hash)
        g_array_append_val (frames, frame);
    }
  if (statement && !cause)
    return g_steal_pointer (&frames);
  if (cause)
    g_propagate_error (error, g_steal_pointer (&cause));
  return NULL;
}

/* One chunk; FALSE when it is not there or not what was written. */
static gboolean
append_chunk (WeftDb *db, GByteArray *bytes, GChecksum *checksum, gint64 id)
{
  sqlite3_stmt *statement
      = weft_db_query (db, NULL, "SELECT sha256, data FROM chunk WHERE id = ?", "i", id);
  g_autoptr (GBytes) hash = NULL, data = NULL, found = NULL;

  if (!statement || !weft_db_step (db, statement, NULL))
    return FALSE;
  hash = weft_column_bytes (statement, 0);
  data = weft_column_bytes (statement, 1);
  sqlite3_reset (statement);
  if (!hash || !data || g_bytes_get_size (data) > WEFT_CHUNK)
    return FALSE;
  found = weft_frames_hash (data);
  g_checksum_update (checksum, g_bytes_get_data (found, NULL), (gssize) g_bytes_get_size (found));
  g_byte_array_append (bytes, g_bytes_get_data (data, NULL), (guint) g_bytes_get_size (data));
  return g_bytes_equal (hash, found);
}

static GBytes *
read_frame (WeftDb *db, const Frame *frame)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GBytes) whole = NULL, hash = NULL;

  for (gint64 part = 0; part < frame->chunks; part++)
    if (!append_chunk (db, bytes, checksum, frame->id << 16 | part))
      return NULL;
  whole = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  hash = weft_frames_digest (checksum);
  if ((gint64) g_bytes_get_size (whole) != frame->length || !g_bytes_equal (hash, frame->hash))
    return NULL;
  return g_steal_pointer (&whole);
}

static gboolean
is_wanted (const Frame *frame, gint64 run, gint64 at)
{
  return frame->run == run
         && (at == -1 || (at == -2 ? frame->kind == WEFT_FRAME_BEST : frame->step == at));
}

static WeftState *
load_first (WeftDb *db, GArray *frames, gint64 run, gint64 at)
{
  for (guint i = 0; i < frames->len; i++)
    {
      const Frame *frame = &g_array_index (frames, Frame, i);
      g_autoptr (GBytes) bytes = is_wanted (frame, run, at) ? read_frame (db, frame) : NULL;
      WeftState *state = bytes ? weft_state_deserialize (bytes, NULL) : NULL;

      if (state)
        return state;
    }
  return NULL;
}

WeftState *
weft_frames_load (WeftDb *db, gint64 run, gint64 at, GError **error)
{
  g_autoptr (GArray) frames = list_frames (db, error);
  WeftState *state;

  if (!frames)
    return NULL;
  state = load_first (db, frames, run, at);
  if (state)
    return state;
  if (run == 0)
    weft_db_fail_with (db, WEFT_ERROR_NOT_FOUND, error, _ ("nothing has been trained in it yet"));
  else if (at >= 0)
    weft_db_fail_with (db, WEFT_ERROR_NOT_FOUND, error,
                       _ ("run %" PRId64 " has no checkpoint at step %" PRId64), run, at);
  else
    weft_db_fail_with (db, WEFT_ERROR_NOT_FOUND, error, _ ("run %" PRId64 " has no checkpoint"),
                       run);
  return NULL;
}

gboolean
weft_frames_list (WeftDb *db, gint64 run, GArray *frames, GError **error)
{
  g_autoptr (GArray) all = list_frames (db, error);

  for (guint i = 0; all && i < all->len; i++)
    {
      const Frame *frame = &g_array_index (all, Frame, i);
      WeftKeyFrame key = { frame->id, frame->step, frame->place };

      if (frame->run == run)
        g_array_append_val (frames, key);
    }
  return all != NULL;
}

WeftState *
weft_frames_load_one (WeftDb *db, gint64 id, GError **error)
{
  g_autoptr (GArray) all = list_frames (db, error);

  for (guint i = 0; all && i < all->len; i++)
    {
      const Frame *frame = &g_array_index (all, Frame, i);
      g_autoptr (GBytes) bytes = frame->id == id ? read_frame (db, frame) : NULL;

      if (bytes)
        return weft_state_deserialize (bytes, error);
    }
  if (all)
    weft_db_fail_with (db, WEFT_ERROR_NOT_FOUND, error, _ ("a checkpoint is damaged"));
  return NULL;
}
