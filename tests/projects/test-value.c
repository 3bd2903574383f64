/* test-value: a network learns from its own moves to keep a pole upright, from nothing: what each
 * is worth, or which to make */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "probe.h"

#define STEPS 50000
#define POLICY_STEPS 6000

/* How good what it learnt from that seed is, of the test part. */
static double
learn_from (const char *probe, gint64 seed, gint64 steps)
{
  g_autoptr (WeftGraph) graph = probe_load_graph (probe);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;

  probe_set_seed (graph, seed);
  model = probe_model_new (graph, NULL);
  state = probe_train (model, NULL, 1, steps);
  evaluation = probe_judge (model, state);
  return evaluation->metrics[model->figure];
}

/* 500 is as long as an episode lasts. */
static void
test_cart_pole (gconstpointer seed)
{
  g_assert_cmpfloat (learn_from ("cart-pole", GPOINTER_TO_INT (seed), STEPS), >=, 475);
}

static void
test_policy (gconstpointer seed)
{
  g_assert_cmpfloat (learn_from ("cart-pole-policy", GPOINTER_TO_INT (seed), POLICY_STEPS), >=,
                     475);
}

/* The test part's return of each seed is as good as that. */
static void
learn (const char *probe, gint64 steps, double least)
{
  for (gint64 seed = 1; seed <= 3; seed++)
    if (probe_asks_seed (seed))
      g_assert_cmpfloat (learn_from (probe, seed, steps), >=, least);
}

/* At best a pendulum from anywhere has about −150. Rate, its schedule, the discount, worlds and
 * passes were chosen by the validation part. */
static void
test_pendulum (void)
{
  learn ("pendulum", 6000, -250);
}

/* With rewards of five moves added up; Gymnasium holds it for learnt at −100. */
static void
test_acrobot (void)
{
  learn ("acrobot", 15000, -115);
}

static void
test_same_ways (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("cart-pole");

  probe_assert_same_ways (model, NULL, 1500);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/same-ways", test_same_ways);
  for (int seed = 1; seed <= 3; seed++)
    {
      g_autofree char *pole = g_strdup_printf ("/value/cart-pole/%d", seed),
                      *policy = g_strdup_printf ("/value/policy/%d", seed);

      if (!probe_asks_seed (seed))
        continue;
      g_test_add_data_func (pole, GINT_TO_POINTER (seed), test_cart_pole);
      g_test_add_data_func (policy, GINT_TO_POINTER (seed), test_policy);
    }
  g_test_add_func ("/value/pendulum", test_pendulum);
  g_test_add_func ("/value/acrobot", test_acrobot);
  return g_test_run ();
}
