/* test-forces: a policy that acts by forces: its loss and what stands for it, and how it learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/environments/environment.h"
#include "engine/recipes/surrogate.h"
#include "engine/train/judging/evaluate.h"
#include "small-replay.h"

/* --- the loss --- */

/* The Gaussian likelihood by its definition, of weighted sums y (3, n). */
static double
find_likelihood (const float *mean, const float *spread, const float *y, int n)
{
  double sum = 0;

  for (int j = 0; j < n; j++)
    {
      double d = (double) spread[j], x = (double) mean[j],
             square = (double) y[2 * n + j] - 2 * x * (double) y[n + j] + x * x * (double) y[j];

      sum += (double) y[j] * (d + 0.5 * log (2 * G_PI)) + 0.5 * exp (-2 * d) * square;
    }
  return sum;
}

/* How either loss changes with a number, by differences. */
static double
differ (const WeftSurrogate *it, const float *mean, const float *y, float *number)
{
  float held = *number;
  double up, down, step;

  *number = held + 1e-3f;
  step = (double) *number;
  up = y != NULL ? find_likelihood (mean, it->spread, y, it->n) : weft_forces_find_loss (it, mean);
  *number = held - 1e-3f;
  step -= (double) *number;
  down
      = y != NULL ? find_likelihood (mean, it->spread, y, it->n) : weft_forces_find_loss (it, mean);
  *number = held;
  return (up - down) / step;
}

static void
test_gradient (void)
{
  static const double clips[] = { 0, 0.2 };
  WeftRandom random = { 9, WEFT_STREAM_CHECK, 0 };
  int bounded = 0;

  for (; random.step < 200; random.step++)
    {
      float mean[2], spread[2], forces[2], y[6];
      WeftSurrogate it = { .n = 2, .entropy = 0.3, .forces = forces, .spread = spread };

      weft_random_fill_normal (&random, mean, 2, 0, 1);
      spread[0] = 0.4f * weft_random_normal (&random, 20);
      spread[1] = 0.4f * weft_random_normal (&random, 21);
      weft_forces_draw (mean, spread, &random, 30, forces, 2);
      it.clip = clips[random.step % 2];
      it.advantage = (double) weft_random_normal (&random, 10);
      it.log_before = weft_forces_log_chance (mean, spread, forces, 2)
                      + 0.3 * (double) weft_random_normal (&random, 12);
      bounded
          += weft_surrogate_find_pull (&it, weft_forces_log_chance (mean, spread, forces, 2)) == 0;
      weft_forces_find_moments (&it, mean, y);
      for (int j = 0; j < 2; j++)
        {
          g_assert_cmpfloat_with_epsilon (differ (&it, mean, y, &mean[j]),
                                          differ (&it, mean, NULL, &mean[j]), 2e-3);
          g_assert_cmpfloat_with_epsilon (differ (&it, mean, y, &spread[j]),
                                          differ (&it, mean, NULL, &spread[j]), 2e-3);
        }
    }
  g_assert_cmpint (bounded, >, 5); /* that case was among them */
}

/* ln of two bell curves' density, worked out in Python: statistics.NormalDist (1, 2) at 2 and (0,
 * 0.5) at −0.25; and what is drawn lies as they say. */
static void
test_chance (void)
{
  const float mean[] = { 1, 0 }, spread[] = { logf (2), logf (0.5f) }, at[] = { 2, -0.25f };
  WeftRandom random = { 4, WEFT_STREAM_CHECK, 0 };
  double sum = 0, square = 0;

  g_assert_cmpfloat_with_epsilon (weft_forces_log_chance (mean, spread, at, 2),
                                  -1.737085713764618 - 0.35079135264472744, 1e-6);
  for (guint64 i = 0; i < 20000; i++)
    {
      float drawn[2];

      weft_forces_draw (mean, spread, &random, i, drawn, 2);
      sum += (double) drawn[0];
      square += ((double) drawn[0] - 1) * ((double) drawn[0] - 1);
    }
  g_assert_cmpfloat_with_epsilon (sum / 20000, 1, 0.05);
  g_assert_cmpfloat_with_epsilon (square / 20000, 4, 0.15);
}

/* --- the recipe --- */

