/* wire-lanes: the level parts of ways between the rows, and which of them are taken; no GTK in it
 *
 * A way minds the lanes of those before it, never of those behind it: so what is found again one by
 * one is what would be found of all, when each whom a change concerns is found again, too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_LANE_PITCH 9.0 /* px between two wires in one lane */
#define WEFT_LANE_TRIES 6   /* pitches to each side at which a free one is looked for */

typedef struct
{
  double y, from, to;
  double asked; /* the y that it would have if no lane were taken */
  guint64 turn; /* of the way that takes it: the lower ones come first */
} WeftLane;

typedef struct _WeftLanes WeftLanes;

WeftLanes *weft_lanes_new (void);
void weft_lanes_free (WeftLanes *lanes);
void weft_lanes_take (WeftLanes *lanes, const WeftLane *lane);
void weft_lanes_leave (WeftLanes *lanes, const WeftLane *lane);
/* Whether one whose turn came before takes a lane nearer than the pitch to this one. */
gboolean weft_lanes_is_taken (const WeftLanes *lanes, const WeftLane *lane, double pitch);
/* --- what was taken or left since it was last forgotten --- */
guint weft_lanes_count_changes (const WeftLanes *lanes);
void weft_lanes_forget_changes (WeftLanes *lanes, guint from); /* those from that number on */
/* Whether one of them may be why this lane is not where it was asked for, or ought not to be. */
gboolean weft_lanes_concerns (const WeftLanes *lanes, const WeftLane *lane);
