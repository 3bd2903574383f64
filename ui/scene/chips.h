/* chips: how much room the shapes beside the outputs have: for wires, nodes and ports */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/crowd.h"
#include "ui/scene/scene.h"

#define WEFT_CHIP_ROOM 200.0 /* px: where nothing stands behind a node */

/* What the wire leaves of the room for its shape: it stands on the bend of one that goes back. */
void weft_chips_note (WeftSceneNode *from, const WeftRoute *route);
/* The node's covers no other node's port. crowd: of the scene's boxes. */
void weft_chips_make_room (WeftScene *scene, const WeftCrowd *crowd, guint i);
