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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/replay/self-play", new_game, test_acting);
  g_test_add_data_func ("/replay/value", new_world, test_acting);
  g_test_add_data_func ("/replay/duelling", new_duel, test_acting);
  return g_test_run ();
}
