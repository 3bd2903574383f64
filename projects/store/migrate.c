/* migrate: brings a file of an older format to the one that this program writes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/migrate.h"

#include <glib/gi18n-lib.h>

#include "projects/store/schema.h"

static const WeftMigration migrations[] = {
  { 0 }, /* format 1 is the first */
};

gboolean
weft_migrate_table (WeftDb *db, const char *table, const char *create, const char *columns,
                    GError **error)
{
  g_autofree char *text = g_strdup_printf (
      "ALTER TABLE %s RENAME TO old_%s; %s; INSERT INTO %s SELECT %s FROM old_%s; "
      "DROP TABLE old_%s",
      table, table, create, table, columns, table, table);

  return weft_db_exec (db, text, error);
}

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
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", newest);

  for (; format < newest; format++)
    {
      const WeftMigration *migration = find_step (steps, format);

      if (!migration)
        return weft_db_fail_with (db, WEFT_ERROR_UNSUPPORTED, error,
                                  _ ("format %d is not read any more"), format);
      if (!migration->step (db, error))
        return FALSE;
    }
  return weft_db_exec (db, version, error);
}

gboolean
weft_migrate_with (WeftDb *db, const WeftMigration *steps, int format, int newest, GError **error)
{
  gboolean is_good;

  if (format == newest)
    return TRUE;
  if (!weft_db_exec (db, "PRAGMA legacy_alter_table = ON; BEGIN IMMEDIATE", error))
    return FALSE;
  is_good = run_steps (db, steps, format, newest, error);
  if (is_good)
    is_good = weft_db_commit (db, error);
  else
    weft_db_rollback (db);
  return weft_db_exec (db, "PRAGMA legacy_alter_table = OFF", is_good ? error : NULL) && is_good;
}

gboolean
weft_migrate (WeftDb *db, int format, GError **error)
{
  return weft_migrate_with (db, migrations, format, WEFT_FORMAT, error);
}
