/* test-trainer: the same bits however it is run; where it ends; edits while it learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "small-trainer.h"

#define STEPS 100
#define FEW_STEPS 12

/* What an uninterrupted run on one thread comes to. */
static char *
dup_reference (WeftModel *model, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, steps);
  return dup_hash (trainer);
}

/* Big enough that ops and batches are cut into slices. */
static WeftGraph *
new_pictures (void)
{
  static const char *const layers[] = {
    "conv2d {'out_channels': <int64 16>, 'kernel_size': <[int64 3, 3]>, 'padding': <[int64 1, 1]>}",
    "batch_norm",
    "relu",
    "max_pool2d {'kernel_size': <[int64 2, 2]>}",
    "dropout",
    "flatten",
    "dense {'units': <int64 64>}",
    "relu",
    "dense {'units': <int64 4>}",
    NULL,
  };
  WeftGraph *graph = net_new ("{'source': <'random'>, 'shape': <[int64 3, 16, 16]>, "
                              "'count': <int64 200>, 'classes': <int64 4>}",
                              layers, "cross_entropy");

  net_train (graph, "momentum", g_variant_new_double (0.9));
  net_train (graph, "batch_size", g_variant_new_int64 (64));
  return graph;
}

static void
test_threads_change_nothing (gconstpointer data)
{
  WeftGraph *(*new_graph) (void) = data;
  g_autoptr (WeftGraph) graph = new_graph ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autofree char *expected = dup_reference (model, FEW_STEPS);

  for (guint threads = 2; threads <= 3; threads++)
    {
      g_autoptr (WeftTrainer) trainer = new_trainer (threads);
      g_autofree char *hash = NULL;

      weft_trainer_load (trainer, model, NULL, 7, NULL);
      finish (trainer, FEW_STEPS);
      hash = dup_hash (trainer);
      g_assert_cmpstr (hash, ==, expected);
    }
}

/* Pauses, single steps, an epoch's step, another speed, looking, evaluating: all without effect. */
static void
test_interruptions_change_nothing (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autofree char *expected = dup_reference (model, STEPS), *hash = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (2);
  WeftWatch watch
      = { .activations = TRUE, .results = TRUE, .moves = TRUE, .weights_of = 2, .grid = 5 };
  WeftStatus status;

  weft_trainer_watch (trainer, &watch);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_step (trainer, WEFT_STEP_BATCH);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_step (trainer, WEFT_STEP_EPOCH);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, weft_model_get_steps_per_epoch (model));
  g_assert_cmpint (status.epoch, ==, 1);
  weft_trainer_set_speed (trainer, 30); /* which is far from the last step, whoever oversleeps */
  weft_trainer_run (trainer, NULL);
  g_usleep (20000);
  weft_trainer_pause (trainer);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  weft_trainer_set_speed (trainer, 0);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, <, STEPS);
  finish (trainer, STEPS - status.step);
  hash = dup_hash (trainer);
  g_assert_cmpstr (hash, ==, expected);
}

static void
test_resume_from_bytes (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autofree char *expected = dup_reference (model, STEPS), *hash = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftTrainer) first = new_trainer (1), second = new_trainer (2);
  g_autoptr (WeftState) state = NULL;

  weft_trainer_load (first, model, NULL, 7, NULL);
  finish (first, 37); /* in the middle of an epoch */
  state = weft_trainer_dup_state (first);
  g_assert_cmpint (state->cursor, >, 0);
  bytes = weft_state_serialize (state);
  weft_trainer_load (second, model, weft_state_deserialize (bytes, &error), 0, NULL);
  g_assert_no_error (error);
  finish (second, STEPS - 37);
  hash = dup_hash (second);
  g_assert_cmpstr (hash, ==, expected);
}

static void
test_limits (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  gint64 per_epoch = weft_model_get_steps_per_epoch (model), step;
  WeftLimits epochs = { .epochs = 3 }, seconds = { .seconds = 0.1 },
             first = { .epochs = 3, .steps = 2 };
  WeftStatus status;

  g_assert_cmpint (per_epoch, ==, 8); /* 240 samples by 32: the last batch is smaller */
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  weft_trainer_run (trainer, &epochs);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 3 * per_epoch);
  g_assert_cmpint (status.epoch, ==, 3);
  g_assert_cmpint (status.cursor, ==, 0);
  g_assert_cmpint (status.samples_seen, ==, 3 * 240);
  weft_trainer_run (trainer, &first);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 3 * per_epoch + 2);
  step = status.step;
  weft_trainer_run (trainer, &seconds);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, >, step);
  g_assert_cmpfloat (status.seconds, >=, 0.1);
}

