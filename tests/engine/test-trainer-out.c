/* test-trainer-out: samples, frames and wakes: everything once, nothing lost */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-trainer.h"

#include <math.h>

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
  WeftSample total[MOST_SERIES] = { { 0 } };
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
  for (guint i = 0; i < MOST_SERIES; i++)
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
  weft_trainer_free (trainer); /* had nothing new */
  g_assert_cmpuint (recorder.n_frames[WEFT_FRAME_CLOSE], ==, 3);
  recorder_clear (&recorder);
}

/* Trains to the end with accuracy or the loss for what is best, and says where the best was. */
static WeftStatus
run_for_best (const char *best, Recorder *recorder)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  WeftSink sink;
  WeftStatus status;

  sink = recorder_init (recorder);
  net_train (graph, "metrics", g_variant_new_string ("accuracy"));
  net_train (graph, "best", g_variant_new_string (best));
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 400);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, ==, recorder->frame_step[WEFT_FRAME_BEST]);
  return status;
}

/* The metric that the settings name decides, up or down; the validation loss when none does. */
static void
test_best_by_a_metric (void)
{
  static const char *const names[] = { "", "accuracy", "recall", "luck" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Recorder recorder;
      WeftStatus status = run_for_best (names[i], &recorder);
      const WeftSample *loss = &recorder.total[WEFT_SERIES_VALIDATION_LOSS];
      const WeftSample *metric
          = &recorder
                 .total[weft_series_intern (i == 2 ? "validation/recall" : "validation/accuracy")];

      g_assert_cmpfloat_with_epsilon (status.best_value,
                                      (double) (i == 1 || i == 2 ? metric->max : loss->min), 1e-6);
      recorder_clear (&recorder);
    }
}

/* A best of before counts by the same measure: more is better. */
static void
test_best_before_by_a_metric (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  WeftStatus status;

  net_train (graph, "best", g_variant_new_string ("accuracy"));
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_set_best (trainer, 3, 2);
  weft_trainer_set_best (trainer, 4, 1.5); /* is worse */
  finish (trainer, 50);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, ==, 3);
  g_assert_cmpfloat (status.best_value, ==, 2);
}

/* A best that was refused at a pause is not forgotten: it comes with the next beat or pause. */
static void
test_best_refused (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status;

  recorder.refuse = 2;
  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 80);
  for (int i = 0; i < 3; i++)
    {
      weft_trainer_write_frame (trainer);
      g_assert_true (weft_trainer_wait (trainer, 60));
    }
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, >, 0);
  g_assert_cmpint (recorder.frame_step[WEFT_FRAME_BEST], ==, status.best_step);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

/* --- what validation depends on --- */

typedef struct
{
  GArray *epochs; /* WeftEpoch */
  guint n_between;
} Listener;

static void
listen_cb (gpointer user, const WeftEpoch *epoch)
{
  Listener *listener = user;

  if (epoch->is_end)
    g_array_append_vals (listener->epochs, epoch, 1);
  else if (epoch->n_figures > 0)
    listener->n_between++;
}

typedef struct
{
  gint64 best_step, n_validations;
  double best_value;
} Course;

/* `disturb`: with mail and pauses in between, at a speed that has a limit now and then. */
static Course
follow_course (guint threads, gint64 steps, gboolean disturb)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status = { 0 };
  Course course;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_get_status (trainer, &status);
  for (int i = 0; disturb && i < 40; i++)
    {
      weft_trainer_run (trainer, &(WeftLimits){ .steps = steps / 80 });
      weft_trainer_watch (trainer, &(WeftWatch){ .results = i % 2 == 0 });
      if (i % 3 == 0)
        weft_trainer_pause (trainer);
      g_assert_true (weft_trainer_wait (trainer, 60));
    }
  weft_trainer_get_status (trainer, &status);
  finish (trainer, steps - status.step);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, steps);
  course = (Course){ status.best_step, recorder.total[WEFT_SERIES_VALIDATION_LOSS].count,
                     status.best_value };
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
  return course;
}

/* Validation comes by steps and epochs, not by the clock: the same curve and the same best, however
 * often the trainer is disturbed; enough points for a curve in a short run, not more in a long one
 * than it can afford. */
static void
test_validation_without_clock (void)
{
  Course plain = follow_course (1, 1600, FALSE);

  for (guint i = 0; i < 4; i++)
    {
      Course other = follow_course (1 + i % 2, 1600, i > 1);

      g_assert_cmpint (other.best_step, ==, plain.best_step);
      g_assert_cmpint (other.n_validations, ==, plain.n_validations);
      g_assert_cmpfloat (other.best_value, ==, plain.best_value);
    }
  g_assert_cmpint (follow_course (1, 64, FALSE).n_validations, >=, 50);
  g_assert_cmpint (plain.n_validations, >=, 200);
  g_assert_cmpint (follow_course (1, 80000, FALSE).n_validations, <, 2500);
}

