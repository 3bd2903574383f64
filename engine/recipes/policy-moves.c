/* policy-moves: moves in worlds that stand side by side, and what they brought */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/policy-moves.h"

#include <string.h>

gint64
weft_policy_count_seen (const WeftEnvironment *environment)
{
  return weft_shape_count (&environment->observation);
}

gint64
weft_policy_count_moves (const Policy *it)
{
  return (gint64) it->n_envs * it->n_steps;
}

gboolean
weft_policy_imitates (const Policy *it, const WeftEnvironment *environment)
{
  return it->imitation_steps > 0 && environment->teach != NULL;
}

const float *
weft_policy_get_spread (const WeftRecipeRun *run)
{
  const WeftProgram *program = run->program;
  int value = weft_program_find_given (program, run->roles[POLICY], "d");

  g_return_val_if_fail (value >= 0, NULL);
  return weft_state_find_value (run->state,
                                &g_array_index (program->values, WeftProgramValue, value))
      ->value;
}

/* --- moves --- */

static gpointer
get_game (const WeftRecipeRun *run, gint64 world)
{
  return (char *) run->own[GAMES] + (gsize) world * run->environment->state_size;
}

static Move *
get_move (const WeftRecipeRun *run, gint64 world, gint64 t)
{
  return (Move *) run->own[MOVES] + world * ((const Policy *) run->record)->n_steps + t;
}

static void
begin_episode (WeftRecipeRun *run, gint64 world)
{
  Progress *progress = run->own[PROGRESS];
  const WeftRandom random = { run->state->seed, WEFT_STREAM_EPISODE, (guint64) progress->begun };

  run->environment->reset (get_game (run, world), &random);
  ((gint32 *) run->own[MADE])[world] = 0;
  progress->begun++;
}

/* --- all worlds at once: none of them knows of the others, so threads may share them --- */

#define WORLDS_A_SLICE 8

typedef struct
{
  WeftRecipeRun *run;
  gint64 t;
  float *seen;                /* (worlds, observation) */
  const WeftBeliefs *beliefs; /* of all */
} Worlds;

static void
share_worlds (Worlds *worlds, WeftSliceFunc func)
{
  const Policy *it = worlds->run->record;

  weft_recipe_share (worlds->run, func, worlds,
                     (guint) (it->n_envs + WORLDS_A_SLICE - 1) / WORLDS_A_SLICE);
}

static gint64
end_slice (const Worlds *worlds, guint slice)
{
  return MIN (((const Policy *) worlds->run->record)->n_envs,
              ((gint64) slice + 1) * WORLDS_A_SLICE);
}

static void
observe_slice_cb (gpointer data, guint slice)
{
  const Worlds *worlds = data;
  const WeftRecipeRun *run = worlds->run;
  const Policy *it = run->record;
  gint64 size = weft_policy_count_seen (run->environment);

  for (gint64 world = (gint64) slice * WORLDS_A_SLICE; world < end_slice (worlds, slice); world++)
    {
      float *seen = worlds->seen + world * size;

      run->environment->observe (get_game (run, world), seen);
      if (worlds->t < it->n_steps)
        memcpy ((float *) run->own[SIGHT] + (world * it->n_steps + worlds->t) * size, seen,
                (gsize) size * sizeof *seen);
    }
}

/* What the network believes of all worlds as they stand; what was seen of them goes to `seen` as it
 * is before it is scaled. FALSE: there is an error. */
static gboolean
look (WeftRecipeRun *run, gint64 t, WeftBeliefs *beliefs)
{
  const Policy *it = run->record;
  const WeftPlayer player = { run, INFER, POLICY, VALUE };
  gint64 size = weft_policy_count_seen (run->environment);
  float *seen = weft_recipe_get_scratch (run, SEEN, (gsize) (it->n_envs * size));

  if (seen == NULL)
    return FALSE;
  share_worlds (&(Worlds){ .run = run, .t = t, .seen = seen }, observe_slice_cb);
  return weft_recipe_believe (&player, seen, it->n_envs, beliefs);
}

/* What is right here, before the move: the network's own moves lead to where it is asked, so that
 * it is taught where it comes (Ross, Gordon and Bagnell 2011). */
static void
ask_teacher (WeftRecipeRun *run, gint64 world, gint64 t)
{
  const Policy *it = run->record;
  gboolean is_taught = run->state->step < it->imitation_steps;

  if (weft_policy_imitates (it, run->environment))
    ((gint32 *) run->own[TAUGHT])[world * it->n_steps + t]
        = is_taught ? 1 + run->environment->teach (get_game (run, world)) : 0;
}

/* Of the chances that the network gives. The reward. */
static double
take_action (WeftRecipeRun *run, gint64 world, const float *scores, Move *move,
             const WeftRandom *random, guint64 t, gboolean *ended)
{
  const WeftEnvironment *environment = run->environment;
  guint64 open = weft_environment_get_open (environment, get_game (run, world));

  move->open[0] = (guint32) open;
  move->open[1] = (guint32) (open >> 32);
  move->action = weft_surrogate_draw (scores, environment->actions, open,
                                      (double) weft_random_uniform (random, t));
  move->chance
      = (float) weft_surrogate_log_chance (scores, environment->actions, open, move->action);
  return environment->act (get_game (run, world), move->action, ended);
}

