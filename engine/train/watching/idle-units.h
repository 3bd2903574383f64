/* idle-units: units through which nothing is learnt: dead ones and saturated ones; for engine/train
 * alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/runner.h"
#include "engine/train/watching/snapshot.h"

typedef struct _WeftIdler WeftIdler;

WeftIdler *weft_idler_new (WeftModel *model, WeftState *state, WeftPool *pool, int level);
void weft_idler_free (WeftIdler *idler);
/* gint64 node → WeftIdleUnits, of every so manyth training sample, as the network answers them;
 * nodes without a function of one number have none. NULL: it cannot be run. Transfer full. */
GHashTable *weft_idler_count (WeftIdler *idler);
