/* test-board-games: connect four and Go learnt from games against oneself alone, until a search of
 * two moves, or oneself of earlier, does not stand against it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "player.h"

#define SIMULATIONS 50

typedef int (*Choose) (gpointer user, gconstpointer state);

/* --- somebody who looks two moves ahead --- */

typedef struct
{
  const WeftEnvironment *game;
  WeftRandom random;
} Looker;

/* What the move brings, less the best answer that ends the game. */
static double
look_at (const WeftEnvironment *game, gconstpointer state, int action)
{
  g_autofree gpointer next = g_memdup2 (state, game->state_size),
                      last = g_malloc (game->state_size);
  gboolean ended = FALSE;
  double reward = game->act (next, action, &ended), most = -1;
  guint64 open;

  if (ended)
    return reward;
  open = weft_environment_get_open (game, next);
  for (int a = 0; a < game->actions; a++)
    if ((open >> a & 1) != 0)
      {
        memcpy (last, next, game->state_size);
        most = MAX (most, game->act (last, a, &ended));
      }
  return reward - most;
}

/* One of the best, drawn. */
static int
look_cb (gpointer user, gconstpointer state)
{
  Looker *looker = user;
  guint64 open = weft_environment_get_open (looker->game, state);
  int best[WEFT_MAX_ACTIONS], n = 0;
  double most = -G_MAXDOUBLE;

  for (int a = 0; a < looker->game->actions; a++)
    {
      double worth;

      if ((open >> a & 1) == 0)
        continue;
      worth = look_at (looker->game, state, a);
      n = worth > most ? 0 : n;
      most = MAX (most, worth);
      if (worth >= most)
        best[n++] = a;
    }
  return best[weft_random_below (&looker->random, looker->random.step++, (guint64) n)];
}

/* --- matches --- */

/* The share that the first wins, ties by half: each colour by turns, the first two moves of each
 * game by chance, the same ones for both colours, so that no two games are alike. */
static double
play_match (const WeftEnvironment *game, int games, Choose one, gpointer one_user, Choose other,
            gpointer other_user)
{
  double sum = 0;
  g_autofree gpointer state = g_malloc0 (game->state_size);

  for (int i = 0; i < games; i++)
    {
      WeftRandom random = { 11, WEFT_STREAM_CHECK, (guint64) i / 2 };
      gboolean ended = FALSE;

      game->reset (state, &random);
      for (int move = 0; !ended && move < game->limit; move++)
        {
          gboolean is_one = move % 2 == i % 2;
          int action = move < 2 ? weft_environment_pick (game, state, &random, (guint64) move)
                       : is_one ? one (one_user, state)
                                : other (other_user, state);

          sum += game->act (state, action, &ended) * (is_one ? 0.5 : -0.5);
        }
    }
  return sum / games + 0.5;
}

/* From state on (taken; nullable), without the judge's matches in between. */
static WeftState *
learn (WeftModel *model, WeftState *state, gint64 steps)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1, .only_steps = TRUE };
  WeftLimits limits = { .steps = steps, .outlasts_schedule = TRUE };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftStatus status;

  weft_trainer_load (trainer, model, state, (guint64) model->training.seed, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, -1));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  return weft_trainer_dup_state (trainer);
}

static WeftModel *
load (const char *probe, gconstpointer seed)
{
  g_autoptr (WeftGraph) graph = probe_load_graph (probe);

  probe_set_seed (graph, GPOINTER_TO_INT (seed));
  return probe_model_new (graph, NULL);
}

/* The search alone, led by a network that knows nothing, wins 0.84 of these games. */
static void
test_connect_four (gconstpointer seed)
{
  g_autoptr (WeftModel) model = load ("connect_four", seed);
  g_autoptr (WeftState) state = learn (model, NULL, 6000);
  Looker looker = { weft_environment_find ("connect_four"), { 5, WEFT_STREAM_CHECK, 0 } };
  Player player;
  double searched, believed;

  player_init (&player, "connect_four", model, state, SIMULATIONS);
  searched = play_match (looker.game, 200, player_search_cb, &player, look_cb, &looker);
  believed = play_match (looker.game, 200, player_believe_cb, &player, look_cb, &looker);
  g_test_message ("against two moves ahead: %g with search, %g without", searched, believed);
  g_assert_cmpfloat (searched, >=, 0.9);
  g_assert_cmpfloat (believed, >=, 0.8);
  player_clear (&player);
}

/* A generation is 40 steps, that is 640 moves; the fortieth against the tenth. */
static void
outgrow (const char *probe, gconstpointer seed)
{
  g_autoptr (WeftModel) model = load (probe, seed);
  g_autoptr (WeftState) tenth = learn (model, NULL, 400), state = NULL;
  const WeftEnvironment *game = weft_environment_find (probe);
  Player player, earlier;
  double searched, believed;

  state = learn (model, weft_state_dup (tenth, NULL), 1200);
  player_init (&player, game->id, model, state, SIMULATIONS);
  player_init (&earlier, game->id, model, tenth, SIMULATIONS);
  searched = play_match (game, 100, player_search_cb, &player, player_search_cb, &earlier);
  believed = play_match (game, 200, player_believe_cb, &player, player_believe_cb, &earlier);
  g_test_message ("against its tenth generation: %g with search, %g without", searched, believed);
  g_assert_cmpfloat (searched, >, 0.6);
  player_clear (&player);
  player_clear (&earlier);
}

static void
test_go (gconstpointer seed)
{
  outgrow ("go_5", seed);
}

static void
test_go_7 (gconstpointer seed)
{
  outgrow ("go_7", seed);
}

static void
test_same_ways (void)
{
  g_autoptr (WeftModel) model = load ("go_5", GINT_TO_POINTER (1));

  probe_assert_same_ways (model, NULL, 60);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probes/board-games/same-ways", test_same_ways);
  for (int seed = 1; seed <= 3; seed++)
    {
      g_autofree char *four = g_strdup_printf ("/probes/board-games/connect-four/%d", seed),
                      *go = g_strdup_printf ("/probes/board-games/go/%d", seed),
                      *larger = g_strdup_printf ("/probes/board-games/go-7/%d", seed);

      if (!probe_asks_seed (seed))
        continue;
      g_test_add_data_func (four, GINT_TO_POINTER (seed), test_connect_four);
      g_test_add_data_func (go, GINT_TO_POINTER (seed), test_go);
      g_test_add_data_func (larger, GINT_TO_POINTER (seed), test_go_7);
    }
  return g_test_run ();
}
