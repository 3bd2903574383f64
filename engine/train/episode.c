/* episode: a game that a network played as it was at one time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/episode.h"

#include "engine/base/error.h"
#include "engine/recipes/surrogate.h"
#include "engine/train/average.h"
#include "engine/train/trial-run.h"

typedef struct
{
  WeftEpisode *episode;
  const WeftRecipe *recipe;
  gpointer state; /* of the world, as it is now */
  WeftRandom draws;
} Playing;

static void
keep (Playing *playing, double sum)
{
  WeftEpisode *episode = playing->episode;

  g_byte_array_append (episode->states, playing->state, (guint) episode->environment->state_size);
  g_array_append_val (episode->returns, sum);
}

static int
choose (const Playing *playing, const float *worth)
{
  const WeftEpisode *episode = playing->episode;
  const WeftEnvironment *environment = episode->environment;
  guint64 open = weft_environment_get_open (environment, playing->state);

  if (environment->players == 1 || episode->game.waits_for > 0
      || episode->moves >= (guint) environment->players)
    return weft_environment_find_best (environment, open, worth);
  return weft_surrogate_draw (worth, environment->actions, open,
                              (double) weft_random_uniform (&playing->draws, episode->moves));
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
      make_move (playing, action, NULL);
    }
}

static gboolean
waits (const WeftEpisode *episode)
{
  return episode->game.waits_for > 0 && (int) (episode->moves % 2) + 1 == episode->game.waits_for;
}

/* What is interrupted is an episode as well. */
static gboolean
play_cb (WeftRecipeRun *run, gpointer user)
{
  Playing *playing = user;
  WeftEpisode *episode = playing->episode;
  const WeftEnvironment *environment = episode->environment;
  g_autofree float *x = g_new (float, weft_shape_count (&environment->observation));

  make_given (playing);
  while (!episode->ended && !waits (episode) && episode->moves < (guint) environment->limit
         && !weft_interrupt_is_due (run->interrupt))
    {
      const float *worth;

      environment->observe (playing->state, x);
      worth = playing->recipe->advise (run, x);
      if (worth == NULL)
        return run->error == NULL;
      make_move (playing, environment->forces > 0 ? 0 : choose (playing, worth), worth);
    }
  return TRUE;
}

/* Apart from those of training, and from those by which the parts are judged. */
static void
begin (Playing *playing, guint64 seed)
{
  guint64 episode = ((WEFT_N_PARTS + 1ull) << 32) + playing->episode->game.number;
  const WeftRandom random = { seed, WEFT_STREAM_EPISODE, episode };

  playing->draws = (WeftRandom){ seed, WEFT_STREAM_PLAY, episode };
  playing->episode->environment->reset (playing->state, &random);
  keep (playing, 0);
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
  begin (&playing, seed);
  weft_average_swap (model->training.ema_decay, state);
  done = weft_runner_try (runner, play_cb, &playing, error);
  weft_average_swap (model->training.ema_decay, state);
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
