/* token-runs: how many runs of 1 to 6 tokens all sequences share, for BLEU and chrF */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/sequence.h"

#define WEFT_RUNS 6

typedef struct
{
  double said[WEFT_RUNS], wanted[WEFT_RUNS], shared[WEFT_RUNS]; /* [n − 1]: of n tokens */
} WeftRuns;

void weft_runs_add (gpointer state, const WeftTokens *said, const WeftTokens *wanted);

#define WEFT_METRIC_RUNS(id_, title_, judge)                                                       \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = TRUE,                                                                              \
    .targets = WEFT_KINDS_OF_LABELS,                                                               \
    .size = sizeof (WeftRuns),                                                                     \
    .add_sequence = weft_runs_add,                                                                 \
    .end = judge,                                                                                  \
  }
