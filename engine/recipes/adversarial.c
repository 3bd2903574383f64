/* adversarial: a generator learns to make what a discriminator takes for real, while that learns to
 * tell it apart (Goodfellow et al. 2014, with their non-saturating loss)
 *
 * Both step at once: the generator's loss is the graph's own, of made samples that are to be real;
 * the same made samples are then shown to the discriminator beside the real ones of the batch. What
 * else has weights, as a classifier of the real samples by which made ones are judged, learns along
 * with the generator, by its own loss. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

#include <math.h>
#include <string.h>

typedef struct
{
  double smoothing, gradient_penalty, weight_bound;
  int generator_every, discriminator_every;
} Adversarial;

static const WeftParam params[] = {
  WEFT_REAL (Adversarial, smoothing, 0, 0, 0.5, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Label smoothing"), .advanced = TRUE,
             .help = N_ ("How far from sure the discriminator is to be of real samples")),
  WEFT_REAL (Adversarial, gradient_penalty, 0, 0, 1e6, .ui_max = 20,
             .label = N_ ("Gradient penalty"), .advanced = TRUE,
             .help = N_ ("How much it counts that the discriminator’s score rises by 1 a step of "
                         "length 1; goes with a Wasserstein loss, 10 is usual; 0: none")),
  WEFT_REAL (Adversarial, weight_bound, 0, 0, 1e6, .ui_max = 0.1, .label = N_ ("Weight bound"),
             .advanced = TRUE,
             .help = N_ ("How far from 0 the discriminator’s weights may be, 0.01 is usual with a "
                         "Wasserstein loss; 0: as far as they like")),
  WEFT_INT (Adversarial, generator_every, 1, 1, 1000, .ui_max = 10, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Generator every"), .advanced = TRUE,
            .help = N_ ("In which steps the generator learns, too; between them the discriminator "
                        "learns alone")),
  WEFT_INT (Adversarial, discriminator_every, 1, 1, 1000, .ui_max = 10, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Discriminator every"), .advanced = TRUE,
            .help = N_ ("In which steps the discriminator learns, and in those in which the "
                        "generator does not; between them the generator learns alone")),
  { NULL },
};

enum
{
  CONTEST, /* the first role */
};

static const WeftRecipeRole roles[] = {
  [CONTEST] = { .name = "contest",
                .title = N_ ("a contest"),
                .help = N_ ("A Contest node shows real and made samples to the discriminator."),
                .layer = "contest",
                .sketch = "alone; data | noise noise size=8 | make1 dense units=64 | bend1 relu | "
                          "make2 dense units={x} | ?shape reshape shape={shape} | "
                          "contest.made contest; data | contest.real; contest.shown | "
                          "?flat flatten | judge1 dense units=64 | bend2 leaky_relu | "
                          "judge2 dense units=1 | loss bce_with_logits; "
                          "contest.is_real | loss.target" },
  { .name = "generator",
    .title = N_ ("a generator"),
    .help = N_ ("Layers with weights have to lead to what the Contest is given as made."),
    .before = "contest",
    .port = "made",
    .rest = TRUE },
  { .name = "discriminator",
    .title = N_ ("a discriminator"),
    .help = N_ ("Layers with weights have to follow the Contest and judge what it shows."),
    .after = "contest" },
  { NULL },
};

/* In the order of the plans. */
enum
{
  GENERATOR,
  DISCRIMINATOR,
  PENALTY, /* a plan alone */
};

static const WeftRecipeLane lanes[] = {
  [GENERATOR] = { .name = "generator", .title = N_ ("Generator") },
  [DISCRIMINATOR]
  = { .name = "discriminator", .title = N_ ("Discriminator"), .optimizer = "adam", .lr = 0.001 },
  { NULL },
};

static const WeftRecipePlan plans[] = {
  [GENERATOR]
  = { .name = "generator", .mode = WEFT_MODE_TRAIN, .keep = "contest", .wrt = "generator" },
  [DISCRIMINATOR] = { .name = "discriminator",
                      .mode = WEFT_MODE_TRAIN,
                      .entry = "contest",
                      .wrt = "discriminator",
                      .times = 2 },
  [PENALTY] = { .name = "penalty",
                .mode = WEFT_MODE_TRAIN,
                .entry = "contest",
                .wrt = "discriminator",
                .input_gradient = TRUE,
                .times = 2 },
  { NULL },
};

/* Real samples, then made ones, and which are which. NULL: no memory. */
static WeftExec *
show_both (WeftRecipeRun *run, const float *real, const float *made, gsize size)
{
  const Adversarial *adversarial = run->record;
  gsize n = (gsize) run->binding.n;
  float *shown = weft_recipe_get_scratch (run, 0, 2 * n * size),
        *is_real = weft_recipe_get_scratch (run, 1, 2 * n);

  if (shown == NULL || is_real == NULL)
    return NULL;
  memcpy (shown, real, n * size * sizeof *shown);
  memcpy (shown + n * size, made, n * size * sizeof *shown);
  for (gsize i = 0; i < 2 * n; i++)
    is_real[i] = i < n ? (float) (1 - adversarial->smoothing) : 0;
  return weft_recipe_run_entry (run, DISCRIMINATOR, (const void *[]){ shown, is_real, NULL });
}

