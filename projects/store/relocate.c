/* relocate: an open file that is not where it was: followed, or kept on in a rescue copy */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/relocate.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "projects/store/open.h"
#include "projects/store/file-session.h"

static const char *const what_happened[] = {
  [WEFT_WHERE_MOVED] = N_ ("it was moved while it was open, and cannot be opened there"),
  [WEFT_WHERE_REMOVED] = N_ ("it was removed while it was open"),
  [WEFT_WHERE_REPLACED] = N_ ("another file was put in its place while it was open"),
  [WEFT_WHERE_OVERWRITTEN] = N_ ("another program wrote into it while it was open"),
  [WEFT_WHERE_AWAY] = N_ ("its disk is gone"),
};

/* --- the connection --- */

/* What is left of the old one is let go; on an error there is none that leads to a file. */
static gboolean
reopen (WeftWriter *writer, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  WeftDb *db;

  weft_db_free (writer->db);
  db = weft_open_again (path, error);
  writer->db = db ? db : weft_db_new (":memory:", name, SQLITE_OPEN_READWRITE, NULL);
  if (!db)
    return FALSE;
  db->is_project = TRUE;
  g_free (writer->path);
  g_free (writer->folder);
  writer->path = g_strdup (path);
  writer->folder = g_path_get_dirname (path);
  weft_where_forget (&writer->where);
  weft_where_note (&writer->where, path);
  writer->guard.is_foreign = FALSE;
  return TRUE;
}

static gboolean
is_sound (WeftDb *db)
{
  sqlite3_stmt *statement = weft_db_query (db, NULL, "PRAGMA quick_check(1)", "");
  gboolean is_good = statement && weft_db_step (db, statement, NULL)
                     && g_strcmp0 (weft_column_text (statement, 0), "ok") == 0;

  if (statement)
    sqlite3_reset (statement);
  return is_good;
}

/* What is wrong with pages is wrong with those of the source, which the error names then. */
static gboolean
fill (WeftDb *target, WeftDb *source, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target->handle, "main", source->handle, "main");
  int result;

  if (!backup)
    return weft_db_fail (target, sqlite3_errcode (target->handle), error);
  sqlite3_backup_step (backup, -1);
  result = sqlite3_backup_finish (backup);
  if (result == SQLITE_OK && is_sound (target))
    return TRUE;
  if (result == SQLITE_OK || result == SQLITE_NOTADB || (result & 0xFF) == SQLITE_CORRUPT)
    return weft_db_fail (source, SQLITE_CORRUPT, error);
  return weft_db_fail (target, result, error);
}

/* The pages as the open descriptor gives them, whatever became of the path. */
static gboolean
copy_pages (WeftDb *source, const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  WeftDb *target = weft_db_new (path, name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  gboolean is_good = target && fill (target, source, error);

  weft_db_free (target);
  if (!is_good)
    weft_remove_file (path);
  return is_good;
}

static char *
dup_real (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path), *base = g_path_get_basename (path);
  char *real = realpath (folder, NULL);
  char *whole = real ? g_build_filename (real, base, NULL) : NULL;

  free (real);
  return whole;
}

gboolean
weft_writer_go_to (WeftWriter *writer, const char *path, GError **error)
{
  g_autofree char *real = dup_real (path);
  g_autofree char *now = NULL;
  WeftWhereabouts whereabouts = weft_where_look (&writer->where, writer->path, &now);

  if (!real || g_file_test (real, G_FILE_TEST_EXISTS))
    return weft_db_fail_with (writer->db, WEFT_ERROR_EXISTS, error,
                              _ ("it cannot be kept there: choose another name"));
  if (whereabouts == WEFT_WHERE_OVERWRITTEN)
    return weft_db_fail_with (writer->db, WEFT_ERROR_LOST, error, "%s",
                              _ (what_happened[whereabouts]));
  if (!copy_pages (writer->db, real, error))
    return FALSE;
  if (whereabouts == WEFT_WHERE_HERE)
    weft_session_end (writer->db);
  else if (weft_where_is_free (&writer->where, writer->path))
    weft_db_exec (writer->db, "PRAGMA journal_mode = DELETE", NULL);
  if (!reopen (writer, real, error) || !weft_session_begin (writer->db, error))
    return FALSE;
  weft_where_forget (&writer->where);
  weft_where_note (&writer->where, real);
  g_clear_error (&writer->broken);
  return TRUE;
}

/* --- whatever happens to it --- */

/* The first name that is free. */
static char *
dup_rescue_path (WeftWriter *writer)
{
  g_autofree char *stem = g_path_get_basename (writer->path);

  if (g_str_has_suffix (stem, ".weft"))
    stem[strlen (stem) - strlen (".weft")] = '\0';
  g_mkdir_with_parents (writer->rescue, 0700);
  for (guint n = 1;; n++)
    {
      g_autofree char *base = g_strdup_printf ("%s-%u.weft", stem, n);
      char *path = g_build_filename (writer->rescue, base, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
}

static gboolean
follow (WeftWriter *writer, const char *now, GError **error)
{
  if (weft_where_is_free (&writer->where,
                          writer->path)) /* else the journal may be another file's */
    weft_db_exec (writer->db, "PRAGMA journal_mode = DELETE", NULL);
  if (!reopen (writer, now, error))
    return FALSE;
  weft_queue_tell_move (writer->queue, now, NULL);
  weft_writer_poke (writer);
  return TRUE;
}

/* Its pages can be had as long as it is open, but for those that somebody wrote over. */
static gboolean
rescue (WeftWriter *writer, WeftWhereabouts whereabouts, const GError *why)
{
  g_autofree char *path = NULL;

  if (!writer->rescue || whereabouts == WEFT_WHERE_OVERWRITTEN || whereabouts == WEFT_WHERE_MOVED)
    return FALSE;
  path = dup_rescue_path (writer);
  if (!weft_writer_go_to (writer, path, NULL))
    return FALSE;
  weft_queue_tell_move (writer->queue, path, why);
  weft_writer_poke (writer);
  return TRUE;
}

gboolean
weft_writer_stay (WeftWriter *writer, GError **error)
{
  g_autofree char *now = NULL;
  g_autoptr (GError) why = NULL;
  WeftWhereabouts whereabouts = weft_where_look (&writer->where, writer->path, &now);

  if (whereabouts == WEFT_WHERE_HERE
      || (whereabouts == WEFT_WHERE_MOVED && follow (writer, now, NULL)))
    return TRUE;
  weft_db_fail_with (writer->db, WEFT_ERROR_LOST, &why, "%s", _ (what_happened[whereabouts]));
  if (rescue (writer, whereabouts, why))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}
