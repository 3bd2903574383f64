/* remark-actions: notes, frames and points on wires made by hand; what a double click opens of a
 * node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/plane.h"

void weft_remarks_frame (WeftPlane *plane); /* round what is selected */
void weft_remarks_note (WeftPlane *plane);  /* at the pointer; its words are asked for at once */
/* Into the wire under the pointer, or the selected. */
void weft_remarks_reroute (WeftPlane *plane);
void weft_remarks_probe (WeftPlane *plane);
void weft_remarks_breakpoint (WeftPlane *plane);
/* What it is opened for: a group is looked into, a note is written in, others get a title. */
void weft_remarks_open (WeftPlane *plane, gint64 node);
void weft_remarks_rename (WeftPlane *plane); /* what is selected: its title, of a note its words */
