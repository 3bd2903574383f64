/* test-replay-acting: runs that act, with games and memories of their own, have each step again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-replay.h"

static gint64
chain (WeftGraph *graph, gint64 from, const char *layer, const char *name, const char *params)
{
  gint64 next = net_add (graph, layer, name, params);

  net_wire (graph, from, 0, next, 0);
  return next;
}

/* Tic-tac-toe against itself: a search, games that go on, a memory. */
static WeftGraph *
new_game (void)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data
      = net_add (graph, "data", "data", "{'source': <'tic_tac_toe'>, 'count': <int64 100>}"),
      flat = chain (graph, data, "flatten", "flat", NULL),
      wide = chain (graph, flat, "dense", "wide", "{'units': <int64 16>}"),
      bend = chain (graph, wide, "relu", "bend", NULL),
      moves = chain (graph, bend, "dense", "moves", "{'units': <int64 9>}"),
      policy = chain (graph, moves, "soft_cross_entropy", "policy", NULL),
      hope = chain (graph, bend, "dense", "hope", "{'units': <int64 1>}"),
      value = chain (graph, hope, "mse", "value", NULL);

  net_wire (graph, data, 1, policy, 1);
  net_wire (graph, data, 2, value, 1);
  net_train (graph, "recipe", g_variant_new_string ("self_play"));
  net_train (graph, "games", g_variant_new_int64 (4));
  net_train (graph, "simulations", g_variant_new_int64 (8));
  net_train (graph, "memory_size", g_variant_new_int64 (100));
  net_train (graph, "batch_size", g_variant_new_int64 (8));
  return graph;
}

/* A cart with a pole: an episode that goes on, a memory, a copy of the network. */
static WeftGraph *
new_world (void)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'cart_pole'>, 'count': <int64 64>}"),
         wide = chain (graph, data, "dense", "wide", "{'units': <int64 16>}"),
         bend = chain (graph, wide, "relu", "bend", NULL),
         worth = chain (graph, bend, "dense", "worth", "{'units': <int64 2>}"),
         loss = chain (graph, worth, "mse", "loss", NULL);

  net_wire (graph, data, 1, loss, 1);
  net_train (graph, "recipe", g_variant_new_string ("value"));
  net_train (graph, "memory_size", g_variant_new_int64 (128));
  net_train (graph, "batch_size", g_variant_new_int64 (8));
  return graph;
}

/* What each action is worth beside their mean, and what all are worth: a duelling network. */
static WeftGraph *
new_duel (void)
{
  WeftGraph *graph = new_world ();
  gint64 bend = weft_graph_find_by_name (graph, "bend")->id,
         gain = weft_graph_find_by_name (graph, "worth")->id,
         loss = weft_graph_find_by_name (graph, "loss")->id,
         hope = chain (graph, bend, "dense", "hope", "{'units': <int64 1>}"),
         mean = chain (graph, gain, "reduce", "mean", "{'keepdim': <true>}"),
         beyond = chain (graph, gain, "subtract", "beyond", NULL),
         both = chain (graph, hope, "add", "both", NULL);
  g_autoptr (WeftEdit) cut = weft_edit_remove_wire (weft_graph_find_wire_to (graph, loss, 0));
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, cut, NULL);

  g_assert_nonnull (inverse);
  net_wire (graph, mean, 0, beyond, 1);
  net_wire (graph, beyond, 0, both, 1);
  net_wire (graph, both, 0, loss, 0);
  net_train (graph, "n_step", g_variant_new_int64 (2));
  return graph;
}

/* With another rate in its midst, and a swap of the network, from few frames and from none. */
static void
test_acting (gconstpointer data)
{
  WeftGraph *(*make) (void) = data;
  g_autoptr (WeftGraph) graph = make (), other = make ();
  g_autoptr (WeftModel) model = net_model (graph), changed = NULL;
  g_autoptr (Run) run = run_new (model, 1);

  go (run, 12);
  go (run, 9);
  weft_trainer_set_rate (run->trainer, 0.002);
  go (run, 8);
  net_train (other, "batch_size", g_variant_new_int64 (16));
  changed = net_model (other);
  weft_trainer_swap (run->trainer, changed);
  go (run, 10);
  check_all_ways (run);
}

