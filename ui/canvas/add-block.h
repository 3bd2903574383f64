/* add-block: a ready-made block put into the network, as a layer of the palette is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/blocks/block.h"
#include "ui/context/context.h"

/* Behind the selected node, or the end of what is there: into its wire where it has one, else wired
 * to it; at (nullable): there, by itself. As wide as what leads into it. One step to undo. Returns
 * the group's id, 0 when refused. */
gint64 weft_add_block (WeftContext *context, const WeftBlock *block, const double at[2]);
