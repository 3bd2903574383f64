/* grouping: what the menu of a node does to its place in groups and to its flags */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

/* Into the group that is selected, and out of the one that is looked into. */
void weft_grouping_enter (WeftPlane *self);
void weft_grouping_leave (WeftPlane *self);
void weft_grouping_group (WeftPlane *self);
void weft_grouping_ungroup (WeftPlane *self);
/* Of all that is selected; off again where all have it. */
void weft_grouping_freeze (WeftPlane *self);
void weft_grouping_mute (WeftPlane *self);
void weft_grouping_bypass (WeftPlane *self);
