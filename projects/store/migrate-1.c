/* migrate-1: from format 1 to 2: series have names, a run's graph is kept once, nodes have more */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Format 1 knew series by numbers. Those of metrics meant the place in the list that the model was
 * judged by, which follows from the run's graph. Where a loss was changed in the middle of a run,
 * its curves stay as they were: under the names of the first. */
#include <string.h>

#include "engine/base/kind.h"
#include "engine/base/sample.h"
#include "engine/graph/training.h"
#include "engine/metrics/metric.h"
#include "projects/formats/graph-json.h"
#include "projects/store/migrate.h"
#include "projects/store/schema.h"

#define METRICS 3 /* their first number, of 8 */
#define N_SERIES 13

/* Of numbers as format 1 had them; NULL: a metric. */
static const char *const names[N_SERIES] = {
  [0] = "train/loss", [1] = "validation/loss", [2] = "rate", [11] = "seconds", [12] = "data",
};

static gboolean
begin_table (WeftDb *db, const char *table, GError **error)
{
  g_autofree char *create = weft_schema_dup_table (2, table);

  return weft_migrate_begin_table (db, table, create, error);
}

/* --- nodes --- */

static gboolean
move_nodes (WeftDb *db, GError **error)
{
  g_autofree char *create = weft_schema_dup_table (2, "node");

  return weft_migrate_table (db, "node", create,
                             "id, name, layer, params, title, parent, x, y, '{}'", error);
}

/* --- data --- */

/* Its header stays as it is: the engine reads it. */
static gboolean
move_data (WeftDb *db, GError **error)
{
  g_autofree char *create = weft_schema_dup_table (2, "data");

  return weft_migrate_table (db, "data", create, "id, sha256, header, x + y + part, chunks", error);
}

/* --- runs --- */

/* id, graph */
static gboolean
move_run (WeftDb *db, sqlite3_stmt *row, GError **error)
{
  const char *text = weft_column_text (row, 1);
  g_autofree char *sha256 = NULL;

  if (!text)
    text = "";
  sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return weft_db_run (db, error, "INSERT OR IGNORE INTO graph VALUES (?, ?)", "ss", sha256, text)
         && weft_db_run (db, error,
                         "INSERT INTO run SELECT id, seed, settings, overrides, ?, revision, "
                         "started FROM old_run WHERE id = ?",
                         "si", sha256, (gint64) sqlite3_column_int64 (row, 0));
}

static gboolean
move_runs (WeftDb *db, GError **error)
{
  g_autofree char *graph = weft_schema_dup_table (2, "graph");

  return weft_db_exec (db, graph, error) && begin_table (db, "run", error)
         && weft_migrate_each (db, "SELECT id, graph FROM old_run", move_run, error)
         && weft_migrate_end_table (db, "run", error);
}

/* --- journals --- */

/* Its payload as a dictionary; of what is not known nothing is left, which nobody has read yet. */
static GVariant *
to_dictionary (const char *kind, GVariant *boxed)
{
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GVariant) value = boxed ? g_variant_get_variant (boxed) : NULL;

  if (value && g_strcmp0 (kind, "rate") == 0 && g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    g_variant_dict_insert_value (&dict, "rate", value);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

/* id, run, step, kind, payload, place. Their graphs were not kept: nothing can be done again from
 * them. */
static gboolean
move_entry (WeftDb *db, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GVariant) boxed = weft_column_variant (row, 4, "v");
  g_autoptr (GVariant) payload = to_dictionary (weft_column_text (row, 3), boxed);

  return weft_db_run (db, error,
                      "INSERT INTO journal SELECT run, ?, step, NULL, kind, 0, ?, NULL "
                      "FROM old_journal WHERE id = ?",
                      "ihi", (gint64) sqlite3_column_int64 (row, 5), payload,
                      (gint64) sqlite3_column_int64 (row, 0));
}

static gboolean
move_journals (WeftDb *db, GError **error)
{
  g_autofree char *net = weft_schema_dup_table (2, "net");
  g_autofree char *frame = weft_schema_dup_table (2, "frame");

  return weft_db_exec (db, net, error) && begin_table (db, "journal", error)
         && weft_migrate_each (db,
                               "SELECT id, run, step, kind, payload, row_number () "
                               "OVER (PARTITION BY run ORDER BY id) FROM old_journal",
                               move_entry, error)
         && weft_migrate_end_table (db, "journal", error)
         && weft_migrate_table (db, "frame", frame,
                                "id, run, kind, step, 0, length, chunks, sha256", error);
}

/* --- series --- */

/* Whether the loss takes one class for a target. */
static gboolean
takes_class (const WeftLayer *loss)
{
  for (const WeftPort *port = loss->inputs; port->name; port++)
    if (strcmp (port->name, "target") == 0)
      return (port->kinds & WEFT_KIND_BIT (WEFT_KIND_CLASS)) != 0;
  return FALSE;
}