static void
test_speed (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  gint64 start;
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_set_speed (trainer, 100);
  start = g_get_monotonic_time ();
  finish (trainer, 11);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 95000);
  weft_trainer_set_speed (trainer, 0.01); /* and a command is still answered at once */
  weft_trainer_run (trainer, NULL);
  start = g_get_monotonic_time ();
  weft_trainer_pause (trainer);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_USEC_PER_SEC);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, <=, 12);
}

static void
test_not_a_number (void)
{
  g_autoptr (WeftGraph) graph = net_points (), before = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (2);
  g_autofree char *title = NULL;
  WeftStatus status;

  net_train (graph, "optimizer", g_variant_new_string ("sgd"));
  before = weft_graph_dup (graph);
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_set_rate (trainer, 1e38);
  finish (trainer, 1000);
  assert_phase (trainer, WEFT_TRAINER_FAILED);
  weft_trainer_get_status (trainer, &status);
  g_assert_nonnull (weft_graph_find (graph, status.failed_node));
  title = weft_node_dup_title (weft_graph_find (graph, status.failed_node));
  g_assert_nonnull (strstr (status.error, title));
  g_assert_cmpint (status.step, <, 1000);
  g_assert_true (weft_graph_equal (graph, before));
  g_assert_true (isfinite (status.loss));

  weft_trainer_load (trainer, model, NULL, 7, NULL); /* Start over, with a rate that works */
  weft_trainer_set_rate (trainer, 0.01);
  finish (trainer, 100);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
}

static void
assert_same_weights (WeftState *a, WeftState *b, gint64 node, const char *name)
{
  WeftStateEntry *old = weft_state_find (a, node, g_intern_string (name));
  WeftStateEntry *new = weft_state_find (b, node, g_intern_string (name));

  g_assert_cmpmem (old->value, old->count * sizeof (float), new->value,
                   new->count * sizeof (float));
  g_assert_cmpmem (old->slot[1], old->count * sizeof (float), new->slot[1],
                   new->count * sizeof (float));
}

static void
test_swap_keeps_weights (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), wider = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) before = NULL, after = NULL;
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  gint64 first = weft_graph_find_by_name (graph, "dense1")->id;
  gint64 middle = weft_graph_find_by_name (graph, "dense5")->id;
  WeftStateEntry *entry;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 20);
  before = weft_trainer_dup_state (trainer);
  net_apply (graph, weft_edit_set_param (middle, "units", g_variant_new_int64 (24)));
  wider = net_model (graph);
  weft_trainer_swap (trainer, wider);
  after = weft_trainer_dup_state (trainer);
  assert_same_weights (before, after, first, "weight");
  assert_same_weights (before, after, first, "bias");
  entry = weft_state_find (after, middle, g_intern_string ("weight"));
  g_assert_cmpint (entry->shape.dims[0], ==, 24);
  g_assert_cmpint (after->step, ==, 20);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  finish (trainer, 20);
  weft_trainer_run (trainer, NULL); /* and in full flight */
  weft_trainer_swap (trainer, model);
  weft_trainer_swap (trainer, wider);
  weft_trainer_pause (trainer);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  g_assert_cmpuint (recorder.journal->len, ==, 4);
  g_assert_cmpstr (recorder.journal->pdata[0], ==, "load");
  g_assert_cmpstr (recorder.journal->pdata[1], ==, "swap");
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

static char *
learn_on (WeftModel *model, WeftState *state)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) after = NULL;

  weft_trainer_load (trainer, model, state, 7, NULL);
  finish (trainer, 5);
  after = weft_trainer_dup_state (trainer);
  return weft_state_dup_hash (after);
}

/* What one optimiser kept no other takes for its own, whether it is changed while the run is there
 * or between two sessions. */
