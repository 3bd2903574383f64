/* test-trainer-failed: numbers that go wrong cost a step or two; what is kept of them is sound */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "small-trainer.h"

#define TOO_MUCH 1e38

static WeftModel *
new_model (void)
{
  g_autoptr (WeftGraph) graph = net_points ();

  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  return net_model (graph);
}

static void
assert_finite (const WeftState *state)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);

      for (gsize k = 0; k < entry->count; k++)
        g_assert_true (isfinite (entry->value[k]));
    }
}

/* It fails soon after step 200, and is back at a step before, in memory as in the file; both go on
 * from there alike, with a rate that works. */
static void
test_goes_back (gconstpointer threads)
{
  g_autoptr (WeftModel) model = new_model ();
  g_autoptr (WeftTrainer) trainer = new_trainer (GPOINTER_TO_UINT (threads));
  g_autoptr (WeftTrainer) other = new_trainer (1);
  g_autofree char *hash = NULL, *stored_hash = NULL, *end = NULL, *other_end = NULL;
  WeftState *stored;
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_set_rate (trainer, 0.01);
  finish (trainer, 200);
  weft_trainer_set_rate (trainer, TOO_MUCH);
  finish (trainer, 1000);
  assert_phase (trainer, WEFT_TRAINER_FAILED);
  weft_trainer_get_status (trainer, &status);
  g_test_message ("%s", status.error);
  g_assert_cmpint (status.step, >=, 200); /* when the run began there was a copy */
  g_assert_cmpint (status.step, <, 210);
  g_assert_nonnull (strstr (status.error, "The network is as it was at step 20"));
  g_assert_nonnull (
      strstr (status.error, "first in Batch normalisation 2 (")); /* as the node is called */
  g_assert_cmpint (recorder.frame_step[WEFT_FRAME_CLOSE], ==, status.step);
  stored = weft_state_deserialize (recorder.last, NULL);
  assert_finite (stored);
  hash = dup_hash (trainer);
  stored_hash = weft_state_dup_hash (stored);
  g_assert_cmpstr (hash, ==, stored_hash);

  weft_trainer_load (other, model, stored, 0, NULL);
  weft_trainer_set_rate (other, 1e-30);
  finish (other, 100);
  other_end = dup_hash (other);
  weft_trainer_set_rate (trainer, 1e-30);
  finish (trainer, 100);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  end = dup_hash (trainer);
  g_assert_cmpstr (end, ==, other_end);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

/* In full flight: at most a moment is lost, and the file is never left with what is not finite. */
static void
test_in_flight (void)
{
  g_autoptr (WeftModel) model = new_model ();
  g_autoptr (WeftState) stored = NULL;
  WeftTrainer *trainer = new_trainer (2);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus before, after;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_set_rate (trainer, 0.01);
  weft_trainer_run (trainer, NULL);
  g_assert_false (weft_trainer_wait (trainer, 0.1));
  weft_trainer_get_status (trainer, &before);
  weft_trainer_set_rate (trainer, TOO_MUCH);
  assert_phase (trainer, WEFT_TRAINER_FAILED);
  weft_trainer_get_status (trainer, &after);
  g_assert_cmpint (before.step, >, 0);
  g_assert_cmpint (after.step, >=, before.step / 2); /* of 100 ms a few are lost */
  weft_trainer_free (trainer);
  stored = weft_state_deserialize (recorder.last, NULL);
  g_assert_cmpint (stored->step, ==, after.step);
  assert_finite (stored);
  recorder_clear (&recorder);
}

/* Closed between the step that overflows and the one that would show it. */
static void
test_overflow_is_not_stored (void)
{
  g_autoptr (WeftModel) model = new_model ();
  g_autoptr (WeftState) stored = NULL;
  WeftTrainer *trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_set_rate (trainer, 0.01);
  finish (trainer, 5);
  weft_trainer_set_rate (trainer, INFINITY);
  weft_trainer_step (trainer, WEFT_STEP_BATCH);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  weft_trainer_free (trainer);
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 2);
  stored = weft_state_deserialize (recorder.last, NULL);
  g_assert_cmpint (stored->step, ==, 5);
  assert_finite (stored);
  recorder_clear (&recorder);
}

/* A state that was spoilt before: there is nothing to go back to, and nothing to write. */
static void
test_spoilt_before (void)
{
  g_autoptr (WeftModel) model = new_model ();
  WeftState *state = weft_model_new_state (model, 7, NULL);
  WeftTrainer *trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);

  g_array_index (state->entries, WeftStateEntry, 0).value[0] = NAN;
  state->step = 30;
  weft_trainer_load (trainer, model, state, 7, &sink);
  finish (trainer, 10);
  assert_phase (trainer, WEFT_TRAINER_FAILED);
  weft_trainer_free (trainer);
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 0);
  recorder_clear (&recorder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/trainer-failed/goes-back/1", GUINT_TO_POINTER (1), test_goes_back);
  g_test_add_data_func ("/trainer-failed/goes-back/2", GUINT_TO_POINTER (2), test_goes_back);
  g_test_add_func ("/trainer-failed/in-flight", test_in_flight);
  g_test_add_func ("/trainer-failed/overflow-is-not-stored", test_overflow_is_not_stored);
  g_test_add_func ("/trainer-failed/spoilt-before", test_spoilt_before);
  return g_test_run ();
}
