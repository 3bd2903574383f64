/* copies: states kept in memory, so that numbers that go wrong cost next to nothing
 *
 * A copy is proven once a step that started from it gave finite numbers. The older of the two is
 * always proven, if it is there; the newer one is by the next step. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/learner.h"

#include <math.h>
#include <string.h>

#define COPY_EVERY 2000 /* µs, at least */
#define COPY_SHARE 100  /* copying takes at most one part in so many */

static void
take_over (WeftState *to, const WeftState *from)
{
  memcpy (to->block, from->block, from->block_bytes);
  to->step = from->step;
  to->epoch = from->epoch;
  to->cursor = from->cursor;
  to->restart = from->restart;
}

gboolean
weft_learner_copy_state (const WeftLearner *learner, WeftState **copy)
{
  if (*copy == NULL)
    *copy = weft_state_dup (learner->state, NULL);
  else
    take_over (*copy, learner->state);
  return *copy != NULL;
}

void
weft_learner_drop_copies (WeftLearner *learner)
{
  g_clear_pointer (&learner->proven, weft_state_free);
  g_clear_pointer (&learner->newer, weft_state_free);
  learner->next_copy = 0;
}

static gboolean
is_newer_proven (const WeftLearner *learner)
{
  return learner->newer != NULL && learner->newer->step < learner->state->step;
}

void
weft_learner_copy_if_due (WeftLearner *learner, gint64 now)
{
  gint64 start = now;

  if (now < learner->next_copy)
    return;
  if (is_newer_proven (learner))
    {
      WeftState *proven = learner->newer;

      learner->newer = learner->proven;
      learner->proven = proven;
    }
  weft_learner_copy_state (learner, &learner->newer);
  now = g_get_monotonic_time ();
  learner->next_copy = now + MAX (COPY_EVERY, COPY_SHARE * (now - start));
}

static const WeftState *
find_sound (const WeftLearner *learner)
{
  return is_newer_proven (learner) || learner->proven == NULL ? learner->newer : learner->proven;
}

/* The update can overflow a weight although the gradient was finite: only the next step shows. */
static gboolean
has_finite_weights (const WeftState *state)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; entry->learnt && k < entry->count; k++)
        if (!isfinite (entry->value[k]))
          return FALSE;
    }
  return TRUE;
}

const WeftState *
weft_learner_choose_sound (const WeftLearner *learner)
{
  const WeftState *sound = find_sound (learner);

  return sound == NULL || has_finite_weights (learner->state) ? learner->state : sound;
}

gboolean
weft_learner_go_back (WeftLearner *learner)
{
  const WeftState *sound = find_sound (learner);

  if (sound == NULL)
    return FALSE;
  take_over (learner->state, sound);
  weft_learner_forget_evaluations (learner);
  learner->epoch_ended = FALSE;
  learner->next_copy = 0;
  learner->validated = -1;
  weft_learner_plan_validation (learner);
  return TRUE;
}
