/* brought: a network of another program's as a project: its weights are a run that has made no step
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"
#include "projects/store/store.h"

/* A run of the project that begins with that state, which is taken, and stops there. */
gboolean weft_brought_begin_run (WeftStore *store, WeftModel *model, WeftState *state,
                                 GError **error);
/* A project at `path`, which is not there yet, of the network in `from` (file-format.h); nullable
 * with an error, and then nothing is left of it. */
WeftStore *weft_brought_create (const char *path, const char *from, const char *title,
                                GError **error);
