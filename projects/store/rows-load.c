/* rows-load: the document's rows, read; nothing that stands there is believed before it is checked
 */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * STRICT binds those who write with SQLite, not those who write the file's bytes. The graph is made
 * through its one funnel, which refuses what does not fit; the entries of the history are only
 * read, for the graph's rows are what counts. */
#include <inttypes.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/graph/edit.h"
#include "engine/base/brief.h"
#include "engine/graph/training.h"
#include "projects/formats/json-scan.h"
#include "projects/formats/json-value.h"
#include "projects/store/rows.h"

#define MAX_ID ((G_GINT64_CONSTANT (1) << 53) - 1)
#define MAX_EDITS 10000000

/* A row is wrong: the statement is done with. Always FALSE. */
static gboolean
fail (WeftOpened *opened, sqlite3_stmt *statement, const char *table, gint64 row, const char *why,
      GError **error)
{
  sqlite3_reset (statement);
  return weft_db_fail_with (opened->db, WEFT_ERROR_DAMAGED, error,
                            _ ("row %" PRId64 " of its table “%s” is damaged: %s"), row, table,
                            why);
}

/* --- project --- */

static gboolean
is_text_or_null (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL
         || weft_column_text (statement, column);
}

/* The training settings' text is handed out, for the graph is not there yet. */
static gboolean
load_project (WeftOpened *opened, char **training, gint64 *next_node, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (opened->db, error,
                                           "SELECT training, position, seq, revision, next_node, "
                                           "title, example FROM project WHERE id = 1",
                                           "");
  g_autoptr (GError) cause = NULL;
  gint64 position;

  if (!statement)
    return FALSE;
  if (!weft_db_step (opened->db, statement, &cause))
    {
      if (!cause)
        return fail (opened, statement, "project", 1, _ ("it is missing"), error);
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (!weft_column_text (statement, 0) || !weft_column_int (statement, 1, 0, MAX_EDITS, &position)
      || !weft_column_int (statement, 2, 0, MAX_ID, &opened->seq)
      || !weft_column_int (statement, 3, 0, MAX_ID, &opened->revision)
      || !weft_column_int (statement, 4, 1, MAX_ID, next_node) || !is_text_or_null (statement, 5)
      || !is_text_or_null (statement, 6))
    return fail (opened, statement, "project", 1, _ ("a value is out of range"), error);
  *training = g_strdup (weft_column_text (statement, 0));
  opened->position = (guint) position;
  opened->title = g_strdup (weft_column_text (statement, 5));
  opened->example = g_strdup (weft_column_text (statement, 6));
  sqlite3_reset (statement);
  return TRUE;
}

/* --- values --- */

/* The text's JSON object as an a{sv} in the canonical form of the parameters. */
static GVariant *
read_values (const WeftParam *params, const char *text, GError **error)
{
  g_autoptr (JsonNode) json = weft_json_parse (text, -1, error);
  g_autoptr (GVariant) given = NULL, values = NULL;
  GVariantIter iter;
  const char *key;
  GVariant *value;

  if (!json)
    return NULL;
  given = weft_json_to_variant (json);
  if (!given || !g_variant_is_of_type (given, G_VARIANT_TYPE_VARDICT))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("its values are no object"));
      return NULL;
    }
  values = g_variant_ref_sink (g_variant_new ("a{sv}", NULL));
  g_variant_iter_init (&iter, given);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      const WeftParam *param = weft_params_find (params, key);
      g_autoptr (GVariant) held = value;
      g_autoptr (GVariant) canonical = param ? weft_json_coerce (param, held, error) : NULL;
      GVariant *more = canonical ? weft_params_with (params, values, key, canonical) : NULL;

      if (!param)
        {
          g_autofree char *quoted = weft_brief (key, WEFT_BRIEF_QUOTE);

          g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("there is no parameter “%s”"),
                       quoted);
        }
      if (!more)
        return NULL;
      g_variant_unref (values);
      values = more;
    }
  return g_steal_pointer (&values);
}

static gboolean
apply (WeftGraph *graph, WeftEdit *edit, GError **error)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, held, error);

  return inverse != NULL;
}

/* --- nodes and wires --- */