static gboolean
fits (const WeftMetric *metric, const WeftLayer *loss)
{
  guint class = WEFT_KIND_BIT (WEFT_KIND_CLASS);

  if (takes_class (loss))
    return (metric->targets & class) != 0;
  return metric->targets == 0 || (metric->targets & ~class) != 0;
}

static void
add_metrics (GPtrArray *metrics, const char *ids, const WeftLayer *loss)
{
  g_auto (GStrv) list = g_strsplit_set (ids, " ,", -1);

  for (char **id = list; *id; id++)
    {
      const WeftMetric *metric = weft_metric_find (*id);

      if (metric && fits (metric, loss) && !g_ptr_array_find (metrics, metric, NULL))
        g_ptr_array_add (metrics, (gpointer) metric);
    }
}

static const WeftLayer *
find_loss (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->is_loss)
      return weft_graph_get_node (graph, i)->layer;
  return NULL;
}

/* What a model of the graph was judged by, in its order; transfer full. What a narrow prediction
 * rules out is not known here, and stands at the end of what a loss brings. */
static GPtrArray *
list_metrics (WeftGraph *graph)
{
  GPtrArray *metrics = g_ptr_array_new ();
  const WeftLayer *loss = find_loss (graph);
  WeftTraining training;

  if (!loss)
    return metrics;
  weft_training_load (&training, weft_graph_get_training (graph));
  add_metrics (metrics, training.metrics, loss);
  if (metrics->len == 0 && loss->metrics)
    add_metrics (metrics, loss->metrics, loss);
  add_metrics (metrics, training.best, loss);
  return metrics;
}

/* The graph of a run as it was trained; nullable, transfer full. */
static WeftGraph *
load_graph (WeftDb *db, gint64 run)
{
  sqlite3_stmt *statement = weft_db_query (
      db, NULL, "SELECT text, overrides FROM run JOIN graph ON sha256 = graph WHERE id = ?", "i",
      run);
  g_autoptr (GVariant) overrides = NULL;
  WeftGraph *graph = NULL;
  GVariantIter iter;
  const char *key;
  GVariant *value;

  if (!statement || !weft_db_step (db, statement, NULL))
    return NULL;
  if (weft_column_text (statement, 0))
    graph = weft_graph_from_json (weft_column_text (statement, 0), -1, NULL);
  overrides = weft_column_variant (statement, 1, "a{sv}");
  sqlite3_reset (statement);
  if (!graph || !overrides)
    return graph;
  g_variant_iter_init (&iter, overrides);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_autoptr (GVariant) held = value;
      const char *text = g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
                             ? g_variant_get_string (value, NULL)
                             : "";
      g_autofree char *assignment = g_strconcat (key, "=", text, NULL);

      weft_graph_set_from_text (graph, assignment, NULL);
    }
  return graph;
}

static char *
dup_name (WeftDb *db, gint64 run, gint64 series)
{
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (GPtrArray) metrics = NULL;
  guint i = (guint) (series - METRICS);

  if (names[series])
    return g_strdup (names[series]);
  graph = load_graph (db, run);
  metrics = graph ? list_metrics (graph) : g_ptr_array_new ();
  if (i >= metrics->len) /* whatever it was */
    return g_strdup_printf ("validation/metric_%u", i + 1);
  return g_strconcat ("validation/", ((const WeftMetric *) metrics->pdata[i])->id, NULL);
}

/* run, series */
static gboolean
move_series (WeftDb *db, sqlite3_stmt *row, GError **error)
{
  gint64 run = sqlite3_column_int64 (row, 0), series;
  g_autofree char *name = NULL;

  if (!weft_column_int (row, 1, 0, N_SERIES - 1, &series))
    return TRUE; /* it was never read either */
  name = dup_name (db, run, series);
  return weft_db_run (db, error,
                      "INSERT INTO metric SELECT id, run, ?, first, last, samples, data "
                      "FROM old_metric WHERE run = ? AND series = ?",
                      "sii", name, run, series);
}

static gboolean
move_metrics (WeftDb *db, GError **error)
{
  return begin_table (db, "metric", error)
         && weft_migrate_each (db,
                               "SELECT DISTINCT run, series FROM old_metric ORDER BY run, series",
                               move_series, error)
         && weft_migrate_end_table (db, "metric", error);
}

gboolean
weft_migrate_from_1 (WeftDb *db, GError **error)
{
  return move_nodes (db, error) && weft_migrate_edits_from_1 (db, error) && move_data (db, error)
         && move_runs (db, error) && move_journals (db, error) && move_metrics (db, error);
}
