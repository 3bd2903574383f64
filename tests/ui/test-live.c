/* test-live: series fold without losing anything; signals come no more often than ten times a
 * second */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/live.h"

#include <math.h>

static WeftSample
make_sample (gint64 step, float value)
{
  return (WeftSample){ .series = WEFT_SERIES_TRAIN_LOSS,
                       .first = step,
                       .last = step,
                       .count = 1,
                       .min = value,
                       .max = value,
                       .value = value,
                       .sum = value };
}

static float
value_at (gint64 step)
{
  return (float) ((step * 7919) % 1009) / 64; /* sums of these are exact */
}

static void
push_steps (WeftLive *live, gint64 n)
{
  for (gint64 step = 0; step < n; step++)
    {
      WeftSample sample = make_sample (step, value_at (step));

      weft_live_push_samples (live, &sample, 1);
    }
}

/* Whatever the length: no more than fits, steps in order without a gap, and sum, count, extremes
 * exact. */
static void
check_series (gint64 n)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const WeftSeries *series = weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS);
  gint64 next = 0, count = 0;
  double sum = 0, expected = 0;
  float min = INFINITY, max = -INFINITY, lowest = INFINITY, highest = -INFINITY;

  push_steps (live, n);
  for (gint64 step = 0; step < n; step++)
    {
      expected += value_at (step);
      lowest = fminf (lowest, value_at (step));
      highest = fmaxf (highest, value_at (step));
    }
  g_assert_cmpuint (series->samples->len, <=, WEFT_SERIES_MOST);
  for (guint i = 0; i < series->samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (series->samples, WeftSample, i);

      g_assert_cmpint (sample->first, ==, next);
      g_assert_cmpint (sample->count, ==, sample->last - sample->first + 1);
      g_assert_cmpfloat (sample->value, ==, value_at (sample->last));
      next = sample->last + 1;
      count += sample->count;
      sum += sample->sum;
      min = fminf (min, sample->min);
      max = fmaxf (max, sample->max);
    }
  g_assert_cmpint (next, ==, n);
  g_assert_cmpint (count, ==, n);
  g_assert_cmpfloat (sum, ==, expected);
  g_assert_cmpfloat (min, ==, lowest);
  g_assert_cmpfloat (max, ==, highest);
}

static void
test_fold_exact (void)
{
  check_series (1);
  check_series (WEFT_SERIES_MOST);
  check_series (WEFT_SERIES_MOST + 1);
  check_series (200003);
}

/* Old steps stay as fine as new ones: no sample covers more than twice what another does. */
static void
test_fold_even (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const WeftSeries *series = weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS);
  gint64 largest = 0;

  push_steps (live, 300000);
  for (guint i = 0; i < series->samples->len; i++)
    largest = MAX (largest, g_array_index (series->samples, WeftSample, i).count);
  g_assert_cmpint (largest, <=, 2 * 300000 / 2048);
  g_assert_cmpint (g_array_index (series->samples, WeftSample, 0).count, <=, largest);
}

/* What comes in folded already, as from a fast playground, is taken whole. */
static void
test_fold_wide (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const WeftSeries *series = weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS);
  gint64 count = 0;

  for (gint64 i = 0; i < 10000; i++)
    {
      WeftSample sample = { .series = WEFT_SERIES_TRAIN_LOSS,
                            .first = i * 100,
                            .last = i * 100 + 99,
                            .count = 100,
                            .min = 0,
                            .max = 1,
                            .value = 0.5f,
                            .sum = 50 };

      weft_live_push_samples (live, &sample, 1);
    }
  for (guint i = 0; i < series->samples->len; i++)
    count += g_array_index (series->samples, WeftSample, i).count;
  g_assert_cmpint (count, ==, 1000000);
  g_assert_cmpuint (series->samples->len, <=, WEFT_SERIES_MOST);
}

/* What a view shows of its steps is all that there is of them, whatever its level; after a run went
 * back, too. */
static void
check_view (const WeftSeries *series, gint64 from, gint64 to, guint most)
{
  WeftSampleView view = weft_series_view (series, (double) from, (double) to, most);
  float min = INFINITY, max = -INFINITY, lowest = INFINITY, highest = -INFINITY;
  gint64 next;

  g_assert_cmpuint (view.n, >, 0);
  g_assert_cmpuint (view.n, <=, most);
  g_assert_cmpint (view.samples[0].first, <=, from);
  g_assert_cmpint (view.samples[view.n - 1].last, >=, to);
  next = view.samples[0].first;
  for (guint i = 0; i < view.n; i++)
    {
      g_assert_cmpint (view.samples[i].first, ==, next);
      next = view.samples[i].last + 1;
      min = fminf (min, view.samples[i].min);
      max = fmaxf (max, view.samples[i].max);
    }
  for (gint64 step = view.samples[0].first; step < next; step++)
    {
      lowest = fminf (lowest, value_at (step));
      highest = fmaxf (highest, value_at (step));
    }
  g_assert_cmpfloat (min, ==, lowest);
  g_assert_cmpfloat (max, ==, highest);
}

