/* writer: the store thread; it alone uses the connection */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/writer.h"

#include <glib/gi18n-lib.h>

#include "projects/store/relocate.h"

#define RETRY (1 * G_USEC_PER_SEC) /* when the disk is full */
#define METRICS_EVERY (1 * G_USEC_PER_SEC)
#define LOOK_EVERY (2 * G_USEC_PER_SEC) /* where the file is */
#define IDLE (600 * G_USEC_PER_SEC)

void
weft_job_free (WeftJob *job)
{
  if (job->free_data)
    job->free_data (job->data);
  g_free (job);
}

void
weft_frame_job_free (WeftFrameJob *job)
{
  g_bytes_unref (job->bytes);
  g_free (job);
}

void
weft_writer_poke (WeftWriter *writer)
{
  g_source_set_ready_time (writer->wake, 0);
}

/* --- transactions --- */

static gboolean
transact (WeftWriter *writer, gboolean (*func) (WeftWriter *, gpointer, GError **), gpointer data,
          GError **error)
{
  if (!weft_db_begin (writer->db, error))
    return FALSE;
  if (func (writer, data, error))
    return weft_db_commit (writer->db, error);
  weft_db_rollback (writer->db);
  return FALSE;
}

gboolean
weft_writer_transact (WeftWriter *writer, gboolean (*func) (WeftWriter *, gpointer, GError **),
                      gpointer data, GError **error)
{
  g_autoptr (GError) cause = NULL;
  gboolean is_done;

  if (!weft_writer_stay (writer, error))
    return FALSE;
  writer->guard.is_checked = FALSE;
  is_done = transact (writer, func, data, &cause);
  if (writer->guard.is_foreign)
    return weft_writer_stay (writer, error);
  weft_where_note (&writer->where, writer->path);
  if (!is_done)
    g_propagate_error (error, g_steal_pointer (&cause));
  return is_done;
}

static void
set_problem (WeftWriter *writer, const GError *error)
{
  weft_queue_report (writer->queue, error);
  weft_queue_set_problem (writer->queue, error);
}

static void
note_full (WeftWriter *writer, const GError *error)
{
  if (!writer->is_full)
    set_problem (writer, error);
  writer->is_full = TRUE;
  writer->retry_at = g_get_monotonic_time () + RETRY;
}

/* Full passes, anything else ends writing until somebody has seen to it: the file is left as the
 * last COMMIT made it. */
void
weft_writer_note_failure (WeftWriter *writer, const GError *error)
{
  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL))
    note_full (writer, error);
  else if (!writer->broken)
    {
      writer->broken = g_error_new (error->domain, error->code,
                                    _ ("%s. What you change now is not saved."), error->message);
      set_problem (writer, writer->broken);
    }
  weft_queue_set_open (writer->queue, FALSE);
  weft_writer_poke (writer);
}

gboolean
weft_writer_transact_hard (WeftWriter *writer, gboolean (*func) (WeftWriter *, gpointer, GError **),
                           gpointer data, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (weft_writer_transact (writer, func, data, &cause))
    return TRUE;
  if (g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_FULL) && weft_frames_drop_garbage (writer))
    return weft_writer_transact (writer, func, data, error);
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* An edit that waits is graver than a checkpoint that does, and is said even if that was. */
static void
note_waiting (WeftWriter *writer, const GError *error)
{
  g_autoptr (GError) worded = NULL;

  if (g_error_matches (error, WEFT_ERROR, WEFT_ERROR_FULL) && !writer->is_waiting)
    {
      writer->is_waiting = TRUE;
      writer->is_full = FALSE;
      worded = g_error_new (error->domain, error->code,
                            _ ("%s. Your newest changes are not saved."), error->message);
    }
  weft_writer_note_failure (writer, worded ? worded : error);
}

/* FALSE: the job must wait. */
static gboolean
try_write (WeftWriter *writer, WeftJob *job)
{
  g_autoptr (GError) error = NULL;

  if (writer->broken)
    return FALSE;
  if (weft_writer_transact_hard (writer, job->run, job->data, &error))
    {
      if (job->seq)
        weft_queue_acknowledge (writer->queue, job->seq, g_get_monotonic_time ());
      weft_writer_poke (writer);
      return TRUE;
    }
  note_waiting (writer, error);
  return FALSE;
}

static void
do_job (WeftWriter *writer, WeftJob *job)
{
  if (!job->is_write)
    job->run (writer, job->data, NULL);
  else if (writer->held.length > 0 || !try_write (writer, job))
    {
      g_queue_push_tail (&writer->held, job);
      return;
    }
  weft_job_free (job);
}

/* Edits have room before checkpoints have. */
static void
note_written (WeftWriter *writer)
{
  g_autoptr (GError) rest = NULL;

  if (weft_frames_has_room (writer))
    return;
  weft_frames_fail_for_room (writer, &rest);
  set_problem (writer, rest);
  weft_writer_poke (writer);
}

