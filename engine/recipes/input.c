/* input: the network stays as it is, and what it is shown learns: an input that excites a unit
 * (Erhan et al. 2009)
 *
 * What does not learn stands still: without dropout, with the statistics that it has. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

static const WeftRecipeRole roles[] = {
  { .name = "input",
    .title = N_ ("a free input"),
    .help = N_ ("A Free input node gives what is learnt in place of the data."),
    .layer = "free_input",
    .sketch = "data | +dream free_input" },
  { .name = "unit",
    .title = N_ ("something to excite"),
    .help = N_ ("An Excitation node says which unit of which node is to answer."),
    .layer = "excite",
    .sketch = "alone; end | wish excite" },
  { NULL },
};

static const WeftRecipeLane lanes[] = {
  { .name = "input" },
  { NULL },
};

static const WeftRecipePlan plans[] = {
  { .name = "input", .mode = WEFT_MODE_TRAIN, .wrt = "input", .rest_stands_still = TRUE },
  { NULL },
};

static gboolean
step (WeftRecipeRun *run)
{
  return weft_recipe_learn (run, 0, 0);
}

const char WEFT_RECIPE_TITLE (input)[] = N_ ("Input");

const WeftRecipe weft_recipe_input = {
  .id = "input",
  .title = WEFT_RECIPE_TITLE (input),
  .summary = N_ ("The network stays as it is; what it is shown learns to excite a unit."),
  .roles = roles,
  .lanes = lanes,
  .plans = plans,
  .step = step,
  .adds_up = TRUE,
};
