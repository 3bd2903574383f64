/* way-states: states kept in memory along the way through a run, evenly thinned when there is no
 * more room; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"

struct _WeftWayStates
{
  GArray *frames;    /* WeftKeyFrame, by step and place; their ids mean nothing */
  GPtrArray *states; /* WeftState, of each */
  gsize bytes, room;
  guint run; /* whose they are, of those that the trainer was loaded with */
};

WeftWayStates *weft_way_states_new (gsize room);
void weft_way_states_init (WeftWayStates *states, gsize room);
void weft_way_states_clear (WeftWayStates *states);
/* Whether there is room for some of them. */
gboolean weft_way_states_take (const WeftWayStates *states, const WeftState *state);
/* Takes state. One that is there already stays. */
void weft_way_states_add (WeftWayStates *states, gint64 place, WeftState *state);
/* frame: one of `frames`, as it lies there. Transfer full, nullable: no memory. */
WeftState *weft_way_states_dup (const WeftWayStates *states, const WeftKeyFrame *frame);
