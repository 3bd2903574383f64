/* marks: what nodes are told about themselves: frozen, muted, bypassed, whose weights they use */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

/* Of all that is selected; off again where all have it. */
void weft_marks_freeze (WeftPlane *self);
void weft_marks_mute (WeftPlane *self);
void weft_marks_bypass (WeftPlane *self);
gboolean weft_marks_are_frozen (WeftPlane *self);
gboolean weft_marks_are_muted (WeftPlane *self);
gboolean weft_marks_are_bypassed (WeftPlane *self);

/* Those that are selected and have weights of their own begin anew. */
void weft_marks_renew (WeftPlane *self);

/* Several nodes of one layer use the weights of the first; or one has its own again. */
void weft_marks_share (WeftPlane *self);
gboolean weft_marks_can_be_shared (WeftPlane *self);
gboolean weft_marks_are_shared (WeftPlane *self);
