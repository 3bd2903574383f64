/* walk: the way to a step of a run, made again by a trainer of its own
 *
 * From the nearest state that is kept, in the file or here, its trainer does again what the journal
 * says and makes the steps between, leg by leg: between two of them another step may be headed for.
 * The run's own trainer is not touched. What is meant by the state at a step is what that step
 * left, before anything was done after it (replay.h). One thread, which waits for nothing but
 * frames from the record. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/replay.h"

typedef enum
{
  WEFT_WALK_UNDERWAY, /* its trainer wakes when there is more to be done */
  WEFT_WALK_THERE,    /* and its trainer rests */
  WEFT_WALK_LOST,     /* there is no way */
} WeftWalkPlace;

typedef struct _WeftWalk WeftWalk;

/* record: borrowed, for as long as it lives. options: of its trainer; its level and only_steps are
 * the walk's. room: bytes of states that it may keep on its way; 0: none, and all is one leg. */
WeftWalk *weft_walk_new (const WeftRunRecord *record, const WeftTrainerOptions *options,
                         gsize room);
/* States of the run that somebody kept (weft_trainer_take_way), instead of those that it has;
 * taken, nullable: nothing happens. And what it has by then, transfer full, when it is to be freed.
 */
void weft_walk_lend (WeftWalk *walk, WeftWayStates *way);
WeftWayStates *weft_walk_give_back (WeftWalk *walk);
void weft_walk_free (WeftWalk *walk); /* gives up what is under way */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftWalk, weft_walk_free)
/* Where it is to go. WEFT_ERROR_NOT_FOUND: the run did not pass the step; the goal stays. */
gboolean weft_walk_head_for (WeftWalk *walk, gint64 step, GError **error);
/* The last step that is soon there on the way to this one: a leg on from what is nearest before it.
 * The step itself where that is no further, or the run did not pass it. */
gint64 weft_walk_find_soon (const WeftWalk *walk, gint64 step);
gint64 weft_walk_get_goal (const WeftWalk *walk); /* −1: none yet */
/* Does what can be done without waiting; to be called after head_for and whenever its trainer
 * wakes. error: of LOST. */
WeftWalkPlace weft_walk_go (WeftWalk *walk, GError **error);
/* Blocks until it is there. */
gboolean weft_walk_finish (WeftWalk *walk, GError **error);
/* Both are there once it has been THERE. The trainer may become another one on the way. */
WeftTrainer *weft_walk_get_trainer (WeftWalk *walk);
WeftModel *weft_walk_get_model (WeftWalk *walk);
/* --- for engine/train alone --- */
const GArray *weft_walk_get_stretches (const WeftWalk *walk);
/* In a stretch that passed the step. */
void weft_walk_head_for_in (WeftWalk *walk, int which, gint64 step);
/* Once there: what was done to the run next, at the goal, is done, too. FALSE: nothing was. */
gboolean weft_walk_do_next (WeftWalk *walk);
/* From where it is, whatever lies ahead. */
void weft_walk_go_on_to (WeftWalk *walk, gint64 step);
gint64 weft_walk_get_from (const WeftWalk *walk); /* step of the frame; −1: the first values */
gboolean weft_walk_has_kernels (const WeftWalk *walk); /* that the run had */
