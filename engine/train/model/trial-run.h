/* trial-run: what a model's recipe does with a state besides making steps; for engine/train alone
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/lanes.h"
#include "engine/train/model/runner.h"

typedef gboolean (*WeftTrialFunc) (WeftRecipeRun *run, gpointer user);

/* Calls func with a run of the runner's model and state, with its pool and kernels, and gives what
 * it says. FALSE without an error: interrupted. */
gboolean weft_runner_try (WeftRunner *runner, WeftTrialFunc func, gpointer user, GError **error);
/* Into *figure what the recipe finds, in place of what the data says. */
gboolean weft_runner_judge (WeftRunner *runner, WeftPart part, double *figure, GError **error);
