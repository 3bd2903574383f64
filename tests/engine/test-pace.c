/* test-pace: rates and decays by node: each weight moves as by an optimiser of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "tests/engine/net.h"
#include "tests/engine/small-run.h"

#define SEED 4

static WeftProgram *
build (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);

  return weft_program_build (graph, catalog, WEFT_BINDING (4, 0), NULL);
}

static WeftGraph *
make_graph (const char *factor, const char *decay)
{
  WeftGraph *graph = net_classifier (4, 3);

  if (factor != NULL)
    net_set (graph, "dense1", "lr_factor", factor);
  if (decay != NULL)
    net_set (graph, "dense1", "weight_decay", decay);
  return graph;
}

/* A state after so many steps at that rate and decay of all; transfer full. */
static WeftState *
train (WeftGraph *graph, int row, double lr, double decay, int steps, WeftPool *pool)
{
  const WeftOptimizer *optimizer = weft_optimizer_get (row, weft_kernel_best_level ());
  g_autofree char *text = g_strdup_printf ("{'weight_decay': <%.17g>}", decay);
  g_autofree gpointer settings = load_settings (optimizer, text);
  g_autoptr (WeftProgram) program = build (graph);
  WeftStateForm form = { .program = program, .n_slots = optimizer->n_slots (settings) };
  WeftState *state = weft_state_new (&form, SEED, NULL);
  g_autoptr (WeftPlan) plan = compile (program, WEFT_MODE_TRAIN, FALSE, FALSE);
  g_autoptr (WeftExec) exec = bind (plan, state, pool);
  WeftUpdate update;

  for (int i = 1; i <= steps; i++)
    {
      fill_batch (i);
      weft_update_prepare (&update, optimizer, settings, lr, i);
      weft_exec_step (exec, optimizer, &update, SEED, i);
    }
  return state;
}

static void
assert_same (const WeftState *a, const WeftState *b, gint64 node, const char *name)
{
  const WeftStateEntry *x = weft_state_find (a, node, name), *y = weft_state_find (b, node, name);

  for (gsize i = 0; i < x->count; i++)
    g_assert_cmpfloat_with_epsilon (x->value[i], y->value[i], 1e-7);
}

/* The first step, of which the gradients are the same: dense1 moves as where all have its rate and
 * decay, dense2 as where all have the settings'. */
static void
test_apart (gconstpointer data)
{
  int row = GPOINTER_TO_INT (data);
  g_autoptr (WeftGraph) plain = make_graph (NULL, NULL), paced = make_graph ("0.5", "0.25");
  g_autoptr (WeftState) usual = train (plain, row, 0.01, 0.125, 1, NULL),
                        slower = train (plain, row, 0.005, 0.25, 1, NULL),
                        both = train (paced, row, 0.01, 0.125, 1, NULL);
  gint64 dense1 = net_id (plain, "dense1"), dense2 = net_id (plain, "dense2");

  assert_same (both, slower, dense1, "weight");
  assert_same (both, slower, dense1, "bias");
  assert_same (both, usual, dense2, "weight");
  g_assert_cmpfloat (fabsf (weft_state_find (both, dense1, "weight")->value[3]
                            - weft_state_find (usual, dense1, "weight")->value[3]),
                     >, 1e-6f);
}

static void
test_same_bits (void)
{
  g_autoptr (WeftPool) pool = weft_pool_new (2, FALSE);
  g_autoptr (WeftGraph) graph = make_graph ("3.0", "0.25");

  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      g_autoptr (WeftState) one = train (graph, (int) i, 0.01, 0, 5, NULL),
                            two = train (graph, (int) i, 0.01, 0, 5, pool);
      g_autofree char *a = weft_state_dup_hash (one), *b = weft_state_dup_hash (two);

      g_assert_cmpstr (a, ==, b);
    }
}

/* A factor of 1 and the decay of all change no bit. */
static void
test_neutral (void)
{
  g_autoptr (WeftGraph) plain = make_graph (NULL, NULL), same = make_graph ("1.0", "0.125");

  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      g_autoptr (WeftState) a = train (plain, (int) i, 0.01, 0.125, 3, NULL),
                            b = train (same, (int) i, 0.01, 0.125, 3, NULL);

      assert_same (a, b, net_id (plain, "dense1"), "weight");
      assert_same (a, b, net_id (plain, "dense2"), "weight");
    }
}

