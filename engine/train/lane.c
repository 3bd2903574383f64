/* lane: what one optimiser trains: its execs, settings and rate */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/lane.h"

#include <math.h>

void
weft_lane_prepare (WeftLane *lane, const WeftModel *model, const WeftState *state, int level)
{
  const WeftTraining *training = &model->training;

  lane->optimizer = weft_optimizer_get (training->optimizer, level);
  weft_update_prepare (&lane->update, lane->optimizer, model->settings, 0, 1);
  lane->rate_moves = training->schedule != 0 || training->warmup_steps > 0;
  weft_lane_choose_rate (lane, model, state);
}

void
weft_lane_clear (WeftLane *lane)
{
  weft_execs_clear (&lane->execs);
  lane->optimizer = NULL;
}

void
weft_lane_choose_rate (WeftLane *lane, const WeftModel *model, const WeftState *state)
{
  double rate = isnan (lane->hand_rate) ? weft_model_get_rate (model, state) : lane->hand_rate;

  lane->update.lr = (float) rate;
}

gboolean
weft_lane_is_schedule_over (const WeftLane *lane, const WeftModel *model, const WeftState *state)
{
  return lane->rate_moves && isnan (lane->hand_rate) && model->training.lr > 0
         && weft_model_get_rate (model, state) <= 0;
}
