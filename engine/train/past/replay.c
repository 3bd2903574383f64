/* replay: any step of a run, computed again from what is kept of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/replay.h"

#include "engine/train/past/stretches.h"
#include "engine/train/past/walk.h"

void
weft_replayed_clear (WeftReplayed *replayed)
{
  g_clear_pointer (&replayed->state, weft_state_free);
  g_clear_pointer (&replayed->model, weft_model_unref);
}

/* On to the next frame, when there is one, which has the hash of what it must be. */
static gboolean
agrees_with_next (WeftWalk *walk, const WeftRunRecord *record, const WeftStretch *stretch)
{
  const WeftKeyFrame *next = NULL;
  g_autoptr (WeftState) kept = NULL, made = NULL;
  g_autofree char *hash = NULL;

  for (guint i = 0; i < record->frames->len; i++)
    {
      const WeftKeyFrame *frame = &g_array_index (record->frames, WeftKeyFrame, i);

      if (weft_stretch_has_frame (stretch, frame) && frame->step > weft_walk_get_goal (walk)
          && weft_stretch_is_before_deeds (stretch, record, frame)
          && (next == NULL || frame->step < next->step))
        next = frame;
    }
  kept = next != NULL ? record->load (record->user, next->id, NULL) : NULL;
  if (kept == NULL)
    return TRUE;
  hash = weft_state_dup_hash (kept);
  weft_walk_go_on_to (walk, next->step);
  if (!weft_walk_finish (walk, NULL))
    return FALSE;
  made = weft_trainer_dup_state (weft_walk_get_trainer (walk));
  return weft_state_has_hash (made, hash);
}

gboolean
weft_replay (const WeftRunRecord *record, gint64 step, WeftReplayed *replayed, GError **error)
{
  const WeftTrainerOptions options = { .threads = record->threads };
  g_autoptr (WeftWalk) walk = weft_walk_new (record, &options, 0);
  const GArray *stretches = weft_walk_get_stretches (walk);
  int which = weft_stretches_find_step (stretches, (int) stretches->len, step);

  *replayed = (WeftReplayed){ 0 };
  if (!weft_walk_head_for (walk, step, error) || !weft_walk_finish (walk, error))
    return FALSE;
  replayed->from = weft_walk_get_from (walk);
  replayed->state = weft_trainer_dup_state (weft_walk_get_trainer (walk));
  replayed->model = weft_model_ref (weft_walk_get_model (walk));
  replayed->is_exact
      = replayed->from == step
        || (weft_walk_has_kernels (walk)
            && agrees_with_next (walk, record, weft_stretches_get (stretches, which)));
  return TRUE;
}
