/* restore: the state at an earlier step in place of the one at hand, for who makes steps again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/train/learner.h"

static gboolean
is_same_entry (const WeftStateEntry *a, const WeftStateEntry *b)
{
  return a->node == b->node && a->repeat == b->repeat && a->name == b->name && a->count == b->count
         && a->learnt == b->learnt;
}

/* Whether each number of the one lies where it lies in the other. */
static gboolean
is_laid_out_alike (const WeftState *a, const WeftState *b)
{
  if (a->block_bytes != b->block_bytes || a->n_slots != b->n_slots
      || (a->n_slots > 0 && a->slots_of != b->slots_of) || a->n_live != b->n_live
      || a->entries->len != b->entries->len || a->seed != b->seed)
    return FALSE;
  for (guint i = 0; i < a->entries->len; i++)
    if (!is_same_entry (&g_array_index (a->entries, WeftStateEntry, i),
                        &g_array_index (b->entries, WeftStateEntry, i)))
      return FALSE;
  return TRUE;
}

/* What belongs to the steps that led here is of no use any more. */
static void
forget_way (WeftLearner *learner)
{
  weft_learner_leave_step (learner);
  weft_learner_clear_stash (learner);
  weft_copies_drop (&learner->copies);
  weft_looks_forget (&learner->looks);
  weft_lesson_forget_losses (&learner->lesson);
  weft_frames_forget_best (&learner->frames);
  learner->looks.seen_step = -1;
  learner->looks.validated = -1;
  learner->lesson.epoch_ended = FALSE;
  learner->lesson.run.alone = 0;
  learner->lesson.hand_rate = NAN;
}

static gboolean
put (WeftLearner *learner, WeftCommand *command)
{
  const WeftState *state = command->state;

  if (learner->model != command->model || state == NULL || learner->phase == WEFT_TRAINER_PREPARING
      || learner->phase == WEFT_TRAINER_STOPPING || !is_laid_out_alike (learner->state, state))
    return FALSE;
  if (learner->phase == WEFT_TRAINER_RUNNING || learner->phase == WEFT_TRAINER_STEPPING)
    weft_learner_set_phase (learner, WEFT_TRAINER_PAUSED);
  forget_way (learner);
  weft_copies_update (&learner->state, state);
  weft_outlets_emit_open (&learner->out);
  weft_lesson_choose_rates (&learner->lesson);
  weft_learner_plan_validation (learner);
  return TRUE;
}

/* What is not at rest, or failed, is loaded anew. */
void
weft_command_restore (WeftLearner *learner, WeftCommand *command)
{
  if (learner->phase != WEFT_TRAINER_FAILED && put (learner, command))
    return;
  weft_command_load (learner, command);
}
