/* inserted: whether a layer was put in on a wire that there was; for engine/state and
 * engine/train */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"

/* Whether the node, which is new in `after`, alone or with other new ones in a row, stands between
 * two that were wired to each other before. */
gboolean weft_graph_is_inserted (WeftGraph *before, WeftGraph *after, gint64 node);
