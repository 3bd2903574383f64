/* walk: the way to a step of a run, made again by a trainer of its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/past/walk.h"

#include "engine/graph/edit.h"
#include "engine/ops/op.h"
#include "engine/train/past/origin.h"
#include "engine/train/past/way-states.h"

#define LEG_TIME 25000.0 /* µs of steps between two looks at where to go */
#define FIRST_LEG 16
#define LEG_MOST (1 << 20)

struct _WeftWalk
{
  const WeftRunRecord *record;
  WeftTrainerOptions options;
  GArray *stretches;
  GHashTable *models;   /* guint: entry with its graph → WeftModel */
  WeftTrainer *trainer; /* nullable */
  int level;            /* of its kernels */
  gboolean has_kernels; /* all were those that the run had */
  WeftWayStates *kept;

  gint64 goal; /* −1 */
  int which;   /* stretch */
  /* Where the trainer is once it rests. */
  gboolean is_out; /* FALSE: nowhere on the way */
  gint64 step;
  guint done;       /* entries of the journal */
  WeftModel *model; /* of `models` */
  gint64 from;
  WeftKeyFrame tried; /* to set out from; */
  gboolean has_tried, is_anew;

  gint64 leg, began; /* steps; monotonic µs of the last, 0: none */
  gint64 leg_steps;
};

WeftWalk *
weft_walk_new (const WeftRunRecord *record, const WeftTrainerOptions *options, gsize room)
{
  WeftWalk *walk = g_new0 (WeftWalk, 1);

  walk->record = record;
  walk->options = *options;
  walk->options.only_steps = TRUE;
  walk->stretches = weft_stretches_find (record);
  walk->models = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) weft_model_unref);
  walk->has_kernels = TRUE;
  walk->goal = -1;
  walk->leg = room > 0 ? FIRST_LEG : G_MAXINT64;
  walk->kept = weft_way_states_new (room);
  return walk;
}

void
weft_walk_lend (WeftWalk *walk, WeftWayStates *way)
{
  if (way == NULL)
    return;
  weft_way_states_free (walk->kept);
  walk->kept = way;
}

WeftWayStates *
weft_walk_give_back (WeftWalk *walk)
{
  WeftWayStates *way = walk->kept;

  walk->kept = weft_way_states_new (way->room);
  return way;
}

void
weft_walk_free (WeftWalk *walk)
{
  g_clear_pointer (&walk->trainer, weft_trainer_free);
  g_hash_table_unref (walk->models);
  g_array_unref (walk->stretches);
  g_clear_pointer (&walk->kept, weft_way_states_free);
  g_free (walk);
}

gint64
weft_walk_get_goal (const WeftWalk *walk)
{
  return walk->goal;
}

WeftTrainer *
weft_walk_get_trainer (WeftWalk *walk)
{
  return walk->trainer;
}

WeftModel *
weft_walk_get_model (WeftWalk *walk)
{
  return walk->model;
}

const GArray *
weft_walk_get_stretches (const WeftWalk *walk)
{
  return walk->stretches;
}

gint64
weft_walk_get_from (const WeftWalk *walk)
{
  return walk->from;
}

gboolean
weft_walk_has_kernels (const WeftWalk *walk)
{
  return walk->has_kernels;
}

/* --- setting out --- */

/* That was trained after so many entries; nullable, borrowed. */
static WeftModel *
find_model (WeftWalk *walk, guint place, GError **error)
{
  WeftModel *model;
  g_autoptr (WeftGraph) graph = NULL;

  while (place > 0 && weft_record_get_entry (walk->record, place - 1)->graph == NULL)
    place--;
  if (place == 0)
    {
      weft_origin_set_lost (error, 0);
      return NULL;
    }
  model = g_hash_table_lookup (walk->models, GUINT_TO_POINTER (place));
  if (model != NULL)
    return model;
  graph = weft_graph_deserialize (weft_record_get_entry (walk->record, place - 1)->graph, error);
  model = graph != NULL ? weft_model_new (graph, walk->record->catalog, error) : NULL;
  if (model != NULL)
    g_hash_table_insert (walk->models, GUINT_TO_POINTER (place), model);
  return model;
}

/* The kernel set that the run had when it went on there; the best where it is not there. */
static int
choose_level (WeftWalk *walk, guint place)
{
  int best = weft_kernel_best_level ();
  const char *name = NULL;

  while (place > 0 && name == NULL)
    g_variant_lookup (weft_record_get_entry (walk->record, --place)->payload, "kernels", "&s",
                      &name);
  for (int level = 0; level <= best; level++)
    if (g_strcmp0 (weft_kernel_level_name (level), name) == 0)
      return level;
  walk->has_kernels = FALSE;
  return best;
}

static void
take_trainer (WeftWalk *walk, int level)
{
  if (walk->trainer != NULL && walk->level == level)
    {
      weft_trainer_pause (walk->trainer);
      return;
    }
  g_clear_pointer (&walk->trainer, weft_trainer_free);
  walk->options.level = walk->level = level;
  walk->trainer = weft_trainer_new (&walk->options);
}

