/* opened: what nodes that are open show of their units; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/runner.h"
#include "engine/train/watching/snapshot.h"

/* A forward pass over the plane that a set of points lies on, with every value kept; nullable: x is
 * no point, or there is no memory. */
WeftRunner *weft_opened_new_plane (WeftModel *model, WeftState *state, WeftPool *pool, int level);
/* WeftOpenNode of those of the nodes that have units; nodes end with 0 or after WEFT_MAX_OPENED.
 * plane: nullable. Transfer full. */
GPtrArray *weft_opened_look (const WeftModel *model, const WeftState *state, WeftRunner *plane,
                             const gint64 *nodes);
