/* canvas-bench: how long the window works in a frame while something is done with the canvas or a
 * plot, how soon it is there, and what memory it takes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/bench/stage.h"

/* A line for each case, as it is measured. */
void weft_bench_canvas (WeftStage *stage, gboolean as_json);
