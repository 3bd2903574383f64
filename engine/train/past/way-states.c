/* way-states: states kept in memory along the way through a run, evenly thinned when there is no
 * more room */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/way-states.h"

#define LEAST 4 /* fewer than that do not shorten any way */

void
weft_way_states_init (WeftWayStates *states, gsize room)
{
  states->frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));
  states->states = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_state_free);
  states->bytes = 0;
  states->room = room;
}

void
weft_way_states_clear (WeftWayStates *states)
{
  g_clear_pointer (&states->frames, g_array_unref);
  g_clear_pointer (&states->states, g_ptr_array_unref);
}

WeftWayStates *
weft_way_states_new (gsize room)
{
  WeftWayStates *states = g_new0 (WeftWayStates, 1);

  weft_way_states_init (states, room);
  return states;
}

void
weft_way_states_free (WeftWayStates *states)
{
  weft_way_states_clear (states);
  g_free (states);
}

gboolean
weft_way_states_take (const WeftWayStates *states, const WeftState *state)
{
  return state->block_bytes <= states->room / LEAST;
}

static const WeftKeyFrame *
get_frame (const WeftWayStates *states, guint i)
{
  return &g_array_index (states->frames, WeftKeyFrame, i);
}

/* The first that lies behind it. */
static guint
find_place (const WeftWayStates *states, gint64 step, gint64 place)
{
  guint i = states->frames->len;

  while (
      i > 0
      && (get_frame (states, i - 1)->step > step
          || (get_frame (states, i - 1)->step == step && get_frame (states, i - 1)->place > place)))
    i--;
  return i;
}

static void
drop (WeftWayStates *states, guint i)
{
  states->bytes -= ((const WeftState *) states->states->pdata[i])->block_bytes;
  g_array_remove_index (states->frames, i);
  g_ptr_array_remove_index (states->states, i);
}

/* The one that is missed least: its neighbours lie closest. The ends stay. */
static void
thin (WeftWayStates *states)
{
  guint closest = 1;

  for (guint i = 2; i + 1 < states->frames->len; i++)
    if (get_frame (states, i + 1)->step - get_frame (states, i - 1)->step
        < get_frame (states, closest + 1)->step - get_frame (states, closest - 1)->step)
      closest = i;
  drop (states, closest);
}

void
weft_way_states_add (WeftWayStates *states, gint64 place, WeftState *state)
{
  const WeftKeyFrame frame = { 0, state->step, place };
  guint i = find_place (states, frame.step, place);

  if (!weft_way_states_take (states, state)
      || (i > 0 && get_frame (states, i - 1)->step == frame.step
          && get_frame (states, i - 1)->place == place))
    {
      weft_state_free (state);
      return;
    }
  g_array_insert_val (states->frames, i, frame);
  g_ptr_array_insert (states->states, (int) i, state);
  states->bytes += state->block_bytes;
  while (states->bytes > states->room && states->frames->len > 2)
    thin (states);
}

WeftState *
weft_way_states_dup (const WeftWayStates *states, const WeftKeyFrame *frame)
{
  return weft_state_dup (states->states->pdata[frame - get_frame (states, 0)], NULL);
}
