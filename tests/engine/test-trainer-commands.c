/* test-trainer-commands: any command in any state, at random; nothing breaks it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/random.h"

#include <math.h>

#include "small-trainer.h"

typedef struct
{
  WeftTrainer *trainer;
  WeftModel *models[4];
  WeftSink sink;
  WeftRandom random;
  guint64 drawn;
} Fuzz;

static guint
draw (Fuzz *fuzz, guint n)
{
  return (guint) weft_random_below (&fuzz->random, fuzz->drawn++, n);
}

static void
go_inside (Fuzz *fuzz)
{
  WeftStepPlace place = { draw (fuzz, 3), (int) draw (fuzz, 20), 0 };

  if (draw (fuzz, 3) > 0)
    weft_trainer_step (fuzz->trainer, draw (fuzz, 3) ? WEFT_STEP_OP : WEFT_STEP_BACK);
  else
    weft_trainer_write (fuzz->trainer, place, draw (fuzz, 9), draw (fuzz, 9) ? 0.5f : INFINITY,
                        NULL);
}

static void
send_anything (Fuzz *fuzz)
{
  WeftTrainer *trainer = fuzz->trainer;
  WeftModel *model = fuzz->models[draw (fuzz, 4)];
  WeftLimits limits
      = { .steps = draw (fuzz, 30), .epochs = draw (fuzz, 3), .seconds = draw (fuzz, 2) * 0.01 };
  WeftWatch watch = {
    .sample = draw (fuzz, 400),
    .activations = draw (fuzz, 2),
    .weights_of = draw (fuzz, 9),
    .results = draw (fuzz, 2),
    .grid = (int) draw (fuzz, 6),
    .grid_high = { 1, 1 },
  };

  switch (draw (fuzz, 17))
    {
    case 0:
      weft_trainer_load (trainer, model, NULL, draw (fuzz, 5), draw (fuzz, 2) ? &fuzz->sink : NULL);
      break;
    case 1:
    case 2:
      weft_trainer_run (trainer, draw (fuzz, 2) ? &limits : NULL);
      break;
    case 3:
      weft_trainer_pause (trainer);
      break;
    case 4:
      weft_trainer_step (trainer, draw (fuzz, 2) ? WEFT_STEP_BATCH : WEFT_STEP_EPOCH);
      break;
    case 5:
      weft_trainer_set_speed (trainer, draw (fuzz, 3) * 500);
      break;
    case 6:
      weft_trainer_set_rate (trainer, draw (fuzz, 8) == 0 ? 1e38 : 0.01);
      break;
    case 7:
    case 8:
      weft_trainer_swap (trainer, model);
      break;
    case 9:
    case 10:
      weft_trainer_watch (trainer, &watch);
      break;
    case 11:
      weft_trainer_write_frame (trainer);
      weft_trainer_set_best (trainer, draw (fuzz, 100), draw (fuzz, 3) * 0.3);
      break;
    case 13:
    case 14:
    case 15:
      go_inside (fuzz);
      break;
    case 12:
      weft_trainer_wait (trainer, draw (fuzz, 3) * 0.003);
      break;
    default:
      weft_state_free (weft_trainer_dup_state (trainer));
    }
}

static void
read_anything (Fuzz *fuzz)
{
  WeftSample samples[64];
  WeftSnapshot *snapshot;
  WeftStatus status;

  weft_trainer_begin_read (fuzz->trainer);
  weft_trainer_read_samples (fuzz->trainer, samples, draw (fuzz, 64));
  weft_trainer_get_status (fuzz->trainer, &status);
  g_assert_cmpuint (status.state, <=, WEFT_TRAINER_FAILED);
  g_assert_cmpint (status.state == WEFT_TRAINER_FAILED, ==, status.error[0] != 0);
  snapshot = weft_trainer_take_snapshot (fuzz->trainer);
  g_clear_pointer (&snapshot, weft_snapshot_unref);
}

/* Any command in any state; the invariants are asserted by the trainer. */
static void
test_any_command_in_any_state (void)
{
  Recorder recorder;
  Fuzz fuzz = { .random = { 99, WEFT_STREAM_CHECK, 0 } };
  g_autoptr (WeftGraph) graph = net_points ();

  fuzz.sink = recorder_init (&recorder);
  recorder.refuse = 20;
  fuzz.models[0] = net_model (graph);
  net_train (graph, "batch_size", g_variant_new_int64 (500)); /* more than there are */
  fuzz.models[1] = net_model (graph);
  net_apply (graph, weft_edit_set_param (2, "units", g_variant_new_int64 (5)));
  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  fuzz.models[2] = net_model (graph);
  net_apply (graph, weft_edit_set_param (1, "count", g_variant_new_int64 (40)));
  net_train (graph, "schedule", g_variant_new_string ("cosine"));
  net_train (graph, "batch_size", g_variant_new_int64 (7));
  fuzz.models[3] = net_model (graph);
  for (guint round = 0; round < 3; round++)
    {
      fuzz.random.step = round;
      fuzz.trainer = new_trainer (1 + round % 2);
      for (guint i = 0; i < 400; i++)
        {
          send_anything (&fuzz);
          if (draw (&fuzz, 4) == 0)
            read_anything (&fuzz);
          if (draw (&fuzz, 4) == 0)
            g_usleep (draw (&fuzz, 2000));
        }
      weft_trainer_free (fuzz.trainer);
    }
  for (guint i = 0; i < 4; i++)
    weft_model_unref (fuzz.models[i]);
  recorder_clear (&recorder);
}