/* Factor 0: no gradient is worked out, not even decay moves it, and the others learn on. */
static void
test_still (void)
{
  g_autoptr (WeftGraph) graph = make_graph ("0.0", NULL);
  g_autoptr (WeftState) before = train (graph, 0, 0.01, 0.125, 0, NULL),
                        after = train (graph, 0, 0.01, 0.125, 3, NULL);
  gint64 dense1 = net_id (graph, "dense1"), dense2 = net_id (graph, "dense2");
  const WeftStateEntry *still = weft_state_find (after, dense1, "weight");

  g_assert_cmpmem (still->value, still->count * sizeof (float),
                   weft_state_find (before, dense1, "weight")->value,
                   still->count * sizeof (float));
  g_assert_cmpfloat (weft_state_find (after, dense2, "weight")->value[0], !=,
                     weft_state_find (before, dense2, "weight")->value[0]);
}

static const WeftPace *
find_pace (const WeftProgram *program, gint64 node)
{
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT && value->node == node)
        return &g_array_index (program->paces, WeftPace, value->pace);
    }
  g_assert_not_reached ();
}

/* Factors of groups multiply, the innermost decay holds, and who uses another's weights has that
 * one's pace. */
static void
test_groups (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 dense1 = net_add (graph, "dense", "dense1", "{'lr_factor': <0.5>}"),
         group = net_add (graph, "group", "group", "{'lr_factor': <0.25>, 'weight_decay': <0.5>}");

  net_apply (graph, weft_edit_set_parent (dense1, group));
  g_assert_cmpfloat (weft_pace_of_node (graph, weft_graph_find (graph, dense1)).lr_factor, ==,
                     0.125);
  g_assert_cmpfloat (weft_pace_of_node (graph, weft_graph_find (graph, dense1)).decay, ==, 0.5);
  net_set (graph, "dense1", "weight_decay", "0.0");
  g_assert_cmpfloat (weft_pace_of_node (graph, weft_graph_find (graph, dense1)).decay, ==, 0);
}

static void
test_shared (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftProgram) program = NULL;

  net_add (graph, "data", "data",
           "{'source': <'random'>, 'shape': <[int64 4]>, 'classes': <int64 4>}");
  net_then (graph, "dense", "dense1", "{'units': <int64 4>, 'lr_factor': <2.0>}");
  net_then (graph, "dense", "dense2", "{'units': <int64 4>, 'lr_factor': <7.0>}");
  net_then (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "data.y", "loss.target");
  net_apply (graph, weft_edit_set_shared (net_id (graph, "dense2"), net_id (graph, "dense1")));
  program = build (graph);
  g_assert_cmpfloat (find_pace (program, net_id (graph, "dense1"))->lr_factor, ==, 2);
  g_assert_cmpuint (program->paces->len, ==, 2);
}

/* What the optimiser multiplies and what it writes on count too. */
static void
test_costs (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (784, 1024);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) adam = NULL, muon = NULL;
  double flops = 0;

  net_set (graph, "dense1", "units", "int64 2048");
  net_train (graph, "optimizer", "'adam'");
  adam = weft_check (graph, catalog);
  net_train (graph, "optimizer", "'muon'");
  muon = weft_check (graph, catalog);
  for (int i = 0; i < 2; i++)
    {
      double k = i == 0 ? 784 : 1024, n = 2048;

      flops += 5 * (4 * k * k * n + 2 * k * k * k);
    }
  g_assert_cmpfloat (muon->batch_seconds - adam->batch_seconds, >, 0.99 * flops / 1e11);
  g_assert_cmpfloat (muon->batch_seconds - adam->batch_seconds, <, 1.1 * flops / 1e11);
  g_assert_cmpint (muon->peak_bytes_training - adam->peak_bytes_training, >,
                   4 * 2048 * (784 + 1024));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/pace/apart/%s", weft_optimizer_get ((int) i, 0)->id);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_apart);
    }
  g_test_add_func ("/pace/costs", test_costs);
  g_test_add_func ("/pace/same-bits", test_same_bits);
  g_test_add_func ("/pace/neutral", test_neutral);
  g_test_add_func ("/pace/still", test_still);
  g_test_add_func ("/pace/groups", test_groups);
  g_test_add_func ("/pace/shared", test_shared);
  return g_test_run ();
}
