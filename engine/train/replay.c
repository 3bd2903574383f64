/* replay: any step of a run, computed again from what is kept of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/replay.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/sentence.h"
#include "engine/graph/edit.h"
#include "engine/ops/op.h"

/* Entries [first, end) of the journal; the first is its jump. */
typedef struct
{
  guint first, end;
  gint64 begin, reach; /* steps */
} Stretch;

/* On the way to a step. */
typedef struct
{
  const WeftRunRecord *record;
  WeftTrainer *trainer; /* NULL: not on the way yet */
  WeftModel *model;
  gint64 step;
  guint done; /* entries of the journal */
  gboolean has_kernels;
} Walk;

void
weft_replayed_clear (WeftReplayed *replayed)
{
  g_clear_pointer (&replayed->state, weft_state_free);
  g_clear_pointer (&replayed->model, weft_model_unref);
}

/* --- stretches --- */

static const WeftJournalEntry *
get_entry (const WeftRunRecord *record, guint i)
{
  return g_ptr_array_index (record->entries, i);
}

static const WeftKeyFrame *
get_frame (const WeftRunRecord *record, guint i)
{
  return &g_array_index (record->frames, WeftKeyFrame, i);
}

static gboolean
is_within (const Stretch *stretch, const WeftKeyFrame *frame)
{
  return frame->place > (gint64) stretch->first && frame->place <= (gint64) stretch->end;
}

/* Of what was before a jump: a session goes on where the one before it ended. */
static gint64
find_end (const WeftJournalEntry *jump)
{
  gint64 from = jump->step;

  g_variant_lookup (jump->payload, "from", "x", &from);
  return from;
}

/* How far it came, as far as anything says. */
static gint64
find_reach (const WeftRunRecord *record, const Stretch *stretch)
{
  gint64 reach = get_entry (record, stretch->end - 1)->step;

  for (guint i = 0; i < record->frames->len; i++)
    if (is_within (stretch, get_frame (record, i)))
      reach = MAX (reach, get_frame (record, i)->step);
  if (stretch->end < record->entries->len)
    reach = MAX (reach, find_end (get_entry (record, stretch->end)));
  if (stretch->first == 0 && stretch->end == record->entries->len)
    reach = MAX (reach, record->last_step);
  return reach;
}

static GArray *
find_stretches (const WeftRunRecord *record)
{
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  guint n = record->entries->len;

  for (guint i = 0, end; i < n; i = end)
    {
      Stretch stretch = { .first = i, .begin = get_entry (record, i)->step };

      for (end = i + 1; end < n && !weft_journal_entry_is_jump (get_entry (record, end)); end++)
        ;
      stretch.end = end;
      stretch.reach = find_reach (record, &stretch);
      if (weft_journal_entry_is_jump (get_entry (record, i)))
        g_array_append_val (stretches, stretch);
    }
  return stretches;
}

/* The newest before `below` that made the step, else the oldest that began with it; −1. */
static int
find_stretch (const GArray *stretches, int below, gint64 step)
{
  int found = -1;

  for (int i = below - 1; i >= 0; i--)
    {
      const Stretch *stretch = &g_array_index (stretches, Stretch, i);

      if (stretch->begin < step && step <= stretch->reach)
        return i;
      if (stretch->begin == step)
        found = i;
    }
  return found;
}

/* --- the way --- */

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->trainer, weft_trainer_free);
  g_clear_pointer (&walk->model, weft_model_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static gboolean
take_model (Walk *walk, const WeftJournalEntry *entry, GError **error)
{
  g_autoptr (WeftGraph) graph = weft_graph_deserialize (entry->graph, error);

  g_clear_pointer (&walk->model, weft_model_unref);
  if (graph != NULL)
    walk->model = weft_model_new (graph, walk->record->catalog, error);
  return walk->model != NULL;
}

static gboolean
check_trainer (Walk *walk, GError **error)
{
  WeftStatus status;

  weft_trainer_wait (walk->trainer, -1);
  weft_trainer_get_status (walk->trainer, &status);
  if (status.state != WEFT_TRAINER_FAILED)
    return TRUE;
  g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, status.error);
  return FALSE;
}

/* The kernel set that the run had when it went on there; the best where it is not there. */
static int
choose_level (Walk *walk, guint place)
{
  int best = weft_kernel_best_level ();
  const char *name = NULL;

  while (place > 0 && name == NULL)
    g_variant_lookup (get_entry (walk->record, --place)->payload, "kernels", "&s", &name);
  for (int level = 0; level <= best; level++)
    if (g_strcmp0 (weft_kernel_level_name (level), name) == 0)
      return level;
  walk->has_kernels = FALSE;
  return best;
}

