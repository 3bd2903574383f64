/* open: from a path to a connection that has passed every check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/open.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "projects/store/copy.h"
#include "projects/store/held.h"
#include "projects/store/migrate.h"
#include "projects/store/rows.h"
#include "projects/store/schema.h"
#include "projects/store/file-session.h"
#include "projects/store/stranger.h"

#define PATIENCE 1000 /* ms that a reader is waited for */

/* --- the connection --- */

static void
harden (sqlite3 *handle)
{
  static const struct
  {
    int option, value;
  } options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
    { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
  };
  static const struct
  {
    int limit, value;
  } limits[] = {
    { SQLITE_LIMIT_ATTACHED, 0 },
    { SQLITE_LIMIT_LENGTH, 64 * 1024 * 1024 },
    { SQLITE_LIMIT_VDBE_OP, 25000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    sqlite3_db_config (handle, options[i].option, options[i].value, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    sqlite3_limit (handle, limits[i].limit, limits[i].value);
  sqlite3_hard_heap_limit64 (512 * 1024 * 1024);
}

static gboolean
settle (WeftDb *db, GError **error)
{
  harden (db->handle);
  sqlite3_busy_timeout (db->handle, PATIENCE);
  return weft_db_exec (
      db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY", error);
}

static WeftDb *
connect_to (const char *path, const char *name, int flags, GError **error)
{
  g_autoptr (WeftDb) db = weft_db_new (path, name, flags | SQLITE_OPEN_NOFOLLOW, error);

  return db && settle (db, error) ? g_steal_pointer (&db) : NULL;
}

/* How a file is written (ARCHITECTURE.md says why): none of these writes by itself. */
static gboolean
prepare_writing (WeftDb *db, GError **error)
{
  return weft_db_exec (
      db,
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST; "
      "PRAGMA synchronous = FULL; PRAGMA cache_spill = OFF; "
      "PRAGMA secure_delete = FAST; PRAGMA max_page_count = " G_STRINGIFY (WEFT_MAX_PAGES),
      error);
}

static gboolean
take_lock (WeftDb *db, GError **error)
{
  return weft_db_exec (db, "BEGIN EXCLUSIVE; COMMIT", error);
}

/* --- who has it --- */

/* The session row of whoever has the file: pages that were written long ago, read past the lock. */
static void
say_who (const char *resolved, const char *name, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (resolved, "/", TRUE);
  g_autofree char *uri = g_strconcat ("file:", escaped, "?immutable=1", NULL);
  g_autoptr (WeftDb) db = connect_to (uri, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
  g_autofree char *since = NULL;
  sqlite3_stmt *statement
      = db ? weft_db_query (
            db, NULL, "SELECT host, user, since FROM session WHERE until IS NULL ORDER BY id DESC",
            "")
           : NULL;

  if (db)
    weft_db_guard (db, TRUE);
  if (!statement || !weft_db_step (db, statement, NULL))
    {
      g_clear_error (error);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_BUSY,
                   _ ("“%s”: another program or another window of Weft has it open"), name);
      return;
    }
  since = weft_session_dup_time (weft_column_text (statement, 2));
  g_clear_error (error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_BUSY, _ ("“%s”: %s has it open on %s, since %s"), name,
               weft_column_text (statement, 1), weft_column_text (statement, 0), since);
}

/* --- the checks --- */

static gboolean
check_pages (WeftDb *db, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (db, error, "PRAGMA quick_check(1)", "");
  gboolean is_good;

  if (!statement || !weft_db_step (db, statement, error))
    return FALSE;
  is_good = g_strcmp0 (weft_column_text (statement, 0), "ok") == 0;
  sqlite3_reset (statement);
  return is_good || weft_db_fail_with (db, WEFT_ERROR_DAMAGED, error, _ ("the file is damaged"));
}

/* What a file of any format has, in one transaction: of an older one, which the connection may
 * write, as the newest has it. The format is the connection's answer: the first 100 bytes may be
 * those of a migration that was cut off. */
static gboolean
read_rows (WeftOpened *opened, gboolean *is_old, GError **error)
{
  WeftDb *db = opened->db;
  int format = (int) weft_db_number (db, "PRAGMA user_version", 0);

  if (!weft_schema_text (format))
    return weft_db_fail_with (db, WEFT_ERROR_FOREIGN, error, _ ("this is not a Weft project"));
  *is_old = format != WEFT_FORMAT;
  weft_db_guard (db, TRUE);
  if (!weft_schema_check (db, format, error) || !check_pages (db, error))
    return FALSE;
  weft_db_guard (db, FALSE); /* what is sound may take as long as it takes */
  if (!weft_migrate (db, format, error))
    return FALSE;
  weft_db_guard (db, TRUE);
  return weft_rows_load (opened, error);
}

static gboolean
read_all (WeftOpened *opened, GError **error)
{
  WeftDb *db = opened->db;
  gboolean is_old = FALSE;
  gboolean is_good = weft_db_exec (db, "BEGIN", error) && read_rows (opened, &is_old, error);

  weft_db_guard (db, FALSE);
  if (is_good && is_old)
    is_good = weft_db_commit (db, error);
  weft_db_rollback (db);
  if (is_old && !is_good) /* nothing has happened to the file: nothing is left beside it */
    weft_db_exec (db, "PRAGMA journal_mode = DELETE", NULL);
  return is_good;
}

/* --- a copy, of what has a hot journal or is to be read in a newer format --- */

static gboolean
fail_copy (const WeftStranger *stranger, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO,
               _ ("“%s”: there is no room for the copy in which it is looked at"), stranger->name);
  return FALSE;
}

/* SQLite opens by name: the copy has one for as long as that takes, while it is still empty. So
 * nothing is left of it, however this process ends. */
static gboolean
open_copy (WeftOpened *opened, const WeftStranger *stranger, gboolean with_journal, GError **error)
{
  char *real = realpath (g_get_tmp_dir (), NULL);
  g_autofree char *path = g_build_filename (real ? real : "", "weft-XXXXXX", NULL);
  g_autofree char *escaped = NULL, *uri = NULL;
  int fd = real ? g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600) : -1;
  gboolean is_good;

  free (real);
  if (fd < 0)
    return fail_copy (stranger, error);
  escaped = g_uri_escape_string (path, "/", TRUE);
  uri = g_strconcat ("file:", escaped, "?nolock=1", NULL);
  opened->db = weft_db_new (uri, stranger->name,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW, error);
  g_unlink (path);
  is_good = opened->db
            && (weft_copy_fill (fd, stranger, with_journal) || fail_copy (stranger, error))
            && settle (opened->db, error)
            && weft_db_exec (opened->db, "PRAGMA journal_mode = MEMORY", error);
  close (fd);
  return is_good;
}

static void
forget_what_was_read (WeftOpened *opened)
{
  g_clear_pointer (&opened->db, weft_db_free);
  g_clear_object (&opened->graph);
  g_clear_pointer (&opened->edits, g_ptr_array_unref);
  g_clear_pointer (&opened->inverses, g_ptr_array_unref);
  g_clear_pointer (&opened->title, g_free);
  g_clear_pointer (&opened->example, g_free);
  g_clear_pointer (&opened->views, g_hash_table_unref);
}

/* What is wrong with a file is found on a copy, before anything is done to it. */
static gboolean
try_on_copy (WeftOpened *opened, const WeftStranger *stranger, gboolean with_journal,
             GError **error)
{
  gboolean is_good = open_copy (opened, stranger, with_journal, error) && read_all (opened, error);

  forget_what_was_read (opened);
  return is_good;
}

/* Whether the journal is to be applied. Where it cannot tell, what comes out does. */
static gboolean
counts_journal (WeftOpened *opened, const WeftStranger *stranger)
{
  return stranger->journal == WEFT_JOURNAL_OURS
         || (stranger->journal == WEFT_JOURNAL_UNKNOWN
             && try_on_copy (opened, stranger, TRUE, NULL));
}

/* --- open --- */

/* A file that was never whole says so, rather than that it is damaged. */
static gboolean
explain (WeftStranger *stranger, gboolean is_good, GError **error)
{
  if (is_good || stranger->journal != WEFT_JOURNAL_MAKING)
    return is_good;
  g_clear_error (error);
  return weft_stranger_fail_unfinished (stranger, error);
}

static gboolean
open_for_reading (WeftOpened *opened, WeftStranger *stranger, GError **error)
{
  gboolean counts;

  if (stranger->journal == WEFT_JOURNAL_NONE && stranger->format < WEFT_FORMAT)
    return open_copy (opened, stranger, FALSE, error) && read_all (opened, error);
  if (stranger->journal == WEFT_JOURNAL_NONE)
    {
      opened->db = connect_to (stranger->resolved, stranger->name, SQLITE_OPEN_READONLY, error);
      return opened->db && read_all (opened, error);
    }
  opened->was_cut = counts = counts_journal (opened, stranger);
  if (!counts)
    opened->notice = g_strdup_printf (_ ("“%s-journal” does not belong to “%s” as it is: it is not "
                                         "applied, and stays where it is."),
                                      stranger->name, stranger->name);
  return explain (stranger, open_copy (opened, stranger, counts, error) && read_all (opened, error),
                  error);
}

/* The file wins over a journal that does not belong to it, which is kept under another name. */
static gboolean
settle_journal (WeftOpened *opened, WeftStranger *stranger, GError **error)
{
  gboolean counts = counts_journal (opened, stranger);
  g_autofree char *kept = NULL;

  if (!explain (stranger, try_on_copy (opened, stranger, counts, error), error))
    return FALSE;
  if (counts)
    return TRUE;
  if (!weft_stranger_set_aside (stranger, &kept, error))
    return FALSE;
  opened->notice = g_strdup_printf (_ ("“%s-journal” did not belong to “%s” as it is: it was not "
                                       "applied, and is kept as “%s”."),
                                    stranger->name, stranger->name, kept);
  return TRUE;
}

/* Who made it may still have the older program: it cannot read the file any more. */
static void
note_new_form (WeftOpened *opened, const char *name)
{
  if (opened->notice == NULL)
    opened->notice = g_strdup_printf (
        _ ("“%s” was of an older form: it was brought to this program’s, with all that is in it. "
           "Older programs do not open it any more."),
        name);
}

/* Locked, and all of it read. */
static gboolean
read_to_write (WeftOpened *opened, const char *name, GError **error)
{
  gboolean was_old;

  if (!prepare_writing (opened->db, error) || !take_lock (opened->db, error))
    return FALSE;
  was_old = weft_db_number (opened->db, "PRAGMA user_version", 0) != WEFT_FORMAT;
  if (!read_all (opened, error))
    return FALSE;
  if (was_old)
    note_new_form (opened, name);
  return TRUE;
}

static gboolean
open_for_writing (WeftOpened *opened, WeftStranger *stranger, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (stranger->resolved);

  if (euidaccess (stranger->resolved, W_OK) != 0 || euidaccess (folder, W_OK) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_READ_ONLY, _ ("“%s”: it may only be read"),
                   stranger->name);
      return FALSE;
    }
  if (stranger->journal != WEFT_JOURNAL_NONE && !settle_journal (opened, stranger, error))
    return FALSE;
  opened->db = connect_to (stranger->resolved, stranger->name, SQLITE_OPEN_READWRITE, error);
  if (!opened->db)
    return FALSE;
  if (sqlite3_db_readonly (opened->db->handle, "main") == 1)
    return weft_db_fail_with (opened->db, WEFT_ERROR_READ_ONLY, error, _ ("it may only be read"));
  return read_to_write (opened, stranger->name, error);
}

gboolean
weft_open_file (WeftOpened *opened, const char *path, WeftStoreAccess access, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GError) cause = NULL;
  WeftStranger stranger = { 0 };
  gboolean is_good;

  if (!weft_held_take (opened, path, name, access, error))
    return FALSE;
  is_good = weft_stranger_examine (&stranger, path, &cause);
  if (is_good)
    is_good = access == WEFT_STORE_READ ? open_for_reading (opened, &stranger, &cause)
                                        : open_for_writing (opened, &stranger, &cause);
  if (!is_good)
    {
      weft_opened_clear (opened);
      if (g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_BUSY))
        say_who (stranger.resolved, name, &cause);
      g_propagate_error (error, g_steal_pointer (&cause));
    }
  weft_stranger_clear (&stranger);
  return is_good;
}

