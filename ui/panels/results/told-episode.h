/* told-episode: what is said of an episode beside its picture, in a line */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/panels/results/opponent.h"
#include "ui/panels/results/steering.h"

/* "After step 300 · move 12 of 26 · return 12 · expects 14", after so many moves */
char *weft_told_episode_dup_line (const WeftEpisode *episode, guint move);
/* "Your move: click on the board. · expects 0.3": what it expected before its own last move */
char *weft_told_episode_dup_against (const WeftOpponent *opponent, const WeftEpisode *episode);
/* "You steer · move 12 · return 9" */
char *weft_told_episode_dup_steered (const WeftSteering *steering);
