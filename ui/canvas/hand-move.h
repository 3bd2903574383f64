/* hand-move: nodes that follow the hand, snap, go into a wire, and become one edit when let go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/hand.h"

void weft_hand_move_begin (WeftPlane *plane);
void weft_hand_move_update (WeftPlane *plane, double dx, double dy,
                            gboolean snap); /* px of the plane */
void weft_hand_move_end (WeftPlane *plane, gboolean keep);
