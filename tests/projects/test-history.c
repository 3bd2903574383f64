/* test-history: what is said of runs, their networks, and the bin */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trainer.h"
#include "projects/store/db.h"
#include "tests/projects/project.h"

static void
learn (WeftStore *store, WeftGraph *graph, gint64 run, gint64 parent)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, NULL);
  WeftSink sink = weft_store_get_sink (store, run);
  WeftTrainer *trainer = weft_trainer_new (&(WeftTrainerOptions){ .threads = 1 });

  g_assert_nonnull (model);
  weft_trainer_load (trainer, model,
                     parent > 0 ? weft_store_load_state (store, parent, -1, NULL) : NULL, 1, &sink);
  if (parent > 0)
    weft_trainer_set_parent (trainer, parent);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 3 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_free (trainer);
  g_assert_true (weft_store_settle (store, NULL));
}

static guint
count_runs (WeftStore *store)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);

  return runs->len;
}

static gint64
count (const char *path, const char *sql)
{
  g_autoptr (WeftDb) db = weft_db_new (path, path, SQLITE_OPEN_READONLY, NULL);

  return weft_db_number (db, sql, -1);
}

/* Three runs of a network that was changed in between; the second is a fork of the first. */
static WeftStore *
make_runs (Place *place, WeftGraph *graphs[3])
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  WeftStore *store;

  net_set (graph, "data", "source", "'moons'");
  net_train (graph, "batch_size", "int64 16");
  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  for (int i = 0; i < 3; i++)
    {
      net_set (graph, "dense1", "units", i == 2 ? "int64 5" : "int64 4");
      graphs[i] = weft_graph_dup (graph);
      g_assert_cmpint (weft_store_begin_run (store, 1, NULL, NULL), ==, i + 1);
      learn (store, graph, i + 1, i == 1);
    }
  return store;
}

static void
test_marks (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  WeftStore *store;

  project_make (place->path, graph);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_begin_run (store, 1, NULL, NULL);
  weft_store_set_run_mark (store, 1, &(WeftRunMark){ (char *) "wide one", TRUE, FALSE });
  project_close (store);
  store = project_open (place->path, WEFT_STORE_READ);
  {
    g_auto (WeftRunMark) mark = { NULL }, none = { NULL };

    weft_store_get_run_mark (store, 1, &mark);
    weft_store_get_run_mark (store, 2, &none);
    g_assert_cmpstr (mark.note, ==, "wide one");
    g_assert_true (mark.is_starred && !mark.is_binned);
    g_assert_true (none.note == NULL && !none.is_starred);
  }
  project_close (store);
}

static void
test_networks (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftGraph *graphs[3];
  WeftStore *store = make_runs (place, graphs);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (WeftGraph) graph = weft_store_load_run_graph (store, i + 1, &error);

      g_assert_no_error (error);
      g_assert_true (weft_graph_equal (graph, graphs[i]));
      g_object_unref (graphs[i]);
    }
  weft_store_begin_run (store, 1, NULL, NULL);
  g_assert_null (weft_store_load_run_graph (store, 4, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  project_close (store);
}

/* What lies in the bin goes with its frames, curves and network; but not what another needs. */
static void
test_bin (void)
{
  g_autoptr (Place) place = place_new ("p.weft");
  WeftGraph *graphs[3];
  WeftStore *store = make_runs (place, graphs);

  weft_store_set_run_mark (store, 1, &(WeftRunMark){ NULL, FALSE, TRUE });
  weft_store_set_run_mark (store, 3, &(WeftRunMark){ NULL, FALSE, TRUE });
  weft_store_empty_bin (store);
  g_assert_cmpuint (count_runs (store), ==, 2); /* the first is the second's parent */
  project_close (store);
  assert_sound (place->path);
  g_assert_cmpint (count (place->path, "SELECT count (*) FROM run WHERE id = 3"), ==, 0);
  g_assert_cmpint (count (place->path, "SELECT count (*) FROM metric WHERE run = 3"), ==, 0);
  g_assert_cmpint (count (place->path, "SELECT count (*) FROM journal WHERE run = 3"), ==, 0);
  g_assert_cmpint (count (place->path, "SELECT count (*) FROM net"), ==, 1);
  g_assert_cmpint (count (place->path, "SELECT count (*) FROM chunk WHERE id >> 16 NOT IN "
                                       "(SELECT id FROM frame)"),
                   ==, 0);
  store = project_open (place->path, WEFT_STORE_WRITE);
  weft_store_set_run_mark (store, 2, &(WeftRunMark){ NULL, FALSE, TRUE });
  weft_store_empty_bin (store);
  g_assert_cmpuint (count_runs (store), ==, 0);
  project_close (store);
  for (int i = 0; i < 3; i++)
    g_object_unref (graphs[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/marks", test_marks);
  g_test_add_func ("/history/networks", test_networks);
  g_test_add_func ("/history/bin", test_bin);
  return g_test_run ();
}
