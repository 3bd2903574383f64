/* policy: a network that says how likely each action is to be taken learns from what its actions
 * bring (REINFORCE: Williams 1992; proximal policy optimisation: Schulman et al. 2017)
 *
 * Some worlds stand side by side, so that the network is asked about all of them at once. So many
 * moves are made in each; what each brought beyond what was expected is its advantage, by which
 * batches of them are learnt, each move once in a pass. Then moves are made anew.
 *
 * Before that it may imitate: in the worlds that it comes to by its own moves somebody who knows
 * them says what he would do, which is learnt as a class is. What may be hoped for is learnt then,
 * too, so that reinforcement goes on from both. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/policy-moves.h"

#include <string.h>

static const WeftChoice methods[] = {
  [PROXIMAL] = { "ppo", N_ ("Proximal (PPO)") },
  [REINFORCE] = { "reinforce", N_ ("Plain (REINFORCE)") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_CHOICE (Policy, method, PROXIMAL, methods, .label = N_ ("Policy gradient"),
               .help = N_ ("Proximal learns several times from the same moves and bounds how far "
                           "they may change the policy; plain learns once from each")),
  WEFT_DISCOUNT (Policy),
  WEFT_REWARD_SCALE (Policy),
  WEFT_INT (Policy, n_envs, 8, 1, 1024, .ui_max = 64, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Worlds"), .help = N_ ("How many worlds are acted in side by side")),
  WEFT_INT (Policy, n_steps, 128, 1, 8192, .ui_max = 1024, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Moves in each"),
            .help = N_ ("How many moves are made in each world before they are learnt from")),
  WEFT_INT (Policy, n_epochs, 4, 1, 100, .ui_max = 20, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Passes"), .when_param = "method", .when_values = "ppo",
            .help = N_ ("How often each move is learnt from before new ones are made")),
  WEFT_REAL (Policy, clip_range, 0.2, 0.001, 10, .ui_max = 1, .label = N_ ("Bound of change"),
             .when_param = "method", .when_values = "ppo",
             .help
             = N_ ("How much likelier or less likely an action may become before a move stops "
                   "changing it: 0.2 is a fifth")),
  WEFT_REAL (Policy, gae_lambda, 0.95, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Trace"),
             .advanced = TRUE, .when_param = "method", .when_values = "ppo",
             .help
             = N_ ("How far ahead rewards are looked for themselves; at 0 the next one alone, "
                   "then what the network expects, at 1 all of them")),
  WEFT_REAL (Policy, ent_coef, 0.01, 0, 10, .ui_max = 0.1, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Worth of chance"), .advanced = TRUE,
             .help = N_ ("What it is worth to keep trying every action, so that the policy is not "
                         "sure too soon")),
  WEFT_BOOL (Policy, normalize_advantage, TRUE, .label = N_ ("Even out"), .advanced = TRUE,
             .help = N_ ("Brings the advantages in a batch to mean 0 and deviation 1")),
  WEFT_INT (Policy, imitation_steps, 0, 0, 1000000000, .ui_max = 10000, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Imitation steps"),
            .help = N_ ("For how many steps the network first learns what somebody who knows the "
                        "world would do where it comes; then it learns from what its actions "
                        "bring")),
  { NULL },
};

static const WeftRecipeRole roles[] = {
  [WORLD] = { .name = "world",
              .title = N_ ("a world to act in"),
              .help = N_ ("The data has to be one that answers to actions, such as Cart-pole."),
              .layer = "data",
              .acts = TRUE,
              .players = 1,
              .forces = TRUE },
  [POLICY] = { .name = "policy",
               .title = N_ ("beliefs about actions"),
               .help = N_ ("A Soft cross-entropy has to compare a score for each action with y of "
                           "the data."),
               .layer = "soft_cross_entropy",
               .sketch = "alone; data | ?flat flatten | wide dense units=64 | bend tanh | "
                         "scores dense units={y} | policy soft_cross_entropy; "
                         "data.y | policy.target",
               .forces_help = N_ ("A Gaussian likelihood has to compare a number for each force "
                                  "with y of the data."),
               .forces_layer = "gaussian",
               .forces_sketch = "alone; data | ?flat flatten | wide dense units=64 | bend tanh | "
                                "push dense units={y} | policy gaussian; "
                                "data.y | policy.target" },
  [VALUE] = { .name = "value",
              .title = N_ ("what it may hope for"),
              .help = N_ ("A Mean squared error has to compare one number with the outcome of the "
                          "data."),
              .layer = "mse",
              .sketch = "data | ?flat flatten | hope dense units=64 | bend tanh | "
                        "worth dense units=1 | value mse; data.outcome | value.target" },
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
  const Policy *it = form->record;
  const WeftEnvironment *world = form->environment;

  if (world == NULL)
    return 0;
  own[PROGRESS] = (WeftRecipeOwn){ "progress", WEFT_SHAPE (sizeof (Progress) / 4) };
  own[GAMES] = (WeftRecipeOwn){ "games", WEFT_SHAPE (it->n_envs, (gint64) world->state_size / 4) };
  own[MADE] = (WeftRecipeOwn){ "made", WEFT_SHAPE (it->n_envs) };
  own[SIGHT] = (WeftRecipeOwn){ "sight", WEFT_SHAPE (it->n_envs, it->n_steps,
                                                     weft_policy_count_seen (world)) };
  own[MOVES] = (WeftRecipeOwn){ "moves", WEFT_SHAPE (it->n_envs, it->n_steps, sizeof (Move) / 4) };
  own[ORDER] = (WeftRecipeOwn){ "order", WEFT_SHAPE (weft_policy_count_moves (it)) };
  own[FORCES] = (WeftRecipeOwn){ "forces", WEFT_SHAPE (it->n_envs, it->n_steps, world->forces) };
  if (world->forces == 0)
    own[TAUGHT] = (WeftRecipeOwn){ "taught", WEFT_SHAPE (it->n_envs, it->n_steps) };
  return world->forces > 0 || weft_policy_imitates (it, world) ? FORCES + 1 : FORCES;
}

/* What is left of this pass is too little for the batch: the next one begins, or moves are made. */
static gboolean
prepare_batch (WeftRecipeRun *run)
{
  const Policy *it = run->record;
  Progress *progress = run->own[PROGRESS];
  gint64 n = MIN (run->binding.n, weft_policy_count_moves (it));

  if (progress->rounds > 0 && progress->at + n <= weft_policy_count_moves (it))
    return TRUE;
  progress->pass++;
  if (progress->rounds == 0 || progress->pass >= (it->method == REINFORCE ? 1 : it->n_epochs))
    return weft_policy_play (run);
  progress->at = 0;
  weft_policy_shuffle (run);
  return TRUE;
}

