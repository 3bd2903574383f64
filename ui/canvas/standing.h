/* standing: where the nodes' views stand, of which only those in sight are there to be drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

void weft_standing_lay_out (WeftPlane *plane, int width, int height);
void weft_standing_find_near (WeftPlane *plane); /* fills in near */
