/* place: what adding a layer changes: where it goes, who makes room, which wires; no widget in it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"
#include "engine/graph/edit.h"

#define WEFT_PLACE_PITCH 174 /* px from a node's left edge to the next one's */
#define WEFT_PLACE_WIDTH 132

/* One edit that adds a layer. behind: the node it goes behind and is wired to, 0 none; in a wire
 * when the output goes to one node. at: nullable, where it stands, which then moves nobody. Data on
 * an empty canvas brings the output and the loss that fit. node: the new one's id. Transfer full.
 */
WeftEdit *weft_place_layer (WeftGraph *graph, WeftCatalog *catalog, const WeftLayer *layer,
                            const double at[2], gint64 behind, gint64 *node);
/* Where a chain would go on: the last node that was added and is no loss; 0 when there is none. */
gint64 weft_place_find_end (WeftGraph *graph);