/* --- learning --- */

typedef struct
{
  float *x, *y, *ends, *advantages;
} Batch;

/* FALSE: no memory. */
static gboolean
get_batch (WeftRecipeRun *run, Batch *batch)
{
  gsize n = (gsize) run->binding.n;
  const WeftShape target = weft_environment_get_target (run->environment);

  batch->x
      = weft_recipe_get_scratch (run, X, n * (gsize) weft_policy_count_seen (run->environment));
  batch->y = weft_recipe_get_scratch (run, Y, n * (gsize) weft_shape_count (&target));
  batch->ends = weft_recipe_get_scratch (run, ENDS, n);
  batch->advantages = weft_recipe_get_scratch (run, ADVANTAGES, n);
  return batch->x != NULL && batch->y != NULL && batch->ends != NULL && batch->advantages != NULL;
}

/* Move i of the batch; of few moves and a large batch some stand in it twice. */
static guint32
get_place (const WeftRecipeRun *run, gint64 i)
{
  const Progress *progress = run->own[PROGRESS];
  const guint32 *order = run->own[ORDER];

  return order[(progress->at + i) % weft_policy_count_moves (run->record)];
}

static void
gather (WeftRecipeRun *run, const Batch *batch)
{
  gint64 seen = weft_policy_count_seen (run->environment);

  for (gint64 i = 0; i < run->binding.n; i++)
    {
      guint32 place = get_place (run, i);
      const Move *move = (const Move *) run->own[MOVES] + place;

      memcpy (batch->x + i * seen, (const float *) run->own[SIGHT] + place * seen,
              (gsize) seen * sizeof (float));
      batch->ends[i] = move->worth;
      batch->advantages[i] = move->advantage;
    }
  if (((const Policy *) run->record)->normalize_advantage)
    weft_advantages_normalize (batch->advantages, (gsize) run->binding.n);
}