/* Nets of which a validation costs as much as two steps, and is dear besides: also a short run has
 * a curve, and is told of each point of it; a long one has not many more. */
static void
test_dear_validation (void)
{
  static const struct
  {
    const char *wide;
    gint64 samples, steps;
    guint least, most;
  } runs[] = { { "dense {'units': <int64 512>}", 2000, 50, 50, 50 },
               { "dense {'units': <int64 512>}", 2000, 100, 50, 90 },
               { "dense {'units': <int64 512>}", 2000, 400, 80, 200 },
               { "dense {'units': <int64 1400>}", 3200, 50, 50, 50 } };

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      const char *const layers[]
          = { runs[i].wide, "relu", runs[i].wide, "relu", "dense {'units': <int64 2>}", NULL };
      g_autofree char *data
          = g_strdup_printf ("{'source': <'moons'>, 'count': <int64 %d>}", (int) runs[i].samples);
      g_autoptr (WeftGraph) graph = net_new (data, layers, "cross_entropy");
      g_autoptr (WeftModel) model = net_model (graph);
      Listener listener = { g_array_new (FALSE, FALSE, sizeof (WeftEpoch)) };
      g_autoptr (WeftTrainer) trainer = weft_trainer_new (&(WeftTrainerOptions){
          .threads = 1, .level = -1, .epoch = listen_cb, .epoch_user = &listener });

      weft_trainer_load (trainer, model, NULL, 7, NULL);
      finish (trainer, runs[i].steps);
      g_clear_pointer (&trainer, weft_trainer_free);
      g_assert_cmpuint (listener.n_between + listener.epochs->len, >=, runs[i].least);
      g_assert_cmpuint (listener.n_between + listener.epochs->len, <=, runs[i].most);
      g_array_unref (listener.epochs);
    }
}

static void
test_every_epoch_told (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  Listener listener = { g_array_new (FALSE, FALSE, sizeof (WeftEpoch)) };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&(WeftTrainerOptions){
      .threads = 1, .level = -1, .epoch = listen_cb, .epoch_user = &listener });

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_run (trainer, &(WeftLimits){ .epochs = 500 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  g_assert_cmpuint (listener.epochs->len, ==, 500);
  for (guint i = 0; i < 500; i++)
    {
      const WeftEpoch *epoch = &g_array_index (listener.epochs, WeftEpoch, i);

      g_assert_cmpint (epoch->epoch, ==, i + 1);
      g_assert_cmpint (epoch->step, ==, 8 * (i + 1));
      g_assert_true (i >= 128 || epoch->n_figures > 0);
    }
  g_clear_pointer (&trainer, weft_trainer_free);
  g_array_unref (listener.epochs);
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

/* The clock of a run that goes on: what was before is kept apart, and the file has the whole. */
static void
test_clock (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  weft_trainer_set_earlier (trainer, 3600);
  finish (trainer, 16);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpfloat (status.earlier, ==, 3600);
  g_assert_cmpfloat (status.seconds, <, 60);
  g_assert_cmpint (recorder.total[WEFT_SERIES_SECONDS].last, ==, 16);
  g_assert_cmpfloat_with_epsilon (recorder.total[WEFT_SERIES_SECONDS].value,
                                  status.earlier + status.seconds, 0.01);
  weft_trainer_load (trainer, model, NULL, 7, &sink); /* another run begins at 0 */
  finish (trainer, 1);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpfloat (status.earlier, ==, 0);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/samples", test_samples);
  g_test_add_func ("/trainer/frames", test_frames);
  g_test_add_func ("/trainer/best-by-a-metric", test_best_by_a_metric);
  g_test_add_func ("/trainer/best-before-by-a-metric", test_best_before_by_a_metric);
  g_test_add_func ("/trainer/best-refused", test_best_refused);
  g_test_add_func ("/trainer/validation-without-clock", test_validation_without_clock);
  g_test_add_func ("/trainer/dear-validation", test_dear_validation);
  g_test_add_func ("/trainer/every-epoch-told", test_every_epoch_told);
  g_test_add_func ("/trainer/best-of-before", test_best_of_before);
  g_test_add_func ("/trainer/free-while-running", test_free_while_running);
  g_test_add_func ("/trainer/clock", test_clock);
  g_test_add_func ("/trainer/wake", test_wake);
  return g_test_run ();
}
