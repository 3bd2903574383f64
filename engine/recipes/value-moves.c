/* value-moves: the moves that a network learns the worth of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/value-moves.h"

#include <math.h>
#include <string.h>

#include "engine/recipes/priority.h"
#include "engine/recipes/surrogate.h"

#define LEAST_ERROR 1e-3 /* what surprises by nothing is drawn now and then */

gint64
weft_value_count_seen (const WeftEnvironment *environment)
{
  return weft_shape_count (&environment->observation);
}

/* --- moves --- */

static WeftRandom
get_draws (const WeftRecipeRun *run)
{
  return (WeftRandom){ run->state->seed, WEFT_STREAM_PLAY, (guint64) run->state->step };
}

static void
begin_episode (WeftRecipeRun *run)
{
  Progress *progress = run->own[PROGRESS];
  const WeftRandom random = { run->state->seed, WEFT_STREAM_EPISODE, (guint64) progress->episode };

  run->environment->reset (run->own[GAME], &random);
  progress->episode++;
  progress->made = 0;
}

static float *
get_move (const WeftRecipeRun *run, gint64 i)
{
  return (float *) run->own[MEMORY]
         + i * (2 * weft_value_count_seen (run->environment) + (gint64) OUTCOME);
}

static float
get_highest (const float *tree)
{
  return tree[0] > 0 ? tree[0] : 1;
}

static void
make_move (WeftRecipeRun *run, int action)
{
  const Value *value = run->record;
  const WeftEnvironment *environment = run->environment;
  gint64 seen = weft_value_count_seen (environment);
  Progress *progress = run->own[PROGRESS];
  float *move = get_move (run, progress->next);
  Outcome outcome = { .action = action };
  gboolean ended = FALSE;
  guint64 may;

  environment->observe (run->own[GAME], move);
  outcome.reward = (float) environment->act (run->own[GAME], action, &ended);
  outcome.end = ended                                      ? WEFT_MOVE_ENDED
                : progress->made + 1 == environment->limit ? WEFT_MOVE_BROKEN_OFF
                                                           : WEFT_MOVE_GOES_ON;
  may = weft_environment_get_open (environment, run->own[GAME]);
  outcome.may[0] = (guint32) may;
  outcome.may[1] = (guint32) (may >> 32);
  environment->observe (run->own[GAME], move + seen);
  memcpy (move + 2 * seen, &outcome, sizeof outcome);
  if (value->priority > 0) /* before it has surprised it is drawn as often as any */
    weft_priority_set (run->own[PRIORITIES], value->memory_size, progress->next,
                       get_highest (run->own[PRIORITIES]));
  progress->next = (progress->next + 1) % value->memory_size;
  progress->filled = MIN (progress->filled + 1, value->memory_size);
  progress->made++;
  if (outcome.end != WEFT_MOVE_GOES_ON)
    begin_episode (run);
}

static double
get_share_at_random (const WeftRecipeRun *run)
{
  const Value *value = run->record;
  double done = (double) run->state->step / (double) value->exploration_steps;

  return MAX (value->exploration, 1 - done * (1 - value->exploration));
}

/* The one that the network holds for the best. FALSE: there is an error. */
static gboolean
make_best_move (WeftRecipeRun *run)
{
  const WeftEnvironment *environment = run->environment;
  guint64 open = weft_environment_get_open (environment, run->own[GAME]);
  float *x = weft_recipe_get_scratch (
      run, X, (gsize) (run->binding.n * weft_value_count_seen (environment)));
  const float *worth;

  if (x == NULL)
    return FALSE;
  environment->observe (run->own[GAME], x);
  run->scale (run, x, 1);
  worth = weft_recipe_ask (run, INFER, x, 1);
  if (worth != NULL)
    make_move (run, weft_environment_find_best (environment, open, worth));
  return worth != NULL;
}

/* Two blocks of random numbers a move. */
gboolean
weft_value_play (WeftRecipeRun *run)
{
  const Value *value = run->record;
  const WeftRandom random = get_draws (run);
  double at_random = get_share_at_random (run);

  for (guint64 i = 0; i < (guint64) value->moves; i++)
    if ((double) weft_random_uniform (&random, 4 * 2 * i) < at_random)
      make_move (run, weft_environment_pick (run->environment, run->own[GAME], &random, 2 * i + 1));
    else if (!make_best_move (run))
      return FALSE;
  return TRUE;
}

