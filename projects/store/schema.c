/* schema: the text of every format, and whether a file has it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Numbers of kinds and records are the engine's enumerations. Blobs whose names end in no
 * other word are GVariants, little-endian, in normal form. Times are ISO 8601, to be shown only. */
static const char format_1[] =
    /* One row: what there is only one of. position: how many edits are done; seq: of the last thing
     * recorded; training: JSON of what was set. */
    "CREATE TABLE project (id INTEGER PRIMARY KEY, title TEXT, example TEXT, training TEXT NOT "
    "NULL, "
    "position INTEGER NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL, "
    "next_node INTEGER NOT NULL, created TEXT NOT NULL) STRICT;\n"
    /* params: JSON of what was set. */
    "CREATE TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL, layer TEXT NOT NULL, "
    "params TEXT NOT NULL, title TEXT, parent INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL) "
    "STRICT;\n"
    "CREATE TABLE wire (target INTEGER NOT NULL, input INTEGER NOT NULL, source INTEGER NOT NULL, "
    "output INTEGER NOT NULL, PRIMARY KEY (target, input)) STRICT, WITHOUT ROWID;\n"
    /* The undo history: places count from 1 without a gap. */
    "CREATE TABLE edit (place INTEGER PRIMARY KEY, seq INTEGER NOT NULL, edit BLOB NOT NULL, "
    "inverse BLOB NOT NULL) STRICT;\n"
    /* graph: the text form, as it was when the run began. */
    "CREATE TABLE run (id INTEGER PRIMARY KEY, seed INTEGER NOT NULL, settings TEXT NOT NULL, "
    "overrides BLOB, graph TEXT NOT NULL, revision INTEGER NOT NULL, started TEXT NOT NULL) "
    "STRICT;\n"
    "CREATE TABLE journal (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, step INTEGER NOT NULL, "
    "kind TEXT NOT NULL, payload BLOB) STRICT;\n"
    /* Columns of up to 4,096 samples of one series (metrics.c). */
    "CREATE TABLE metric (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, series INTEGER NOT NULL, "
    "first INTEGER NOT NULL, last INTEGER NOT NULL, samples INTEGER NOT NULL, data BLOB NOT NULL) "
    "STRICT;\n"
    /* A frame counts once its row is here; its chunks come before it. sha256: of the chunks' one
     * after another. */
    "CREATE TABLE frame (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "step INTEGER NOT NULL, length INTEGER NOT NULL, chunks INTEGER NOT NULL, sha256 BLOB NOT "
    "NULL) STRICT;\n"
    "CREATE TABLE chunk (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, data BLOB NOT NULL) "
    "STRICT;\n"
    /* Data sets by their fingerprint: x, y and part one after another in chunks. */
    "CREATE TABLE data (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, header BLOB NOT NULL, "
    "x INTEGER NOT NULL, y INTEGER NOT NULL, part INTEGER NOT NULL, chunks INTEGER NOT NULL) "
    "STRICT;\n"
    "CREATE TABLE block (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, data BLOB NOT NULL) "
    "STRICT;\n"
    /* Who has or had the file open, to be shown. */
    "CREATE TABLE session (id INTEGER PRIMARY KEY, host TEXT NOT NULL, user TEXT NOT NULL, "
    "since TEXT NOT NULL, until TEXT) STRICT;\n"
    "CREATE TABLE view (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;\n";

static const char format_2[] =
    /* One row: what there is only one of. position: how many edits are done; seq: of the last thing
     * recorded; training: JSON of what was set. */
    "CREATE TABLE project (id INTEGER PRIMARY KEY, title TEXT, example TEXT, training TEXT NOT "
    "NULL, "
    "position INTEGER NOT NULL, seq INTEGER NOT NULL, revision INTEGER NOT NULL, "
    "next_node INTEGER NOT NULL, created TEXT NOT NULL) STRICT;\n"
    /* params: JSON of what was set; more: JSON of what few nodes have. */
    "CREATE TABLE node (id INTEGER PRIMARY KEY, name TEXT NOT NULL, layer TEXT NOT NULL, "
    "params TEXT NOT NULL, title TEXT, parent INTEGER NOT NULL, x REAL NOT NULL, y REAL NOT NULL, "
    "more TEXT NOT NULL) STRICT;\n"
    "CREATE TABLE wire (target INTEGER NOT NULL, input INTEGER NOT NULL, source INTEGER NOT NULL, "
    "output INTEGER NOT NULL, PRIMARY KEY (target, input)) STRICT, WITHOUT ROWID;\n"
    /* The undo history: places count from 1 without a gap. */
    "CREATE TABLE edit (place INTEGER PRIMARY KEY, seq INTEGER NOT NULL, edit BLOB NOT NULL, "
    "inverse BLOB NOT NULL) STRICT;\n"
    /* Graphs of runs in their text form, each once, by the SHA-256 of the text in hex. */
    "CREATE TABLE graph (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID;\n"
    /* graph: the hash of what it was when the run began. */
    "CREATE TABLE run (id INTEGER PRIMARY KEY, seed INTEGER NOT NULL, settings TEXT NOT NULL, "
    "overrides BLOB, graph TEXT NOT NULL, revision INTEGER NOT NULL, started TEXT NOT NULL) "
    "STRICT;\n"
    /* Graphs as they were trained, ids and all (weft_graph_serialize), by the SHA-256 of the blob.
     */
    "CREATE TABLE net (sha256 TEXT PRIMARY KEY, edit BLOB NOT NULL) STRICT, WITHOUT ROWID;\n"
    /* What was done to a run (engine/train/past/journal.h), by places from 1 on. op: within the
     * step that follows. revision: of the document, as the run had it; net: of entries with a
     * graph. */
    "CREATE TABLE journal (run INTEGER NOT NULL, place INTEGER NOT NULL, step INTEGER NOT NULL, "
    "op TEXT, kind TEXT NOT NULL, revision INTEGER NOT NULL, payload BLOB NOT NULL, net TEXT, "
    "PRIMARY KEY (run, place)) STRICT, WITHOUT ROWID;\n"
    /* Columns of up to 4,096 samples of one series (metrics.c), which is a name. */
    "CREATE TABLE metric (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, series TEXT NOT NULL, "
    "first INTEGER NOT NULL, last INTEGER NOT NULL, samples INTEGER NOT NULL, data BLOB NOT NULL) "
    "STRICT;\n"
    /* A frame counts once its row is here; its chunks come before it. place: in the journal, of the
     * last entry that it comes after; sha256: of the chunks' one after another. */
    "CREATE TABLE frame (id INTEGER PRIMARY KEY, run INTEGER NOT NULL, kind INTEGER NOT NULL, "
    "step INTEGER NOT NULL, place INTEGER NOT NULL, length INTEGER NOT NULL, chunks INTEGER NOT "
    "NULL, sha256 BLOB NOT NULL) STRICT;\n"
    "CREATE TABLE chunk (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, data BLOB NOT NULL) "
    "STRICT;\n"
    /* Data sets by their fingerprint: the numbers of all fields, then the parts, one after another
     * in chunks. */
    "CREATE TABLE data (id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, header BLOB NOT NULL, "
    "length INTEGER NOT NULL, chunks INTEGER NOT NULL) STRICT;\n"
    "CREATE TABLE block (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, data BLOB NOT NULL) "
    "STRICT;\n"
    /* Who has or had the file open, to be shown. */
    "CREATE TABLE session (id INTEGER PRIMARY KEY, host TEXT NOT NULL, user TEXT NOT NULL, "
    "since TEXT NOT NULL, until TEXT) STRICT;\n"
    "CREATE TABLE view (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;\n";

