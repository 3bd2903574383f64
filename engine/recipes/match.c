/* match: games of a network against a search that knows nothing, all at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/match.h"

#include <string.h>

#include "engine/base/count.h"
#include "engine/environments/tree-search.h"

#define CURIOSITY 2 /* of the other's search */

/* The head is given by the node of its loss. */
static const float *
get_head (const WeftPlayer *player, WeftExec *exec, guint role, gsize wanted)
{
  WeftRecipeRun *run = player->run;
  WeftRecipeValue value = weft_recipe_get_value (run, exec, role, "x");
  g_autofree char *moves = NULL;

  if (value.data != NULL && value.size == wanted)
    return value.data;
  moves = weft_count_format (weft_environment_count_answers (run->environment));
  g_set_error (
      &run->error, WEFT_ERROR, WEFT_ERROR_INVALID,
      run->environment->forces > 0
          ? _ ("%s calls for a network that gives a number for each force, %s, and one for the "
               "outcome.")
          : _ ("%s calls for a network that gives a score for each of %s moves and one number for "
               "the outcome."),
      _ (run->environment->title), moves);
  return NULL;
}

gboolean
weft_recipe_believe (const WeftPlayer *player, float *x, gint64 n, WeftBeliefs *beliefs)
{
  WeftRecipeRun *run = player->run;
  const void *inputs[WEFT_MAX_GIVEN] = { NULL };
  WeftBinding binding = run->binding;
  WeftExec *exec;

  binding.n = n;
  run->scale (run, x, n);
  weft_recipe_give (run, inputs, "x", x);
  exec = weft_recipe_run_plan (run, player->plan, binding, inputs);
  if (exec == NULL)
    return FALSE;
  beliefs->scores = get_head (player, exec, player->policy,
                              (gsize) weft_environment_count_answers (run->environment));
  if (beliefs->scores == NULL)
    return FALSE;
  beliefs->values = get_head (player, exec, player->value, 1);
  return beliefs->values != NULL;
}

gboolean
weft_recipe_advise (const WeftPlayer *player, float *x, double scale, WeftAdvice *advice)
{
  WeftBeliefs beliefs;

  if (!weft_recipe_believe (player, x, 1, &beliefs))
    return FALSE;
  *advice = (WeftAdvice){ beliefs.scores, (double) *beliefs.values / scale };
  return TRUE;
}

/* Of the scratch. */
enum
{
  TREE,
  BOARDS,
  SEEN,
};

typedef struct
{
  const WeftPlayer *player;
  const WeftEnvironment *game;
  WeftSearch *tree;
  char *boards;                         /* (WEFT_MATCH_GAMES, state size) */
  float *seen;                          /* (WEFT_MATCH_GAMES, observation) */
  gboolean has_ended[WEFT_MATCH_GAMES]; /* by game */
  double sum;                           /* of what the network got */
  WeftRandom random;                    /* what the other draws */
} Match;

static gsize
count_seen (const Match *match)
{
  return (gsize) weft_shape_count (&match->game->observation);
}

static gpointer
get_board (const Match *match, gint64 i)
{
  return match->boards + (gsize) i * match->game->state_size;
}

/* FALSE: no memory. */
static gboolean
prepare (Match *match)
{
  WeftRecipeRun *run = match->player->run;
  gsize size = weft_search_get_size (match->game, WEFT_MATCH_SIMULATIONS),
        state = match->game->state_size / sizeof (float);
  float *tree = weft_recipe_get_scratch (run, TREE, size / sizeof (float));

  match->boards = (gpointer) weft_recipe_get_scratch (run, BOARDS, WEFT_MATCH_GAMES * state);
  match->seen = weft_recipe_get_scratch (run, SEEN, WEFT_MATCH_GAMES * count_seen (match));
  if (tree == NULL || match->boards == NULL || match->seen == NULL)
    return FALSE;
  match->tree = weft_search_init (tree, match->game, WEFT_MATCH_SIMULATIONS, CURIOSITY);
  return TRUE;
}

/* Apart from those of training, and from each other's part. */
static void
begin (Match *match, guint part)
{
  guint64 seed = match->player->run->state->seed,
          first = (part + 1ull) * ((guint64) G_MAXUINT32 + 1);

  match->random = (WeftRandom){ seed, WEFT_STREAM_EPISODE, first + WEFT_MATCH_GAMES };
  for (guint64 i = 0; i < WEFT_MATCH_GAMES; i++)
    {
      const WeftRandom random = { seed, WEFT_STREAM_EPISODE, first + i };

      match->game->reset (get_board (match, (gint64) i), &random);
    }
}

static int
choose_other (Match *match, gconstpointer board)
{
  weft_search_run_plain (match->tree, WEFT_MATCH_SIMULATIONS, board, &match->random);
  match->random.step++;
  return weft_search_choose (match->tree, 0, &match->random, 0);
}

/* side: 1 where the network moves, −1 where the other does. */
static void
make_move (Match *match, gint64 i, int action, double side)
{
  match->sum += side * match->game->act (get_board (match, i), action, &match->has_ended[i]);
}

/* Where the network is to move after so many moves; FALSE: there is an error. */
static gboolean
move_network (Match *match, int made)
{
  WeftBeliefs beliefs;

  for (gint64 i = 0; i < WEFT_MATCH_GAMES; i++)
    match->game->observe (get_board (match, i), match->seen + (gsize) i * count_seen (match));
  if (!weft_recipe_believe (match->player, match->seen, WEFT_MATCH_GAMES, &beliefs))
    return FALSE;
  for (gint64 i = made % 2; i < WEFT_MATCH_GAMES; i += 2)
    if (!match->has_ended[i])
      make_move (match, i,
                 weft_environment_find_best (
                     match->game, weft_environment_get_open (match->game, get_board (match, i)),
                     beliefs.scores + i * match->game->actions),
                 1);
  return TRUE;
}

static void
move_other (Match *match, int made)
{
  for (gint64 i = 1 - made % 2; i < WEFT_MATCH_GAMES; i += 2)
    if (!match->has_ended[i])
      make_move (match, i, choose_other (match, get_board (match, i)), -1);
}

gboolean
weft_recipe_play_match (const WeftPlayer *player, guint part, double *figure)
{
  Match match = { .player = player, .game = player->run->environment };

  if (!prepare (&match))
    return FALSE;
  begin (&match, part);
  for (int made = 0; made < match.game->limit; made++)
    {
      if (weft_interrupt_is_due (player->run->interrupt) || !move_network (&match, made))
        return FALSE;
      move_other (&match, made);
    }
  *figure = (match.sum / WEFT_MATCH_GAMES + 1) / 2;
  return TRUE;
}
