/* viewer: makes snapshots of one state; for engine/train alone
 *
 * Owned by one thread. What it needs is made when it is first asked for, and kept. What has no
 * memory is left out of the picture: looking never stops learning. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/runner.h"
#include "engine/train/watching/snapshot.h"

typedef struct _WeftViewer WeftViewer;

WeftViewer *weft_viewer_new (WeftModel *model, WeftState *state, WeftPool *pool, int level);
void weft_viewer_free (WeftViewer *viewer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftViewer, weft_viewer_free)
/* Without an evaluation, which the caller adds. */
WeftSnapshot *weft_viewer_look (WeftViewer *viewer, const WeftWatch *watch);