static gboolean
add_node (WeftOpened *opened, sqlite3_stmt *statement, gint64 *id, GError **error)
{
  g_autoptr (GVariant) params = NULL;
  WeftNode node = { 0 };
  gint64 parent;

  *id = sqlite3_column_int64 (statement, 0);
  node.name = (char *) weft_column_text (statement, 1);
  node.title = (char *) weft_column_text (statement, 4);
  if (!weft_column_int (statement, 0, 1, MAX_ID, &node.id) || !node.name
      || !weft_column_text (statement, 2) || !weft_column_text (statement, 3)
      || !is_text_or_null (statement, 4) || !weft_column_int (statement, 5, 0, MAX_ID, &parent)
      || !weft_column_real (statement, 6, &node.x) || !weft_column_real (statement, 7, &node.y)
      || !weft_column_text (statement, 8))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("a value is out of range"));
      return FALSE;
    }
  node.layer = weft_layer_find (weft_column_text (statement, 2));
  if (!node.layer)
    {
      g_autofree char *quoted = weft_brief (weft_column_text (statement, 2), WEFT_BRIEF_QUOTE);
      g_autofree char *name = weft_brief (node.name, WEFT_BRIEF_QUOTE);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("%s: there is no layer “%s”"), name,
                   quoted);
      return FALSE;
    }
  params = read_values (node.layer->params, weft_column_text (statement, 3), error);
  node.params = params;
  return params && apply (opened->graph, weft_edit_add_node (&node), error);
}

static gboolean
add_more (WeftGraph *graph, gint64 node, const char *key, GVariant *value, GError **error)
{
  const WeftFlag *flag = weft_flag_find (key);

  if (flag && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return apply (graph, weft_edit_set_flag (node, flag->flag, g_variant_get_boolean (value)),
                  error);
  if (strcmp (key, "shared") == 0 && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return apply (graph, weft_edit_set_shared (node, g_variant_get_int64 (value)), error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("a value is out of range"));
  return FALSE;
}

/* What names other nodes comes when all are there: id, parent, more. */
static gboolean
place_node (WeftOpened *opened, sqlite3_stmt *statement, gint64 *id, GError **error)
{
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (GVariant) more = NULL;
  const char *key;
  GVariantIter iter;
  GVariant *value;

  *id = sqlite3_column_int64 (statement, 0);
  json = weft_json_parse (weft_column_text (statement, 2), -1, error);
  more = json ? weft_json_to_variant (json) : NULL;
  if (!json || !more || !g_variant_is_of_type (more, G_VARIANT_TYPE_VARDICT))
    {
      if (json)
        g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("its values are no object"));
      return FALSE;
    }
  if (!apply (opened->graph, weft_edit_set_parent (*id, sqlite3_column_int64 (statement, 1)),
              error))
    return FALSE;
  g_variant_iter_init (&iter, more);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_autoptr (GVariant) held = value;

      if (!add_more (opened->graph, *id, key, held, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_wire (WeftOpened *opened, sqlite3_stmt *statement, gint64 *id, GError **error)
{
  gint64 input, output;
  WeftWire wire = { 0 };

  *id = sqlite3_column_int64 (statement, 0);
  if (!weft_column_int (statement, 0, 1, MAX_ID, &wire.to)
      || !weft_column_int (statement, 1, 0, WEFT_MAX_PORTS, &input)
      || !weft_column_int (statement, 2, 1, MAX_ID, &wire.from)
      || !weft_column_int (statement, 3, 0, WEFT_MAX_PORTS, &output))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("a value is out of range"));
      return FALSE;
    }
  wire.input = (int) input;
  wire.output = (int) output;
  return apply (opened->graph, weft_edit_add_wire (&wire), error);
}

/* The entry at the next place. */
static gboolean
add_entry (WeftOpened *opened, sqlite3_stmt *statement, gint64 *id, GError **error)
{
  g_autoptr (GVariant) edit = weft_column_variant (statement, 1, "(sv)");
  g_autoptr (GVariant) inverse = weft_column_variant (statement, 2, "(sv)");
  WeftEdit *read = NULL, *read_inverse = NULL;

  *id = sqlite3_column_int64 (statement, 0);
  if (*id != (gint64) opened->edits->len + 1 || !edit || !inverse)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("the history has a gap"));
      return FALSE;
    }
  read = weft_edit_deserialize (edit, error);
  if (!read)
    return FALSE;
  g_ptr_array_add (opened->edits, read);
  read_inverse = weft_edit_deserialize (inverse, error);
  if (read_inverse)
    g_ptr_array_add (opened->inverses, read_inverse);
  return read_inverse != NULL;
}

static gboolean
add_view (WeftOpened *opened, sqlite3_stmt *statement, gint64 *id, GError **error)
{
  g_autoptr (GVariant) boxed = weft_column_variant (statement, 1, "v");
  const char *key = weft_column_text (statement, 0);

  *id = 0;
  if (!key || !boxed)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED, _ ("a value is out of range"));
      return FALSE;
    }
  g_hash_table_insert (opened->views, g_strdup (key), g_variant_get_variant (boxed));
  return TRUE;
}