void
weft_writer_retry (WeftWriter *writer)
{
  gboolean was_waiting = writer->is_waiting;

  while (writer->held.length > 0 && try_write (writer, g_queue_peek_head (&writer->held)))
    weft_job_free (g_queue_pop_head (&writer->held));
  writer->is_waiting = writer->held.length > 0;
  writer->retry_at = g_get_monotonic_time () + RETRY;
  if (was_waiting && !writer->is_waiting && !writer->broken)
    note_written (writer);
  if (writer->held.length == 0 && !writer->broken && !writer->frame
      && weft_frames_has_room (writer))
    {
      writer->is_full = FALSE;
      weft_queue_set_open (writer->queue, TRUE);
      weft_queue_set_problem (writer->queue, NULL);
      weft_frames_retry (writer);
      weft_writer_poke (writer);
    }
}

/* --- metrics --- */

static gboolean
write_series (WeftWriter *writer, gpointer data, GError **error)
{
  GHashTableIter iter;
  gpointer series;

  g_hash_table_iter_init (&iter, writer->series);
  while (g_hash_table_iter_next (&iter, &series, NULL))
    if (((WeftSeries *) series)->is_dirty && !weft_series_write (writer->db, series, error))
      return FALSE;
  return TRUE;
}

void
weft_writer_write_metrics (WeftWriter *writer)
{
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer series;

  if (writer->broken) /* they can be written no more */
    {
      g_hash_table_remove_all (writer->series);
      writer->metrics_at = 0;
    }
  if (!writer->metrics_at)
    return;
  if (!weft_writer_transact_hard (writer, write_series, NULL, &error))
    {
      writer->metrics_at = g_get_monotonic_time () + METRICS_EVERY;
      weft_writer_note_failure (writer, error);
      return;
    }
  writer->metrics_at = 0;
  g_hash_table_iter_init (&iter, writer->series);
  while (g_hash_table_iter_next (&iter, &series, NULL))
    if (((WeftSeries *) series)->is_dirty)
      weft_series_committed (series);
}

/* --- the thread --- */

static gint64
next_time (WeftWriter *writer, gint64 now)
{
  gint64 until = now + IDLE;

  if (writer->metrics_at)
    until = MIN (until, writer->metrics_at);
  if (writer->is_full)
    until = MIN (until, writer->retry_at);
  if (writer->frame)
    until = MIN (until, writer->bulk_from);
  if (!writer->is_reader && !writer->broken)
    until = MIN (until, writer->look_at);
  return until;
}

static void
take_frame (WeftWriter *writer, WeftFrameJob *job)
{
  if (!weft_frames_begin (writer, job))
    weft_queue_finish (writer->queue, WEFT_LANE_BULK);
}

/* Nobody may be editing, and still wants to know. */
static void
look (WeftWriter *writer)
{
  g_autoptr (GError) error = NULL;

  writer->look_at = g_get_monotonic_time () + LOOK_EVERY;
  if (!weft_writer_stay (writer, &error))
    weft_writer_note_failure (writer, error);
}

/* What is due by the clock; first-lane jobs have been looked for before. */
static void
do_due (WeftWriter *writer)
{
  gboolean is_hurried = weft_queue_is_hurried (writer->queue);
  gint64 now = g_get_monotonic_time ();

  if (!writer->is_reader && !writer->broken && now >= writer->look_at)
    look (writer);
  if (writer->metrics_at && now >= writer->metrics_at)
    weft_writer_write_metrics (writer);
  if (writer->is_full && now >= writer->retry_at)
    weft_writer_retry (writer);
  if (writer->frame && (is_hurried || now >= writer->bulk_from))
    {
      weft_frames_go_on (writer);
      if (!writer->frame)
        weft_queue_finish (writer->queue, WEFT_LANE_BULK);
    }
}

void
weft_writer_run (gpointer data)
{
  WeftWriter *writer = data;

  writer->db->is_project = TRUE;
  writer->guard.where = &writer->where;
  weft_guard_watch (&writer->guard);
  while (!writer->is_done)
    {
      gint64 now = g_get_monotonic_time ();
      gboolean is_hurried = weft_queue_is_hurried (writer->queue);
      gboolean wants_bulk = !writer->frame && (is_hurried || now >= writer->bulk_from);
      gint64 until = writer->frame && is_hurried ? now : next_time (writer, now);
      gpointer job;

      if (!writer->frame && !wants_bulk)
        until = MIN (until, writer->bulk_from);
      switch (weft_queue_pop (writer->queue, wants_bulk, until, &job))
        {
        case WEFT_LANE_FIRST:
          do_job (writer, job);
          weft_queue_finish (writer->queue, WEFT_LANE_FIRST);
          break;
        case WEFT_LANE_BULK:
          take_frame (writer, job);
          break;
        default:
          do_due (writer);
        }
    }
}