/* state: taken; NULL: the first values. place: entries of the journal that it comes after. */
static gboolean
set_out_from (WeftWalk *walk, WeftState *state, gint64 step, guint place, GError **error)
{
  const WeftJournalEntry *last = weft_record_get_entry (walk->record, place - 1);
  guint64 seed = state != NULL ? state->seed : 0;
  WeftModel *model = find_model (walk, place, error);

  if (model == NULL)
    {
      g_clear_pointer (&state, weft_state_free);
      return FALSE;
    }
  g_variant_lookup (last->payload, "seed", "t", &seed);
  take_trainer (walk, choose_level (walk, place));
  weft_trainer_restore (walk->trainer, model, state, seed);
  weft_trainer_do_again (walk->trainer,
                         &(WeftJournalEntry){ .kind = "rate", .payload = last->payload }, NULL);
  walk->model = model;
  walk->step = step;
  walk->done = place;
  walk->is_out = TRUE;
  walk->began = 0;
  return TRUE;
}

static gboolean
is_later (const WeftKeyFrame *a, const WeftKeyFrame *b)
{
  return a->step > b->step || (a->step == b->step && a->place > b->place);
}

/* The nearest to the step of those in the file and those in memory; nullable. */
static const WeftKeyFrame *
find_nearest (const WeftWalk *walk, int which, gint64 step, const WeftKeyFrame *tried,
              gboolean *is_kept)
{
  const WeftStretch *stretch = weft_stretches_get (walk->stretches, which);
  const WeftKeyFrame *stored
      = weft_stretch_find_frame (stretch, walk->record, walk->record->frames, step, tried);
  const WeftKeyFrame *kept
      = weft_stretch_find_frame (stretch, walk->record, walk->kept->frames, step, tried);

  *is_kept = kept != NULL && (stored == NULL || !is_later (stored, kept));
  return *is_kept ? kept : stored;
}

static const WeftKeyFrame *
find_frame (const WeftWalk *walk, gboolean *is_kept)
{
  return find_nearest (walk, walk->which, walk->goal, walk->has_tried ? &walk->tried : NULL,
                       is_kept);
}

/* From the nearest frame that was not tried yet, else from where the stretch began. */
static gboolean
set_out (WeftWalk *walk, GError **error)
{
  const WeftStretch *stretch = weft_stretches_get (walk->stretches, walk->which);
  const WeftKeyFrame *frame;
  WeftState *state = NULL;
  gboolean is_kept;

  walk->is_out = FALSE;
  while ((frame = find_frame (walk, &is_kept)) != NULL)
    {
      state = is_kept ? weft_way_states_dup (walk->kept, frame)
                      : walk->record->load (walk->record->user, frame->id, NULL);
      walk->tried = *frame;
      walk->has_tried = TRUE;
      walk->from = frame->step;
      if (state != NULL
          && set_out_from (walk, state, walk->tried.step, (guint) walk->tried.place, NULL))
        return TRUE;
    }
  if (walk->is_anew)
    return FALSE;
  walk->is_anew = TRUE;
  return weft_origin_find (walk->record, walk->stretches, walk->which, &state, &walk->from, error)
         && set_out_from (walk, state, stretch->begin, stretch->first + 1, error);
}

/* --- going on --- */

static void
make_leg (WeftWalk *walk, gint64 to)
{
  WeftLimits limits = { .steps = MIN (to - walk->step, walk->leg), .outlasts_schedule = TRUE };

  weft_trainer_run (walk->trainer, &limits);
  walk->step += limits.steps;
  walk->leg_steps = limits.steps;
  walk->began = g_get_monotonic_time ();
}

/* FALSE: the graph that the run had from here on cannot be had any more. */
static gboolean
do_next (WeftWalk *walk, GError **error)
{
  const WeftJournalEntry *entry = weft_record_get_entry (walk->record, walk->done);
  WeftModel *model = entry->graph != NULL ? find_model (walk, walk->done + 1, error) : NULL;

  if (entry->graph != NULL && model == NULL)
    return FALSE;
  if (model != NULL)
    walk->model = model;
  weft_trainer_do_again (walk->trainer, entry, model);
  walk->done++;
  return TRUE;
}

/* What the trainer is told next. FALSE: nothing, it is there; *error where a graph that the run had
 * cannot be had any more. */
static gboolean
go_on (WeftWalk *walk, GError **error)
{
  const WeftStretch *stretch = weft_stretches_get (walk->stretches, walk->which);
  gboolean is_told = FALSE;

  for (; walk->done < stretch->end; is_told = TRUE)
    {
      const WeftJournalEntry *entry = weft_record_get_entry (walk->record, walk->done);

      if (entry->step >= walk->goal)
        break;
      if (walk->step < entry->step)
        {
          make_leg (walk, entry->step);
          return TRUE;
        }
      if (!do_next (walk, error))
        return FALSE;
    }
  if (walk->step >= walk->goal)
    return is_told;
  make_leg (walk, walk->goal);
  return TRUE;
}

