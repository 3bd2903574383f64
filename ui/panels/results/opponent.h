/* opponent: a person who plays against the network, by pointing at the board */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/episode.h"

/* Zeroed: nobody plays. */
typedef struct
{
  WeftGame game; /* as it is to be asked for; its number is whoever asks' */
} WeftOpponent;

/* A game for two whose board can be pointed at; environment: nullable. */
gboolean weft_opponent_can_play (const WeftEnvironment *environment);
/* Another game, in which he has the first move if he had the second before. */
void weft_opponent_begin (WeftOpponent *opponent);
gboolean weft_opponent_is_to_move (const WeftOpponent *opponent, const WeftEpisode *episode);
/* He points there, in the units of the drawing. TRUE: that is a move, which is in the game now. */
gboolean weft_opponent_point (WeftOpponent *opponent, const WeftEpisode *episode, float x, float y);
/* He passes: likewise. */
gboolean weft_opponent_pass (WeftOpponent *opponent, const WeftEpisode *episode);
/* Whose turn it is, or how it ended; translated. */
const char *weft_opponent_tell (const WeftOpponent *opponent, const WeftEpisode *episode);