/* A generator and who judges it, each of one layer. */
static WeftGraph *
new_rivals (void)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'moons'>, 'count': <int64 100>}"),
         noise = chain (graph, data, "noise", "noise", NULL),
         make = chain (graph, noise, "dense", "make", "{'units': <int64 2>}"),
         contest = net_add (graph, "contest", "contest", NULL),
         judge = chain (graph, contest, "dense", "judge", "{'units': <int64 1>}"),
         loss = chain (graph, judge, "bce_with_logits", "loss", NULL);

  net_wire (graph, data, 0, contest, 0);
  net_wire (graph, make, 0, contest, 1);
  net_wire (graph, contest, 1, loss, 1);
  net_train (graph, "recipe", g_variant_new_string ("adversarial"));
  return graph;
}

/* Whether the step of one player moved that node's weights. */
static void
step_alone (Run *run, guint lane, gint64 node, gboolean moves)
{
  g_autoptr (WeftState) before = weft_trainer_dup_state (run->trainer), after = NULL;
  const WeftStateEntry *was = weft_state_find (before, node, "weight"), *is;

  weft_trainer_step_alone (run->trainer, lane);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  after = weft_trainer_dup_state (run->trainer);
  is = weft_state_find (after, node, "weight");
  g_assert_cmpint (after->step, ==, before->step + 1);
  g_assert_true ((memcmp (was->value, is->value, was->count * sizeof (float)) != 0) == moves);
}

/* Each player steps alone, of which the journal knows. */
static void
test_alone (void)
{
  g_autoptr (WeftGraph) graph = new_rivals ();
  gint64 make = weft_graph_find_by_name (graph, "make")->id,
         judge = weft_graph_find_by_name (graph, "judge")->id;
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1);

  go (run, 3);
  step_alone (run, 0, make, TRUE);
  step_alone (run, 0, judge, FALSE);
  step_alone (run, 1, make, FALSE);
  step_alone (run, 1, judge, TRUE);
  go (run, 1);
  step_alone (run, 7, make, TRUE); /* no such player: both learn */
  go (run, 3);
  check_all_ways (run);
}

/* Three steps of the one for two of the other: in which steps the weights move. */
static void
test_turns (void)
{
  g_autoptr (WeftGraph) graph = new_rivals ();
  gint64 nodes[] = { weft_graph_find_by_name (graph, "make")->id,
                     weft_graph_find_by_name (graph, "judge")->id };
  static const char *const wanted[] = { "101010", "110101" };
  g_autoptr (WeftModel) model = NULL;
  WeftTrainer *trainer = new_trainer (1);
  g_autoptr (WeftState) before = NULL;

  net_train (graph, "generator_every", g_variant_new_int64 (2));
  net_train (graph, "discriminator_every", g_variant_new_int64 (3));
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 3, NULL);
  before = weft_trainer_dup_state (trainer);
  for (int step = 0; step < 6; step++)
    {
      g_autoptr (WeftState) after = NULL;

      finish (trainer, 1);
      after = weft_trainer_dup_state (trainer);
      for (int i = 0; i < 2; i++)
        {
          const WeftStateEntry *was = weft_state_find (before, nodes[i], "weight"),
                               *is = weft_state_find (after, nodes[i], "weight");
          gboolean moved = memcmp (was->value, is->value, was->count * sizeof (float)) != 0;

          g_assert_cmpint (moved, ==, wanted[i][step] == '1');
        }
      weft_state_free (before);
      before = g_steal_pointer (&after);
    }
  weft_trainer_free (trainer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/replay/self-play", new_game, test_acting);
  g_test_add_data_func ("/replay/value", new_world, test_acting);
  g_test_add_data_func ("/replay/duelling", new_duel, test_acting);
  g_test_add_func ("/replay/alone", test_alone);
  g_test_add_func ("/replay/turns", test_turns);
  return g_test_run ();
}