static const char *const texts[] = { NULL, format_1, format_2 };

const char *
weft_schema_text (int format)
{
  return format > 0 && format < (int) G_N_ELEMENTS (texts) ? texts[format] : NULL;
}

char *
weft_schema_dup_table (int format, const char *table)
{
  g_autofree char *head = g_strdup_printf ("CREATE TABLE %s (", table);
  const char *from = strstr (weft_schema_text (format), head);

  g_return_val_if_fail (from != NULL, NULL);
  return g_strndup (from, (gsize) (strstr (from, ";\n") - from));
}

gboolean
weft_schema_create (WeftDb *db, GError **error)
{
  g_autofree char *identity = g_strdup_printf (
      "PRAGMA application_id = %d; PRAGMA user_version = %d", WEFT_APPLICATION_ID, WEFT_FORMAT);

  return weft_db_exec (db, identity, error)
         && weft_db_exec (db, weft_schema_text (WEFT_FORMAT), error);
}

/* --- check --- */

static const char all_rows[]
    = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name";

/* Which of the two rows comes first by type and name; a row that is not there comes last. */
static int
compare_names (sqlite3_stmt *a, sqlite3_stmt *b)
{
  int order = 0;

  if (!a || !b)
    return a ? -1 : b ? 1 : 0;
  for (int i = 0; i < 2 && order == 0; i++)
    order = g_strcmp0 (weft_column_text (a, i), weft_column_text (b, i));
  return order;
}

static gboolean
same_row (sqlite3_stmt *a, sqlite3_stmt *b)
{
  for (int i = 2; i < 4; i++)
    if (g_strcmp0 (weft_column_text (a, i), weft_column_text (b, i)) != 0)
      return FALSE;
  return TRUE;
}

/* The first row where the file, a, differs from what is wanted, b; or both have ended. */
static gboolean
compare_rows (WeftDb *db, sqlite3_stmt *a, WeftDb *wanted, sqlite3_stmt *b, GError **error)
{
  g_autoptr (GError) cause = NULL;

  for (;;)
    {
      gboolean has_a = weft_db_step (db, a, &cause);
      gboolean has_b = !cause && weft_db_step (wanted, b, &cause);
      int order = compare_names (has_a ? a : NULL, has_b ? b : NULL);

      if (cause)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      if (!has_a && !has_b)
        return TRUE;
      if (order < 0)
        return weft_db_fail_with (db, WEFT_ERROR_FOREIGN, error,
                                  _ ("there is more in it than Weft puts there"));
      if (order > 0 || !same_row (a, b))
        return weft_db_fail_with (db, WEFT_ERROR_FOREIGN, error,
                                  order > 0 ? _ ("its table “%s” is missing")
                                            : _ ("its table “%s” is not as Weft makes it"),
                                  weft_column_text (b, 1));
    }
}

static gboolean
same_schema (WeftDb *db, WeftDb *wanted, GError **error)
{
  sqlite3_stmt *a = weft_db_query (db, error, all_rows, "");
  sqlite3_stmt *b = a ? weft_db_query (wanted, error, all_rows, "") : NULL;
  gboolean is_good = a && b && compare_rows (db, a, wanted, b, error);

  if (a)
    sqlite3_reset (a);
  if (b)
    sqlite3_reset (b);
  return is_good;
}

gboolean
weft_schema_check (WeftDb *db, int format, GError **error)
{
  g_autoptr (WeftDb) wanted
      = weft_db_new (":memory:", db->name, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  return wanted && weft_db_exec (wanted, weft_schema_text (format), error)
         && same_schema (db, wanted, error);
}