gboolean
weft_walk_do_next (WeftWalk *walk)
{
  const WeftStretch *stretch = weft_stretches_get (walk->stretches, walk->which);

  return walk->done < stretch->end
         && weft_record_get_entry (walk->record, walk->done)->step == walk->goal
         && do_next (walk, NULL) && weft_trainer_wait (walk->trainer, -1);
}

/* A leg is over: how long the next is, and what it led to stays for ways that come by here. */
static void
end_leg (WeftWalk *walk)
{
  gint64 took = g_get_monotonic_time () - walk->began;
  WeftState *state;

  if (walk->began == 0 || walk->kept->room == 0)
    return;
  walk->began = 0;
  walk->leg = (gint64) CLAMP (LEG_TIME * (double) walk->leg_steps / (double) MAX (took, 1), 1,
                              MIN (LEG_MOST, 4 * (double) walk->leg));
  state = weft_trainer_dup_state (walk->trainer);
  if (state != NULL)
    weft_way_states_add (walk->kept, walk->done, state);
}

WeftWalkPlace
weft_walk_go (WeftWalk *walk, GError **error)
{
  g_autoptr (GError) cause = NULL;
  WeftStatus status = { .state = WEFT_TRAINER_PAUSED };

  g_return_val_if_fail (walk->goal >= 0, WEFT_WALK_LOST);

  if (walk->is_out)
    {
      weft_trainer_begin_read (walk->trainer);
      if (!weft_trainer_is_at_rest (walk->trainer, &status))
        return WEFT_WALK_UNDERWAY;
    }
  if (status.state == WEFT_TRAINER_FAILED)
    {
      g_set_error_literal (&cause, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, status.error);
      walk->is_out = FALSE;
    }
  if (walk->is_out)
    end_leg (walk);
  while (cause != NULL || !walk->is_out)
    {
      g_autoptr (GError) last = g_steal_pointer (&cause);

      if (!set_out (walk, &cause))
        {
          if (cause == NULL)
            cause = g_steal_pointer (&last);
          g_propagate_error (error, g_steal_pointer (&cause));
          return WEFT_WALK_LOST;
        }
      if (go_on (walk, &cause) || cause == NULL)
        return WEFT_WALK_UNDERWAY;
    }
  if (go_on (walk, &cause))
    return WEFT_WALK_UNDERWAY;
  if (cause == NULL)
    return WEFT_WALK_THERE;
  walk->is_out = FALSE;
  return weft_walk_go (walk, error);
}

gboolean
weft_walk_finish (WeftWalk *walk, GError **error)
{
  WeftWalkPlace place;

  while ((place = weft_walk_go (walk, error)) == WEFT_WALK_UNDERWAY)
    weft_trainer_wait (walk->trainer, -1);
  return place == WEFT_WALK_THERE;
}

/* --- where to --- */

/* Whether what it will have done leads on to the step. */
static gboolean
leads_to (const WeftWalk *walk, int which, gint64 step)
{
  const WeftStretch *stretch = weft_stretches_get (walk->stretches, which);

  if (!walk->is_out || walk->which != which || walk->step > step)
    return FALSE;
  return walk->step < step || walk->done == stretch->first + 1
         || weft_record_get_entry (walk->record, walk->done - 1)->step < step;
}

gint64
weft_walk_find_soon (const WeftWalk *walk, gint64 step)
{
  int which = weft_stretches_find_step (walk->stretches, (int) walk->stretches->len, step);
  const WeftKeyFrame *frame;
  gboolean is_kept;
  gint64 nearest;

  if (which < 0)
    return step;
  frame = find_nearest (walk, which, step, NULL, &is_kept);
  nearest = frame != NULL ? frame->step : weft_stretches_get (walk->stretches, which)->begin;
  if (leads_to (walk, which, step))
    nearest = MAX (nearest, walk->step);
  return step - nearest > walk->leg ? nearest + walk->leg : step;
}

void
weft_walk_head_for_in (WeftWalk *walk, int which, gint64 step)
{
  gboolean leads = leads_to (walk, which, step), is_kept;
  const WeftKeyFrame *frame;

  walk->which = which;
  walk->goal = step;
  walk->has_tried = walk->is_anew = FALSE;
  frame = find_frame (walk, &is_kept);
  if (!leads || (frame != NULL && frame->step - walk->step > walk->leg / 4))
    walk->is_out = FALSE;
}

void
weft_walk_go_on_to (WeftWalk *walk, gint64 step)
{
  g_return_if_fail (leads_to (walk, walk->which, step));

  walk->goal = step;
}

gboolean
weft_walk_head_for (WeftWalk *walk, gint64 step, GError **error)
{
  int which = weft_stretches_find_step (walk->stretches, (int) walk->stretches->len, step);

  if (which >= 0)
    {
      weft_walk_head_for_in (walk, which, step);
      return TRUE;
    }
  weft_origin_set_not_passed (walk->record, walk->stretches, step, error);
  return FALSE;
}