/* Begins with a state, taken (NULL: the first values), after `place` entries. */
static gboolean
set_out (Walk *walk, WeftState *state, gint64 step, guint place, GError **error)
{
  const WeftJournalEntry *last = get_entry (walk->record, place - 1);
  g_autoptr (WeftState) held = state;
  guint64 seed = state != NULL ? state->seed : 0;
  guint graph = place;

  while (graph > 0 && get_entry (walk->record, graph - 1)->graph == NULL)
    graph--;
  if (graph == 0 || !take_model (walk, get_entry (walk->record, graph - 1), error))
    return FALSE;
  g_variant_lookup (last->payload, "seed", "t", &seed);
  walk->trainer = weft_trainer_new (&(WeftTrainerOptions){
      .threads = walk->record->threads, .level = choose_level (walk, place), .only_steps = TRUE });
  weft_trainer_load (walk->trainer, walk->model, g_steal_pointer (&held), seed, NULL);
  weft_trainer_do_again (walk->trainer,
                         &(WeftJournalEntry){ .kind = "rate", .payload = last->payload }, NULL);
  walk->step = step;
  walk->done = place;
  return check_trainer (walk, error);
}

static gboolean
go_to (Walk *walk, gint64 step, GError **error)
{
  WeftLimits limits = { .steps = step - walk->step, .outlasts_schedule = TRUE };

  if (limits.steps <= 0)
    return TRUE;
  weft_trainer_run (walk->trainer, &limits);
  walk->step = step;
  return check_trainer (walk, error);
}

static gboolean
do_entry (Walk *walk, const WeftJournalEntry *entry, GError **error)
{
  if (!go_to (walk, entry->step, error)
      || (entry->graph != NULL && !take_model (walk, entry, error)))
    return FALSE;
  weft_trainer_do_again (walk->trainer, entry, entry->graph != NULL ? walk->model : NULL);
  return check_trainer (walk, error);
}

/* To what the step left. */
static gboolean
go_on (Walk *walk, const Stretch *stretch, gint64 step, GError **error)
{
  for (; walk->done < stretch->end; walk->done++)
    {
      const WeftJournalEntry *entry = get_entry (walk->record, walk->done);

      if (entry->step >= step)
        break;
      if (!do_entry (walk, entry, error))
        return FALSE;
    }
  return go_to (walk, step, error);
}

/* --- where it begins --- */

/* Nothing was done between the step and the frame. */
static gboolean
is_before_deeds (const WeftRunRecord *record, const Stretch *stretch, const WeftKeyFrame *frame)
{
  for (guint i = stretch->first + 1; i < (guint) frame->place; i++)
    if (get_entry (record, i)->step == frame->step)
      return FALSE;
  return TRUE;
}

/* The newest of the stretch from which the way to the step leads on; `tried` and those after it
 * have been tried. */
static const WeftKeyFrame *
find_frame (const WeftRunRecord *record, const Stretch *stretch, gint64 step,
            const WeftKeyFrame *tried)
{
  const WeftKeyFrame *best = NULL;

  for (guint i = 0; i < record->frames->len; i++)
    {
      const WeftKeyFrame *frame = get_frame (record, i);

      if (!is_within (stretch, frame) || frame->step > step
          || (frame->step == step && !is_before_deeds (record, stretch, frame))
          || (tried != NULL
              && (frame->step > tried->step
                  || (frame->step == tried->step && frame->place >= tried->place))))
        continue;
      if (best == NULL || frame->step > best->step
          || (frame->step == best->step && frame->place > best->place))
        best = frame;
    }
  return best;
}

static gboolean reach (Walk *walk, const GArray *stretches, int which, gint64 step, gint64 *from,
                       GError **error);

static gboolean
has_hash (const WeftState *state, const char *wanted)
{
  g_autofree char *hash = state != NULL ? weft_state_dup_hash (state) : NULL;

  return g_strcmp0 (hash, wanted) == 0;
}

static WeftState *
find_in_frames (const WeftRunRecord *record, gint64 step, const char *hash)
{
  for (guint i = 0; i < record->frames->len; i++)
    {
      const WeftKeyFrame *frame = get_frame (record, i);
      g_autoptr (WeftState) state
          = frame->step == step ? record->load (record->user, frame->id, NULL) : NULL;

      if (has_hash (state, hash))
        return g_steal_pointer (&state);
    }
  return NULL;
}

static WeftState *
find_in_stretches (const WeftRunRecord *record, const GArray *stretches, int below, gint64 step,
                   const char *hash, gint64 *from)
{
  while ((below = find_stretch (stretches, below, step)) >= 0)
    {
      g_auto (Walk) walk = { .record = record };
      g_autoptr (WeftState) state = NULL;

      if (reach (&walk, stretches, below, step, from, NULL))
        state = weft_trainer_dup_state (walk.trainer);
      if (has_hash (state, hash))
        return g_steal_pointer (&state);
    }
  return NULL;
}

/* What the run that this one is a fork of had. */
static WeftState *
find_in_parent (const WeftRunRecord *record, const WeftJournalEntry *entry, const char *hash)
{
  gint64 parent = weft_journal_entry_get_parent (entry);
  g_autoptr (WeftState) state = NULL;

  if (parent > 0 && record->load_parent != NULL)
    state = record->load_parent (record->parent_user, parent, entry->step, NULL);
  return has_hash (state, hash) ? g_steal_pointer (&state) : NULL;
}

