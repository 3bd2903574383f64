/* migrate: brings a file of an older format to the one that this program writes
 *
 * A new format brings: its text in schema.c, a file migrate-N.c with the step from the one before
 * it, a row here, and files of that one in tests/projects/fixtures, which stay for ever. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/db.h"

typedef struct
{
  int from; /* the format that it turns into the next */
  gboolean (*step) (WeftDb *db, GError **error);
} WeftMigration;

/* All steps from the format on, within the transaction that the caller began, before anything is
 * read of what they change; user_version and the schema's cookie come last, so that the journal of
 * a transaction that is cut off is known as the file's (rollback.h). */
gboolean weft_migrate (WeftDb *db, int format, GError **error);
/* The same with another table of steps, which ends with { 0 }, and another end (the test's). */
gboolean weft_migrate_with (WeftDb *db, const WeftMigration *steps, int format, int newest,
                            GError **error);

/* A step's tools. A table is made anew from the format's own statement, for ALTER would rewrite the
 * text that is stored: the one that was there is then old_TABLE, until it goes. */
gboolean weft_migrate_begin_table (WeftDb *db, const char *table, const char *create,
                                   GError **error);
gboolean weft_migrate_end_table (WeftDb *db, const char *table, GError **error);
/* Both, and between them the new table is filled. columns: what it gets of the old one, "a, b, 0".
 */
gboolean weft_migrate_table (WeftDb *db, const char *table, const char *create, const char *columns,
                             GError **error);

/* Runs `row` for each row of a query; it may query and write itself. */
gboolean weft_migrate_each (WeftDb *db, const char *sql,
                            gboolean (*row) (WeftDb *db, sqlite3_stmt *row, GError **error),
                            GError **error);

/* The steps, and a part of one. */
gboolean weft_migrate_edits_from_1 (WeftDb *db, GError **error);
gboolean weft_migrate_from_1 (WeftDb *db, GError **error);
