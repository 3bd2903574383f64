/* test-games: tic-tac-toe as it is counted, and the search for moves against perfect play */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/environments/tree-search.h"

#include <math.h>

#include "perfect.h"

/* All games of so many moves from there on. */
static void
count (const WeftEnvironment *game, gconstpointer state, int depth, int wins[10], int ends[10],
       int all[10])
{
  for (int a = 0; a < game->actions; a++)
    {
      gint32 next[PERFECT_STATE / 4];
      gboolean ended;

      if (!game->may (state, a))
        continue;
      memcpy (next, state, game->state_size);
      wins[depth] += game->act (next, a, &ended) > 0;
      all[depth]++;
      ends[depth] += ended;
      if (!ended)
        count (game, next, depth + 1, wins, ends, all);
    }
}

/* The known numbers of lines after 1 … 9 moves, and of games that end there. */
static void
test_perft (void)
{
  static const int wanted[10] = { 0, 9, 72, 504, 3024, 15120, 54720, 148176, 200448, 127872 },
                   over[10] = { 0, 0, 0, 0, 0, 1440, 5328, 47952, 72576, 127872 };
  const WeftEnvironment *game = weft_environment_find ("tic_tac_toe");
  gint32 state[PERFECT_STATE / 4];
  int wins[10] = { 0 }, ends[10] = { 0 }, all[10] = { 0 };

  game->reset (state, &(WeftRandom){ 1, 1, 1 });
  count (game, state, 1, wins, ends, all);
  for (int i = 0; i < 10; i++)
    {
      g_assert_cmpint (all[i], ==, wanted[i]);
      g_assert_cmpint (ends[i], ==, over[i]);
    }
  g_assert_cmpint (wins[5] + wins[7] + wins[9], ==, 131184); /* of who begins */
  g_assert_cmpint (wins[6] + wins[8], ==, 77904);
  g_assert_cmpfloat (perfect_judge (game, state), ==, 0);
}

typedef struct
{
  const WeftEnvironment *game;
  WeftSearch *search;
  int simulations;
  guint64 searches;
} Player;

static Player *
player_new (int simulations, double exploration)
{
  Player *player = g_new0 (Player, 1);
  gsize size;

  player->game = weft_environment_find ("tic_tac_toe");
  player->simulations = simulations;
  size = weft_search_get_size (player->game, simulations);
  g_assert_cmpuint (size % 64, ==, 0);
  player->search
      = weft_search_init (g_aligned_alloc0 (1, size, 64), player->game, simulations, exploration);
  return player;
}

static void
player_free (Player *player)
{
  g_aligned_free (player->search);
  g_free (player);
}

static void
search (Player *player, gconstpointer state)
{
  WeftRandom random = { 3, 3, player->searches++ };

  weft_search_run_plain (player->search, player->simulations, state, &random);
}

static int
choose_cb (gpointer user, gconstpointer state)
{
  Player *player = user;

  search (player, state);
  return weft_search_choose (player->search, 0, NULL, 0);
}

/* With games at random alone it finds what is sound; with one simulation a move it does not. */
static void
test_perfect_play (void)
{
  Player *player = player_new (1600, 4), *hasty = player_new (1, 1.5);
  int results[3];

  perfect_play (player->game, 100, choose_cb, player, results);
  g_test_message ("1600 simulations: %d won, %d drawn, %d lost", results[0], results[1],
                  results[2]);
  g_assert_cmpint (results[0], ==, 0); /* nobody wins against it */
  g_assert_cmpint (results[2], <=, 1);
  perfect_play (hasty->game, 100, choose_cb, hasty, results);
  g_test_message ("1 simulation: %d won, %d drawn, %d lost", results[0], results[1], results[2]);
  g_assert_cmpint (results[2], >, 30);
  player_free (player);
  player_free (hasty);
}