/* --- the gradient penalty: λ · mean (|∇D (x)| − 1)² at points x between real and made samples
 * (Gulrajani et al. 2017)
 *
 * Its gradient by the weights is that of Σ c D along v = ∇D / |∇D|, c = 2 λ (|∇D| − 1): the central
 * difference of the gradients of Σ c D at x + h v and x − h v, whose factors a Wasserstein loss
 * takes from its targets: of target t it is (1 − 2t) D. The loss is a mean over real and made
 * samples, half of what papers sum, and so is this. */

#define STRIDE 3e-3f /* h */

enum
{
  BETWEEN, /* scratch: x; show_both's, which comes later */
  TARGETS, /* t */
  BESIDE,  /* x ± h v */
  ALONG,   /* v */
  SUM,     /* of gradients by the weights */
  TARGETS_BESIDE,
};

typedef struct
{
  float *between, *targets, *beside, *along, *sum;
  gsize n, size, n_weights; /* points, numbers of each */
} Penalty;

/* The one loss that teaches; NULL: there are several. */
static const WeftProgramLoss *
find_only_loss (const WeftProgram *program)
{
  const WeftProgramLoss *only = NULL;

  for (guint i = 0; i < program->losses->len; i++)
    {
      const WeftProgramLoss *loss = weft_program_get_loss (program, i);

      if (loss->weight == 0)
        continue;
      if (only != NULL)
        return NULL;
      only = loss;
    }
  return only;
}

static gboolean
is_wasserstein (const WeftProgram *program)
{
  const WeftProgramLoss *loss = find_only_loss (program);

  for (guint k = 0; loss != NULL && k < program->ops->len; k++)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, k);
      const WeftOp *row = weft_op_find (op->op, 0);
      WeftAttr kind;

      if (op->out[0] != loss->loss || !g_str_equal (op->op, "adversarial"))
        continue;
      weft_op_attr_get (weft_params_find (row->attrs, "of"), op->attrs, &kind);
      return g_str_equal (weft_params_find (row->attrs, "of")->choices[(int) kind.v[0]].value,
                          "wasserstein");
    }
  return FALSE;
}

/* FALSE: no memory, or no such loss; the run's error says so. */
static gboolean
prepare (WeftRecipeRun *run, gsize size, Penalty *penalty)
{
  gsize n = 2 * (gsize) run->binding.n, n_weights;
  WeftBinding binding = weft_recipe_bind (run->plans, PENALTY, run->binding);
  WeftExec *exec = NULL;

  if (!is_wasserstein (run->program))
    g_set_error_literal (&run->error, WEFT_ERROR, WEFT_ERROR_INVALID,
                         _ ("The gradient penalty goes with one loss alone, an Adversarial loss of "
                            "the kind Wasserstein."));
  else
    exec = run->find_exec (run, PENALTY, &binding);
  if (exec == NULL)
    return FALSE;
  weft_exec_get_gradients (exec, &n_weights);
  *penalty = (Penalty){ .n = n, .size = size, .n_weights = n_weights };
  penalty->between = weft_recipe_get_scratch (run, BETWEEN, n * size);
  penalty->targets = weft_recipe_get_scratch (run, TARGETS, n);
  penalty->beside = weft_recipe_get_scratch (run, BESIDE, n * size);
  penalty->along = weft_recipe_get_scratch (run, ALONG, n * size);
  penalty->sum = weft_recipe_get_scratch (run, SUM, n_weights);
  return penalty->between != NULL && penalty->targets != NULL && penalty->beside != NULL
         && penalty->along != NULL && penalty->sum != NULL;
}

/* Points between the real and the made sample of a number, twice as many as there are of each. */
static void
draw_between (const WeftRecipeRun *run, Penalty *penalty, const float *real, const float *made)
{
  const WeftRandom random = { run->state->seed, WEFT_STREAM_PLAY, (guint64) run->state->step };

  for (gsize k = 0; k < penalty->n; k++)
    {
      float share = weft_random_uniform (&random, k);
      gsize from = k % (penalty->n / 2) * penalty->size, to = k * penalty->size;

      penalty->targets[k] = 0; /* D itself */
      for (gsize i = 0; i < penalty->size; i++)
        penalty->between[to + i] = share * real[from + i] + (1 - share) * made[from + i];
    }
}

/* v, and in place of targets c, from the gradients by the points of D's mean. */
static void
find_along (Penalty *penalty, const float *gradient, double weight)
{
  for (gsize k = 0; k < penalty->n; k++)
    {
      double square = 0, length;

      for (gsize i = k * penalty->size; i < (k + 1) * penalty->size; i++)
        square += (double) gradient[i] * gradient[i];
      length = sqrt (square);
      for (gsize i = k * penalty->size; i < (k + 1) * penalty->size; i++)
        penalty->along[i] = length > 0 ? (float) (gradient[i] / length) : 0;
      penalty->targets[k] = (float) (weight * (length * (double) penalty->n - 1));
    }
}

