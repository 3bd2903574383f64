/* db: one SQLite connection with what every room of the store needs of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/db.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/platform.h"
#include "engine/base/sentence.h"
#include "projects/store/schema.h"

#define GUARD (5 * G_USEC_PER_SEC)
#define PACE 100        /* bytes that a slow machine looks through in a microsecond */
#define NEAR_LIMIT 8192 /* pages */

static int
progress_cb (void *data)
{
  const WeftDb *db = data;

  return db->deadline && weft_thread_get_work () > db->deadline;
}

static gint64
measure_file (WeftDb *db)
{
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;

  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (file && file->pMethods && file->pMethods->xFileSize (file, &size) == SQLITE_OK)
    return size;
  return 0;
}

/* A large file takes as long as it takes to look through it once. */
void
weft_db_guard (WeftDb *db, gboolean is_guarded)
{
  db->deadline = is_guarded ? weft_thread_get_work () + GUARD + measure_file (db) / PACE : 0;
}

WeftDb *
weft_db_new (const char *path, const char *name, int flags, GError **error)
{
  g_autoptr (WeftDb) db = g_new0 (WeftDb, 1);
  int result;

  db->name = g_strdup (name);
  db->statements = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sqlite3_finalize);
  result = sqlite3_open_v2 (path, &db->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            NULL);
  if (result != SQLITE_OK)
    {
      weft_db_fail (db, result, error);
      return NULL;
    }
  sqlite3_progress_handler (db->handle, 1000, progress_cb, db);
  return g_steal_pointer (&db);
}

void
weft_db_free (WeftDb *db)
{
  if (!db)
    return;
  g_hash_table_unref (db->statements);
  sqlite3_close (db->handle);
  g_free (db->name);
  g_free (db);
}

/* --- errors --- */

gboolean
weft_db_fail_with (WeftDb *db, WeftErrorCode code, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = weft_sentence_write (format, arguments);
  va_end (arguments);
  g_set_error (error, WEFT_ERROR, code, _ ("“%s”: %s"), db->name, what);
  return FALSE;
}

typedef struct
{
  int result; /* SQLite's, without its extension */
  WeftErrorCode code;
  const char *message;
} Meaning;

static const Meaning meanings[] = {
  { SQLITE_BUSY, WEFT_ERROR_BUSY, N_ ("another program has it open") },
  { SQLITE_LOCKED, WEFT_ERROR_BUSY, N_ ("another program has it open") },
  { SQLITE_FULL, WEFT_ERROR_FULL, N_ ("the disk is full") },
  { SQLITE_READONLY, WEFT_ERROR_READ_ONLY, N_ ("it may only be read") },
  { SQLITE_PERM, WEFT_ERROR_READ_ONLY, N_ ("it may only be read") },
  { SQLITE_CORRUPT, WEFT_ERROR_DAMAGED, N_ ("the file is damaged") },
  { SQLITE_NOTADB, WEFT_ERROR_FOREIGN, N_ ("this is not a Weft project") },
  { SQLITE_TOOBIG, WEFT_ERROR_DAMAGED, N_ ("something in it is too large") },
  { SQLITE_INTERRUPT, WEFT_ERROR_DAMAGED, N_ ("reading it takes too long") },
  { SQLITE_NOMEM, WEFT_ERROR_MEMORY, N_ ("reading it takes too much memory") },
  { SQLITE_CANTOPEN, WEFT_ERROR_IO, N_ ("it cannot be opened") },
  { SQLITE_IOERR, WEFT_ERROR_IO, N_ ("the disk gave an error") },
};

static gboolean
means_full (int cause)
{
  return cause == ENOSPC || cause == EDQUOT || cause == EFBIG;
}

/* A disk that is full by quota or by the largest size of a file is full too. 0: it is not. */
static int
find_fullness (WeftDb *db, int result)
{
  sqlite3_file *journal = NULL;
  int cause = 0, journal_cause = 0;

  if ((result & 0xFF) != SQLITE_IOERR)
    return 0;
  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &cause);
  sqlite3_file_control (db->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal);
  if (journal && journal->pMethods)
    journal->pMethods->xFileControl (journal, SQLITE_FCNTL_LAST_ERRNO, &journal_cause);
  return means_full (cause) ? cause : means_full (journal_cause) ? journal_cause : 0;
}

