/* test-self-play: tic-tac-toe learnt from games against itself alone, until perfect play does not
 * beat it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "engine/environments/tree-search.h"
#include "engine/run/exec.h"
#include "probe.h"
#include "tests/engine/perfect.h"

#define STEPS 8000
#define GAMES 1000
#define SIMULATIONS 50

/* The network that learnt, asked about one position. */
typedef struct
{
  const WeftEnvironment *game;
  WeftExec *exec;
  int scores, value; /* of the program */
  WeftSearch *search;
} Player;

static int
find_prediction (const WeftProgram *program, const char *loss)
{
  for (guint i = 0; i < program->losses->len; i++)
    if (g_str_equal (weft_program_get_loss (program, i)->name, loss))
      return weft_program_get_loss (program, i)->prediction;
  g_assert_not_reached ();
}

static void
player_init (Player *player, WeftModel *model, WeftState *state)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = -1 };
  WeftPlan *plan = weft_model_get_plan (model, weft_model_bind (model, 1), &options, NULL);
  const WeftProgram *program = weft_plan_get_program (plan);

  player->game = weft_environment_find ("tic_tac_toe");
  player->exec = weft_exec_new (plan, state, NULL, NULL);
  player->scores = find_prediction (program, "policy");
  player->value = find_prediction (program, "value");
  player->search = weft_search_init (
      g_aligned_alloc0 (1, weft_search_get_size (player->game, SIMULATIONS), 64), player->game,
      SIMULATIONS, 1.5);
}

static void
player_clear (Player *player)
{
  weft_exec_free (player->exec);
  g_aligned_free (player->search);
}

static void
judge_cb (gpointer user, gconstpointer state, const float *x, float *scores, double *value)
{
  Player *player = user;
  const void *inputs[WEFT_MAX_FEEDS] = { x };

  weft_exec_set_inputs (player->exec, inputs);
  weft_exec_run (player->exec, 1, 0);
  memcpy (scores, weft_exec_get_value (player->exec, player->scores), 9 * sizeof *scores);
  *value = (double) *(const float *) weft_exec_get_value (player->exec, player->value);
}

/* The move that it believes in most, without any search. */
static int
believe_cb (gpointer user, gconstpointer state)
{
  Player *player = user;
  float x[18], scores[9];
  double value;
  int best = -1;

  player->game->observe (state, x);
  judge_cb (player, state, x, scores, &value);
  for (int a = 0; a < 9; a++)
    if (player->game->may (state, a) && (best < 0 || scores[a] > scores[best]))
      best = a;
  return best;
}

static int
search_cb (gpointer user, gconstpointer state)
{
  Player *player = user;

  weft_search_run (player->search, judge_cb, player, SIMULATIONS, state, NULL);
  return weft_search_choose (player->search, 0, NULL, 0);
}

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

  player_init (&player, model, first);
  g_assert_cmpint (count_lost (&player, believe_cb, "untrained"), >, GAMES / 2);
  player_clear (&player);
  state = probe_train (model, NULL, 1, STEPS);
  player_init (&player, model, state);
  g_assert_cmpint (count_lost (&player, search_cb, "with search"), ==, 0);
  g_assert_cmpint (count_lost (&player, believe_cb, "without search"), ==, 0);
  player_clear (&player);
  evaluation = probe_judge (model, state);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "return"), >=, 0);
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
