/* add-block: a ready-made block put into the network, as a layer of the palette is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/blocks/block.h"
#include "ui/context/context.h"
#include "ui/scene/offer.h"

/* Whether it can stand behind that output, or what leaves it is not known. */
gboolean weft_add_block_fits (WeftContext *context, const WeftBlock *block, gint64 node,
                              int output);
/* into (nullable): in that wire, or, where it leads to no node yet, at its end; at (nullable):
 * there. With neither behind the selected node, or, where none is, behind the last one that it
 * fits: into its wire where it has one, else wired to it. As wide as what leads into it. One step
 * to undo. Returns the group's id; 0 when it is refused, which is then said. */
gint64 weft_add_block (WeftContext *context, const WeftBlock *block, const double at[2],
                       const WeftWire *into);
/* The same of an offer that is no layer: a block, or a group that was kept, which is trusted. */
gint64 weft_add_offer (WeftContext *context, const WeftOffer *offer, const double at[2],
                       const WeftWire *into);
