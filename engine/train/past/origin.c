/* origin: the state that a stretch of a run's journal began with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/origin.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/sentence.h"
#include "engine/train/past/walk.h"

static WeftState *
find_in_frames (const WeftRunRecord *record, gint64 step, const char *hash)
{
  for (guint i = 0; i < record->frames->len; i++)
    {
      const WeftKeyFrame *frame = &g_array_index (record->frames, WeftKeyFrame, i);
      g_autoptr (WeftState) state
          = frame->step == step ? record->load (record->user, frame->id, NULL) : NULL;

      if (weft_state_has_hash (state, hash))
        return g_steal_pointer (&state);
    }
  return NULL;
}

/* What the stretch had at the step: what that left, or what was done to it there. */
static WeftState *
find_in_stretch (const WeftRunRecord *record, int which, gint64 step, const char *hash,
                 gint64 *from)
{
  const WeftTrainerOptions options = { .threads = record->threads };
  g_autoptr (WeftWalk) walk = weft_walk_new (record, &options, 0);

  weft_walk_head_for_in (walk, which, step);
  if (!weft_walk_finish (walk, NULL))
    return NULL;
  do
    {
      g_autoptr (WeftState) state = weft_trainer_dup_state (weft_walk_get_trainer (walk));

      if (!weft_state_has_hash (state, hash))
        continue;
      *from = weft_walk_get_from (walk);
      return g_steal_pointer (&state);
    }
  while (weft_walk_do_next (walk));
  return NULL;
}

static WeftState *
find_in_stretches (const WeftRunRecord *record, const GArray *stretches, int below, gint64 step,
                   const char *hash, gint64 *from)
{
  WeftState *state = NULL;

  for (int i = below - 1; i >= 0 && state == NULL; i--)
    {
      const WeftStretch *stretch = weft_stretches_get (stretches, i);

      if (stretch->begin <= step && step <= stretch->reach)
        state = find_in_stretch (record, i, step, hash, from);
    }
  return state;
}

/* What the run that this one is a fork of had. */
static WeftState *
find_in_parent (const WeftRunRecord *record, const WeftJournalEntry *entry, const char *hash)
{
  gint64 parent = weft_journal_entry_get_parent (entry);
  g_autoptr (WeftState) state = NULL;

  if (parent > 0 && record->load_parent != NULL)
    state = record->load_parent (record->parent_user, parent, entry->step, NULL);
  return weft_state_has_hash (state, hash) ? g_steal_pointer (&state) : NULL;
}

void
weft_origin_set_lost (GError **error, gint64 step)
{
  weft_sentence_set_error (
      error, WEFT_ERROR_NOT_FOUND,
      _ ("The state from which the run went on at step %" PRId64 " is not kept any more."), step);
}

gboolean
weft_origin_find (const WeftRunRecord *record, const GArray *stretches, int which,
                  WeftState **state, gint64 *from, GError **error)
{
  const WeftStretch *stretch = weft_stretches_get (stretches, which);
  const WeftJournalEntry *entry = weft_record_get_entry (record, stretch->first);
  const char *hash = "";

  *state = NULL;
  *from = -1;
  g_variant_lookup (entry->payload, "state", "&s", &hash);
  if (*hash == '\0')
    return TRUE;
  *from = stretch->begin;
  *state = find_in_frames (record, stretch->begin, hash);
  if (*state == NULL)
    *state = find_in_stretches (record, stretches, which, stretch->begin, hash, from);
  if (*state == NULL)
    *state = find_in_parent (record, entry, hash);
  if (*state == NULL)
    weft_origin_set_lost (error, stretch->begin);
  return *state != NULL;
}

/* Its curves may say more than can be had again, where it was killed. */
static gint64
find_last (const GArray *stretches)
{
  gint64 last = 0;

  for (guint i = 0; i < stretches->len; i++)
    last = MAX (last, weft_stretches_get (stretches, (int) i)->reach);
  return last;
}

void
weft_origin_set_not_passed (const WeftRunRecord *record, const GArray *stretches, gint64 step,
                            GError **error)
{
  if (stretches->len == 0)
    weft_sentence_set_error (
        error, WEFT_ERROR_NOT_FOUND,
        _ ("What was done to this run was not kept, as an earlier Weft made it: only its "
           "checkpoints are there, and step %" PRId64 " has none."),
        step);
  else if (step < weft_stretches_get (stretches, 0)->begin)
    weft_sentence_set_error (error, WEFT_ERROR_NOT_FOUND,
                             _ ("What was done to this run is kept from step %" PRId64
                                " on: of those before only checkpoints are there, and step %" PRId64
                                " has none."),
                             weft_stretches_get (stretches, 0)->begin, step);
  else
    weft_sentence_set_error (
        error, WEFT_ERROR_NOT_FOUND,
        _ ("The run did not come to step %" PRId64 "; the last one is %" PRId64 "."), step,
        find_last (stretches));
}
