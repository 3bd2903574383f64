/* plain: what rows share that learn all weights from one loss after the other, batch by batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/recipes/recipe-run.h"

extern const WeftRecipeLane weft_plain_lanes[]; /* one, of all weights */
extern const WeftRecipePlan weft_plain_plans[]; /* one, of the whole network */
gboolean weft_plain_step (WeftRecipeRun *run);

/* What is learnt without labels: a network that gives again what it was shown. */
#define WEFT_REBUILT_ROLE                                                                          \
  {                                                                                                \
    .name = "rebuilt", .title = N_ ("a comparison with what was shown"),                           \
    .help = N_ ("A Mean squared error, or another loss, has to compare what the network gives "    \
                "with x of the data."),                                                            \
    .layer = "mse|mae|huber|smooth_l1|bce_with_logits", .port = "target", .field = "x",            \
    .sketch = "alone; data | ?flat flatten | in1 dense units=64 | bend1 relu | "                   \
              "code dense units=16 | out1 dense units=64 | bend2 relu | out2 dense units={x} | "   \
              "?shape reshape shape={shape} | loss mse; data | loss.target",                       \
  }