typedef gboolean (*AddRow) (WeftOpened *opened, sqlite3_stmt *statement, gint64 *id,
                            GError **error);

static gboolean
load_table (WeftOpened *opened, const char *table, const char *sql, AddRow add, GError **error)
{
  sqlite3_stmt *statement = weft_db_query (opened->db, error, sql, "");
  g_autoptr (GError) cause = NULL, stopped = NULL;
  gint64 id = 0;

  if (!statement)
    return FALSE;
  while (weft_db_step (opened->db, statement, &stopped))
    if (!add (opened, statement, &id, &cause))
      return fail (opened, statement, table, id, cause->message, error);
  if (!stopped)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&stopped));
  return FALSE;
}

/* --- the whole --- */

static gboolean
load_training (WeftOpened *opened, const char *text, GError **error)
{
  g_autoptr (GVariant) values = read_values (weft_training_params (), text, error);
  GVariantIter iter;
  const char *key;
  GVariant *value;

  if (!values)
    return FALSE;
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_autoptr (GVariant) held = value;

      if (!apply (opened->graph, weft_edit_set_training (key, held), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_settings (WeftOpened *opened, const char *text, GError **error)
{
  g_autoptr (GError) cause = NULL;

  return load_training (opened, text, &cause)
         || weft_db_fail_with (opened->db, WEFT_ERROR_DAMAGED, error, "%s", cause->message);
}

static gboolean
check_counts (WeftOpened *opened, GError **error)
{
  if (opened->position <= opened->edits->len)
    return TRUE;
  return weft_db_fail_with (opened->db, WEFT_ERROR_DAMAGED, error, _ ("the history has a gap"));
}

/* --- whether it was ever whole --- */

static gboolean
lacks_data (WeftOpened *opened, const WeftNode *node)
{
  g_autoptr (GVariant) sha256 = NULL;
  sqlite3_stmt *statement;

  if (node->layer->family != WEFT_FAMILY_DATA)
    return FALSE;
  sha256 = weft_params_get (node->layer->params, node->params, "sha256");
  if (!sha256 || *g_variant_get_string (sha256, NULL) == '\0')
    return FALSE;
  statement = weft_db_query (opened->db, NULL, "SELECT 1 FROM data WHERE sha256 = ?", "s",
                             g_variant_get_string (sha256, NULL));
  if (!statement || !weft_db_step (opened->db, statement, NULL))
    return TRUE;
  sqlite3_reset (statement);
  return FALSE;
}

/* A new project's data are written after its graph. Where they are not there, nothing was ever
 * done in it and the session that made it did not end, making it was cut off. */
static gboolean
check_made (WeftOpened *opened, GError **error)
{
  if (opened->seq > 0 || opened->last_run > 0
      || weft_db_number (opened->db, "SELECT count(*) FROM session", 0) > 1
      || weft_db_number (opened->db, "SELECT count(*) FROM session WHERE until IS NOT NULL", 0) > 0)
    return TRUE;
  for (guint i = 0; i < weft_graph_get_n_nodes (opened->graph); i++)
    if (lacks_data (opened, weft_graph_get_node (opened->graph, i)))
      return weft_db_fail_with (opened->db, WEFT_ERROR_UNFINISHED, error,
                                _ ("making it was cut off, and its data are not in it; it can be "
                                   "removed"));
  return TRUE;
}

gboolean
weft_rows_load (WeftOpened *opened, GError **error)
{
  g_autofree char *training = NULL;
  gint64 next_node = 1;

  opened->graph = weft_graph_new ();
  opened->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  opened->inverses = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  opened->views
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  if (!load_project (opened, &training, &next_node, error)
      || !load_table (
          opened, "node",
          "SELECT id, name, layer, params, title, parent, x, y, more FROM node ORDER BY id",
          add_node, error)
      || !load_table (opened, "node",
                      "SELECT id, parent, more FROM node WHERE parent != 0 OR more != '{}' "
                      "ORDER BY id",
                      place_node, error)
      || !load_table (opened, "wire",
                      "SELECT target, input, source, output FROM wire ORDER BY target, input",
                      add_wire, error)
      || !load_table (opened, "edit", "SELECT place, edit, inverse FROM edit ORDER BY place",
                      add_entry, error)
      || !load_table (opened, "view", "SELECT key, value FROM view", add_view, error)
      || !load_settings (opened, training, error) || !check_counts (opened, error))
    return FALSE;
  weft_graph_reserve_ids (opened->graph, next_node);
  opened->last_run = weft_db_number (opened->db, "SELECT max (id) FROM run", 0);
  return check_made (opened, error);
}
