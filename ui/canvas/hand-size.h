/* hand-size: a note or a frame made larger or smaller at its corner */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/hand.h"

gboolean weft_hand_size_get (WeftPlane *plane, WeftBox *box); /* as it will be; FALSE: it is gone */
void weft_hand_size_end (WeftPlane *plane);
