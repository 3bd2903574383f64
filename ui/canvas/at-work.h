/* at-work: the node and the wires at which the step is that is gone through op by op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

/* Lights them, and lets go those that were; brings the node into sight. */
void weft_at_work_show (WeftPlane *plane);
gboolean weft_at_work_has_wire (WeftPlane *plane, const WeftWire *wire);
