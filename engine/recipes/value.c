/* value: what each action is worth is learnt from moves that the network made itself (deep
 * Q-learning: Mnih et al. 2015; with the double estimate of van Hasselt et al. 2016, several
 * rewards added up, Sutton 1988, and priorities of Schaul et al. 2016)
 *
 * A step makes a move, remembers it, and draws a batch of what it remembers. What an action brought
 * is its reward and, while the episode went on, what the best action after it is worth to a copy
 * of the network that follows it now and then. A duelling network (Wang et al. 2016) is a graph: to
 * one Dense of one unit is added another, of a unit an action, less its mean. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/value-moves.h"

#include <string.h>

#include "engine/recipes/priority.h"
#include "engine/recipes/surrogate.h"

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
  WEFT_INT (Value, n_step, 1, 1, 1000, .ui_max = 10, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Rewards added up"), .advanced = TRUE,
            .help = N_ ("How many rewards are added up as they came, before what the network hopes "
                        "for counts; more of them carry a late reward back faster")),
  WEFT_REAL (Value, priority, 0, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Priority"),
             .advanced = TRUE,
             .help = N_ ("How much more often moves are drawn that surprised the network; at 0 all "
                         "are as often")),
  WEFT_REAL (Value, correction, 0.5, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Correction"),
             .advanced = TRUE,
             .help = N_ ("How much less each move counts that priority draws more often; at 1 all "
                         "count as they were made")),
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

static const WeftRecipePlan plans[] = {
  [LEARN] = { .name = "learn", .mode = WEFT_MODE_TRAIN },
  [INFER] = { .name = "infer", .mode = WEFT_MODE_INFER },
  { NULL },
};

static guint
list_own (const WeftRecipeForm *form, WeftRecipeOwn own[WEFT_MAX_OWN])
{
  const Value *value = form->record;
  const WeftEnvironment *environment = form->environment;

  if (environment == NULL)
    return 0;
  own[PROGRESS] = (WeftRecipeOwn){ "progress", WEFT_SHAPE (sizeof (Progress) / 4) };
  own[GAME] = (WeftRecipeOwn){ "game", WEFT_SHAPE ((gint64) environment->state_size / 4) };
  own[MEMORY] = (WeftRecipeOwn){ "memory", WEFT_SHAPE (value->memory_size,
                                                       2 * weft_value_count_seen (environment)
                                                           + (gint64) OUTCOME) };
  own[TARGET] = (WeftRecipeOwn){ "target",
                                 WEFT_SHAPE ((gint64) weft_recipe_count_weights (form->program)) };
  own[PRIORITIES]
      = (WeftRecipeOwn){ "priorities", WEFT_SHAPE (weft_priority_count (value->memory_size)) };
  return value->priority > 0 ? PRIORITIES + 1 : PRIORITIES;
}

/* --- learning --- */

/* FALSE: no memory. */
static gboolean
get_batch (WeftRecipeRun *run, Batch *batch)
{
  gsize n = (gsize) run->binding.n, seen = (gsize) weft_value_count_seen (run->environment);

  batch->x = weft_recipe_get_scratch (run, X, n * seen);
  batch->next = weft_recipe_get_scratch (run, NEXT, n * seen);
  batch->y = weft_recipe_get_scratch (run, Y, n * (gsize) run->environment->actions);
  batch->drawn
      = (gpointer) weft_recipe_get_scratch (run, DRAWN, n * sizeof (Drawn) / sizeof (float));
  return batch->x != NULL && batch->next != NULL && batch->y != NULL && batch->drawn != NULL;
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

      if (outcome->end != WEFT_MOVE_ENDED)
        outcome->reward += batch->drawn[i].factor * worth[i * actions + batch->drawn[i].best];
    }
  return worth != NULL;
}

/* y (actions): what the network says. What counts less is nearer to that, which is how a squared
 * error's gradient becomes smaller. */
static void
learn_outcome (WeftRecipeRun *run, const Drawn *drawn, float *y)
{
  float *said = y + drawn->outcome.action, error = drawn->outcome.reward - *said;

  weft_value_remember_error (run, drawn, (double) error);
  *said = drawn->weight < 1 ? *said + drawn->weight * error : drawn->outcome.reward;
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
    learn_outcome (run, &batch->drawn[i], batch->y + i * actions);
  return TRUE;
}

static gboolean
find_targets (WeftRecipeRun *run, const Batch *batch)
{
  const Value *value = run->record;
  gboolean done;

  weft_value_draw (run, batch);
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

  weft_value_begin (run);
  if (run->state->step % value->target_every == 0)
    weft_recipe_copy_weights (run, run->own[TARGET]);
  if (!weft_value_play (run) || !get_batch (run, &batch) || !find_targets (run, &batch))
    return FALSE;
  return weft_recipe_learn_made (run, LEARN, batch.x, batch.y, NULL);
}

static gboolean
advise (WeftRecipeRun *run, float *x, guint64 open, WeftAdvice *advice)
{
  const Value *value = run->record;
  const float *worth;

  run->scale (run, x, 1);
  worth = weft_recipe_ask (run, INFER, x, 1);
  if (worth == NULL)
    return FALSE;
  *advice = (WeftAdvice){ worth,
                          (double) worth[weft_environment_find_best (run->environment, open, worth)]
                              / value->reward_scale };
  return TRUE;
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
  .sketch = "data | ?flat flatten | wide dense units=64 | bend relu | worth dense units={y} | "
            "loss mse; data.y | loss.target",
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
