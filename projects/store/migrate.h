/* migrate: brings a file of an older format to the one that this program writes
 *
 * A new format brings: its text in schema.c, a row here, and tests/fixtures/format-N.weft of the
 * old one, which stays for ever. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/db.h"

typedef struct
{
  int from; /* the format that it turns into the next */
  gboolean (*step) (WeftDb *db, GError **error);
} WeftMigration;

/* All steps from the format on, in one transaction that ends with user_version. Does nothing to a
 * file that has the newest one. */
gboolean weft_migrate (WeftDb *db, int format, GError **error);
/* The same with another table of steps, which ends with { 0 }, and another end (the test's). */
gboolean weft_migrate_with (WeftDb *db, const WeftMigration *steps, int format, int newest,
                            GError **error);
/* A step's tool: makes the table anew from the format's own statement, for ALTER would rewrite the
 * text that is stored, and fills it. columns: what the new table gets of the old one, "a, b, 0". */
gboolean weft_migrate_table (WeftDb *db, const char *table, const char *create, const char *columns,
                             GError **error);
