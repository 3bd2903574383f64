/* test-price: what an epoch costs is known before it is made, and which node costs it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <time.h>

#include "ui/context/price.h"

#include "small-graph.h"

static gint64 passed; /* µs that the program believes are over */

/* In place of GLib's. */
gint64
g_get_monotonic_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000
         + __atomic_load_n (&passed, __ATOMIC_SEQ_CST);
}

typedef struct
{
  WeftGraph *graph;
  WeftCatalog *catalog;
  WeftReport *report;
  WeftLive *live;
  guint told;
} Fixture;

static void
told_cb (Fixture *f)
{
  f->told++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = NULL;

  f->graph = small_graph_new ();
  f->catalog = weft_catalog_new (NULL);
  f->report = weft_check (f->graph, f->catalog);
  f->live = weft_live_new ();
  model = weft_model_new (f->graph, f->catalog, &error);
  g_assert_no_error (error);
  weft_live_set_report (f->live, weft_report_ref (f->report));
  weft_live_set_model (f->live, model);
  g_signal_connect_swapped (f->live, "status", G_CALLBACK (told_cb), f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->live);
  weft_report_unref (f->report);
  weft_catalog_unref (f->catalog);
  g_object_unref (f->graph);
}

static void
test_epoch (Fixture *f, gconstpointer data)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  g_assert_true (isnan (weft_price_get (f->live)));
  weft_price_want (f->live);
  while (isnan (weft_price_get (f->live)) && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (weft_price_get (f->live), >, 0);
  g_assert_cmpuint (f->told, >, 0);
  weft_live_set_model (f->live, NULL); /* of another nothing is known */
  g_assert_true (isnan (weft_price_get (f->live)));
}

static void
wait_for (Fixture *f, gboolean measuring)
{
  gint64 until = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (weft_price_is_measuring (f->live) != measuring && g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (weft_price_is_measuring (f->live) == measuring);
}

/* What is trained has the machine to itself. */
static void
test_gives_way (Fixture *f, gconstpointer data)
{
  const WeftStatus running = { .state = WEFT_TRAINER_RUNNING }, paused = { 0 };

  weft_price_want (f->live);
  wait_for (f, TRUE);
  weft_live_set_status (f->live, &running);
  wait_for (f, FALSE);
  g_assert_true (isnan (weft_price_get (f->live)));
  weft_live_set_status (f->live, &paused);
  weft_price_want (f->live);
  wait_for (f, TRUE); /* it is asked again */
}

static gboolean
stood_cb (gpointer has_stood)
{
  *(gboolean *) has_stood = TRUE;
  return G_SOURCE_REMOVE;
}

/* What takes too long is tried once, however often it is asked about. */
static void
test_gives_up (Fixture *f, gconstpointer data)
{
  gboolean has_stood = FALSE;

  weft_price_want (f->live);
  wait_for (f, TRUE);
  __atomic_add_fetch (&passed, 10 * G_USEC_PER_SEC, __ATOMIC_SEQ_CST);
  wait_for (f, FALSE);
  g_assert_true (isinf (weft_price_get (f->live)));
  weft_price_want (f->live);
  g_timeout_add (800, stood_cb, &has_stood); /* in which it would have begun */
  while (!has_stood)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_false (weft_price_is_measuring (f->live));
    }
  g_assert_true (isinf (weft_price_get (f->live)));
}

/* Nothing goes on behind a project that is closed. */
static void
test_ends_with_project (Fixture *f, gconstpointer data)
{
  weft_price_want (f->live);
  wait_for (f, TRUE);
  weft_live_set_model (f->live, NULL);
  g_assert_false (weft_price_is_measuring (f->live));
}

static void
test_shares (Fixture *f, gconstpointer data)
{
  double sum = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (f->graph); i++)
    sum += weft_report_find (f->report, weft_graph_get_node (f->graph, i)->id)->seconds;
  g_assert_cmpfloat (f->report->batch_seconds, >, 0);
  g_assert_cmpfloat (sum, >, 0); /* the update is nobody's */
  g_assert_cmpfloat (sum, <=, f->report->batch_seconds * (1 + 1e-6));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/price/epoch", Fixture, NULL, set_up, test_epoch, tear_down);
  g_test_add ("/price/gives-way", Fixture, NULL, set_up, test_gives_way, tear_down);
  g_test_add ("/price/gives-up", Fixture, NULL, set_up, test_gives_up, tear_down);
  g_test_add ("/price/ends-with-project", Fixture, NULL, set_up, test_ends_with_project, tear_down);
  g_test_add ("/price/shares", Fixture, NULL, set_up, test_shares, tear_down);
  return g_test_run ();
}
