/* race: several networks that learn side by side from one state, none of them steps ahead of the
 * others
 *
 * Each has a trainer and a run of its own; whatever else learns is left alone. Main thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/trainer.h"

#define WEFT_RACE_FEWEST 2
#define WEFT_RACE_MOST 6
#define WEFT_RACE_AHEAD 8 /* steps that one may be before the last, at the most */

typedef struct
{
  WeftModel *model;  /* held */
  WeftModel *before; /* that the state was learnt in, if it is another network; held */
  WeftState *state;  /* that it begins with; taken */
  WeftSink sink;
  gint64 run, parent; /* whose step it begins at, as whoever keeps them calls it */
} WeftRacer;

typedef struct
{
  WeftTrainerState state;
  gint64 step;
  float loss; /* of its last step; NaN before the first */
  double best_value;
  char error[256]; /* why it failed, translated */
} WeftRacerStatus;

typedef struct _WeftRace WeftRace;

/* Begins at once and ends after so many steps. racers: from the fewest to the most. */
WeftRace *weft_race_begin (const WeftRacer *racers, guint n, gint64 steps);
void weft_race_set_paused (WeftRace *race, gboolean is_paused);
gboolean weft_race_is_paused (const WeftRace *race);
guint weft_race_count (const WeftRace *race);
gint64 weft_race_get_run (const WeftRace *race, guint i);
const WeftModel *weft_race_get_model (const WeftRace *race, guint i);
/* Has to be called now and then: it lets those go on that wait for one that came to its end. */
void weft_race_get_status (WeftRace *race, guint i, WeftRacerStatus *status);
guint weft_race_read_samples (WeftRace *race, guint i, WeftSample *samples, guint max);
gboolean weft_race_is_over (WeftRace *race); /* none of them makes steps any more */
/* Waits for what each has learnt to be with its sink. */
void weft_race_end (WeftRace *race);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftRace, weft_race_end)