/* They are drawn as of the step before the first. */
void
weft_value_begin (WeftRecipeRun *run)
{
  const Value *value = run->record;
  Progress *progress = run->own[PROGRESS];
  WeftRandom random = { run->state->seed, WEFT_STREAM_PLAY, G_MAXUINT64 };

  if (progress->has_begun)
    return;
  begin_episode (run);
  for (int i = 0; i < MIN (value->first_moves, value->memory_size); i++)
    make_move (run, weft_environment_pick (run->environment, run->own[GAME], &random, (guint64) i));
  weft_recipe_copy_weights (run, run->own[TARGET]);
  progress->has_begun = TRUE;
}

/* --- drawing from the memory --- */

/* Which move, of n that are drawn number i; how likely it was beside all others. */
static gint64
draw_place (const WeftRecipeRun *run, const WeftRandom *random, gint64 i, double *likely)
{
  const Value *value = run->record;
  const Progress *progress = run->own[PROGRESS];
  guint64 element = 2 * (guint64) value->moves + (guint64) i;
  const float *tree;
  double share;
  gint64 place;

  *likely = 1;
  if (value->priority <= 0)
    return (gint64) weft_random_below (random, element, (guint64) progress->filled);
  tree = run->own[PRIORITIES];
  share
      = ((double) i + (double) weft_random_uniform (random, 4 * element)) / (double) run->binding.n;
  place = weft_priority_find (tree, value->memory_size, share);
  *likely = (double) weft_priority_get (tree, value->memory_size, place) * progress->filled
            / (double) weft_priority_get_sum (tree);
  return place;
}

gint64
weft_value_look_ahead (const WeftRecipeRun *run, gint64 place, Drawn *drawn)
{
  const Value *value = run->record;
  const Progress *progress = run->own[PROGRESS];
  gint64 seen = weft_value_count_seen (run->environment),
         newest = (progress->next + value->memory_size - 1) % value->memory_size;
  double factor = value->discount;
  Outcome outcome;

  memcpy (&outcome, get_move (run, place) + 2 * seen, sizeof outcome);
  drawn->outcome = outcome;
  drawn->outcome.reward *= (float) value->reward_scale;
  for (int k = 1; k < value->n_step && outcome.end == WEFT_MOVE_GOES_ON && place != newest; k++)
    {
      place = (place + 1) % value->memory_size;
      memcpy (&outcome, get_move (run, place) + 2 * seen, sizeof outcome);
      drawn->outcome.reward += (float) (factor * value->reward_scale * (double) outcome.reward);
      factor *= value->discount;
    }
  drawn->outcome.end = outcome.end;
  memcpy (drawn->outcome.may, outcome.may, sizeof outcome.may);
  drawn->factor = (float) factor;
  return place;
}

/* Moves that are drawn more often count less each: all of them as they were made (Schaul et al.
 * 2016); the rarest of the batch counts whole. */
static void
weigh (const WeftRecipeRun *run, const Batch *batch)
{
  float most = 0;

  for (gint64 i = 0; i < run->binding.n; i++)
    most = MAX (most, batch->drawn[i].weight);
  for (gint64 i = 0; i < run->binding.n; i++)
    batch->drawn[i].weight /= most;
}

void
weft_value_draw (WeftRecipeRun *run, const Batch *batch)
{
  const Value *value = run->record;
  const WeftRandom random = get_draws (run);
  gint64 seen = weft_value_count_seen (run->environment);

  for (gint64 i = 0; i < run->binding.n; i++)
    {
      Drawn *drawn = &batch->drawn[i];
      double likely;
      gint64 place = draw_place (run, &random, i, &likely), last;

      last = weft_value_look_ahead (run, place, drawn);
      drawn->place = (gint32) place;
      drawn->weight = (float) pow (likely, -value->correction);
      memcpy (batch->x + i * seen, get_move (run, place), (gsize) seen * sizeof (float));
      memcpy (batch->next + i * seen, get_move (run, last) + seen, (gsize) seen * sizeof (float));
    }
  weigh (run, batch);
  run->scale (run, batch->x, run->binding.n);
  run->scale (run, batch->next, run->binding.n);
}

void
weft_value_remember_error (WeftRecipeRun *run, const Drawn *drawn, double error)
{
  const Value *value = run->record;
  float *tree, worth;

  if (value->priority <= 0)
    return;
  tree = run->own[PRIORITIES];
  worth = (float) pow (MIN (fabs (error), 1e6) + LEAST_ERROR, value->priority);
  weft_priority_set (tree, value->memory_size, drawn->place, worth);
  tree[0] = MAX (get_highest (tree), worth);
}
