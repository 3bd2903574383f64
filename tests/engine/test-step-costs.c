/* test-step-costs: where a step's time goes, op by op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/step-costs.h"

#include <math.h>

#include "engine/plan/check.h"
#include "engine/train/lesson.h"
#include "small-trainer.h"

typedef struct
{
  double flops[2], seconds[2]; /* forward, backward */
} Sum;

static Sum
sum_node (const WeftStepCosts *costs, gint64 node)
{
  Sum sum = { { 0 }, { 0 } };

  for (guint i = 0; i < costs->ops->len; i++)
    {
      const WeftOpCost *cost = &g_array_index (costs->ops, WeftOpCost, i);

      if (cost->node != node || cost->op == NULL)
        continue;
      sum.flops[cost->backward] += cost->flops;
      sum.seconds[cost->backward] += cost->seconds;
    }
  return sum;
}

static WeftStepCosts *
measure (WeftModel *model)
{
  g_autoptr (GError) error = NULL;
  WeftStepCosts *costs = weft_step_costs_measure (model, 1, -1, 0.02, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (costs);
  return costs;
}

/* Whose steps all have as many samples, however many of them fit in a time: 30 divides each epoch.
 */
static WeftGraph *
net_whole_batches (void)
{
  WeftGraph *graph = net_points ();

  net_train (graph, "batch_size", g_variant_new_int64 (30));
  return graph;
}

/* Operations are those that the checker counts, of as many samples as a step has. */
static void
test_operations (void)
{
  g_autoptr (WeftGraph) graph = net_whole_batches ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = weft_check (graph, catalog);
  g_autoptr (WeftStepCosts) costs = measure (model);
  guint n = 0;

  g_assert_cmpfloat (costs->samples, ==, 30);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftNodeReport *found = weft_report_find (report, node->id);
      Sum sum = sum_node (costs, node->id);

      if (found->weights == 0)
        continue;
      n++;
      g_assert_cmpfloat_with_epsilon (sum.flops[0], (double) found->flops_forward * costs->samples,
                                      1e-6 * sum.flops[0] + 0.5);
      g_assert_cmpfloat_with_epsilon (sum.flops[1], (double) found->flops_backward * costs->samples,
                                      1e-6 * sum.flops[1] + 0.5);
      g_assert_cmpfloat (sum.seconds[0], >, 0);
      g_assert_cmpfloat (sum.seconds[1], >, 0);
    }
  g_assert_cmpuint (n, >=, 2);
}

/* The optimiser's update is a row of its own, and what the machine can do is more than what it did.
 */
static void
test_limits (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftStepCosts) costs = measure (model);
  double flops = 0, seconds = 0;
  guint updates = 0;

  for (guint i = 0; i < costs->ops->len; i++)
    {
      const WeftOpCost *cost = &g_array_index (costs->ops, WeftOpCost, i);

      flops += cost->flops;
      seconds += cost->seconds;
      updates += cost->op == NULL;
    }
  g_assert_cmpuint (updates, >=, 1);
  g_assert_cmpfloat (costs->step_seconds, >, 0);
  g_assert_cmpfloat (costs->peak_flops, >, flops / seconds);
  g_assert_cmpfloat (costs->peak_bytes, >, 1e8);
}

static void
test_bounds (void)
{
  const WeftStepCosts costs = { .peak_flops = 100e9, .peak_bytes = 10e9 };
  const WeftOpCost cases[] = { { .seconds = 1e-7, .flops = 1e9 },
                               { .seconds = 1e-3, .flops = 60e6, .bytes = 9e6 },
                               { .seconds = 1e-3, .flops = 40e6, .bytes = 6e6 },
                               { .seconds = 1e-3, .flops = 40e6, .bytes = 4e6 } };
  const WeftBound expected[]
      = { WEFT_BOUND_CALL, WEFT_BOUND_ARITHMETIC, WEFT_BOUND_MEMORY, WEFT_BOUND_WORK };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (weft_step_costs_get_bound (&costs, &cases[i]), ==, expected[i]);
}