static WeftGraph *
new_graph (void)
{
  static const char *const layers[]
      = { "dense {'units': <int64 8>}", "tanh", "dense {'units': <int64 1>}", NULL };
  WeftGraph *graph = net_new ("{'source': <'pendulum'>, 'count': <int64 40>}", layers, "gaussian");
  gint64 hope = net_add (graph, "dense", "hope", "{'units': <int64 1>}"),
         value = net_add (graph, "mse", "value", NULL);

  net_wire (graph, weft_graph_find_by_name (graph, "tanh2")->id, 0, hope, 0);
  net_wire (graph, hope, 0, value, 0);
  net_wire (graph, weft_graph_find_by_name (graph, "data")->id, 2, value, 1);
  net_train (graph, "recipe", g_variant_new_string ("policy"));
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "batch_size", g_variant_new_int64 (16));
  net_train (graph, "n_envs", g_variant_new_int64 (3));
  net_train (graph, "n_steps", g_variant_new_int64 (20));
  net_train (graph, "n_epochs", g_variant_new_int64 (2));
  net_train (graph, "reward_scale", g_variant_new_double (0.1));
  return graph;
}

/* Worlds enough that threads share them: the same bits. */
static void
test_shared (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = NULL;
  char *hashes[3];

  net_train (graph, "n_envs", g_variant_new_int64 (21));
  model = net_model (graph);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (WeftTrainer) trainer = new_trainer (1 + i);
      g_autoptr (WeftState) state = NULL;

      weft_trainer_load (trainer, model, NULL, 7, NULL);
      finish (trainer, 60); /* two rounds and more */
      state = weft_trainer_dup_state (trainer);
      hashes[i] = weft_state_dup_hash (state);
      g_assert_cmpstr (hashes[i], ==, hashes[0]);
    }
  for (guint i = 0; i < 3; i++)
    g_free (hashes[i]);
}

/* Resumed and computed again on one thread and on two to the same bits. */
static void
test_replay (void)
{
  g_autoptr (WeftGraph) graph = new_graph (), other = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph), plain = NULL;
  g_autoptr (Run) run = run_new (model, 1);

  net_train (other, "method", g_variant_new_string ("reinforce"));
  net_train (other, "n_envs", g_variant_new_int64 (2));
  plain = net_model (other);
  go (run, 17);
  weft_trainer_swap (run->trainer, plain);
  go (run, 9);
  check_all_ways (run);
}

/* Forces lie about what the network answered as far as its width says, and their chance is that of
 * then; the width is learnt. */
static void
test_kept (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) state = NULL;
  const WeftStateEntry *forces, *moves, *width;
  gint64 loss = weft_graph_find_by_name (graph, "loss")->id;
  double square = 0;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 1);
  state = weft_trainer_dup_state (trainer);
  forces = weft_state_find (state, WEFT_OWN_NODE, "policy/pendulum/forces");
  moves = weft_state_find (state, WEFT_OWN_NODE, "policy/pendulum/moves");
  width = weft_state_find (state, loss, "log_deviation");
  g_assert_nonnull (forces);
  g_assert_nonnull (width);
  g_assert_cmpint (forces->count, ==, 60);
  g_assert_cmpint (width->count, ==, 1);
  g_assert_true (width->value[0] != 0); /* a step has moved it */
  for (gsize i = 0; i < 60; i++)
    {
      double chance = (double) moves->value[i * (moves->count / 60) + 3];

      g_assert_cmpfloat (chance, <=, -0.5 * log (2 * G_PI) + 1e-6); /* of width 1, at its top */
      square += (double) forces->value[i] * (double) forces->value[i];
    }
  g_assert_true (square / 60 > 0.5 && square / 60 < 4);
}

/* The figure is the mean return of the forces that the network answers, as rewards are, unscaled.
 */
static void
test_figure (void)
{
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftEvaluation) first = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);

  g_assert_cmpfloat (first->metrics[model->figure], <, -600);
  g_assert_cmpfloat (first->metrics[model->figure], >, -2000);
}

/* The set of a world of forces: of the better half of some how much, their mean and their squares'.
 * A pendulum that swings to one side above is best turned back. */
static void
test_world (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) params = g_variant_ref_sink (
      g_variant_new_parsed ("{'source': <'mountain_car_continuous'>, 'count': <int64 500>}"));
  g_autoptr (WeftDataset) set = weft_catalog_lookup (catalog, params, 1, 1, NULL);
  const float *y = weft_dataset_get_y (set)->data;

  for (int i = 0; i < 500; i++, y += 3)
    {
      g_assert_cmpfloat_with_epsilon ((double) y[0], 1, 1e-6);
      g_assert_true (fabsf (y[1]) <= 1 && y[2] >= y[1] * y[1] - 1e-6f && y[2] <= 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/forces/gradient", test_gradient);
  g_test_add_func ("/forces/chance", test_chance);
  g_test_add_func ("/forces/kept", test_kept);
  g_test_add_func ("/forces/figure", test_figure);
  g_test_add_func ("/forces/world", test_world);
  g_test_add_func ("/forces/shared", test_shared);
  g_test_add_func ("/forces/replay", test_replay);
  return g_test_run ();
}