/* Of the batch's move i. */
static WeftSurrogate
get_surrogate (WeftRecipeRun *run, const Batch *batch, gint64 i)
{
  const Policy *it = run->record;
  const WeftEnvironment *environment = run->environment;
  guint32 place = get_place (run, i);
  const Move *move = (const Move *) run->own[MOVES] + place;
  WeftSurrogate surrogate = {
    .n = weft_environment_count_answers (environment),
    .open = move->open[0] | (guint64) move->open[1] << 32,
    .action = move->action,
    .advantage = (double) batch->advantages[i],
    .log_before = (double) move->chance,
    .clip = it->method == REINFORCE ? 0 : it->clip_range,
    .entropy = it->ent_coef,
  };

  if (environment->forces > 0)
    {
      surrogate.forces = (const float *) run->own[FORCES] + (gsize) place * (gsize) surrogate.n;
      surrogate.spread = weft_policy_get_spread (run);
    }
  return surrogate;
}

/* 1 + what was right there; 0: nobody was asked. */
static gint32
get_taught (WeftRecipeRun *run, gint64 i)
{
  return weft_policy_imitates (run->record, run->environment)
             ? ((const gint32 *) run->own[TAUGHT])[get_place (run, i)]
             : 0;
}

static void
find_target (const WeftSurrogate *surrogate, const float *answers, gint32 taught, float *y)
{
  if (surrogate->forces != NULL)
    weft_forces_find_moments (surrogate, answers, y);
  else if (taught == 0)
    weft_surrogate_find_shares (surrogate, answers, y);
  else
    for (int a = 0; a < surrogate->n; a++)
      y[a] = a == taught - 1;
}

/* What is to be compared with what the policy is now. FALSE: there is an error. */
static gboolean
find_targets (WeftRecipeRun *run, const Batch *batch)
{
  const WeftPlayer player = { run, INFER, POLICY, VALUE };
  const WeftShape target = weft_environment_get_target (run->environment);
  WeftBeliefs beliefs;

  if (!weft_recipe_believe (&player, batch->x, run->binding.n, &beliefs))
    return FALSE;
  for (gint64 i = 0; i < run->binding.n; i++)
    {
      const WeftSurrogate surrogate = get_surrogate (run, batch, i);

      find_target (&surrogate, beliefs.scores + i * surrogate.n, get_taught (run, i),
                   batch->y + i * weft_shape_count (&target));
    }
  return TRUE;
}

static gboolean
step (WeftRecipeRun *run)
{
  Batch batch;

  if (!prepare_batch (run) || !get_batch (run, &batch))
    return FALSE;
  gather (run, &batch);
  if (!find_targets (run, &batch))
    return FALSE;
  ((Progress *) run->own[PROGRESS])->at
      += (gint32) MIN (run->binding.n, weft_policy_count_moves (run->record));
  return weft_recipe_learn_made (run, LEARN, batch.x, batch.y, batch.ends);
}

static gboolean
advise (WeftRecipeRun *run, float *x, guint64 open, WeftAdvice *advice)
{
  const WeftPlayer player = { run, INFER, POLICY, VALUE };

  return weft_recipe_advise (&player, x, ((const Policy *) run->record)->reward_scale, advice);
}

static gboolean
judge (WeftRecipeRun *run, guint part, double *figure)
{
  const WeftPlayer player = { run, INFER, POLICY, VALUE };

  return weft_recipe_play_likeliest (&player, part, figure);
}

static gint64
count_judged (const WeftRecipeForm *form)
{
  return form->environment != NULL ? WEFT_GREEDY_EPISODES * (gint64) form->environment->limit : 0;
}

const char WEFT_RECIPE_TITLE (policy)[] = N_ ("Policy gradient");

const WeftRecipe weft_recipe_policy = {
  .id = "policy",
  .title = WEFT_RECIPE_TITLE (policy),
  .summary = N_ ("The network acts in a world, and does more often what brought more than it "
                 "expected."),
  .roles = roles,
  .params = params,
  .record_size = sizeof (Policy),
  .lanes = lanes,
  .plans = plans,
  .list_own = list_own,
  .figure = "return",
  .judge = judge,
  .count_judged = count_judged,
  .advise = advise,
  .step = step,
};
