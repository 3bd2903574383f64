/* steering: a person who takes a world out of the network's hands for a while, by pointing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/episode.h"

/* Zeroed: nobody steers. */
typedef struct
{
  WeftGame game; /* how it stands, as it is to be asked for; its number is whoever asks' */
  float x, y;    /* where he points, in the units of the drawing */
  gboolean ended;
} WeftSteering;

/* A world for one that can be pointed at; environment: nullable. */
gboolean weft_steering_can (const WeftEnvironment *environment);
/* From where the episode stood after so many moves. FALSE: it was over, or nobody can steer. */
gboolean weft_steering_begin (WeftSteering *steering, const WeftEpisode *episode, guint move);
/* A move towards where he points, if that is one. */
void weft_steering_move (WeftSteering *steering);
