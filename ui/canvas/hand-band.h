/* hand-band: the rubber band that selects and the line that cuts */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/hand.h"

void weft_hand_band_begin (WeftPlane *plane); /* with Shift it adds to what is selected */
void weft_hand_band_update (WeftPlane *plane);
void weft_hand_cut_end (WeftPlane *plane); /* cuts what the line crosses */
