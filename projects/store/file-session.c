/* file-session: who has the file open, and the journal while it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/file-session.h"

#include "projects/store/rollback.h"

#define KEPT 100           /* sessions */
#define SPARE (256 * 1024) /* bytes of the journal */
#define BLOCK 4096

/* With its zone: whoever reads it may be elsewhere. */
static char *
now_as_text (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format_iso8601 (now);
}

char *
weft_session_dup_time (const char *since)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_iso8601 (since, NULL);
  g_autoptr (GDateTime) here = then != NULL ? g_date_time_to_local (then) : NULL;

  return here != NULL ? g_date_time_format (here, "%Y-%m-%d %H:%M %:::z") : g_strdup (since);
}

/* What has to be written while deleting on a full disk stands in the journal: its room is taken
 * now. */
static void
grow_journal (WeftDb *db)
{
  static const guint8 zeros[BLOCK];
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;

  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
  if (!file || !file->pMethods || file->pMethods->xFileSize (file, &size) != SQLITE_OK)
    return;
  for (size -= size % BLOCK; size < SPARE; size += BLOCK)
    if (size > 0 && file->pMethods->xWrite (file, zeros, BLOCK, size) != SQLITE_OK)
      return;
}

/* So that a journal of this session is not taken for one of another (rollback.h). The format's text
 * is compared, never this number. */
gboolean
weft_session_set_cookie (WeftDb *db, guint32 before, GError **error)
{
  guint32 cookie = weft_rollback_next_cookie (before);
  g_autofree char *text = g_strdup_printf ("PRAGMA schema_version = %d", (int) cookie);
  gboolean is_good;

  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  is_good = weft_db_exec (db, text, error);
  sqlite3_db_config (db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return is_good;
}

static gboolean
change_cookie (WeftDb *db, GError **error)
{
  return weft_session_set_cookie (db, (guint32) weft_db_number (db, "PRAGMA schema_version", 0),
                                  error);
}

gboolean
weft_session_begin (WeftDb *db, GError **error)
{
  g_autofree char *since = now_as_text ();
  g_autoptr (GError) cause = NULL;
  gboolean is_good
      = weft_db_begin (db, &cause) && change_cookie (db, &cause)
        && weft_db_run (db, &cause, "INSERT INTO session (host, user, since) VALUES (?, ?, ?)",
                        "sss", g_get_host_name (), g_get_user_name (), since)
        && weft_db_run (db, &cause, "DELETE FROM session WHERE id <= ?", "i",
                        sqlite3_last_insert_rowid (db->handle) - KEPT)
        && weft_db_commit (db, &cause);

  if (!is_good)
    weft_db_rollback (db);
  /* On a full disk a project still opens: the row is only a sentence to show. */
  if (!is_good && !g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_FULL))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  grow_journal (db);
  return TRUE;
}

void
weft_session_end (WeftDb *db)
{
  g_autofree char *until = now_as_text ();

  if (weft_db_begin (db, NULL))
    {
      weft_db_run (db, NULL,
                   "UPDATE session SET until = ? WHERE id = (SELECT max (id) FROM session)", "s",
                   until);
      weft_db_commit (db, NULL);
    }
  weft_db_exec (db, "PRAGMA journal_mode = DELETE", NULL);
}