static void
test_views (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const WeftSeries *series = weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS);

  for (gint64 n = 1000; n <= 1000000; n *= 10)
    {
      for (gint64 step = n == 1000 ? 0 : n / 20; step < n; step++) /* from the middle once more */
        {
          WeftSample sample = make_sample (step, value_at (step));

          weft_live_push_samples (live, &sample, 1);
        }
      check_view (series, 0, n - 1, 500);
      check_view (series, n / 3, n / 2, 500);
      check_view (series, n / 3, n / 3 + 20, 4096);
    }
  g_assert_cmpint (weft_series_view (series, 500000, 500100, 4096).samples[1].count, <=, 16);
}

/* What was done later than where a run goes back to was on another way. */
static void
test_marks (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const GPtrArray *marks = weft_live_get_marks (live);

  weft_live_add_mark (live, 10, "a");
  weft_live_add_mark (live, 30, "b");
  weft_live_add_mark (live, 30, "c");
  g_assert_cmpuint (marks->len, ==, 3);
  weft_live_add_mark (live, 20, "d");
  g_assert_cmpuint (marks->len, ==, 2);
  g_assert_cmpstr (((const WeftLiveMark *) marks->pdata[1])->words, ==, "d");
  weft_live_clear_series (live);
  g_assert_cmpuint (marks->len, ==, 0);
}

static void
test_series_apart (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  WeftSample samples[2] = { make_sample (1, 2), make_sample (1, 3) };

  samples[1].series = WEFT_SERIES_VALIDATION_LOSS;
  weft_live_push_samples (live, samples, 2);
  g_assert_cmpuint (weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS)->samples->len, ==, 1);
  g_assert_cmpuint (weft_live_get_series (live, WEFT_SERIES_VALIDATION_LOSS)->samples->len, ==, 1);
  weft_live_clear_series (live);
  g_assert_cmpuint (weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS)->samples->len, ==, 0);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