static double
take_forces (WeftRecipeRun *run, gint64 world, const float *mean, Move *move,
             const WeftRandom *random, guint64 t, gboolean *ended)
{
  const WeftEnvironment *environment = run->environment;
  gint64 n = environment->forces, place = world * ((const Policy *) run->record)->n_steps;
  float *forces = (float *) run->own[FORCES] + (place + (gint64) t) * n;
  const float *spread = weft_policy_get_spread (run);

  weft_forces_draw (mean, spread, random, t, forces, (int) n);
  move->chance = (float) weft_forces_log_chance (mean, spread, forces, (int) n);
  return environment->push (get_game (run, world), forces, ended);
}

static void
make_move (WeftRecipeRun *run, gint64 world, gint64 t, const WeftBeliefs *beliefs)
{
  const WeftEnvironment *environment = run->environment;
  const Progress *progress = run->own[PROGRESS];
  const WeftRandom random = { run->state->seed, WEFT_STREAM_PLAY + (((guint64) world + 1) << 8),
                              (guint64) progress->rounds };
  gint32 *made = (gint32 *) run->own[MADE] + world;
  const float *answers = beliefs->scores + world * weft_environment_count_answers (environment);
  Move *move = get_move (run, world, t);
  gboolean ended = FALSE;

  ask_teacher (run, world, t);
  *move = (Move){ .value = beliefs->values[world] };
  move->reward = (float) (environment->forces > 0 ? take_forces : take_action) (
      run, world, answers, move, &random, (guint64) t, &ended);
  (*made)++;
  if (ended)
    move->end = WEFT_MOVE_ENDED;
  else if (*made == environment->limit)
    move->end = WEFT_MOVE_BROKEN_OFF;
}

static void
move_slice_cb (gpointer data, guint slice)
{
  const Worlds *worlds = data;

  for (gint64 world = (gint64) slice * WORLDS_A_SLICE; world < end_slice (worlds, slice); world++)
    make_move (worlds->run, world, worlds->t, worlds->beliefs);
}

/* Whose episode is over begins another, and of those broken off it is asked what they leave. */
static gboolean
begin_again (WeftRecipeRun *run, gint64 t)
{
  const Policy *it = run->record;
  WeftBeliefs beliefs = { NULL };
  gboolean is_broken_off = FALSE;

  for (gint64 world = 0; world < it->n_envs; world++)
    is_broken_off |= get_move (run, world, t)->end == WEFT_MOVE_BROKEN_OFF;
  if (is_broken_off && !look (run, it->n_steps, &beliefs))
    return FALSE;
  for (gint64 world = 0; world < it->n_envs; world++)
    {
      Move *move = get_move (run, world, t);

      if (move->end == WEFT_MOVE_BROKEN_OFF)
        move->after = beliefs.values[world];
      if (move->end != WEFT_MOVE_GOES_ON)
        begin_episode (run, world);
    }
  return TRUE;
}

/* --- what they brought --- */

static gboolean
judge_world (WeftRecipeRun *run, gint64 world, double last)
{
  const Policy *it = run->record;
  gsize n = (gsize) it->n_steps;
  WeftMoveMade *made = (gpointer) weft_recipe_get_scratch (
      run, MADE_IN_ONE, n * sizeof (WeftMoveMade) / sizeof (float));
  float *advantages = weft_recipe_get_scratch (run, ADVANTAGES, n);

  if (made == NULL || advantages == NULL)
    return FALSE;
  for (gsize t = 0; t < n; t++)
    {
      const Move *move = get_move (run, world, (gint64) t);

      made[t] = (WeftMoveMade){ move->reward * (float) it->reward_scale, move->value, move->after,
                                (WeftMoveEnd) move->end };
    }
  weft_advantages_find (made, n, last, it->discount, it->method == REINFORCE ? 1 : it->gae_lambda,
                        advantages);
  for (gsize t = 0; t < n; t++)
    {
      Move *move = get_move (run, world, (gint64) t);

      move->advantage = advantages[t];
      move->worth = advantages[t] + move->value;
    }
  return TRUE;
}

static gboolean
judge_all (WeftRecipeRun *run)
{
  const Policy *it = run->record;
  WeftBeliefs beliefs;

  if (!look (run, it->n_steps, &beliefs))
    return FALSE;
  for (gint64 world = 0; world < it->n_envs; world++)
    if (!judge_world (run, world, (double) beliefs.values[world]))
      return FALSE;
  return TRUE;
}

void
weft_policy_shuffle (WeftRecipeRun *run)
{
  const Policy *it = run->record;
  const Progress *progress = run->own[PROGRESS];
  const WeftRandom random
      = { run->state->seed, WEFT_STREAM_PLAY,
          (guint64) progress->rounds * 128 + (guint64) progress->pass }; /* 100 passes at most */
  guint32 *order = run->own[ORDER];

  for (gint64 i = 0; i < weft_policy_count_moves (it); i++)
    order[i] = (guint32) i;
  weft_random_shuffle (&random, order, (gsize) weft_policy_count_moves (it));
}

gboolean
weft_policy_play (WeftRecipeRun *run)
{
  const Policy *it = run->record;
  Progress *progress = run->own[PROGRESS];

  for (gint64 world = 0; progress->begun < it->n_envs; world++)
    begin_episode (run, world);
  for (gint64 t = 0; t < it->n_steps; t++)
    {
      WeftBeliefs beliefs;

      if (!look (run, t, &beliefs))
        return FALSE;
      share_worlds (&(Worlds){ .run = run, .t = t, .beliefs = &beliefs }, move_slice_cb);
      if (!begin_again (run, t))
        return FALSE;
    }
  if (!judge_all (run))
    return FALSE;
  progress->rounds++;
  progress->pass = progress->at = 0;
  weft_policy_shuffle (run);
  return TRUE;
}
