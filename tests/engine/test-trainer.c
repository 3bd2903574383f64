/* test-trainer: the same bits however it is run; ends, samples, frames; nothing breaks it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trainer.h"

#include <math.h>
#include <string.h>

#include "engine/base/random.h"
#include "engine/base/ring.h"
#include "small-net.h"

#define STEPS 100
#define FEW_STEPS 12

static WeftTrainer *
new_trainer (guint threads)
{
  WeftTrainerOptions options = { .threads = threads, .level = -1 };

  return weft_trainer_new (&options);
}

static void
finish (WeftTrainer *trainer, gint64 steps)
{
  WeftLimits limits = { .steps = steps };

  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 60));
}

static char *
dup_hash (WeftTrainer *trainer)
{
  g_autoptr (WeftState) state = weft_trainer_dup_state (trainer);

  g_assert_nonnull (state);
  return weft_state_dup_hash (state);
}

static void
assert_phase (WeftTrainer *trainer, WeftTrainerState phase)
{
  WeftStatus status;

  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, phase == WEFT_TRAINER_FAILED ? status.error : "");
  g_assert_cmpint (status.state, ==, phase);
}

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
  WeftWatch watch = { .activations = TRUE, .results = TRUE, .weights_of = 2, .grid = 5 };
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
  weft_trainer_set_speed (trainer, 300);
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
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, <=, 12);
}

typedef struct
{
  WeftSample total[WEFT_N_SERIES];
  guint n_frames[3], refuse;
  gint64 frame_step[3], loss_step; /* the newest that came */
  GBytes *last;
  GPtrArray *journal;
} Recorder;

static void
record_samples_cb (gpointer user, const WeftSample *samples, guint n)
{
  Recorder *recorder = user;

  for (guint i = 0; i < n; i++)
    weft_sample_fold (&recorder->total[samples[i].series], &samples[i]);
}

static gboolean
record_frame_cb (gpointer user, WeftFrame kind, gint64 step, GBytes *bytes)
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

static void
record_journal_cb (gpointer user, gint64 step, const char *kind, GVariant *payload)
{
  Recorder *recorder = user;

  g_ptr_array_add (recorder->journal, g_strdup (kind));
}

static WeftSink
recorder_init (Recorder *recorder)
{
  *recorder = (Recorder){ .journal = g_ptr_array_new_with_free_func (g_free) };
  return (WeftSink){ record_samples_cb, record_frame_cb, record_journal_cb, recorder };
}

static void
recorder_clear (Recorder *recorder)
{
  g_clear_pointer (&recorder->last, g_bytes_unref);
  g_ptr_array_unref (recorder->journal);
}

static void
read_samples (WeftTrainer *trainer, WeftSample *total)
{
  WeftSample samples[256];
  guint n;

  while ((n = weft_trainer_read_samples (trainer, samples, G_N_ELEMENTS (samples))) > 0)
    for (guint i = 0; i < n; i++)
      weft_sample_fold (&total[samples[i].series], &samples[i]);
}

/* Every step is in the curve once, in the window's and in the file's. */
static void
test_samples (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftSample total[WEFT_N_SERIES] = { { 0 } };
  gint64 steps = weft_model_get_steps_per_epoch (model) * 40;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, steps);
  read_samples (trainer, total);
  g_assert_cmpint (total[WEFT_SERIES_TRAIN_LOSS].count, ==, steps);
  g_assert_cmpint (total[WEFT_SERIES_TRAIN_LOSS].first, ==, 1);
  g_assert_cmpint (total[WEFT_SERIES_TRAIN_LOSS].last, ==, steps);
  g_assert_cmpint (total[WEFT_SERIES_RATE].count, ==, 1); /* it never changed */
  g_assert_cmpfloat_with_epsilon (total[WEFT_SERIES_RATE].value, 0.01, 1e-8);
  g_assert_cmpint (total[WEFT_SERIES_VALIDATION_LOSS].count, >=, 1);
  g_assert_cmpint (total[WEFT_SERIES_VALIDATION_LOSS].last, ==, steps);
  for (guint i = 0; i < WEFT_N_SERIES; i++)
    {
      g_assert_cmpint (total[i].count, ==, recorder.total[i].count);
      g_assert_cmpfloat (total[i].sum, ==, recorder.total[i].sum);
    }
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

