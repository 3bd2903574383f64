/* grouping: into groups and out of them; nodes put into one, and one taken apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

/* Into the group that is selected, and out of the one that is looked into. */
void weft_grouping_enter (WeftPlane *self);
void weft_grouping_leave (WeftPlane *self);
void weft_grouping_group (WeftPlane *self);
void weft_grouping_ungroup (WeftPlane *self);
void weft_grouping_keep (WeftPlane *plane); /* in the palette, as it is */
