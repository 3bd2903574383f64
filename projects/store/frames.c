/* frames: key frames in chunks, each with a hash of its own; the manifest's row with the last
 *
 * What a frame takes the place of, and what is thinned out for it, goes in the transaction that
 * brings its row. The chunks are then garbage, and go a few at a time in the transactions that
 * write later chunks, whose pages they give: the file does not grow, and no transaction is long. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

#include "engine/base/platform.h"
#include "projects/store/frames.h"
#include "projects/store/schema.h"
#include "projects/store/thin.h"
#include "projects/store/writer.h"

#define SPARE (32 * 1024 * 1024) /* below this much room, bulk stops beforehand */
#define SHARE 3 /* bulk waits three times as long as it took: a quarter of the time */
#define KEY_SHARE                                                                                  \
  100 /* key frames, of which there are many: one part in so many of the work that                 \
         all processors could do */
#define LONGEST_WAIT (2 * G_USEC_PER_SEC) /* since what must not be refused may come then */
#define DROPS 2                           /* chunks of garbage for each that is written */
#define SHA256 32
#define HURRIED                                                                                    \
  64 /* chunks of one transaction, where somebody waits: a slow disk takes long for each */
#define RETRY_FRAME (60 * G_USEC_PER_SEC) /* each time writes what there is room for */

gboolean
weft_frames_may_refuse (WeftFrame kind)
{
  return kind == WEFT_FRAME_LAST || kind == WEFT_FRAME_KEY;
}

gboolean
weft_frames_has_room (WeftWriter *writer)
{
  struct statvfs room;

  if (weft_db_is_near_limit (writer->db))
    return FALSE;
  return statvfs (writer->folder, &room) != 0 || (guint64) room.f_bavail * room.f_frsize >= SPARE;
}

/* --- hashes --- */

GBytes *
weft_frames_digest (GChecksum *checksum)
{
  gsize size = SHA256;
  guint8 *digest = g_malloc (size);

  g_checksum_get_digest (checksum, digest, &size);
  return g_bytes_new_take (digest, size);
}

GBytes *
weft_frames_hash (GBytes *bytes)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  return weft_frames_digest (checksum);
}

/* --- garbage --- */

static gboolean
drop_chunk (WeftWriter *writer, gpointer data, GError **error)
{
  return weft_db_run (writer->db, error, "DELETE FROM chunk WHERE id = ?", "i", *(gint64 *) data);
}

/* Within the transaction of chunks: the next ones will find their pages free. */
static gboolean
drop_some (WeftWriter *writer, guint n, GError **error)
{
  for (guint i = 0; i < MIN (writer->garbage->len, n); i++)
    if (!drop_chunk (writer, &g_array_index (writer->garbage, gint64, writer->garbage->len - 1 - i),
                     error))
      return FALSE;
  return TRUE;
}

static void
dropped (WeftWriter *writer, guint n)
{
  g_array_set_size (writer->garbage, writer->garbage->len - MIN (n, writer->garbage->len));
}

gboolean
weft_frames_drop_garbage (WeftWriter *writer)
{
  gboolean made_room = FALSE;

  while (writer->garbage->len)
    {
      gint64 id = g_array_index (writer->garbage, gint64, writer->garbage->len - 1);

      if (!weft_writer_transact (writer, drop_chunk, &id, NULL))
        break;
      dropped (writer, 1);
      made_room = TRUE;
    }
  return made_room;
}

gboolean
weft_frames_prepare (WeftWriter *writer, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (
      writer->db, error, "SELECT id FROM chunk WHERE id >> 16 NOT IN (SELECT id FROM frame)", "");
  g_autoptr (GError) cause = NULL;

  if (!statement)
    return FALSE;
  while (weft_db_step (writer->db, statement, &cause))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (writer->garbage, id);
    }
  if (cause)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  writer->next_frame_id = MAX (weft_db_number (writer->db, "SELECT max (id) FROM frame", 0),
                               weft_db_number (writer->db, "SELECT max (id) FROM chunk", 0) >> 16)
                          + 1;
  return TRUE;
}

/* --- writing --- */

static guint
count_chunks (gsize length)
{
  return (guint) ((length + WEFT_CHUNK - 1) / WEFT_CHUNK);
}

static void
end_frame (WeftWriter *writer)
{
  g_clear_pointer (&writer->frame, weft_frame_job_free);
  g_clear_pointer (&writer->checksum, g_checksum_free);
}

/* What was written of it is of no use any more. */
static void
abandon_frame (WeftWriter *writer)
{
  for (guint part = 0; part < writer->part; part++)
    {
      gint64 id = writer->frame_id << 16 | part;

      g_array_append_val (writer->garbage, id);
    }
  end_frame (writer);
}

