/* episode: a game that a network played as it was at one time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/episode.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/environments/tree-search.h"
#include "engine/train/model/average.h"
#include "engine/train/model/trial-run.h"

#define CURIOSITY 1.5 /* of a search for moves */

typedef struct
{
  WeftEpisode *episode;
  const WeftRecipe *recipe;
  gpointer state; /* of the world, as it is now */
  WeftRandom draws;
  WeftRecipeRun *run;
  WeftSearch *search; /* nullable: moves are not thought through */
  gboolean failed;    /* in a search, which is gone on with */
} Playing;

static void
keep (Playing *playing, double sum)
{
  WeftEpisode *episode = playing->episode;

  g_byte_array_append (episode->states, playing->state, (guint) episode->environment->state_size);
  g_array_append_val (episode->returns, sum);
}

/* By the shares; at: from 0 to 1. */
static int
draw (const float *shares, int n, double at)
{
  int last = 0;

  for (int a = 0; a < n; a++)
    if (shares[a] > 0)
      {
        last = a;
        at -= (double) shares[a];
        if (at < 0)
          break;
      }
  return last;
}

/* answers: what the network says, or what the search found. */
static int
choose (const Playing *playing, const float *answers, const float *shares)
{
  const WeftEpisode *episode = playing->episode;
  const WeftEnvironment *environment = episode->environment;
  guint64 open = weft_environment_get_open (environment, playing->state);

  if (environment->players == 1 || episode->game.waits_for > 0
      || episode->moves >= (guint) environment->players)
    return weft_environment_find_best (environment, open, answers);
  return draw (shares, environment->actions,
               (double) weft_random_uniform (&playing->draws, episode->moves));
}

/* What was believed before a move; beliefs, advice: nullable, of one that was given. */
static void
keep_beliefs (Playing *playing, const float *beliefs, const WeftAdvice *advice)
{
  WeftEpisode *episode = playing->episode;
  const float none = NAN;
  double hope = advice != NULL ? advice->hope : NAN;

  for (int a = 0; a < episode->environment->actions; a++)
    g_array_append_val (episode->beliefs, *(beliefs != NULL ? &beliefs[a] : &none));
  g_array_append_val (episode->hopes, hope);
}

/* The number of an action, or the forces. */
static void
make_move (Playing *playing, int action, const float *forces)
{
  WeftEpisode *episode = playing->episode;
  const WeftEnvironment *environment = episode->environment;
  double side = environment->players == 2 && episode->moves % 2 == 1 ? -1 : 1, reward;

  if (environment->forces > 0)
    reward = environment->push (playing->state, forces, &episode->ended);
  else
    {
      guint8 made = (guint8) action;

      reward = environment->act (playing->state, action, &episode->ended);
      g_byte_array_append (episode->actions, &made, 1);
    }
  episode->moves++;
  keep (playing, weft_episode_get_return (episode, episode->moves - 1) + side * reward);
}

/* Those that are given, as far as they are moves. */
static void
make_given (Playing *playing)
{
  WeftEpisode *episode = playing->episode;
  const WeftEnvironment *environment = episode->environment;

  for (guint i = 0; i < MIN (episode->game.n_given, WEFT_MOST_GIVEN) && !episode->ended; i++)
    {
      int action = episode->game.given[i];

      if ((weft_environment_get_open (environment, playing->state) >> action & 1) == 0)
        return;
      keep_beliefs (playing, NULL, NULL);
      make_move (playing, action, NULL);
    }
}

static gboolean
waits (const WeftEpisode *episode)
{
  return episode->game.waits_for > 0 && (int) (episode->moves % 2) + 1 == episode->game.waits_for;
}

/* --- what it believes --- */