/* Asked while an error is being worded, and may meet the same one: words none of its own. */
static gint64
ask_number (WeftDb *db, const char *sql, gint64 fallback)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = fallback;

  if (sqlite3_prepare_v2 (db->handle, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW
      && sqlite3_column_type (statement, 0) == SQLITE_INTEGER)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

gboolean
weft_db_is_near_limit (WeftDb *db)
{
  gint64 used
      = ask_number (db, "PRAGMA page_count", 0) - ask_number (db, "PRAGMA freelist_count", 0);

  return used + NEAR_LIMIT > ask_number (db, "PRAGMA max_page_count", G_MAXINT64);
}

gboolean
weft_db_fail (WeftDb *db, int result, GError **error)
{
  const char *said = db->handle ? sqlite3_errmsg (db->handle) : sqlite3_errstr (result);
  int fullness = db->handle ? find_fullness (db, result) : 0;

  if (fullness == EFBIG)
    return weft_db_fail_with (db, WEFT_ERROR_FULL, error,
                              _ ("the disk takes no larger file; move the project to one with "
                                 "another file system"));
  if (db->is_project && (result & 0xFF) == SQLITE_NOTADB)
    result = SQLITE_CORRUPT;
  if (fullness)
    result = SQLITE_FULL;
  else if (db->handle && (result & 0xFF) == SQLITE_FULL && weft_db_is_near_limit (db))
    return weft_db_fail_with (db, WEFT_ERROR_FULL, error,
                              _ ("it has reached the largest size of a project, 32 GiB; a new "
                                 "project with a smaller data set or network has room"));
  for (guint i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].result == (result & 0xFF))
      return weft_db_fail_with (db, meanings[i].code, error, "%s", _ (meanings[i].message));
  return weft_db_fail_with (db, WEFT_ERROR_DAMAGED, error, _ ("the file cannot be read (%s)"),
                            said);
}

/* --- statements --- */

static sqlite3_stmt *
find_statement (WeftDb *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (db->statements, sql);
  int result;

  if (statement)
    {
      sqlite3_reset (statement);
      sqlite3_clear_bindings (statement);
      return statement;
    }
  result = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (result != SQLITE_OK)
    {
      weft_db_fail (db, result, error);
      return NULL;
    }
  g_hash_table_insert (db->statements, (gpointer) sql, statement);
  return statement;
}

static int
bind_bytes (sqlite3_stmt *statement, int i, GBytes *bytes)
{
  gsize size = 0;
  gconstpointer data = bytes ? g_bytes_get_data (bytes, &size) : NULL;

  if (!bytes)
    return sqlite3_bind_null (statement, i);
  return sqlite3_bind_blob64 (statement, i, data ? data : "", size, SQLITE_TRANSIENT);
}

/* Files are little-endian. */
static int
bind_variant (sqlite3_stmt *statement, int i, GVariant *value)
{
  g_autoptr (GVariant) little = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!value)
    return sqlite3_bind_null (statement, i);
  little = G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (value)
                                        : g_variant_get_normal_form (value);
  bytes = g_variant_get_data_as_bytes (little);
  return bind_bytes (statement, i, bytes);
}

static int
bind_text (sqlite3_stmt *statement, int i, const char *text)
{
  return text ? sqlite3_bind_text (statement, i, text, -1, SQLITE_TRANSIENT)
              : sqlite3_bind_null (statement, i);
}

static int
bind_all (sqlite3_stmt *statement, const char *types, va_list arguments)
{
  int result = SQLITE_OK;

  for (int i = 1; types[i - 1] && result == SQLITE_OK; i++)
    switch (types[i - 1])
      {
      case 'i':
        result = sqlite3_bind_int64 (statement, i, va_arg (arguments, gint64));
        break;
      case 'd':
        result = sqlite3_bind_double (statement, i, va_arg (arguments, double));
        break;
      case 's':
        result = bind_text (statement, i, va_arg (arguments, const char *));
        break;
      case 'b':
        result = bind_bytes (statement, i, va_arg (arguments, GBytes *));
        break;
      default:
        result = bind_variant (statement, i, va_arg (arguments, GVariant *));
      }
  return result;
}

static sqlite3_stmt *
query (WeftDb *db, GError **error, const char *sql, const char *types, va_list arguments)
{
  sqlite3_stmt *statement = find_statement (db, sql, error);
  int result = statement ? bind_all (statement, types, arguments) : SQLITE_OK;

  if (result != SQLITE_OK)
    {
      weft_db_fail (db, result, error);
      return NULL;
    }
  return statement;
}