/* What must not be refused waits for room, until a later one of its run takes its place. */
static void
give_up_frame (WeftWriter *writer, const GError *error)
{
  WeftFrameJob **waiting = &writer->waiting[writer->frame->kind == WEFT_FRAME_BEST];

  if (!weft_frames_may_refuse (writer->frame->kind)
      && g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    {
      g_clear_pointer (waiting, weft_frame_job_free);
      *waiting = g_steal_pointer (&writer->frame);
    }
  abandon_frame (writer);
}

gboolean
weft_frames_fail_for_room (WeftWriter *writer, GError **error)
{
  return weft_db_fail_with (
      writer->db, WEFT_ERROR_FULL, error, "%s",
      weft_db_is_near_limit (writer->db)
          ? _ ("it has nearly reached the largest size of a project, 32 GiB: edits are kept, "
               "checkpoints are not")
          : _ ("the disk is nearly full: edits are kept, checkpoints are not"));
}

gboolean
weft_frames_begin (WeftWriter *writer, WeftFrameJob *job)
{
  guint n = count_chunks (g_bytes_get_size (job->bytes));
  WeftFrameJob **waiting = &writer->waiting[job->kind == WEFT_FRAME_BEST];
  gboolean has_room = !weft_frames_may_refuse (job->kind) || weft_frames_has_room (writer);

  if (writer->broken || n > WEFT_MAX_PARTS || !has_room)
    {
      g_autoptr (GError) error = NULL;

      weft_frame_job_free (job);
      weft_frames_fail_for_room (writer, &error);
      if (!has_room)
        weft_writer_note_failure (writer, error);
      return FALSE;
    }
  if (*waiting && (*waiting)->run == job->run)
    g_clear_pointer (waiting, weft_frame_job_free);
  writer->frame = job;
  writer->frame_id = writer->next_frame_id++;
  writer->part = 0;
  writer->spent = 0;
  writer->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return TRUE;
}

/* What one transaction writes. */
typedef struct
{
  guint n;       /* chunks */
  GBytes *whole; /* the frame's hash, with its last chunk; nullable */
  GArray *gone;  /* gint64: chunks that are garbage once it is committed */
} Part;

static gboolean
write_chunk (WeftWriter *writer, guint which, GError **error)
{
  gsize offset = (gsize) which * WEFT_CHUNK;
  gsize size = MIN (g_bytes_get_size (writer->frame->bytes) - offset, WEFT_CHUNK);
  g_autoptr (GBytes) chunk = g_bytes_new_from_bytes (writer->frame->bytes, offset, size);
  g_autoptr (GBytes) hash = weft_frames_hash (chunk);

  g_checksum_update (writer->checksum, g_bytes_get_data (hash, NULL), SHA256);
  return weft_db_run (writer->db, error, "INSERT INTO chunk VALUES (?, ?, ?)", "ibb",
                      writer->frame_id << 16 | which, hash, chunk);
}

static gboolean
write_manifest (WeftWriter *writer, const Part *part, GError **error)
{
  const WeftFrameJob *job = writer->frame;

  return weft_thin_replace (writer->db, job->run, (int) job->kind, part->gone, error)
         && weft_db_run (writer->db, error, "INSERT INTO frame VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                         "iiiiiiib", writer->frame_id, job->run, (gint64) job->kind, job->step,
                         job->place, (gint64) g_bytes_get_size (job->bytes),
                         (gint64) (writer->part + part->n), part->whole)
         && weft_thin_run (writer->db, job->run, job->budget, part->gone, error);
}

static gboolean
write_part (WeftWriter *writer, gpointer data, GError **error)
{
  Part *part = data;

  for (guint i = 0; i < part->n; i++)
    if (!write_chunk (writer, writer->part + i, error))
      return FALSE;
  if (writer->part + part->n == count_chunks (g_bytes_get_size (writer->frame->bytes)))
    part->whole = weft_frames_digest (writer->checksum);
  return drop_some (writer, DROPS * part->n, error)
         && (!part->whole || write_manifest (writer, part, error));
}

static void
clear_part (Part *part)
{
  g_clear_pointer (&part->whole, g_bytes_unref);
  g_array_unref (part->gone);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, clear_part)

/* So many chunks at most, in one transaction. */
static void
write_next (WeftWriter *writer, guint most)
{
  guint left = count_chunks (g_bytes_get_size (writer->frame->bytes)) - writer->part;
  g_auto (Part) part
      = { .n = MIN (left, most), .gone = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  g_autoptr (GError) error = NULL;

  if (weft_writer_transact (writer, write_part, &part, &error))
    {
      dropped (writer, DROPS * part.n);
      g_array_append_vals (writer->garbage, part.gone->data, part.gone->len);
      writer->part += part.n;
      if (part.whole)
        {
          end_frame (writer);
          weft_writer_poke (writer);
        }
      return;
    }
  give_up_frame (writer, error);
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    weft_frames_drop_garbage (writer);
  weft_writer_note_failure (writer, error);
}

static gint64
get_processors (void)
{
  static guint n; /* the store thread's */

  if (n == 0)
    n = weft_platform_count_processors ();
  return n;
}

void
weft_frames_go_on (WeftWriter *writer)
{
  gint64 began = g_get_monotonic_time (), work = weft_thread_get_work ();
  gboolean is_key = writer->frame->kind == WEFT_FRAME_KEY;
  gint64 now;

  if (writer->broken)
    end_frame (writer);
  else
    write_next (writer, weft_queue_is_hurried (writer->queue) ? HURRIED : 1);
  now = g_get_monotonic_time ();
  writer->spent += weft_thread_get_work () - work;
  writer->bulk_from = now + SHARE * (now - began);
  if (!writer->frame && is_key)
    writer->bulk_from = MAX (
        writer->bulk_from, now + MIN (KEY_SHARE * writer->spent / get_processors (), LONGEST_WAIT));
}

void
weft_frames_retry (WeftWriter *writer)
{
  for (guint i = 0; i < G_N_ELEMENTS (writer->waiting); i++)
    if (writer->waiting[i] && !writer->frame
        && weft_frames_begin (writer, g_steal_pointer (&writer->waiting[i])))
      while (writer->frame)
        weft_frames_go_on (writer);
  if (writer->waiting[0] || writer->waiting[1])
    writer->retry_at = g_get_monotonic_time () + RETRY_FRAME;
}
