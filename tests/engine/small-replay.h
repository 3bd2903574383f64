/* small-replay: a run in memory that says what it was at its stops, and has each of them again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/past/walk.h"
#include "small-trainer.h"

typedef struct
{
  gint64 step, place;
  GBytes *bytes;
} Kept;

/* A sink in memory, and what the run was at its stops. */
typedef struct
{
  WeftTrainer *trainer;
  GPtrArray *entries;
  GPtrArray *kept;    /* Kept */
  GHashTable *hashes; /* gint64 step → SHA-256 of what it left, the last time */
  gint64 last_step;
} Run;

static inline void
kept_free (gpointer data)
{
  g_bytes_unref (((Kept *) data)->bytes);
  g_free (data);
}

static inline void
take_samples_cb (gpointer user, const WeftSample *samples, guint n)
{
}

static inline gboolean
take_frame_cb (gpointer user, WeftFrame kind, gint64 step, gint64 place, GBytes *bytes)
{
  Run *run = user;
  Kept *kept = g_new (Kept, 1);

  *kept = (Kept){ step, place, g_bytes_ref (bytes) };
  g_ptr_array_add (run->kept, kept);
  return TRUE;
}

static inline gint64
take_entry_cb (gpointer user, const WeftJournalEntry *entry)
{
  Run *run = user;
  WeftJournalEntry *copy = weft_journal_entry_copy (entry);

  copy->place = (gint64) run->entries->len + 1;
  g_ptr_array_add (run->entries, copy);
  return copy->place;
}

static inline WeftSink
get_sink (Run *run)
{
  return (WeftSink){ take_samples_cb, take_frame_cb, take_entry_cb, run };
}

static inline Run *
run_new (WeftModel *model, guint threads)
{
  Run *run = g_new0 (Run, 1);
  WeftSink sink = get_sink (run);

  run->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_journal_entry_free);
  run->kept = g_ptr_array_new_with_free_func (kept_free);
  run->hashes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  run->trainer = new_trainer (threads);
  weft_trainer_load (run->trainer, model, NULL, 7, &sink);
  return run;
}

static inline void
run_free (Run *run)
{
  weft_trainer_free (run->trainer);
  g_ptr_array_unref (run->entries);
  g_ptr_array_unref (run->kept);
  g_hash_table_unref (run->hashes);
  g_free (run);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* Some steps, and remembers what the last of them left. */
static inline void
go (Run *run, gint64 steps)
{
  WeftLimits limits = { .steps = steps, .outlasts_schedule = TRUE };
  g_autoptr (WeftState) state = NULL;

  weft_trainer_run (run->trainer, &limits);
  g_assert_true (weft_trainer_wait (run->trainer, 60));
  state = weft_trainer_dup_state (run->trainer);
  g_assert_nonnull (state);
  g_hash_table_insert (run->hashes, g_memdup2 (&state->step, sizeof state->step),
                       weft_state_dup_hash (state));
  run->last_step = MAX (run->last_step, state->step);
}

static inline WeftState *
load_cb (gpointer user, gint64 id, GError **error)
{
  Run *run = user;

  return weft_state_deserialize (((Kept *) g_ptr_array_index (run->kept, (guint) id))->bytes,
                                 error);
}

/* One frame in `share` and the newest; WeftKeyFrame, transfer full. */
static inline GArray *
list_frames (const Run *run, guint share)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (WeftKeyFrame));

  for (guint i = 0; i < run->kept->len; i++)
    {
      const Kept *kept = g_ptr_array_index (run->kept, i);
      WeftKeyFrame frame = { i, kept->step, kept->place };

      if (i + 1 == run->kept->len || (share > 0 && i % share == 0))
        g_array_append_val (frames, frame);
    }
  return frames;
}

/* Every stop again. */
static inline void
check (Run *run, guint share, guint threads)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GArray) frames = list_frames (run, share);
  WeftRunRecord record = { run->entries, frames, run->last_step, catalog, threads, load_cb, run };
  GHashTableIter iter;
  gpointer step, hash;

  g_hash_table_iter_init (&iter, run->hashes);
  while (g_hash_table_iter_next (&iter, &step, &hash))
    {
      g_autoptr (GError) error = NULL;
      g_auto (WeftReplayed) replayed = { 0 };
      g_autofree char *found = NULL;

      weft_replay (&record, *(gint64 *) step, &replayed, &error);
      g_assert_no_error (error);
      found = weft_state_dup_hash (replayed.state);
      g_test_message ("step %" G_GINT64_FORMAT " from %" G_GINT64_FORMAT, *(gint64 *) step,
                      replayed.from);
      g_assert_cmpint (replayed.state->step, ==, *(gint64 *) step);
      g_assert_cmpstr (found, ==, hash);
      g_assert_true (replayed.is_exact);
    }
}

/* The same on one walk to and fro, with little room for states on its way, and with another goal
 * in its midst; the run's own trainer is where it was. */
static inline void
stroll (Run *run, guint share, gsize room)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GArray) frames = list_frames (run, share);
  WeftRunRecord record = { run->entries, frames, run->last_step, catalog, 1, load_cb, run };
  const WeftTrainerOptions options = { .threads = 1 };
  g_autoptr (WeftWalk) walk = weft_walk_new (&record, &options, room);
  guint n;
  g_autofree gpointer *steps = g_hash_table_get_keys_as_array (run->hashes, &n);
  g_autofree char *before = dup_hash (run->trainer), *after = NULL;

  for (guint i = 0; i < 3 * n; i++)
    {
      const gint64 *step = steps[(i * 7 + i / n) % n], *first = steps[i * 5 % n];
      g_autofree char *found = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (weft_walk_head_for (walk, *first, &error));
      weft_walk_go (walk, NULL);
      g_assert_true (weft_walk_head_for (walk, *step, &error));
      g_assert_true (weft_walk_finish (walk, &error));
      g_assert_no_error (error);
      found = dup_hash (weft_walk_get_trainer (walk));
      g_assert_cmpstr (found, ==, g_hash_table_lookup (run->hashes, step));
    }
  after = dup_hash (run->trainer);
  g_assert_cmpstr (before, ==, after);
}

static inline void
check_all_ways (Run *run)
{
  stroll (run, 3, 1 << 24);
  stroll (run, 0, 1 << 16);
  for (guint threads = 1; threads <= 2; threads++)
    {
      check (run, 1, threads);
      check (run, 3, threads);
      check (run, 0, threads);
    }
}