WeftDb *
weft_open_again (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (WeftDb) db = connect_to (path, name, SQLITE_OPEN_READWRITE, error);

  return db && prepare_writing (db, error) && take_lock (db, error) ? g_steal_pointer (&db) : NULL;
}

/* --- create --- */

static gboolean
make_file (const WeftStranger *stranger, GError **error)
{
  int fd = open (stranger->resolved, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

  if (fd < 0)
    {
      gboolean exists = errno == EEXIST;

      g_set_error (error, WEFT_ERROR,
                   exists                                                ? WEFT_ERROR_EXISTS
                   : errno == ENOSPC                                     ? WEFT_ERROR_FULL
                   : errno == EACCES || errno == EROFS || errno == EPERM ? WEFT_ERROR_READ_ONLY
                                                                         : WEFT_ERROR_IO,
                   exists ? _ ("“%s” is there already") : _ ("“%s” cannot be made here: %s"),
                   stranger->name, g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

/* All in one transaction: whatever cuts it off, there is a whole project or none. */
static gboolean
fill_file (WeftOpened *opened, const WeftStranger *stranger, WeftFillFunc fill, gpointer data,
           GError **error)
{
  opened->db = connect_to (stranger->resolved, stranger->name, SQLITE_OPEN_READWRITE, error);
  return opened->db
         && weft_db_exec (opened->db,
                          "PRAGMA encoding = 'UTF-8'; PRAGMA auto_vacuum = NONE; "
                          "PRAGMA page_size = " G_STRINGIFY (WEFT_PAGE_SIZE),
                          error)
         && prepare_writing (opened->db, error)
         && weft_db_exec (opened->db, "BEGIN EXCLUSIVE", error)
         && weft_schema_create (opened->db, error) && fill (opened->db, data, error)
         && weft_db_commit (opened->db, error);
}

static gboolean
make_way (WeftOpened *opened, WeftStranger *stranger, GError **error)
{
  g_autofree char *kept = NULL;

  if (stranger->journal == WEFT_JOURNAL_NONE)
    return TRUE;
  if (!weft_stranger_set_aside (stranger, &kept, error))
    return FALSE;
  opened->notice = g_strdup_printf (_ ("A journal “%s-journal” lay there, of a project that is "
                                       "gone; it is kept as “%s”."),
                                    stranger->name, kept);
  return TRUE;
}

gboolean
weft_open_new_file (WeftOpened *opened, const char *path, WeftFillFunc fill, gpointer data,
                    GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  WeftStranger stranger = { 0 };
  gboolean is_good = weft_stranger_resolve (&stranger, path, error)
                     && weft_stranger_check_beside (&stranger, error)
                     && make_file (&stranger, error);

  if (is_good)
    {
      is_good = weft_held_take (opened, stranger.resolved, name, WEFT_STORE_WRITE, error)
                && make_way (opened, &stranger, error)
                && fill_file (opened, &stranger, fill, data, error);
      if (!is_good)
        {
          weft_opened_clear (opened);
          weft_remove_file (stranger.resolved);
        }
    }
  weft_stranger_clear (&stranger);
  return is_good;
}

void
weft_remove_file (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);

  g_unlink (path);
  g_unlink (journal);
}

void
weft_opened_clear (WeftOpened *opened)
{
  forget_what_was_read (opened);
  g_clear_pointer (&opened->notice, g_free);
  weft_held_drop (opened);
}
