/* masked: some tokens of a text are left out, and the network is to say what stood there from what
 * stands around (Devlin et al. 2019): those alone count, in evaluation, too; no labels are needed
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/plain.h"

static const WeftRecipeRole roles[] = {
  { .name = "guessed",
    .title = N_ ("a guess at each token"),
    .help = N_ ("A Cross-entropy has to compare a score for each token with x of the data."),
    .layer = "cross_entropy",
    .port = "target",
    .field = "x",
    .sketch = "alone; data | words embedding embedding_dim=32 | places learnt_positions | "
              "look transformer_encoder num_layers=1 dim_feedforward=64 | "
              "scores dense units={words} | loss cross_entropy; data | loss.target" },
  { .name = "left_out",
    .title = N_ ("tokens that are left out"),
    .help = N_ ("A Token dropout has to stand behind x of the data."),
    .layer = "token_dropout",
    .field = "x",
    .sketch = "data | +hide token_dropout p=0.15" },
  { .name = "counted",
    .title = N_ ("what was left out, as what counts"),
    .help = N_ ("The mask of the Cross-entropy has to be what the Token dropout left out."),
    .layer = "cross_entropy",
    .port = "mask",
    .from = "token_dropout.left_out",
    .sketch = "@token_dropout.left_out | @cross_entropy.mask" },
  { NULL },
};

const char WEFT_RECIPE_TITLE (masked)[] = N_ ("Masked tokens");

const WeftRecipe weft_recipe_masked = {
  .id = "masked",
  .title = WEFT_RECIPE_TITLE (masked),
  .summary = N_ ("Without labels: some tokens are left out, and it learns which they were."),
  .roles = roles,
  .lanes = weft_plain_lanes,
  .plans = weft_plain_plans,
  .step = weft_plain_step,
  .adds_up = TRUE,
};
