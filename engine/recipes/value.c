/* value: what each action is worth is learnt from moves that the network made itself (deep
 * Q-learning: Mnih et al. 2015; with the double estimate of van Hasselt et al. 2016)
 *
 * A step makes a move, remembers it, and draws a batch of what it remembers. What an action brought
 * is its reward and, while the episode went on, what the best action after it is worth to a copy
 * of the network that follows it now and then. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

#include <string.h>

typedef struct
{
  double discount, reward_scale;
  double exploration;
  int exploration_steps;
  int moves;
  int memory_size;
  int first_moves;
  int target_every;
  gboolean double_q;
} Value;

static const WeftParam params[] = {
  WEFT_DISCOUNT (Value),
  WEFT_REAL (Value, exploration, 0.05, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Exploration"),
             .help = N_ ("How often a move is made at random in the end; at first all are")),
  WEFT_INT (Value, exploration_steps, 5000, 1, 1000000000, .ui_max = 100000,
            .unit = WEFT_UNIT_STEPS, .label = N_ ("Exploration steps"),
            .help = N_ ("Over how many steps random moves become as rare as that")),
  WEFT_INT (Value, moves, 1, 1, 10000, .ui_max = 32, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Moves a step"), .help = N_ ("How many moves are made before each step")),
  WEFT_INT (Value, memory_size, 100000, 1, 10000000, .ui_max = 1000000, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Memory"), .help = N_ ("How many of the last moves are remembered")),
  WEFT_INT (Value, first_moves, 1000, 1, 10000000, .ui_max = 10000, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("First moves"), .advanced = TRUE,
            .help = N_ ("How many moves are made at random before the first step")),
  WEFT_INT (Value, target_every, 100, 1, 1000000000, .ui_max = 10000, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Target steps"), .advanced = TRUE,
            .help = N_ ("After how many steps the copy that judges moves follows the network")),
  WEFT_REWARD_SCALE (Value),
  WEFT_BOOL (Value, double_q, TRUE, .label = N_ ("Double estimate"), .advanced = TRUE,
             .help
             = N_ ("The network chooses the next action, its copy says what it is worth; else "
                   "the copy does both and hopes for too much")),
  { NULL },
};

static const WeftRecipeRole roles[] = {
  { .name = "world",
    .title = N_ ("a world to act in"),
    .help = N_ ("The data has to be one that answers to actions, such as Cart-pole."),
    .layer = "data",
    .acts = TRUE,
    .players = 1 },
  { NULL },
};

static const WeftRecipeLane lanes[] = {
  { .name = "weights" },
  { NULL },
};

/* In the order of the plans. */
enum
{
  LEARN,
  INFER,
};

static const WeftRecipePlan plans[] = {
  [LEARN] = { .name = "learn", .mode = WEFT_MODE_TRAIN },
  [INFER] = { .name = "infer", .mode = WEFT_MODE_INFER },
  { NULL },
};

/* In the order in which they are listed. */
enum
{
  PROGRESS,
  GAME,
  MEMORY,
  TARGET,
};

typedef struct
{
  gint32 has_begun;
  gint32 filled, next;  /* of the memory */
  gint32 episode, made; /* which, and its moves */
} Progress;

/* A move lies in the memory as: what was seen, what was seen after it, and these. */
typedef struct
{
  gint32 action;
  float reward;
  gint32 ended;
  guint32 may[2]; /* the actions that there are after it, a bit each */
} Outcome;

#define OUTCOME (sizeof (Outcome) / sizeof (float))

/* Of the scratch. */
enum
{
  X,     /* (n, observation) */
  NEXT,  /* (n, observation) */
  Y,     /* (n, actions) */
  DRAWN, /* (n): Drawn */
};

/* A move of the batch. */
typedef struct
{
  Outcome outcome;
  gint32 best; /* the next action */
} Drawn;

static gint64
count_seen (const WeftEnvironment *environment)
{
  return weft_shape_count (&environment->observation);
}