static char *
learn (WeftTimed timed)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftState *state = weft_model_new_state (model, 1, NULL);
  WeftBatches *batches = weft_batches_new (model, 1, NULL, NULL);
  WeftLesson lesson = { .hand_rate = (double) NAN };
  char *hash;

  g_assert_true (weft_lesson_prepare (&lesson, model, state, batches, NULL, -1, NULL));
  weft_execs_set_timed (&lesson.execs[0], timed);
  for (int i = 0; i < 40; i++)
    g_assert_true (weft_lesson_step (&lesson));
  hash = weft_state_dup_hash (state);
  weft_lesson_clear (&lesson);
  weft_batches_free (batches);
  weft_state_free (state);
  return hash;
}

static void
test_same_bits (void)
{
  g_autofree char *plain = learn (WEFT_TIMED_NOT), *ops = learn (WEFT_TIMED_OPS);
  g_autofree char *slices = learn (WEFT_TIMED_SLICES);

  g_assert_cmpstr (ops, ==, plain);
  g_assert_cmpstr (slices, ==, plain);
}

/* More threads never take longer, and one takes as long as its slices together. */
static void
test_paths (void)
{
  const guint threads[WEFT_N_SCALING] = WEFT_SCALING_THREADS;
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (GError) error = NULL;
  double paths[WEFT_N_SCALING];

  g_assert_true (weft_step_costs_find_paths (model, -1, 0.02, paths, &error));
  g_assert_no_error (error);
  for (int i = 0; i < WEFT_N_SCALING; i++)
    {
      g_assert_cmpfloat (paths[i], >, 0);
      g_assert_cmpfloat (paths[i] * threads[i], >=, 0.999 * paths[0]);
      g_assert_cmpfloat (paths[i], <=, 1.001 * paths[MAX (0, i - 1)]);
    }
}

static gboolean
is_due_cb (gpointer user)
{
  return --*(int *) user < 0;
}

static void
test_given_up (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (GError) error = NULL;
  int steps = 5;
  const WeftInterrupt interrupt = { is_due_cb, &steps };

  g_assert_null (weft_step_costs_measure (model, 1, -1, 60, &interrupt, &error));
  g_assert_no_error (error);
}

static WeftSnapshot *
look (WeftTrainer *trainer, const WeftWatch *watch)
{
  WeftSnapshot *snapshot = NULL;

  weft_trainer_watch (trainer, watch);
  g_assert_true (weft_trainer_wait (trainer, 60));
  for (int i = 0; snapshot == NULL && i < 20000; i++)
    {
      snapshot = weft_trainer_take_snapshot (trainer);
      g_usleep (1000);
    }
  g_assert_nonnull (snapshot);
  return snapshot;
}

/* Who looks while it learns is told of the steps since he looked before, and changes no bit. */
static void
test_while_it_learns (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 node = weft_graph_find_by_name (graph, "dense1")->id;
  const WeftWatch nothing = { .activations = TRUE }, costs = { .costs = TRUE };
  g_autofree char *plain = NULL, *timed = NULL;

  for (int is_timed = 0; is_timed < 2; is_timed++)
    {
      g_autoptr (WeftTrainer) trainer = new_trainer (2);
      g_autoptr (WeftSnapshot) first = NULL, second = NULL, third = NULL;

      weft_trainer_load (trainer, model, NULL, 1, NULL);
      first = look (trainer, is_timed ? &costs : &nothing);
      g_assert_null (first->costs); /* no step was made */
      finish (trainer, 40);
      second = look (trainer, is_timed ? &costs : &nothing);
      g_assert_true ((second->costs != NULL) == is_timed);
      if (is_timed)
        {
          Sum sum = sum_node (second->costs, node);

          g_assert_cmpfloat (sum.seconds[0], >, 0);
          g_assert_cmpfloat (sum.seconds[1], >, 0);
          g_assert_cmpfloat (second->costs->peak_flops, >, 0);
          g_assert_cmpfloat (second->costs->step_seconds, >, 0);
        }
      third = look (trainer, &nothing);
      g_assert_null (third->costs);
      finish (trainer, 40);
      *(is_timed ? &timed : &plain) = dup_hash (trainer);
    }
  g_assert_cmpstr (plain, ==, timed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-costs/operations", test_operations);
  g_test_add_func ("/step-costs/limits", test_limits);
  g_test_add_func ("/step-costs/bounds", test_bounds);
  g_test_add_func ("/step-costs/same-bits", test_same_bits);
  g_test_add_func ("/step-costs/while-it-learns", test_while_it_learns);
  g_test_add_func ("/step-costs/paths", test_paths);
  g_test_add_func ("/step-costs/given-up", test_given_up);
  return g_test_run ();
}