static void
make_moves (const WeftEnvironment *game, gpointer state, const char *moves)
{
  gboolean ended = FALSE;

  game->reset (state, &(WeftRandom){ 1, 1, 1 });
  for (; *moves != '\0'; moves++)
    {
      g_assert_false (ended);
      game->act (state, *moves - '0', &ended);
    }
}

/* Wins where it can, else prevents that it loses; shares are of what may be done, and sum to 1. */
static void
test_tactics (void)
{
  static const struct
  {
    const char *moves;
    int best;
    double value;
  } cases[] = { { "0314", 2, 1 }, { "0415", 2, 1 }, { "041", 2, 0 }, { "403", 5, 0 } };
  Player *player = player_new (200, 1.5);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint32 state[PERFECT_STATE / 4];
      float shares[9], sum = 0;

      make_moves (player->game, state, cases[i].moves);
      search (player, state);
      g_assert_cmpint (weft_search_choose (player->search, 0, NULL, 0), ==, cases[i].best);
      g_assert_cmpfloat_with_epsilon (weft_search_get_value (player->search), cases[i].value, 0.5);
      weft_search_get_shares (player->search, shares);
      for (int a = 0; a < 9; a++)
        {
          g_assert_true (shares[a] == 0 || player->game->may (state, a));
          sum += shares[a];
        }
      g_assert_cmpfloat_with_epsilon ((double) sum, 1, 1e-6);
    }
  player_free (player);
}

/* What is believed of moves says where it looks; noise lets it look elsewhere. */
static void
test_noise (void)
{
  const WeftEnvironment *game = weft_environment_find ("tic_tac_toe");
  Player *player = player_new (50, 1.5);
  WeftSearchNoise noise = { 0.5, 0.3, { 1, 2, 3 } };
  float sure[9] = { 0, 0, 0, 0, 0, 20, 0, 0, 0 }, plain[9], noisy[9], again[9];
  float x[18];
  gint32 state[PERFECT_STATE / 4];

  game->reset (state, &noise.random);
  for (int k = 0; k < 3; k++)
    {
      weft_search_begin (player->search, state, k > 0 ? &noise : NULL);
      for (int i = 0; i <= 50; i++)
        {
          weft_search_descend (player->search, x);
          weft_search_learn (player->search, sure, 0);
        }
      weft_search_get_shares (player->search, k == 0 ? plain : k == 1 ? noisy : again);
    }
  g_assert_cmpfloat (plain[5], ==, 1);
  g_assert_cmpfloat (noisy[5], <, 0.9);
  g_assert_cmpmem (noisy, sizeof noisy, again, sizeof again);
  player_free (player);
}

/* At temperature 1 moves are drawn by their shares, at 0 the most tried is made. */
static void
test_temperature (void)
{
  Player *player = player_new (30, 1.5);
  WeftRandom random = { 4, 5, 6 };
  gint32 state[PERFECT_STATE / 4];
  float shares[9];
  int made[9] = { 0 }, colder = 0, best;

  make_moves (player->game, state, "04");
  search (player, state);
  weft_search_get_shares (player->search, shares);
  best = weft_search_choose (player->search, 0, &random, 0);
  for (guint64 i = 0; i < 4000; i++)
    {
      made[weft_search_choose (player->search, 1, &random, i)]++;
      colder += weft_search_choose (player->search, 0.5, &random, i) == best;
    }
  for (int a = 0; a < 9; a++)
    {
      g_assert_cmpfloat_with_epsilon (made[a] / 4000.0, (double) shares[a], 0.04);
      g_assert_cmpfloat (shares[a], <=, shares[best]);
    }
  g_assert_cmpint (colder, >, made[best]);
  player_free (player);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/games/tic-tac-toe/perft", test_perft);
  g_test_add_func ("/games/search/tactics", test_tactics);
  g_test_add_func ("/games/search/noise", test_noise);
  g_test_add_func ("/games/search/temperature", test_temperature);
  g_test_add_func ("/games/search/perfect-play", test_perfect_play);
  return g_test_run ();
}
