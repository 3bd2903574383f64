/* trial-run: what a model's recipe finds of a state by trying it, in place of what the data says;
 * for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/runner.h"

/* Of the runner's model and state, with its pool and kernels: into *figure the recipe's. FALSE
 * without an error: interrupted. */
gboolean weft_runner_try (WeftRunner *runner, WeftPart part, double *figure, GError **error);
