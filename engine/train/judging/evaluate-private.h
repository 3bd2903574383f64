/* evaluate: what the trainer keeps between evaluations; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/judging/evaluate.h"
#include "engine/train/model/runner.h"

/* A runner that computes losses, in batches of the model's size. */
WeftRunner *weft_evaluation_new_runner (WeftModel *model, WeftState *state, WeftPart part,
                                        WeftPool *pool, int level, GError **error);
/* NULL without an error: interrupted. */
WeftEvaluation *weft_evaluation_run (WeftRunner *runner, WeftPart part, GError **error);
/* Predictions of n samples x, which are the runner's to change, batch by batch: what the loss of
 * that number judges, which a runner for evaluation has, or the answer (-1), which any has. */
WeftTensor *weft_runner_infer (WeftRunner *runner, const float *x, gint64 n, gboolean raw, int loss,
                               GError **error);
