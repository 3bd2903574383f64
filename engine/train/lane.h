/* lane: what one optimiser trains: its execs, settings and rate; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/execs.h"

typedef struct
{
  WeftExecs execs;
  const WeftOptimizer *optimizer;
  WeftUpdate update;
  gboolean rate_moves;
  double hand_rate; /* NaN: the settings' */
} WeftLane;

/* The optimiser of the model's settings. */
void weft_lane_prepare (WeftLane *lane, const WeftModel *model, const WeftState *state, int level);
void weft_lane_clear (WeftLane *lane);
/* What is in force at the state's next step. */
void weft_lane_choose_rate (WeftLane *lane, const WeftModel *model, const WeftState *state);
/* Whether the schedule, not the user, has brought the rate to 0. */
gboolean weft_lane_is_schedule_over (const WeftLane *lane, const WeftModel *model,
                                     const WeftState *state);
