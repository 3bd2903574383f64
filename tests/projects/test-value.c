/* test-value: a network learns from its own moves to keep a pole upright, from nothing: what each
 * is worth, or which to make */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "probe.h"

#define STEPS 50000
#define POLICY_STEPS 6000

static void
test_cart_pole (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("cart-pole");
  g_autoptr (WeftState) state = probe_train (model, NULL, 1, STEPS);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  g_assert_cmpfloat (probe_get_figure (model, evaluation, "return"), >=, 475);
}

/* Three seeds: 500 is as long as an episode lasts. */
static void
test_policy (gconstpointer data)
{
  g_autoptr (WeftModel) model = probe_load_model ("cart-pole-policy");
  g_autoptr (WeftState) state
      = probe_train (model, NULL, (guint64) GPOINTER_TO_SIZE (data), POLICY_STEPS);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  g_assert_cmpfloat (probe_get_figure (model, evaluation, "return"), >=, 475);
}

/* The test part's return of each of three seeds is as good as that. */
static void
learn (const char *probe, gint64 steps, double least)
{

  for (gint64 seed = 1; seed <= 3; seed++)
    {
      g_autoptr (WeftGraph) graph = probe_load_graph (probe);
      g_autoptr (WeftModel) model = NULL;
      g_autoptr (WeftState) state = NULL;
      g_autoptr (WeftEvaluation) evaluation = NULL;

      probe_set_seed (graph, seed);
      model = probe_model_new (graph, NULL);
      state = probe_train (model, NULL, 1, steps);
      evaluation = probe_judge (model, state);
      g_assert_cmpfloat (evaluation->metrics[model->figure], >=, least);
    }
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
  g_test_add_func ("/value/cart-pole", test_cart_pole);
  g_test_add_data_func ("/value/policy/1", GSIZE_TO_POINTER (1), test_policy);
  g_test_add_data_func ("/value/policy/2", GSIZE_TO_POINTER (2), test_policy);
  g_test_add_data_func ("/value/policy/3", GSIZE_TO_POINTER (3), test_policy);
  g_test_add_func ("/value/pendulum", test_pendulum);
  g_test_add_func ("/value/acrobot", test_acrobot);
  return g_test_run ();
}
