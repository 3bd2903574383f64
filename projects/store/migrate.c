/* migrate: brings a file of an older format to the one that this program writes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/migrate.h"

#include <glib/gi18n-lib.h>

#include "projects/store/schema.h"
#include "projects/store/file-session.h"

static const WeftMigration migrations[] = {
  { 1, weft_migrate_from_1 },
  { 0 },
};

/* --- tools --- */

gboolean
weft_migrate_begin_table (WeftDb *db, const char *table, const char *create, GError **error)
{
  g_autofree char *text
      = g_strdup_printf ("ALTER TABLE %s RENAME TO old_%s; %s", table, table, create);

  return weft_db_exec (db, text, error);
}

gboolean
weft_migrate_end_table (WeftDb *db, const char *table, GError **error)
{
  g_autofree char *text = g_strdup_printf ("DROP TABLE old_%s", table);

  return weft_db_exec (db, text, error);
}

gboolean
weft_migrate_table (WeftDb *db, const char *table, const char *create, const char *columns,
                    GError **error)
{
  g_autofree char *text
      = g_strdup_printf ("INSERT INTO %s SELECT %s FROM old_%s", table, columns, table);

  return weft_migrate_begin_table (db, table, create, error) && weft_db_exec (db, text, error)
         && weft_migrate_end_table (db, table, error);
}

gboolean
weft_migrate_each (WeftDb *db, const char *sql,
                   gboolean (*row) (WeftDb *, sqlite3_stmt *, GError **), GError **error)
{
  sqlite3_stmt *statement = weft_db_query (db, error, sql, "");
  g_autoptr (GError) cause = NULL;

  if (!statement)
    return FALSE;
  while (weft_db_step (db, statement, &cause))
    if (!row (db, statement, error))
      {
        sqlite3_reset (statement);
        return FALSE;
      }
  if (!cause)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* --- steps --- */

static const WeftMigration *
find_step (const WeftMigration *steps, int from)
{
  for (; steps->step; steps++)
    if (steps->from == from)
      return steps;
  return NULL;
}

static gboolean
run_steps (WeftDb *db, const WeftMigration *steps, int format, int newest, GError **error)
{
  for (; format < newest; format++)
    {
      const WeftMigration *migration = find_step (steps, format);

      if (!migration)
        return weft_db_fail_with (db, WEFT_ERROR_UNSUPPORTED, error,
                                  _ ("format %d is not read any more"), format);
      if (!migration->step (db, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
weft_migrate_with (WeftDb *db, const WeftMigration *steps, int format, int newest, GError **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", newest);
  guint32 cookie = (guint32) weft_db_number (db, "PRAGMA schema_version", 0);
  gboolean is_good = weft_db_exec (db, "PRAGMA legacy_alter_table = ON", error)
                     && run_steps (db, steps, format, newest, error);

  weft_db_exec (db, "PRAGMA legacy_alter_table = OFF", NULL);
  return is_good && weft_db_exec (db, version, error)
         && weft_session_set_cookie (db, cookie, error);
}

gboolean
weft_migrate (WeftDb *db, int format, GError **error)
{
  return format == WEFT_FORMAT || weft_migrate_with (db, migrations, format, WEFT_FORMAT, error);
}