/* With the state that a stretch began with. */
static gboolean
set_out_anew (Walk *walk, const GArray *stretches, int which, gint64 *from, GError **error)
{
  const Stretch *stretch = &g_array_index (stretches, Stretch, which);
  const WeftJournalEntry *entry = get_entry (walk->record, stretch->first);
  WeftState *state = NULL;
  const char *hash = "";

  *from = -1;
  g_variant_lookup (entry->payload, "state", "&s", &hash);
  if (*hash != '\0')
    {
      *from = stretch->begin;
      state = find_in_frames (walk->record, stretch->begin, hash);
      if (state == NULL)
        state = find_in_stretches (walk->record, stretches, which, stretch->begin, hash, from);
      if (state == NULL)
        state = find_in_parent (walk->record, entry, hash);
      if (state == NULL)
        {
          weft_sentence_set_error (
              error, WEFT_ERROR_NOT_FOUND,
              _ ("The state from which the run went on at step %" PRId64 " is not kept any more."),
              stretch->begin);
          return FALSE;
        }
    }
  return set_out (walk, state, stretch->begin, stretch->first + 1, error);
}

/* From the nearest frame from which it can be done, else from where the stretch began. */
static gboolean
reach (Walk *walk, const GArray *stretches, int which, gint64 step, gint64 *from, GError **error)
{
  const Stretch *stretch = &g_array_index (stretches, Stretch, which);
  const WeftKeyFrame *frame = NULL;

  while ((frame = find_frame (walk->record, stretch, step, frame)) != NULL)
    {
      WeftState *state = walk->record->load (walk->record->user, frame->id, NULL);

      walk_clear (walk);
      *from = frame->step;
      if (state != NULL && set_out (walk, state, frame->step, (guint) frame->place, NULL)
          && go_on (walk, stretch, step, NULL))
        return TRUE;
    }
  walk_clear (walk);
  return set_out_anew (walk, stretches, which, from, error) && go_on (walk, stretch, step, error);
}

/* --- the whole --- */

/* On to the next frame, when there is one, which has the hash of what it must be. */
static gboolean
agrees_with_next (Walk *walk, const Stretch *stretch)
{
  const WeftRunRecord *record = walk->record;
  const WeftKeyFrame *next = NULL;
  g_autoptr (WeftState) kept = NULL, made = NULL;
  g_autofree char *hash = NULL;

  for (guint i = 0; i < record->frames->len; i++)
    {
      const WeftKeyFrame *frame = get_frame (record, i);

      if (is_within (stretch, frame) && frame->step > walk->step
          && is_before_deeds (record, stretch, frame) && (next == NULL || frame->step < next->step))
        next = frame;
    }
  kept = next != NULL ? record->load (record->user, next->id, NULL) : NULL;
  if (kept == NULL)
    return TRUE;
  if (!go_on (walk, stretch, next->step, NULL))
    return FALSE;
  made = weft_trainer_dup_state (walk->trainer);
  hash = weft_state_dup_hash (kept);
  return has_hash (made, hash);
}

static void
fail (const WeftRunRecord *record, const GArray *stretches, gint64 step, GError **error)
{
  if (stretches->len == 0)
    weft_sentence_set_error (
        error, WEFT_ERROR_NOT_FOUND,
        _ ("What was done to this run was not kept, as an earlier Weft made it: only its "
           "checkpoints are there, and step %" PRId64 " has none."),
        step);
  else if (step < g_array_index (stretches, Stretch, 0).begin)
    weft_sentence_set_error (error, WEFT_ERROR_NOT_FOUND,
                             _ ("What was done to this run is kept from step %" PRId64
                                " on: of those before only checkpoints are there, and step %" PRId64
                                " has none."),
                             g_array_index (stretches, Stretch, 0).begin, step);
  else
    weft_sentence_set_error (
        error, WEFT_ERROR_NOT_FOUND,
        _ ("The run did not come to step %" PRId64 "; the last one is %" PRId64 "."), step,
        record->last_step);
}

gboolean
weft_replay (const WeftRunRecord *record, gint64 step, WeftReplayed *replayed, GError **error)
{
  g_autoptr (GArray) stretches = find_stretches (record);
  g_auto (Walk) walk = { .record = record, .has_kernels = TRUE };
  int which = find_stretch (stretches, (int) stretches->len, step);

  *replayed = (WeftReplayed){ 0 };
  if (which < 0)
    {
      fail (record, stretches, step, error);
      return FALSE;
    }
  if (!reach (&walk, stretches, which, step, &replayed->from, error))
    return FALSE;
  replayed->state = weft_trainer_dup_state (walk.trainer);
  replayed->model = weft_model_ref (walk.model);
  replayed->is_exact = replayed->from == step
                       || (walk.has_kernels
                           && agrees_with_next (&walk, &g_array_index (stretches, Stretch, which)));
  return TRUE;
}
