/* distillation: a small network learns what a large one that stands still believes of each sample,
 * softened by a temperature, and the labels beside it (Hinton, Vinyals and Dean 2015)
 *
 * The teacher stands in the same graph, so that it sees what its pupil sees, augmented or not; it
 * is as outside training: without dropout, with the statistics that it has. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

static const WeftRecipeRole roles[] = {
  { .name = "comparison",
    .title = N_ ("a comparison of pupil and teacher"),
    .help = N_ ("A Distillation loss has to compare the scores of both."),
    .layer = "distillation",
    .sketch = "end | !flat flatten | !wide dense units=32 | !bend relu | !scores dense units={y} | "
              "comparison.prediction distillation" },
  { .name = "teacher",
    .title = N_ ("a teacher"),
    .help = N_ ("What leads to the Distillation loss as “teacher” is a network that has learnt, of "
                "another project."),
    .before = "comparison",
    .port = "teacher",
    .brought = TRUE },
  { .name = "pupil",
    .title = N_ ("a pupil"),
    .help = N_ ("Layers with weights have to lead to the Distillation loss as “prediction”."),
    .before = "comparison",
    .port = "prediction" },
  { NULL },
};

static const WeftRecipeLane lanes[] = {
  { .name = "pupil" },
  { NULL },
};

static const WeftRecipePlan plans[] = {
  { .name = "pupil", .mode = WEFT_MODE_TRAIN, .wrt = "pupil", .rest_stands_still = TRUE },
  { NULL },
};

static gboolean
step (WeftRecipeRun *run)
{
  return weft_recipe_learn (run, 0, 0);
}

const char WEFT_RECIPE_TITLE (distillation)[] = N_ ("Distillation");

const WeftRecipe weft_recipe_distillation = {
  .id = "distillation",
  .title = WEFT_RECIPE_TITLE (distillation),
  .summary = N_ ("Learns what another network, which stands still, believes of each sample."),
  .roles = roles,
  .lanes = lanes,
  .plans = plans,
  .step = step,
  .adds_up = TRUE,
};
