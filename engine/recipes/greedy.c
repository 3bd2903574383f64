/* greedy: episodes in which the best action is taken, as the network says, all at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/match.h"

#include <string.h>

typedef struct
{
  WeftRecipeRun *run;
  guint plan;
  const WeftPlayer *player;           /* that has a head for moves; nullable */
  char *games;                        /* (WEFT_GREEDY_EPISODES, state size) */
  float *x;                           /* (WEFT_GREEDY_EPISODES, observation) */
  guint32 open[WEFT_GREEDY_EPISODES]; /* which go on */
  gint64 n;
  double sum; /* of the rewards of all */
} Trial;

static gpointer
get_game (const Trial *trial, gint64 i)
{
  return trial->games + trial->open[i] * trial->run->environment->state_size;
}

/* Scratch, in which what is beyond the episodes that go on stays finite. */
static gboolean
prepare (Trial *trial)
{
  const WeftEnvironment *environment = trial->run->environment;
  gsize seen = (gsize) (WEFT_GREEDY_EPISODES * weft_shape_count (&environment->observation));

  trial->x = weft_recipe_get_scratch (trial->run, 0, seen);
  trial->games = (gpointer) weft_recipe_get_scratch (
      trial->run, 1, WEFT_GREEDY_EPISODES * environment->state_size / sizeof (float));
  if (trial->x == NULL || trial->games == NULL)
    return FALSE;
  memset (trial->x, 0, seen * sizeof *trial->x);
  return TRUE;
}

/* Apart from those of training, and from each other's part. */
static void
begin (Trial *trial, guint part, guint round)
{
  WeftRandom random
      = { trial->run->state->seed, WEFT_STREAM_EPISODE,
          (part + 1ull) * ((guint64) G_MAXUINT32 + 1) + (guint64) round * WEFT_GREEDY_EPISODES };

  for (; trial->n < WEFT_GREEDY_EPISODES; trial->n++, random.step++)
    {
      trial->open[trial->n] = (guint32) trial->n;
      trial->run->environment->reset (get_game (trial, trial->n), &random);
    }
}

/* The reward; those that go on stand before those that do not. */
static double
move (Trial *trial, gint64 i, const float *worth, gint64 *left)
{
  const WeftEnvironment *environment = trial->run->environment;
  gpointer game = get_game (trial, i);
  gboolean ended = FALSE;
  double reward = weft_environment_follow (
      environment, game, worth + i * weft_environment_count_answers (environment), &ended);

  trial->open[*left] = trial->open[i];
  *left += !ended;
  return reward;
}

/* Of all episodes. NULL: there is an error. */
static const float *
ask (Trial *trial)
{
  WeftBeliefs beliefs;

  if (trial->player == NULL)
    {
      trial->run->scale (trial->run, trial->x, trial->n);
      return weft_recipe_ask (trial->run, trial->plan, trial->x, WEFT_GREEDY_EPISODES);
    }
  return weft_recipe_believe (trial->player, trial->x, WEFT_GREEDY_EPISODES, &beliefs)
             ? beliefs.scores
             : NULL;
}

static gboolean
move_all (Trial *trial)
{
  WeftRecipeRun *run = trial->run;
  gint64 seen = weft_shape_count (&run->environment->observation), left = 0;
  const float *worth;

  if (weft_interrupt_is_due (run->interrupt))
    return FALSE;
  for (gint64 i = 0; i < trial->n; i++)
    run->environment->observe (get_game (trial, i), trial->x + i * seen);
  worth = ask (trial);
  for (gint64 i = 0; worth != NULL && i < trial->n; i++)
    trial->sum += move (trial, i, worth, &left);
  trial->n = left;
  return worth != NULL;
}

/* What tests plays more of them, which is asked once. */
static gboolean
play (Trial *trial, guint part, double *figure)
{
  guint rounds = part == WEFT_PART_TEST ? WEFT_GREEDY_ROUNDS : 1;

  for (guint round = 0; round < rounds; round++)
    {
      if (!prepare (trial))
        return FALSE;
      begin (trial, part, round);
      for (int n = 0; trial->n > 0 && n < trial->run->environment->limit; n++)
        if (!move_all (trial))
          return FALSE;
      trial->n = 0;
    }
  *figure = trial->sum / (WEFT_GREEDY_EPISODES * rounds);
  return TRUE;
}

gboolean
weft_recipe_play_greedy (WeftRecipeRun *run, guint plan, guint part, double *figure)
{
  Trial trial = { .run = run, .plan = plan };

  return play (&trial, part, figure);
}

gboolean
weft_recipe_play_likeliest (const WeftPlayer *player, guint part, double *figure)
{
  Trial trial = { .run = player->run, .player = player };

  return play (&trial, part, figure);
}