/* Adds the gradients of Σ c D / ±2h at x ± h v. */
static gboolean
add_side (WeftRecipeRun *run, Penalty *penalty, float side, float *targets)
{
  WeftExec *exec;
  const float *gradients;
  gsize n;

  for (gsize i = 0; i < penalty->n * penalty->size; i++)
    penalty->beside[i] = penalty->between[i] + side * STRIDE * penalty->along[i];
  for (gsize k = 0; k < penalty->n; k++)
    targets[k] = (1 - side * penalty->targets[k] / (2 * STRIDE)) / 2;
  exec = weft_recipe_run_entry (run, PENALTY, (const void *[]){ penalty->beside, targets, NULL });
  if (exec == NULL)
    return FALSE;
  gradients = weft_exec_get_gradients (exec, &n);
  for (gsize i = 0; i < n; i++)
    penalty->sum[i] = side > 0 ? gradients[i] : penalty->sum[i] + gradients[i];
  return TRUE;
}

static gboolean
find_penalty (WeftRecipeRun *run, const float *real, const float *made, gsize size,
              Penalty *penalty)
{
  const Adversarial *adversarial = run->record;
  float *targets;
  WeftExec *exec;

  if (!prepare (run, size, penalty))
    return FALSE;
  draw_between (run, penalty, real, made);
  exec = weft_recipe_run_entry (run, PENALTY,
                                (const void *[]){ penalty->between, penalty->targets, NULL });
  targets = weft_recipe_get_scratch (run, TARGETS_BESIDE, penalty->n);
  if (exec == NULL || targets == NULL)
    return FALSE;
  find_along (penalty, weft_recipe_get_entry_gradient (run, exec, CONTEST),
              adversarial->gradient_penalty);
  return add_side (run, penalty, 1, targets) && add_side (run, penalty, -1, targets);
}

/* What the discriminator learns of both kinds of samples, and of the penalty. NULL: it could not be
 * run. */
static WeftExec *
teach (WeftRecipeRun *run, const WeftRecipeValue *real, const WeftRecipeValue *made)
{
  const Adversarial *adversarial = run->record;
  gboolean has_penalty = adversarial->gradient_penalty > 0;
  Penalty penalty;
  WeftExec *exec;
  gsize n;

  if (has_penalty && !find_penalty (run, real->data, made->data, made->size, &penalty))
    return NULL;
  exec = show_both (run, real->data, made->data, made->size);
  for (gsize i = 0; has_penalty && exec != NULL && i < penalty.n_weights; i++)
    weft_exec_get_gradients (exec, &n)[i] += penalty.sum[i];
  return exec;
}

/* Whose turn it is in this step; who is told to learn alone does so in any. */
static gboolean
is_turn (const WeftRecipeRun *run, guint lane)
{
  const Adversarial *it = run->record;
  gboolean generator = run->state->step % it->generator_every == 0,
           discriminator = run->state->step % it->discriminator_every == 0;

  if (run->alone != 0)
    return run->alone == lane + 1;
  return lane == GENERATOR ? generator : discriminator || !generator;
}

static gboolean
step (WeftRecipeRun *run)
{
  const Adversarial *adversarial = run->record;
  WeftExec *generator = weft_recipe_run_plan (run, GENERATOR, run->binding, run->inputs),
           *discriminator;
  WeftRecipeValue made, real;

  if (generator == NULL)
    return FALSE;
  made = weft_recipe_get_value (run, generator, CONTEST, "made");
  real = weft_recipe_get_value (run, generator, CONTEST, "real");
  discriminator = teach (run, &real, &made);
  if (discriminator == NULL)
    return FALSE;
  run->lanes[GENERATOR].exec = generator; /* also where it does not learn now */
  run->lanes[GENERATOR].loss = weft_exec_get_loss (generator);
  run->lanes[DISCRIMINATOR].loss = weft_exec_get_loss (discriminator);
  if ((is_turn (run, GENERATOR) && !weft_recipe_update (run, GENERATOR, generator))
      || (is_turn (run, DISCRIMINATOR) && !weft_recipe_update (run, DISCRIMINATOR, discriminator)))
    return FALSE;
  if (adversarial->weight_bound > 0)
    weft_recipe_bound_weights (run, discriminator, (float) adversarial->weight_bound);
  return TRUE;
}

const char WEFT_RECIPE_TITLE (adversarial)[] = N_ ("Adversarial");

const WeftRecipe weft_recipe_adversarial = {
  .id = "adversarial",
  .title = WEFT_RECIPE_TITLE (adversarial),
  .summary = N_ ("A generator and a discriminator learn against each other."),
  .roles = roles,
  .params = params,
  .record_size = sizeof (Adversarial),
  .lanes = lanes,
  .plans = plans,
  .step = step,
};
