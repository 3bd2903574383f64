/* weights: what a network begins with when it is not drawn: what another project has learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/graft.h"

/* Puts what the newest run of the project at `path` came to, by names and shapes, into a state of
 * that graph: the average of weights where the project keeps one. The project is only read.
 * graft: as weft_state_graft says, of which prefix, too; to be cleared. FALSE: there is no such
 * project, it has learnt nothing, or nothing of it fits. */
gboolean weft_weights_take (WeftState *state, WeftGraph *graph, const char *prefix,
                            const char *path, WeftGraft *graft, GError **error);
