/* adversarial: a generator learns to make what a discriminator takes for real, while that learns to
 * tell it apart (Goodfellow et al. 2014, with their non-saturating loss)
 *
 * Both step at once: the generator's loss is the graph's own, of made samples that are to be real;
 * the same made samples are then shown to the discriminator beside the real ones of the batch. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

#include <string.h>

typedef struct
{
  double smoothing;
} Adversarial;

static const WeftParam params[] = {
  WEFT_REAL (Adversarial, smoothing, 0, 0, 0.5, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Label smoothing"), .advanced = TRUE,
             .help = N_ ("How far from sure the discriminator is to be of real samples")),
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
                .layer = "contest" },
  { .name = "generator",
    .title = N_ ("a generator"),
    .help = N_ ("Layers with weights have to lead to what the Contest is given as made."),
    .before = "contest",
    .port = "made" },
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

static gboolean
step (WeftRecipeRun *run)
{
  WeftExec *generator = weft_recipe_run_plan (run, GENERATOR, run->binding, run->inputs),
           *discriminator;
  WeftRecipeValue made, real;

  if (generator == NULL)
    return FALSE;
  made = weft_recipe_get_value (run, generator, CONTEST, "made");
  real = weft_recipe_get_value (run, generator, CONTEST, "real");
  discriminator = show_both (run, real.data, made.data, made.size);
  return discriminator != NULL && weft_recipe_update (run, GENERATOR, generator)
         && weft_recipe_update (run, DISCRIMINATOR, discriminator);
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
