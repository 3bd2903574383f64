/* test-execs: execs are made once a binding, and the one that was not used for longest goes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/execs.h"

#include "small-net.h"

typedef struct
{
  WeftModel *model;
  WeftState *state;
  WeftExecs execs;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN };
  g_autoptr (WeftGraph) graph = net_points ();

  fixture->model = net_model (graph);
  fixture->state = weft_model_new_state (fixture->model, 1, NULL);
  weft_execs_init (&fixture->execs, fixture->model, fixture->state, NULL, &options);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  weft_execs_clear (&fixture->execs);
  g_assert_null (fixture->execs.last);
  weft_state_free (fixture->state);
  weft_model_unref (fixture->model);
}

static WeftExec *
get (Fixture *fixture, gint64 n)
{
  g_autoptr (GError) error = NULL;
  WeftBoundExec *bound = weft_execs_get (&fixture->execs, &WEFT_BINDING (n, 0), &error);

  g_assert_no_error (error);
  g_assert_true (fixture->execs.last == bound);
  g_assert_cmpint (bound->program->binding.n, ==, n);
  return bound->exec;
}

/* An epoch's last batch is smaller, epoch after epoch. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  WeftExec *whole = get (fixture, 32), *rest = get (fixture, 12);

  g_assert_true (whole != rest);
  g_assert_true (get (fixture, 32) == whole);
  g_assert_true (get (fixture, 32) == whole);
  g_assert_true (get (fixture, 12) == rest);
}

static void
test_oldest_goes (Fixture *fixture, gconstpointer data)
{
  WeftExec *whole = get (fixture, 32);

  for (gint64 n = 1; n < WEFT_MAX_EXECS; n++)
    get (fixture, n);
  g_assert_true (get (fixture, 32) == whole);
  get (fixture, WEFT_MAX_EXECS); /* in place of that of 1 */
  g_assert_true (get (fixture, 32) == whole);
  for (guint i = 0; i < WEFT_MAX_EXECS; i++)
    g_assert_cmpint (fixture->execs.bound[i].binding.n, !=, 1);
}

/* Numbers that a source draws, or moves that a world plays, are made once, however often the
 * network is walked. */
static void
test_set_is_made_once (Fixture *fixture, gconstpointer data)
{
  const WeftModel *model = fixture->model;
  const WeftNode *node = weft_graph_get_node (model->graph, 0);
  g_autoptr (WeftDataset) again
      = weft_catalog_lookup (model->catalog, node->params, model->training.batch_size,
                             (guint64) model->training.seed, NULL);

  g_assert_cmpint (node->layer->family, ==, WEFT_FAMILY_DATA);
  g_assert_true (again == model->dataset);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/execs/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/execs/oldest-goes", Fixture, NULL, set_up, test_oldest_goes, tear_down);
  g_test_add ("/execs/set-is-made-once", Fixture, NULL, set_up, test_set_is_made_once, tear_down);
  return g_test_run ();
}
