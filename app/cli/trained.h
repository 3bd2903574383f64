/* trained: what a run of a project has learnt, for commands that use it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/subject.h"
#include "app/session/runs.h"

/* Of a run (0: the newest): at ≥ 0 a step, computed again, in the graph that it had; else what is
 * stored (as weft_store_load_state takes it), in the graph of today as the run had it. *replayed:
 * to be cleared. */
gboolean weft_trained_find (WeftSubject *subject, gint64 run, gint64 at, guint threads,
                            WeftReplayed *replayed, GError **error);