static guint
list_own (const WeftRecipeForm *form, WeftRecipeOwn own[WEFT_MAX_OWN])
{
  const Value *value = form->record;
  const WeftEnvironment *environment = form->environment;

  if (environment == NULL)
    return 0;
  own[PROGRESS] = (WeftRecipeOwn){ "progress", WEFT_SHAPE (sizeof (Progress) / 4) };
  own[GAME] = (WeftRecipeOwn){ "game", WEFT_SHAPE ((gint64) environment->state_size / 4) };
  own[MEMORY]
      = (WeftRecipeOwn){ "memory", WEFT_SHAPE (value->memory_size,
                                               2 * count_seen (environment) + (gint64) OUTCOME) };
  own[TARGET] = (WeftRecipeOwn){ "target",
                                 WEFT_SHAPE ((gint64) weft_recipe_count_weights (form->program)) };
  return TARGET + 1;
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
  return (float *) run->own[MEMORY] + i * (2 * count_seen (run->environment) + (gint64) OUTCOME);
}

static void
make_move (WeftRecipeRun *run, int action)
{
  const Value *value = run->record;
  const WeftEnvironment *environment = run->environment;
  gint64 seen = count_seen (environment);
  Progress *progress = run->own[PROGRESS];
  float *move = get_move (run, progress->next);
  Outcome outcome = { .action = action };
  gboolean ended = FALSE;
  guint64 may;

  environment->observe (run->own[GAME], move);
  outcome.reward = (float) environment->act (run->own[GAME], action, &ended);
  outcome.ended = ended;
  may = weft_environment_get_open (environment, run->own[GAME]);
  outcome.may[0] = (guint32) may;
  outcome.may[1] = (guint32) (may >> 32);
  environment->observe (run->own[GAME], move + seen);
  memcpy (move + 2 * seen, &outcome, sizeof outcome);
  progress->next = (progress->next + 1) % value->memory_size;
  progress->filled = MIN (progress->filled + 1, value->memory_size);
  progress->made++;
  if (ended || progress->made == environment->limit)
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
  float *x = weft_recipe_get_scratch (run, X, (gsize) (run->binding.n * count_seen (environment)));
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

/* Two blocks of random numbers a move. FALSE: there is an error. */
static gboolean
play (WeftRecipeRun *run)
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

/* Moves at random, which are drawn as of the step before the first. */
static void
begin (WeftRecipeRun *run)
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

/* --- learning --- */

typedef struct
{
  float *x, *next, *y;
  Drawn *drawn;
} Batch;

/* FALSE: no memory. */
static gboolean
get_batch (WeftRecipeRun *run, Batch *batch)
{
  gsize n = (gsize) run->binding.n, seen = (gsize) count_seen (run->environment);

  batch->x = weft_recipe_get_scratch (run, X, n * seen);
  batch->next = weft_recipe_get_scratch (run, NEXT, n * seen);
  batch->y = weft_recipe_get_scratch (run, Y, n * (gsize) run->environment->actions);
  batch->drawn
      = (gpointer) weft_recipe_get_scratch (run, DRAWN, n * sizeof (Drawn) / sizeof (float));
  return batch->x != NULL && batch->next != NULL && batch->y != NULL && batch->drawn != NULL;
}

static void
draw (WeftRecipeRun *run, const Batch *batch)
{
  const Progress *progress = run->own[PROGRESS];
  const WeftRandom random = get_draws (run);
  gint64 seen = count_seen (run->environment);
  guint64 first = 2 * (guint64) ((const Value *) run->record)->moves;

  for (gint64 i = 0; i < run->binding.n; i++)
    {
      const float *move = get_move (run, (gint64) weft_random_below (&random, first + (guint64) i,
                                                                     (guint64) progress->filled));

      memcpy (batch->x + i * seen, move, (gsize) seen * sizeof *move);
      memcpy (batch->next + i * seen, move + seen, (gsize) seen * sizeof *move);
      memcpy (&batch->drawn[i].outcome, move + 2 * seen, sizeof (Outcome));
      batch->drawn[i].outcome.reward *= (float) ((const Value *) run->record)->reward_scale;
    }
  run->scale (run, batch->x, run->binding.n);
  run->scale (run, batch->next, run->binding.n);
}

/* FALSE: there is an error. */
static gboolean
choose_next (WeftRecipeRun *run, const Batch *batch)
{
  const float *worth = weft_recipe_ask (run, INFER, batch->next, run->binding.n);

  for (gint64 i = 0; worth != NULL && i < run->binding.n; i++)
    {
      const Outcome *outcome = &batch->drawn[i].outcome;

      batch->drawn[i].best = weft_environment_find_best (
          run->environment, outcome->may[0] | (guint64) outcome->may[1] << 32,
          worth + i * run->environment->actions);
    }
  return worth != NULL;
}

/* What the moves brought: y of the action that was taken. The copy of the network is in its place.
 */
static gboolean
find_returns (WeftRecipeRun *run, const Batch *batch)
{
  const Value *value = run->record;
  const float *worth;
  int actions = run->environment->actions;

  if (!value->double_q && !choose_next (run, batch))
    return FALSE;
  worth = weft_recipe_ask (run, INFER, batch->next, run->binding.n);
  for (gint64 i = 0; worth != NULL && i < run->binding.n; i++)
    {
      Outcome *outcome = &batch->drawn[i].outcome;

      if (!outcome->ended)
        outcome->reward += (float) value->discount * worth[i * actions + batch->drawn[i].best];
    }
  return worth != NULL;
}

/* What the network says is right of every action but the one that was taken. */
static gboolean
fill_y (WeftRecipeRun *run, const Batch *batch)
{
  const float *worth = weft_recipe_ask (run, INFER, batch->x, run->binding.n);
  int actions = run->environment->actions;

  if (worth == NULL)
    return FALSE;
  memcpy (batch->y, worth, (gsize) (run->binding.n * actions) * sizeof *worth);
  for (gint64 i = 0; i < run->binding.n; i++)
    batch->y[i * actions + batch->drawn[i].outcome.action] = batch->drawn[i].outcome.reward;
  return TRUE;
}

static gboolean
find_targets (WeftRecipeRun *run, const Batch *batch)
{
  const Value *value = run->record;
  gboolean done;

  draw (run, batch);
  if (value->double_q && !choose_next (run, batch))
    return FALSE;
  weft_recipe_swap_weights (run, run->own[TARGET]);
  done = find_returns (run, batch);
  weft_recipe_swap_weights (run, run->own[TARGET]);
  return done && fill_y (run, batch);
}

static gboolean
step (WeftRecipeRun *run)
{
  const Value *value = run->record;
  Batch batch;

  begin (run);
  if (run->state->step % value->target_every == 0)
    weft_recipe_copy_weights (run, run->own[TARGET]);
  if (!play (run) || !get_batch (run, &batch) || !find_targets (run, &batch))
    return FALSE;
  return weft_recipe_learn_made (run, LEARN, batch.x, batch.y, NULL);
}

static const float *
advise (WeftRecipeRun *run, float *x)
{
  run->scale (run, x, 1);
  return weft_recipe_ask (run, INFER, x, 1);
}

static gboolean
judge (WeftRecipeRun *run, guint part, double *figure)
{
  return weft_recipe_play_greedy (run, INFER, part, figure);
}

static gint64
count_judged (const WeftRecipeForm *form)
{
  return form->environment != NULL ? WEFT_GREEDY_EPISODES * (gint64) form->environment->limit : 0;
}

const char WEFT_RECIPE_TITLE (value)[] = N_ ("Value learning");

const WeftRecipe weft_recipe_value = {
  .id = "value",
  .title = WEFT_RECIPE_TITLE (value),
  .summary = N_ ("The network acts in a world, and learns what each action brings."),
  .roles = roles,
  .params = params,
  .record_size = sizeof (Value),
  .lanes = lanes,
  .plans = plans,
  .list_own = list_own,
  .figure = "return",
  .judge = judge,
  .count_judged = count_judged,
  .advise = advise,
  .step = step,
};
