/* settle: whoever stands where an edit puts a node makes way for it; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/layout.h"
#include "ui/context/context.h"
#include "ui/scene/scene.h"

/* The edit, and moves after which nothing that it put somewhere, moved or made larger lies over
 * another node, by the room that nodes really take: in a large network by what is known of it,
 * where a node's own settings are followed, but not what they mean for others. known: what is known
 * of graph, nullable. Takes edit; transfer full. */
WeftEdit *weft_settle_edit (WeftGraph *graph, WeftCatalog *catalog, WeftReport *known,
                            WeftEdit *edit);
/* The same of what the context shows: what it is to settle edits by. */
WeftEdit *weft_settle_for_context (WeftContext *context, WeftEdit *edit);
/* How large every node is, in the graph's order, for a layout; the arrays are the caller's. */
void weft_settle_measure (WeftGraph *graph, const WeftReport *known, double *width, double *height);
