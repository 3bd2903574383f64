/* gallery-bench: how long it takes until the gallery is there, each of its examples, and something
 * that learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/bench/stage.h"

/* Opens each example in turn and trains it until it moves; prints a row each, and one of the window
 * with the gallery. FALSE: one of them could not be opened. */
gboolean weft_bench_gallery (WeftStage *stage, gboolean as_json);