push_cb (gpointer live)
{
  WeftStatus status = *weft_live_get_status (live);

  status.step++;
  weft_live_set_status (live, &status);
  return G_SOURCE_CONTINUE;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* The seconds that it ran: on a busy machine more than were asked for. */
static double
run_for (GMainLoop *loop, guint milliseconds)
{
  gint64 began = g_get_monotonic_time ();

  g_timeout_add (milliseconds, quit_cb, loop);
  g_main_loop_run (loop);
  return (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

static void
test_throttle (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint count = 0, source;
  double seconds;

  g_signal_connect_swapped (live, "status", G_CALLBACK (count_cb), &count);
  source = g_timeout_add (2, push_cb, live);
  seconds = run_for (loop, 1000);
  g_source_remove (source);
  g_assert_cmpuint (count, >=, 3);
  g_assert_cmpfloat (count, <=, 1 + 10 * seconds);
}

static void
note_frame_cb (GArray *frames)
{
  gint64 now = g_source_get_time (g_main_current_source ()); /* of the turn of the loop */

  g_array_append_val (frames, now);
}

static gboolean
push_all_cb (gpointer live)
{
  WeftSample sample = make_sample (weft_live_get_status (live)->step, 1);

  push_cb (live);
  weft_live_push_samples (live, &sample, 1);
  return G_SOURCE_CONTINUE;
}

/* What comes at different moments is sent together: one frame draws it all. */
static void
test_throttle_together (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GArray) status = g_array_new (FALSE, FALSE, sizeof (gint64)),
                     series = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint often, seldom;
  double seconds;

  g_signal_connect_swapped (live, "status", G_CALLBACK (note_frame_cb), status);
  g_signal_connect_swapped (live, "series", G_CALLBACK (note_frame_cb), series);
  often = g_timeout_add (7, push_cb, live);
  seldom = g_timeout_add (31, push_all_cb, live);
  seconds = run_for (loop, 1000);
  g_source_remove (often);
  g_source_remove (seldom);
  g_assert_cmpuint (series->len, >=, 3);
  g_assert_cmpfloat (status->len, <=, 1 + 10 * seconds);
  for (guint i = 0, j = 0; i < series->len; i++)
    {
      while (j + 1 < status->len
             && g_array_index (status, gint64, j + 1) <= g_array_index (series, gint64, i))
        j++;
      g_assert_cmpint (g_array_index (series, gint64, i) - g_array_index (status, gint64, j), <,
                       G_USEC_PER_SEC / 100);
    }
}

static void
draw_cb (WeftLive *live)
{
  weft_live_add_cost (live, 16000);
}

/* Frames of 16 ms: while a net learns there are at most some 40 ms of them a second. */
static void
test_throttle_by_cost (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  WeftStatus status = { .state = WEFT_TRAINER_RUNNING };
  guint count = 0, source;
  double seconds;

  weft_live_set_status (live, &status);
  g_signal_connect_swapped (live, "status", G_CALLBACK (count_cb), &count);
  g_signal_connect (live, "status", G_CALLBACK (draw_cb), NULL);
  source = g_timeout_add (2, push_cb, live);
  seconds = run_for (loop, 1300);
  g_assert_cmpuint (count, >=, 2);
  g_assert_cmpfloat (count, <=, 1 + 2.5 * seconds);

  status.state = WEFT_TRAINER_PAUSED;
  weft_live_set_status (live, &status);
  count = 0;
  run_for (loop, 1000);
  g_source_remove (source);
  g_assert_cmpuint (count, >=, 5);
}

/* The last word always gets through. */
static void
test_throttle_last (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  WeftStatus status = { .state = WEFT_TRAINER_RUNNING };
  guint count = 0;

  g_signal_connect_swapped (live, "status", G_CALLBACK (count_cb), &count);
  weft_live_set_status (live, &status);
  g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count, ==, 1);
  g_assert_true (weft_live_is_training (live));
  status.state = WEFT_TRAINER_PAUSED;
  weft_live_set_status (live, &status);
  g_assert_false (weft_live_is_training (live));
  g_timeout_add (250, quit_cb, loop);
  g_main_loop_run (loop);
  g_assert_cmpuint (count, ==, 2);
}

static void
test_saved (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const char *problem = "unset";

  g_assert_cmpint (weft_live_get_saved (live, &problem), ==, 0);
  g_assert_null (problem);
  weft_live_set_saved (live, 12, "The disk is full.", TRUE);
  g_assert_true (weft_live_is_unsaved (live));
  g_assert_cmpint (weft_live_get_saved (live, &problem), ==, 12);
  g_assert_cmpstr (problem, ==, "The disk is full.");
  weft_live_set_saved (live, 13, NULL, FALSE);
  g_assert_false (weft_live_is_unsaved (live));
  weft_live_get_saved (live, &problem);
  g_assert_null (problem);
}

/* A run that went back from step 100 to 40: each step is there once, the newer one counts. */
static void
test_goes_back (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  const WeftSeries *series = weft_live_get_series (live, WEFT_SERIES_TRAIN_LOSS);

  push_steps (live, 101);
  for (gint64 step = 41; step < 60; step++)
    {
      WeftSample sample = make_sample (step, -1);

      weft_live_push_samples (live, &sample, 1);
    }
  g_assert_cmpuint (series->samples->len, ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      const WeftSample *sample = &g_array_index (series->samples, WeftSample, i);

      g_assert_cmpint (sample->first, ==, i);
      g_assert_cmpfloat (sample->value, ==, i <= 40 ? value_at (i) : -1);
    }
}

/* Stuck: as long without a better validation as it took to get there, and ten epochs at least; only
 * while it learns. */
static void
test_stuck (void)
{
  g_autoptr (WeftLive) live = weft_live_new ();
  WeftStatus status
      = { .state = WEFT_TRAINER_RUNNING, .steps_per_epoch = 5, .best_step = 100, .step = 199 };

  g_assert_false (weft_live_can_take_best (live));
  weft_live_set_status (live, &status);
  g_assert_false (weft_live_is_stuck (live));
  g_assert_true (weft_live_can_take_best (live));
  status.step = 200;
  weft_live_set_status (live, &status);
  g_assert_true (weft_live_is_stuck (live));
  status.best_step = 160;
  weft_live_set_status (live, &status);
  g_assert_false (weft_live_is_stuck (live));
  status.best_step = 10;
  status.step = 59;
  weft_live_set_status (live, &status);
  g_assert_false (weft_live_is_stuck (live));
  status.step = 200;
  status.state = WEFT_TRAINER_PAUSED;
  weft_live_set_status (live, &status);
  g_assert_false (weft_live_is_stuck (live));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/fold/exact", test_fold_exact);
  g_test_add_func ("/live/fold/even", test_fold_even);
  g_test_add_func ("/live/fold/wide", test_fold_wide);
  g_test_add_func ("/live/views", test_views);
  g_test_add_func ("/live/marks", test_marks);
  g_test_add_func ("/live/series-apart", test_series_apart);
  g_test_add_func ("/live/throttle", test_throttle);
  g_test_add_func ("/live/throttle-together", test_throttle_together);
  g_test_add_func ("/live/throttle-by-cost", test_throttle_by_cost);
  g_test_add_func ("/live/throttle-last", test_throttle_last);
  g_test_add_func ("/live/saved", test_saved);
  g_test_add_func ("/live/goes-back", test_goes_back);
  g_test_add_func ("/live/stuck", test_stuck);
  return g_test_run ();
}