/* Shares of 1 by softmax, none of what may not be done. */
static void
find_shares (const WeftEnvironment *environment, guint64 open, const float *scores, float *shares)
{
  float most = scores[weft_environment_find_best (environment, open, scores)];
  double sum = 0;

  for (int a = 0; a < environment->actions; a++)
    {
      shares[a] = (open >> a & 1) != 0 ? expf (scores[a] - most) : 0;
      sum += (double) shares[a];
    }
  for (int a = 0; a < environment->actions; a++)
    shares[a] = (float) ((double) shares[a] / sum);
}

static void
judge_cb (gpointer user, gconstpointer state, const float *x, float *scores, double *value)
{
  Playing *playing = user;
  const WeftEnvironment *environment = playing->episode->environment;
  guint64 open = weft_environment_get_open (environment, state);
  gsize seen = (gsize) weft_shape_count (&environment->observation);
  g_autofree float *scaled = g_memdup2 (x, seen * sizeof *x);
  WeftAdvice advice = { NULL };

  playing->failed |= !playing->recipe->advise (playing->run, scaled, open, &advice);
  *value = playing->failed ? 0 : advice.hope;
  for (int a = 0; a < environment->actions; a++)
    scores[a] = playing->failed ? 0 : advice.answers[a];
}

/* Which share of a search from here on each action has. FALSE: there is an error. */
static gboolean
think (Playing *playing, float *shares, WeftAdvice *advice)
{
  weft_search_run (playing->search, judge_cb, playing, playing->episode->game.simulations,
                   playing->state, NULL);
  weft_search_get_shares (playing->search, shares);
  *advice = (WeftAdvice){ shares, weft_search_get_value (playing->search) };
  return !playing->failed;
}

/* FALSE: there is an error, or it was interrupted. */
static gboolean
move (Playing *playing, float *x)
{
  const WeftEnvironment *environment = playing->episode->environment;
  guint64 open = weft_environment_get_open (environment, playing->state);
  float shares[WEFT_MAX_ACTIONS];
  WeftAdvice advice;

  environment->observe (playing->state, x);
  if (!(playing->search != NULL ? think (playing, shares, &advice)
                                : playing->recipe->advise (playing->run, x, open, &advice)))
    return FALSE;
  if (playing->search == NULL && environment->actions > 0)
    find_shares (environment, open, advice.answers, shares);
  keep_beliefs (playing, shares, &advice);
  make_move (playing, environment->forces > 0 ? 0 : choose (playing, advice.answers, shares),
             advice.answers);
  return TRUE;
}

/* What is interrupted is an episode as well. */
static gboolean
play_cb (WeftRecipeRun *run, gpointer user)
{
  Playing *playing = user;
  WeftEpisode *episode = playing->episode;
  const WeftEnvironment *environment = episode->environment;
  g_autofree float *x = g_new (float, weft_shape_count (&environment->observation));

  playing->run = run;
  make_given (playing);
  while (!episode->ended && !waits (episode)
         && episode->game.made + episode->moves < (guint) environment->limit
         && !weft_interrupt_is_due (run->interrupt))
    if (!move (playing, x))
      return run->error == NULL;
  return TRUE;
}

/* Apart from those of training, and from those by which the parts are judged. */
static void
begin (Playing *playing, guint64 seed)
{
  const WeftGame *game = &playing->episode->game;
  const WeftEnvironment *environment = playing->episode->environment;
  guint64 episode = ((WEFT_N_PARTS + 1ull) << 32) + game->number;
  const WeftRandom random = { seed, WEFT_STREAM_EPISODE, episode };
  gboolean goes_on = game->world == environment && environment->state_size <= sizeof game->from;

  playing->draws = (WeftRandom){ seed, WEFT_STREAM_PLAY, episode };
  if (goes_on)
    memcpy (playing->state, game->from, environment->state_size);
  else
    environment->reset (playing->state, &random);
  playing->episode->game.made = goes_on ? game->made : 0;
  keep (playing, goes_on ? game->got : 0);
}

