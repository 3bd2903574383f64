/* player: a network that learnt a game by itself, asked about one position after the other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/environments/tree-search.h"
#include "engine/run/exec.h"
#include "probe.h"

#define PLAYER_SEEN 512 /* numbers of an observation, at most */

typedef struct
{
  const WeftEnvironment *game;
  WeftExec *exec;
  int scores, value; /* of the program */
  WeftSearch *search;
  int simulations;
} Player;

static inline int
player_find_prediction (const WeftProgram *program, const char *loss)
{
  for (guint i = 0; i < program->losses->len; i++)
    if (g_str_equal (weft_program_get_loss (program, i)->name, loss))
      return weft_program_get_loss (program, i)->prediction;
  g_assert_not_reached ();
}

/* The losses of its heads are called "policy" and "value". */
static inline void
player_init (Player *player, const char *game, WeftModel *model, WeftState *state, int simulations)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = -1 };
  WeftPlan *plan = weft_model_get_plan (model, weft_model_bind (model, 1), &options, NULL);
  const WeftProgram *program = weft_plan_get_program (plan);

  player->game = weft_environment_find (game);
  g_assert_cmpint (weft_shape_count (&player->game->observation), <=, PLAYER_SEEN);
  player->exec = weft_exec_new (plan, state, NULL, NULL);
  player->scores = player_find_prediction (program, "policy");
  player->value = player_find_prediction (program, "value");
  player->simulations = simulations;
  player->search = weft_search_init (
      g_aligned_alloc0 (1, weft_search_get_size (player->game, simulations), 64), player->game,
      simulations, 1.5);
}

static inline void
player_clear (Player *player)
{
  weft_exec_free (player->exec);
  g_aligned_free (player->search);
}

static inline void
player_judge_cb (gpointer user, gconstpointer state, const float *x, float *scores, double *value)
{
  Player *player = user;
  const void *inputs[WEFT_MAX_FEEDS] = { x };

  weft_exec_set_inputs (player->exec, inputs);
  weft_exec_run (player->exec, 1, 0);
  memcpy (scores, weft_exec_get_value (player->exec, player->scores),
          (gsize) player->game->actions * sizeof *scores);
  *value = (double) *(const float *) weft_exec_get_value (player->exec, player->value);
}

/* The move that it believes in most, without any search. */
static inline int
player_believe_cb (gpointer user, gconstpointer state)
{
  Player *player = user;
  float x[PLAYER_SEEN], scores[WEFT_MAX_ACTIONS];
  double value;

  player->game->observe (state, x);
  player_judge_cb (player, state, x, scores, &value);
  return weft_environment_find_best (player->game, weft_environment_get_open (player->game, state),
                                     scores);
}

static inline int
player_search_cb (gpointer user, gconstpointer state)
{
  Player *player = user;

  weft_search_run (player->search, player_judge_cb, player, player->simulations, state, NULL);
  return weft_search_choose (player->search, 0, NULL, 0);
}