sqlite3_stmt *
weft_db_query (WeftDb *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;

  va_start (arguments, types);
  statement = query (db, error, sql, types, arguments);
  va_end (arguments);
  return statement;
}

gboolean
weft_db_step (WeftDb *db, sqlite3_stmt *statement, GError **error)
{
  int result = sqlite3_step (statement);

  if (result == SQLITE_ROW)
    return TRUE;
  if (result != SQLITE_DONE)
    weft_db_fail (db, result, error);
  sqlite3_reset (statement);
  return FALSE;
}

gboolean
weft_db_run (WeftDb *db, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list arguments;
  int result;

  va_start (arguments, types);
  statement = query (db, error, sql, types, arguments);
  va_end (arguments);
  if (!statement)
    return FALSE;
  do
    result = sqlite3_step (statement);
  while (result == SQLITE_ROW);
  if (result != SQLITE_DONE)
    weft_db_fail (db, result, error);
  sqlite3_reset (statement);
  return result == SQLITE_DONE;
}

gboolean
weft_db_exec (WeftDb *db, const char *sql, GError **error)
{
  int result = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);

  return result == SQLITE_OK || weft_db_fail (db, result, error);
}

gint64
weft_db_number (WeftDb *db, const char *sql, gint64 fallback)
{
  sqlite3_stmt *statement = weft_db_query (db, NULL, sql, "");
  gint64 number = fallback;

  if (!statement)
    return fallback;
  if (weft_db_step (db, statement, NULL))
    {
      if (sqlite3_column_type (statement, 0) == SQLITE_INTEGER)
        number = sqlite3_column_int64 (statement, 0);
      sqlite3_reset (statement);
    }
  return number;
}

/* --- transactions --- */

gboolean
weft_db_begin (WeftDb *db, GError **error)
{
  if (!weft_db_run (db, error, "BEGIN IMMEDIATE", ""))
    return FALSE;
  if (weft_db_run (db, error, "PRAGMA user_version = " G_STRINGIFY (WEFT_FORMAT), ""))
    return TRUE;
  weft_db_rollback (db);
  return FALSE;
}

gboolean
weft_db_commit (WeftDb *db, GError **error)
{
  if (weft_db_run (db, error, "COMMIT", ""))
    return TRUE;
  weft_db_rollback (db);
  return FALSE;
}

void
weft_db_rollback (WeftDb *db)
{
  if (!sqlite3_get_autocommit (db->handle))
    weft_db_run (db, NULL, "ROLLBACK", "");
}

/* --- columns --- */

gboolean
weft_column_int (sqlite3_stmt *statement, int column, gint64 min, gint64 max, gint64 *value)
{
  if (sqlite3_column_type (statement, column) != SQLITE_INTEGER)
    return FALSE;
  *value = sqlite3_column_int64 (statement, column);
  return *value >= min && *value <= max;
}

gboolean
weft_column_real (sqlite3_stmt *statement, int column, double *value)
{
  if (sqlite3_column_type (statement, column) != SQLITE_FLOAT)
    return FALSE;
  *value = sqlite3_column_double (statement, column);
  return TRUE;
}

const char *
weft_column_text (sqlite3_stmt *statement, int column)
{
  const char *text;
  gsize length;

  if (sqlite3_column_type (statement, column) != SQLITE_TEXT)
    return NULL;
  text = (const char *) sqlite3_column_text (statement, column);
  length = (gsize) sqlite3_column_bytes (statement, column);
  return text && g_utf8_validate_len (text, length, NULL) ? text : NULL;
}

GBytes *
weft_column_bytes (sqlite3_stmt *statement, int column)
{
  if (sqlite3_column_type (statement, column) != SQLITE_BLOB)
    return NULL;
  return g_bytes_new (sqlite3_column_blob (statement, column),
                      (gsize) sqlite3_column_bytes (statement, column));
}

GVariant *
weft_column_variant (sqlite3_stmt *statement, int column, const char *type)
{
  g_autoptr (GBytes) bytes = weft_column_bytes (statement, column);
  g_autoptr (GVariant) raw = NULL, swapped = NULL;

  if (!bytes)
    return NULL;
  raw = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
  swapped = G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (raw) : g_variant_ref (raw);
  return g_variant_get_normal_form (swapped);
}
