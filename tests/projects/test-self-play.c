/* test-self-play: tic-tac-toe learnt from games against itself alone, until perfect play does not
 * beat it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "player.h"
#include "tests/engine/perfect.h"

#define STEPS 8000
#define GAMES 1000
#define SIMULATIONS 50

static int
count_lost (Player *player, PerfectOther other, const char *how)
{
  int results[3];

  perfect_play (player->game, GAMES, other, player, results);
  g_test_message ("%s: %d won, %d drawn, %d lost", how, results[0], results[1], results[2]);
  return results[2];
}

static void
test_perfect_play (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("tic_tac_toe");
  g_autoptr (WeftState) first = probe_train (model, NULL, 1, 1), state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  Player player;

  player_init (&player, "tic_tac_toe", model, first, SIMULATIONS);
  g_assert_cmpint (count_lost (&player, player_believe_cb, "untrained"), >, GAMES / 2);
  player_clear (&player);
  state = probe_train (model, NULL, 1, STEPS);
  player_init (&player, "tic_tac_toe", model, state, SIMULATIONS);
  g_assert_cmpint (count_lost (&player, player_search_cb, "with search"), ==, 0);
  g_assert_cmpint (count_lost (&player, player_believe_cb, "without search"), ==, 0);
  player_clear (&player);
  evaluation = probe_judge (model, state);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "win_rate"), >=, 0.5);
}

static void
test_same_ways (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("tic_tac_toe");

  probe_assert_same_ways (model, NULL, 60);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probes/self-play/same-ways", test_same_ways);
  g_test_add_func ("/probes/self-play/perfect-play", test_perfect_play);
  return g_test_run ();
}
