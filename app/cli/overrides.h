/* overrides: what holds for one run only: --set NODE.PARAM=VALUE and --seed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"

/* Whether each of set (nullable) names a parameter and gives it a value. */
gboolean weft_overrides_check (char **set, GError **error);
/* Those, and what held before (nullable): a{sv} of "node.param". seed < 0: not asked for. Transfer
 * full. */
GVariant *weft_overrides_collect (GVariant *before, char **set, gint64 seed);
gboolean weft_overrides_apply (GVariant *overrides, WeftGraph *graph, GError **error);
