/* trouble: what a store says and does when its file cannot be written, or is not where it was */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/relocate.h"
#include "projects/store/store-private.h"

void
weft_store_take_move (WeftStore *store)
{
  g_autoptr (GError) why = NULL;
  char *moved = weft_queue_take_move (store->queue, &why);

  if (!moved)
    return;
  g_free (store->path);
  store->path = moved;
  weft_opened_move (&store->opened, moved);
  if (store->moved)
    store->moved (store->moved_user, moved, why);
}

void
weft_store_set_moved (WeftStore *store, WeftStoreMovedFunc func, gpointer user)
{
  store->moved = func;
  store->moved_user = user;
}

GError *
weft_store_dup_problem (WeftStore *store)
{
  return weft_queue_dup_problem (store->queue);
}

gint64
weft_store_count_unsaved (WeftStore *store)
{
  return store->seq - weft_queue_get_acknowledged (store->queue, NULL);
}

static gboolean
set_rescue (WeftWriter *writer, gpointer folder, GError **error)
{
  g_free (writer->rescue);
  writer->rescue = g_strdup (folder);
  return TRUE;
}

void
weft_store_set_rescue (WeftStore *store, const char *folder)
{
  weft_store_call (store, set_rescue, (gpointer) folder, NULL);
}

/* Whether anything more can be written is found out by trying; what was read wrongly is read again.
 */
static gboolean
begin_anew (WeftWriter *writer, gpointer data, GError **error)
{
  sqlite3_db_release_memory (writer->db->handle);
  g_clear_error (&writer->broken);
  weft_writer_retry (writer);
  return TRUE;
}

/* Checkpoints too, which a flush leaves to wait for room. */
static gboolean
settle_frames (WeftWriter *writer, gpointer data, GError **error)
{
  weft_frames_retry (writer);
  return (!writer->waiting[0] && !writer->waiting[1]) || weft_frames_fail_for_room (writer, error);
}

gboolean
weft_store_settle (WeftStore *store, GError **error)
{
  return weft_store_flush (store, error) && weft_store_call (store, settle_frames, NULL, error);
}

gboolean
weft_store_try_again (WeftStore *store, GError **error)
{
  weft_store_call (store, begin_anew, NULL, NULL);
  return weft_store_settle (store, error);
}

static gboolean
go_to (WeftWriter *writer, gpointer path, GError **error)
{
  if (!weft_writer_go_to (writer, path, error))
    return FALSE;
  weft_queue_tell_move (writer->queue, writer->path, NULL);
  weft_writer_retry (writer);
  return TRUE;
}

gboolean
weft_store_go_to (WeftStore *store, const char *path, GError **error)
{
  gboolean is_there = weft_store_call (store, go_to, (gpointer) path, error);

  weft_store_take_move (store);
  return is_there && weft_store_settle (store, error);
}