/* An edit that is undone before the next step brings all back that was learnt, and the best; so
 * does one of the data, which leaves no mark then. What has learnt since is another net. */
static void
test_undone_edit (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), narrow = NULL, back = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  gint64 dense = weft_graph_find_by_name (graph, "dense5")->id;
  g_autofree char *before = NULL, *between = NULL, *after = NULL, *later = NULL;
  WeftStatus status, status_after;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 80);
  before = dup_hash (trainer);
  weft_trainer_get_status (trainer, &status);
  net_apply (graph, weft_edit_set_param (dense, "units", g_variant_new_int64 (3)));
  narrow = net_model (graph);
  weft_trainer_swap (trainer, narrow);
  between = dup_hash (trainer);
  g_assert_cmpstr (between, !=, before);
  net_apply (graph, weft_edit_set_param (dense, "units", g_variant_new_int64 (16)));
  back = net_model (graph);
  weft_trainer_swap (trainer, back);
  after = dup_hash (trainer);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status_after);
  g_assert_cmpint (status_after.best_step, ==, status.best_step);
  g_assert_cmpfloat (status_after.best_value, ==, status.best_value);
  weft_trainer_swap (trainer, narrow); /* done again */
  finish (trainer, 1);
  weft_trainer_swap (trainer, back);
  later = dup_hash (trainer);
  g_assert_cmpstr (later, !=, before);
}

static gint64
run_round (WeftTrainer *trainer)
{
  WeftStatus status;

  weft_trainer_run (trainer, &(WeftLimits){ .is_round = TRUE });
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  weft_trainer_get_status (trainer, &status);
  return status.epoch;
}

/* A run by hand ends where the settings' epochs are done, and goes on for as many again; from the
 * middle to the same end. What the settings say is changed with the network. */
static void
test_rounds (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL, longer = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  net_train (graph, "epochs", g_variant_new_int64 (10));
  model = net_model (graph);
  net_train (graph, "epochs", g_variant_new_int64 (25));
  longer = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 13);
  g_assert_cmpint (run_round (trainer), ==, 10);
  g_assert_cmpint (run_round (trainer), ==, 20);
  weft_trainer_set_speed (trainer, 200);
  weft_trainer_run (trainer, &(WeftLimits){ .is_round = TRUE });
  weft_trainer_swap (trainer, longer);
  weft_trainer_set_speed (trainer, 0);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  g_assert_cmpint (run_round (trainer), ==, 50);
}

/* Ten thousand samples of 50 million operations each: that takes long at the run's end. */
static WeftGraph *
new_dear (void)
{
  static const char *const layers[] = {
    "dense {'units': <int64 2048>}", "relu", "dense {'units': <int64 2048>}", "relu",
    "dense {'units': <int64 2048>}", "relu", "dense {'units': <int64 2048>}", "relu",
    "dense {'units': <int64 2048>}", "relu", "dense {'units': <int64 2>}",    NULL,
  };
  WeftGraph *graph = net_new ("{'source': <'random'>, 'shape': <[int64 32]>, 'classes': <int64 2>, "
                              "'count': <int64 20000>, 'split': <[0.005, 0.99, 0.005]>}",
                              layers, "cross_entropy");

  net_train (graph, "batch_size", g_variant_new_int64 (32));
  return graph;
}

/* Neither who pauses nor who ends it waits for the validation at the run's end. */
static void
test_stopped_at_the_end (void)
{
  g_autoptr (WeftGraph) graph = new_dear ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftLimits limits = { .epochs = 1 };

  for (int frees = 0; frees < 2; frees++)
    {
      WeftTrainer *trainer = new_trainer (1);
      gint64 began;

      weft_trainer_load (trainer, model, NULL, 7, NULL);
      weft_trainer_run (trainer, &limits);
      g_usleep (2 * G_USEC_PER_SEC);
      began = g_get_monotonic_time ();
      if (frees == 0)
        {
          weft_trainer_pause (trainer);
          g_assert_true (weft_trainer_wait (trainer, 60));
          g_assert_cmpint (g_get_monotonic_time () - began, <, 4 * G_USEC_PER_SEC);
        }
      weft_trainer_free (trainer);
      g_assert_cmpint (g_get_monotonic_time () - began, <, 4 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/any-command-in-any-state", test_any_command_in_any_state);
  g_test_add_func ("/trainer/rounds", test_rounds);
  g_test_add_func ("/trainer/undone-edit", test_undone_edit);
  g_test_add_func ("/trainer/stopped-at-the-end", test_stopped_at_the_end);
  return g_test_run ();
}
