/* sound-copies: states kept in memory, so that numbers that go wrong cost next to nothing
 *
 * A copy is proven once a step that started from it gave finite numbers. The older of the two is
 * always proven, if it is there; the newer one is by the next step. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/sound-copies.h"

#include <math.h>
#include <string.h>

#include "engine/base/platform.h"

#define COPY_EVERY 2000 /* µs, at least */
#define COPY_SHARE 100  /* copying takes at most one part in so many */
#define LONG_STEP 1e6   /* µs: who stops such a one does not wait for its end, if it was copied */
#define LONG_SHARE 20

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
weft_copies_update (WeftState **copy, const WeftState *state)
{
  if (*copy == NULL)
    *copy = weft_state_dup (state, NULL);
  else
    take_over (*copy, state);
  return *copy != NULL;
}

void
weft_copies_drop (WeftCopies *copies)
{
  g_clear_pointer (&copies->proven, weft_state_free);
  g_clear_pointer (&copies->newer, weft_state_free);
  copies->next_copy = 0;
}

static gboolean
is_newer_proven (const WeftCopies *copies, const WeftState *state)
{
  return copies->newer != NULL && copies->newer->step < state->step;
}

/* What it costs is counted in work: what others took the processor for meanwhile would put the next
 * one far off. */
void
weft_copies_copy_if_due (WeftCopies *copies, const WeftState *state, gint64 now, double step_time)
{
  gint64 start, share = step_time > LONG_STEP ? LONG_SHARE : COPY_SHARE;

  if (now < copies->next_copy)
    return;
  if (is_newer_proven (copies, state))
    {
      WeftState *proven = copies->newer;

      copies->newer = copies->proven;
      copies->proven = proven;
    }
  start = weft_thread_get_work ();
  weft_copies_update (&copies->newer, state);
  copies->next_copy
      = g_get_monotonic_time () + MAX (COPY_EVERY, share * (weft_thread_get_work () - start));
}

gboolean
weft_copies_have (const WeftCopies *copies, gint64 step)
{
  return copies->newer != NULL && copies->newer->step == step;
}

gboolean
weft_copies_put_back (const WeftCopies *copies, WeftState *state)
{
  if (!weft_copies_have (copies, state->step))
    return FALSE;
  take_over (state, copies->newer);
  return TRUE;
}

static const WeftState *
find_sound (const WeftCopies *copies, const WeftState *state)
{
  return is_newer_proven (copies, state) || copies->proven == NULL ? copies->newer : copies->proven;
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
weft_copies_choose_sound (const WeftCopies *copies, const WeftState *state)
{
  const WeftState *sound = find_sound (copies, state);

  return sound == NULL || has_finite_weights (state) ? state : sound;
}

gboolean
weft_copies_go_back (WeftCopies *copies, WeftState *state)
{
  const WeftState *sound = find_sound (copies, state);

  if (sound == NULL)
    return FALSE;
  take_over (state, sound);
  copies->next_copy = 0;
  return TRUE;
}