static void
test_other_optimizer (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), other = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) before = NULL, kept = NULL, after = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *here = NULL, *there = NULL;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 5);
  before = weft_trainer_dup_state (trainer);
  bytes = weft_state_serialize (before);
  kept = weft_state_deserialize (bytes, NULL);
  net_train (graph, "optimizer", g_variant_new_string ("lamb"));
  other = net_model (graph);
  g_assert_null (weft_model_tell_dropped (model, kept));
  g_assert_nonnull (strstr (weft_model_tell_dropped (other, kept), "The optimiser is another"));
  weft_trainer_swap (trainer, other);
  finish (trainer, 5);
  after = weft_trainer_dup_state (trainer);
  here = weft_state_dup_hash (after);
  there = learn_on (other, g_steal_pointer (&kept));
  g_assert_cmpstr (here, ==, there);
}

/* A rate set by hand holds through edits of the network, and until the document's rate changes. */
static void
test_rate_by_hand (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), momentum = NULL, rate = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_set_rate (trainer, 0.5);
  net_train (graph, "weight_decay", g_variant_new_double (0.1));
  momentum = net_model (graph);
  weft_trainer_swap (trainer, momentum);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpfloat_with_epsilon (status.rate, 0.5, 1e-7);
  net_train (graph, "lr", g_variant_new_double (0.25));
  rate = net_model (graph);
  weft_trainer_swap (trainer, rate);
  assert_phase (trainer, WEFT_TRAINER_PAUSED);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpfloat_with_epsilon (status.rate, 0.25, 1e-7);
}

static double
rate_after (WeftTrainer *trainer, gint64 steps)
{
  WeftStatus status;

  finish (trainer, steps);
  weft_trainer_get_status (trainer, &status);
  return status.rate;
}

/* Two epochs of eight steps bring the rate to 0: the run is over, and no step is made when training
 * goes on, until it is renewed or the network is edited: what is new has to learn. */
static void
test_schedule_begins_anew (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL, wider = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) state = NULL, back = NULL;
  g_autoptr (GBytes) bytes = NULL;
  WeftStatus status;

  net_train (graph, "schedule", g_variant_new_string ("cosine"));
  net_train (graph, "epochs", g_variant_new_int64 (2));
  model = net_model (graph);
  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, "dense5")->id, "units",
                                         g_variant_new_int64 (24)));
  wider = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_renew_schedule (trainer); /* is not over: goes on */
  g_assert_cmpfloat_with_epsilon (rate_after (trainer, 9), 0.005, 1e-6);
  weft_trainer_renew_schedule (trainer);
  g_assert_cmpfloat (rate_after (trainer, 8), ==, 0);
  g_assert_cmpfloat (rate_after (trainer, 3), ==, 0);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 16);
  g_assert_cmpint (status.state, ==, WEFT_TRAINER_FINISHED);
  g_assert_true (status.is_schedule_over);
  weft_trainer_swap (trainer, wider);
  g_assert_cmpfloat_with_epsilon (rate_after (trainer, 1), 0.01, 1e-6);
  g_assert_cmpfloat (rate_after (trainer, 16), ==, 0);
  weft_trainer_renew_schedule (trainer);
  g_assert_cmpfloat_with_epsilon (rate_after (trainer, 9), 0.005, 1e-6);
  state = weft_trainer_dup_state (trainer);
  g_assert_cmpint (state->restart, ==, 32);
  bytes = weft_state_serialize (state);
  back = weft_state_deserialize (bytes, NULL);
  weft_trainer_load (trainer, wider, g_steal_pointer (&back), 7, NULL);
  g_assert_cmpfloat_with_epsilon (rate_after (trainer, 5), 0.01 * (1 + cos (G_PI * 13 / 16)) / 2,
                                  1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/trainer/threads-change-nothing/points", net_points,
                        test_threads_change_nothing);
  g_test_add_data_func ("/trainer/threads-change-nothing/pictures", new_pictures,
                        test_threads_change_nothing);
  g_test_add_func ("/trainer/interruptions-change-nothing", test_interruptions_change_nothing);
  g_test_add_func ("/trainer/resume-from-bytes", test_resume_from_bytes);
  g_test_add_func ("/trainer/limits", test_limits);
  g_test_add_func ("/trainer/speed", test_speed);
  g_test_add_func ("/trainer/not-a-number", test_not_a_number);
  g_test_add_func ("/trainer/swap-keeps-weights", test_swap_keeps_weights);
  g_test_add_func ("/trainer/other-optimizer", test_other_optimizer);
  g_test_add_func ("/trainer/rate-by-hand", test_rate_by_hand);
  g_test_add_func ("/trainer/schedule-begins-anew", test_schedule_begins_anew);
  return g_test_run ();
}
