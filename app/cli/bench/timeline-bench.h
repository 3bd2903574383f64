/* timeline-bench: how soon a step of a run is seen again, and how many are while it is dragged */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/bench/stage.h"

/* Trains digits-cnn for so many steps first. FALSE, which is said, where that fails. */
gboolean weft_bench_timeline (WeftStage *stage, gint64 steps, gboolean as_json);