/* NULL: moves are not thought through. */
static WeftSearch *
new_search (const WeftEnvironment *environment, int simulations)
{
  if (environment->players < 2 || simulations <= 0)
    return NULL;
  return weft_search_init (
      g_aligned_alloc0 (1, weft_search_get_size (environment, simulations), 64), environment,
      simulations, CURIOSITY);
}

static WeftEpisode *
new_episode (const WeftModel *model, const WeftState *state, const WeftGame *game)
{
  WeftEpisode *episode = g_new0 (WeftEpisode, 1);

  g_atomic_ref_count_init (&episode->ref_count);
  episode->environment = model->environment;
  episode->game = *game;
  episode->step = state->step;
  episode->states = g_byte_array_new ();
  episode->actions = g_byte_array_new ();
  episode->returns = g_array_new (FALSE, FALSE, sizeof (double));
  episode->beliefs = g_array_new (FALSE, FALSE, sizeof (float));
  episode->hopes = g_array_new (FALSE, FALSE, sizeof (double));
  return episode;
}

gboolean
weft_model_plays (const WeftModel *model)
{
  return model->environment != NULL && model->recipe->advise != NULL;
}

WeftEpisode *
weft_model_play (WeftModel *model, WeftState *state, guint64 seed, const WeftGame *game,
                 WeftPool *pool, int level, const WeftInterrupt *interrupt, GError **error)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = level };
  gint64 start = g_get_monotonic_time ();
  g_autoptr (WeftEpisode) episode = NULL;
  g_autoptr (WeftRunner) runner = NULL;
  g_autofree gpointer world = NULL;
  Playing playing = { .recipe = model->recipe };
  gboolean done;

  if (!weft_model_plays (model))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                           _ ("The network does not act in a world, so that there is no episode to "
                              "be seen. Choose a world in Data and a way of learning that acts in "
                              "it, such as Value learning."));
      return NULL;
    }
  runner = weft_runner_new (model, state, pool, &options, 1, error);
  if (runner == NULL)
    return NULL;
  if (interrupt != NULL)
    runner->interrupt = *interrupt;
  episode = new_episode (model, state, game);
  playing.episode = episode;
  playing.state = world = g_malloc0 (model->environment->state_size);
  playing.search = new_search (model->environment, game->simulations);
  begin (&playing, seed);
  weft_average_swap (model->training.ema_decay, state);
  done = weft_runner_try (runner, play_cb, &playing, error);
  weft_average_swap (model->training.ema_decay, state);
  g_aligned_free (playing.search);
  episode->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return done ? g_steal_pointer (&episode) : NULL;
}

WeftEpisode *
weft_episode_ref (WeftEpisode *episode)
{
  g_atomic_ref_count_inc (&episode->ref_count);
  return episode;
}

void
weft_episode_unref (WeftEpisode *episode)
{
  if (!g_atomic_ref_count_dec (&episode->ref_count))
    return;
  g_byte_array_unref (episode->states);
  g_byte_array_unref (episode->actions);
  g_array_unref (episode->returns);
  g_array_unref (episode->beliefs);
  g_array_unref (episode->hopes);
  g_free (episode);
}

gconstpointer
weft_episode_get_state (const WeftEpisode *episode, guint move)
{
  return episode->states->data + (gsize) move * episode->environment->state_size;
}

double
weft_episode_get_return (const WeftEpisode *episode, guint move)
{
  return g_array_index (episode->returns, double, move);
}

const float *
weft_episode_get_beliefs (const WeftEpisode *episode, guint move)
{
  guint actions = (guint) episode->environment->actions;
  const float *beliefs;

  if (move >= episode->moves || actions == 0)
    return NULL;
  beliefs = &g_array_index (episode->beliefs, float, move *actions);
  return isnan (*beliefs) ? NULL : beliefs;
}

double
weft_episode_get_hope (const WeftEpisode *episode, guint move)
{
  return move < episode->moves ? g_array_index (episode->hopes, double, move) : NAN;
}
