/* db: one SQLite connection with what every room of the store needs of it
 *
 * Statements are prepared once and found again by the address of their text, so a text is always a
 * literal. Every error names the file and has the code that store.h promises. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "engine/base/error.h"

typedef struct
{
  sqlite3 *handle;
  char *name;             /* the file's base name, to be shown */
  GHashTable *statements; /* text's address → sqlite3_stmt */
  gint64 deadline;        /* processor time of this thread in µs, 0: none */
  gboolean is_project;    /* it has been read whole: what cannot be read later is damaged */
} WeftDb;

/* flags: SQLite's. Only opens: nothing is read or locked yet. */
WeftDb *weft_db_new (const char *path, const char *name, int flags, GError **error);
/* Closes; NULL is allowed. */
void weft_db_free (WeftDb *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDb, weft_db_free)

/* Sets the error that a result code means. Always FALSE. */
gboolean weft_db_fail (WeftDb *db, int result, GError **error);
/* "“a.weft”: what is wrong". Always FALSE. */
gboolean weft_db_fail_with (WeftDb *db, WeftErrorCode code, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* Whether less than 32 MB are left of the largest size that a file may have, unused pages counted:
 * more than any transaction of ours writes, so that a FULL is then the limit's and not the disk's.
 */
gboolean weft_db_is_near_limit (WeftDb *db);

/* types: i gint64 · d double · s const char * (nullable) · b GBytes * (nullable) · h GVariant * as
 * a blob (nullable). The statement is ready to be stepped; NULL with an error. */
sqlite3_stmt *weft_db_query (WeftDb *db, GError **error, const char *sql, const char *types, ...);
/* TRUE: a row; FALSE: the end, or an error. Resets the statement then. */
gboolean weft_db_step (WeftDb *db, sqlite3_stmt *statement, GError **error);
/* Runs a statement that gives no rows. */
gboolean weft_db_run (WeftDb *db, GError **error, const char *sql, const char *types, ...);
/* Several statements of a text that need not be a literal. */
gboolean weft_db_exec (WeftDb *db, const char *sql, GError **error);
/* The one number that a query gives; fallback when it gives none. */
gint64 weft_db_number (WeftDb *db, const char *sql, gint64 fallback);

/* To write, in a file of the newest format. Page 1 is written with every transaction, so that its
 * journal says to which file it belongs (rollback.h). */
gboolean weft_db_begin (WeftDb *db, GError **error);
gboolean weft_db_commit (WeftDb *db, GError **error); /* a failed one is rolled back */
void weft_db_rollback (WeftDb *db);

/* Reading a stranger's rows takes five seconds of processor at most. */
void weft_db_guard (WeftDb *db, gboolean is_guarded);

/* Columns, types checked: FALSE when the column holds something else. */
gboolean weft_column_int (sqlite3_stmt *statement, int column, gint64 min, gint64 max,
                          gint64 *value);
gboolean weft_column_real (sqlite3_stmt *statement, int column, double *value);
/* Valid UTF-8 without NUL; NULL for anything else. Valid until the next step. */
const char *weft_column_text (sqlite3_stmt *statement, int column);
GBytes *weft_column_bytes (sqlite3_stmt *statement,
                           int column); /* NULL unless a blob; transfer full */
/* In normal form; NULL unless a blob; sunk, transfer full. */
GVariant *weft_column_variant (sqlite3_stmt *statement, int column, const char *type);
