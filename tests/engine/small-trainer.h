/* small-trainer: a trainer to wait for, and a sink that remembers what it got; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/ring.h"
#include "engine/train/trainer.h"
#include "small-net.h"

static inline WeftTrainer *
new_trainer (guint threads)
{
  WeftTrainerOptions options = { .threads = threads, .level = -1, .way_room = 1 << 20 };

  return weft_trainer_new (&options);
}

static inline void
finish (WeftTrainer *trainer, gint64 steps)
{
  WeftLimits limits = { .steps = steps };

  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 60));
}

static inline char *
dup_hash (WeftTrainer *trainer)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (trainer);

  g_assert_nonnull (state);
  return weft_state_dup_hash (state);
}

static inline void
assert_phase (WeftTrainer *trainer, WeftTrainerState phase)
{
  WeftStatus status;

  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, phase == WEFT_TRAINER_FAILED ? status.error : "");
  g_assert_cmpint (status.state, ==, phase);
}

#define MOST_SERIES 64

typedef struct
{
  WeftSample total[MOST_SERIES]; /* by the series' number */
  guint n_frames[4], refuse;
  gint64 frame_step[4], loss_step; /* the newest that came */
  GBytes *last;
  GPtrArray *journal;
} Recorder;

static inline void
record_samples_cb (gpointer user, const WeftSample *samples, guint n)
{
  Recorder *recorder = user;

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (samples[i].series, <, MOST_SERIES);
      weft_sample_fold (&recorder->total[samples[i].series], &samples[i]);
    }
}

static inline gboolean
record_frame_cb (gpointer user, WeftFrame kind, gint64 step, gint64 place, GBytes *bytes)
{
  Recorder *recorder = user;

  if (kind != WEFT_FRAME_CLOSE && recorder->refuse > 0 && recorder->refuse-- > 0)
    return FALSE;
  recorder->n_frames[kind]++;
  recorder->frame_step[kind] = step;
  g_clear_pointer (&recorder->last, g_bytes_unref);
  recorder->last = g_bytes_ref (bytes);
  return TRUE;
}

static inline gint64
record_journal_cb (gpointer user, const WeftJournalEntry *entry)
{
  Recorder *recorder = user;

  g_ptr_array_add (recorder->journal, g_strdup (entry->kind));
  return recorder->journal->len;
}

static inline WeftSink
recorder_init (Recorder *recorder)
{
  *recorder = (Recorder){ .journal = g_ptr_array_new_with_free_func (g_free) };
  return (WeftSink){ record_samples_cb, record_frame_cb, record_journal_cb, recorder };
}

static inline void
recorder_clear (Recorder *recorder)
{
  g_clear_pointer (&recorder->last, g_bytes_unref);
  g_ptr_array_unref (recorder->journal);
}
