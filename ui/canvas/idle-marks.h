/* idle-marks: units through which nothing is learnt, counted on their nodes, when asked */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas/node-view.h"

typedef struct _WeftPlane WeftPlane;

/* A toggle of the canvas's commands, and whether it is on. */
void weft_idle_marks_toggle (WeftPlane *plane);
gboolean weft_idle_marks_are_shown (WeftPlane *plane);
void weft_idle_marks_restore (WeftPlane *plane); /* as the project was left */
/* The line under the node's title: "3 dead, 1 saturated of 120"; nullable: its own. Transfer full.
 */
char *weft_idle_marks_dup_line (WeftPlane *plane, gint64 node);
/* Which they are, and what that means; NULL: it is not asked, or there are none to count. Transfer
 * full. */
char *weft_idle_marks_describe (WeftPlane *plane, gint64 node);
