/* test-in-folds: every fold is trained and tested on a copy, can be held and given up, and gives
 * the same figures again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/train/trials/in-folds.h"
#include "net.h"

#define FOLDS 3

static void
test_figures (void)
{
  const double values[] = { 1, NAN, 3, 5 };

  g_assert_cmpfloat (weft_folds_get_mean (values, 4), ==, 3);
  g_assert_cmpfloat (weft_folds_get_spread (values, 4), ==, 2);
  g_assert_true (isnan (weft_folds_get_spread (values, 2)));
  g_assert_true (isnan (weft_folds_get_mean (values + 1, 1)));
}

static WeftGraph *
new_graph (void)
{
  WeftGraph *graph = net_classifier (2, 2);

  net_set (graph, "data", "source", "'moons'");
  net_set (graph, "data", "count", "int64 150");
  net_train (graph, "epochs", "int64 4");
  return graph;
}

static void
wait_until_over (WeftFolds *folds)
{
  WeftFoldsStatus status;

  do
    {
      g_usleep (20000);
      weft_folds_get_status (folds, &status);
    }
  while (!status.is_over);
  g_assert_cmpstr (status.error, ==, "");
  g_assert_cmpuint (status.n_done, ==, FOLDS);
}

static WeftFolds *
begin (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftFolds *folds = weft_folds_begin (graph, catalog, FOLDS, 1, &error);

  g_assert_no_error (error);
  return folds;
}

/* As often as there are folds, of parts of the test alone; the same again, held in between. */
static void
test_all (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  WeftFolds *first = begin (graph), *second = begin (graph);
  double once[FOLDS], again[FOLDS];

  weft_folds_set_paused (second, TRUE);
  wait_until_over (first);
  weft_folds_set_paused (second, FALSE);
  wait_until_over (second);
  for (int m = -1; m < (int) weft_folds_get_model (first)->n_criteria; m++)
    {
      g_assert_cmpuint (weft_folds_get_values (first, m, once, FOLDS), ==, FOLDS);
      g_assert_cmpuint (weft_folds_get_values (second, m, again, FOLDS), ==, FOLDS);
      g_assert_cmpmem (once, sizeof once, again, sizeof again);
    }
  weft_folds_end (first);
  weft_folds_end (second);
}

static void
test_held (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  WeftFoldsStatus before, after;
  WeftFolds *folds;

  net_train (graph, "epochs", "int64 1000000"); /* none of which is the last */
  folds = begin (graph);
  weft_folds_set_paused (folds, TRUE);
  weft_folds_get_status (folds, &after);
  for (int looks = 0; looks < 60; looks++) /* what it was at ends, sooner or later */
    {
      before = after;
      g_usleep (300000);
      weft_folds_get_status (folds, &after);
      if (before.n_done == after.n_done && before.epoch == after.epoch)
        break;
    }
  g_assert_cmpuint (before.n_done, ==, after.n_done);
  g_assert_cmpuint (before.epoch, ==, after.epoch);
  g_assert_false (after.is_over);
  weft_folds_end (folds); /* given up while it is held */
}

/* Held and let go all the time, at the very ends of folds, too: no fold learns for longer. */
static void
test_often_held (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  double once[FOLDS], held[FOLDS];
  WeftFolds *first;

  net_set (graph, "data", "count", "int64 30");
  net_train (graph, "epochs", "int64 1");
  first = begin (graph);
  wait_until_over (first);
  g_assert_cmpuint (weft_folds_get_values (first, -1, once, FOLDS), ==, FOLDS);
  for (int i = 0; i < 40; i++)
    {
      WeftFolds *folds = begin (graph);
      WeftFoldsStatus status;

      do
        {
          g_usleep ((gulong) (1 + i % 5 * 20));
          weft_folds_get_status (folds, &status);
          weft_folds_set_paused (folds, !status.is_paused);
        }
      while (!status.is_over);
      g_assert_cmpuint (weft_folds_get_values (folds, -1, held, FOLDS), ==, FOLDS);
      g_assert_cmpmem (once, sizeof once, held, sizeof held);
      weft_folds_end (folds);
    }
  weft_folds_end (first);
}

static void
test_refused (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_folds_begin (graph, catalog, FOLDS, 1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/in-folds/figures", test_figures);
  g_test_add_func ("/in-folds/all", test_all);
  g_test_add_func ("/in-folds/held", test_held);
  g_test_add_func ("/in-folds/often-held", test_often_held);
  g_test_add_func ("/in-folds/refused", test_refused);
  return g_test_run ();
}