static void
test_frames (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainer *trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  g_autoptr (WeftState) state = NULL, stored = NULL;
  g_autofree char *hash = NULL, *stored_hash = NULL;
  WeftStatus status;

  recorder.refuse = 1;
  weft_trainer_load (trainer, model, NULL, 7, &sink);
  g_assert_true (weft_trainer_wait (trainer, 60));
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 0); /* nothing was learnt yet */
  finish (trainer, 16);
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 1);
  g_assert_cmpint (recorder.frame_step[WEFT_FRAME_CLOSE], ==, 16);
  state = weft_trainer_dup_state (trainer);
  stored = weft_state_deserialize (recorder.last, NULL);
  hash = weft_state_dup_hash (state);
  stored_hash = weft_state_dup_hash (stored);
  g_assert_cmpstr (hash, ==, stored_hash);
  weft_trainer_write_frame (trainer);
  g_assert_true (weft_trainer_wait (trainer, 60));
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 2);
  finish (trainer, 800);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, ==, recorder.frame_step[WEFT_FRAME_BEST]);
  g_assert_cmpint (status.best_step % 8, ==, 0);
  weft_trainer_free (trainer); /* had nothing new */
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 3);
  recorder_clear (&recorder);
}

/* A run that goes on has a best already: what is worse does not take its place. */
static void
test_best_of_before (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_set_best (trainer, 123, 1e-9);
  finish (trainer, 80);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, ==, 123);
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_BEST], ==, 0);
  weft_trainer_load (trainer, model, NULL, 7, &sink); /* another run has not */
  finish (trainer, 80);
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_BEST], >, 0);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

/* Freed while it runs: what it learnt is there. */
static void
test_free_while_running (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainer *trainer = new_trainer (2);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_run (trainer, NULL);
  g_assert_false (weft_trainer_wait (trainer, 0.02));
  weft_trainer_free (trainer);
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 1);
  g_assert_cmpint (recorder.frame_step[WEFT_FRAME_CLOSE], ==,
                   recorder.total[WEFT_SERIES_TRAIN_LOSS].last);
  g_assert_cmpint (recorder.total[WEFT_SERIES_TRAIN_LOSS].count, ==,
                   recorder.total[WEFT_SERIES_TRAIN_LOSS].last);
  recorder_clear (&recorder);
}

static void
test_not_a_number (void)
{
  g_autoptr (WeftGraph) graph = net_points (), before = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (2);
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
  g_assert_nonnull (strstr (status.error, weft_graph_find (graph, status.failed_node)->name));
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
  g_assert_cmpuint (recorder.journal->len, ==, 3);
  g_assert_cmpstr (recorder.journal->pdata[0], ==, "swap");
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
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

static void
wake_cb (gpointer user)
{
  g_atomic_int_inc ((int *) user);
}

/* Woken once until it looks, and again for what comes after that. */
static void
test_wake (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  int woken = 0, before;
  WeftTrainerOptions options = { .threads = 1, .level = -1, .wake = wake_cb, .wake_user = &woken };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 2000);
  g_assert_cmpint (g_atomic_int_get (&woken), ==, 1);
  weft_trainer_begin_read (trainer);
  before = g_atomic_int_get (&woken);
  finish (trainer, 10);
  g_assert_cmpint (g_atomic_int_get (&woken), ==, before + 1);
}

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

  switch (draw (fuzz, 14))
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
    case 12:
      weft_trainer_wait (trainer, draw (fuzz, 3) * 0.003);
      break;
    default:
      {
        WeftState *state = weft_trainer_dup_state (trainer);

        g_clear_pointer (&state, weft_state_free);
      }
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
  g_test_add_func ("/trainer/samples", test_samples);
  g_test_add_func ("/trainer/frames", test_frames);
  g_test_add_func ("/trainer/best-of-before", test_best_of_before);
  g_test_add_func ("/trainer/free-while-running", test_free_while_running);
  g_test_add_func ("/trainer/not-a-number", test_not_a_number);
  g_test_add_func ("/trainer/swap-keeps-weights", test_swap_keeps_weights);
  g_test_add_func ("/trainer/rate-by-hand", test_rate_by_hand);
  g_test_add_func ("/trainer/wake", test_wake);
  g_test_add_func ("/trainer/any-command-in-any-state", test_any_command_in_any_state);
  return g_test_run ();
}
