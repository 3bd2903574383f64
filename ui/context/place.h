/* place: what adding a layer changes: where it goes, who makes room, which wires; no widget in it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/catalog.h"
#include "engine/graph/room.h"

#define WEFT_PLACE_PITCH WEFT_ROOM_PITCH

/* One edit that adds a layer. inside: the group that it comes to stand in, 0: the top, where data
 * always go. behind: the node it goes behind and is wired to, 0 none; in a wire
 * when the output goes to one node. at: nullable, where it stands, which then moves nobody. Data on
 * an empty canvas brings the output and the loss that fit. node: the new one's id. Transfer full.
 */
WeftEdit *weft_place_layer (WeftGraph *graph, WeftCatalog *catalog, const WeftLayer *layer,
                            gint64 inside, const double at[2], gint64 behind, gint64 *node);
/* Under everything else there: for what has nothing behind it and no place of its own. */
void weft_place_find_free_spot (WeftGraph *graph, gint64 inside, double spot[2]);

/* --- place-data.c: the one data node, and what makes it of use --- */

/* Before the first layer that waits for a wire, else a free spot. */
void weft_place_find_data_spot (WeftGraph *graph, double spot[2]);
/* An edit that adds a data node or changes it, and what the graph then lacks: the wire into the
 * first free input, output layer and loss at the end, the labels. What fitted the old data and does
 * not fit these any more is changed along: the loss, how many units the output has, a Flatten. A
 * table that is new to the graph is standardised. Takes edit; transfer full. */
WeftEdit *weft_place_complete (WeftGraph *graph, WeftCatalog *catalog, WeftEdit *edit);
/* The data node there is, or a new one, gets that source of the catalog; completed. node: its id.
 * Transfer full. */
WeftEdit *weft_place_source (WeftGraph *graph, WeftCatalog *catalog, const char *source,
                             gint64 *node);
/* Where a chain would go on: the last node that was added there and is no loss; 0 when there is
 * none. */
gint64 weft_place_find_end (WeftGraph *graph, gint64 inside);
