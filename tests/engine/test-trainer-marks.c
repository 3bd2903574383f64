/* test-trainer-marks: what is measured of other data, by another loss, or of the test part is told
 * apart */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-trainer.h"

#include <math.h>

/* Other data in mid-run: the curve is marked at that step, and the best is of the new ones. */
static void
test_other_data (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) moons = net_model (graph), spiral = NULL, wider = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  const WeftNode *data = weft_graph_find_by_name (graph, "data");
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status;

  weft_trainer_load (trainer, moons, NULL, 7, &sink);
  finish (trainer, 80);
  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, "dense5")->id, "units",
                                         g_variant_new_int64 (24)));
  wider = net_model (graph);
  weft_trainer_swap (trainer, wider);
  finish (trainer, 8);
  g_assert_cmpint (recorder.total[WEFT_SERIES_DATA].count, ==, 0); /* the same data */
  net_apply (graph, weft_edit_set_param (data->id, "source", g_variant_new_string ("spiral")));
  spiral = net_model (graph);
  weft_trainer_swap (trainer, spiral);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, ==, -1);
  finish (trainer, 80);
  g_assert_cmpint (recorder.total[WEFT_SERIES_DATA].count, ==, 1);
  g_assert_cmpint (recorder.total[WEFT_SERIES_DATA].last, ==, 88);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, >, 88);
  g_assert_cmpint (recorder.frame_step[WEFT_FRAME_BEST], ==, status.best_step);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

/* Another loss in mid-run: its curve is marked there, what judges it has a curve of its own, and
 * the best is by the new one. An edit of anything else marks nothing. */
static void
test_other_loss (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) plain = net_model (graph), scaled = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  const WeftNode *loss = weft_graph_find_by_name (graph, "loss");
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftStatus status;

  weft_trainer_load (trainer, plain, NULL, 7, &sink);
  finish (trainer, 80);
  g_assert_cmpint (recorder.total[WEFT_SERIES_LOSS].count, ==, 0);
  net_apply (graph, weft_edit_set_param (loss->id, "scale", g_variant_new_double (1e-3)));
  scaled = net_model (graph);
  weft_trainer_swap (trainer, scaled);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, ==, -1); /* the old figures are larger a thousand times */
  finish (trainer, 40);
  g_assert_cmpint (recorder.total[WEFT_SERIES_LOSS].count, ==, 1);
  g_assert_cmpint (recorder.total[WEFT_SERIES_LOSS].last, ==, 80);
  g_assert_cmpint (recorder.total[WEFT_SERIES_DATA].count, ==, 0);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.best_step, >, 80);
  g_assert_cmpfloat (status.best_value, <, 0.01);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

/* What is seen of the test part is kept, by the names of its own; the best does not follow it. */
static void
test_test_part (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  guint32 loss = weft_model_get_series (model, WEFT_PART_TEST, -1),
          accuracy = weft_model_get_series (model, WEFT_PART_TEST, 0);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);

  g_assert_cmpstr (weft_series_get_name (loss), ==, "test/loss");
  g_assert_cmpstr (weft_series_get_name (accuracy), ==, "test/accuracy");
  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 40);
  g_assert_cmpint (recorder.total[loss].count, ==, 0); /* nobody looked */
  weft_trainer_watch (trainer, &(WeftWatch){ .results = TRUE, .on_test = TRUE });
  g_assert_true (weft_trainer_wait (trainer, 60));
  finish (trainer, 1); /* so that the sink has all */
  g_assert_cmpint (recorder.total[loss].count, >=, 1);
  g_assert_cmpint (recorder.total[loss].first, ==, 40);
  g_assert_cmpint (recorder.total[accuracy].first, ==, 40);
  g_clear_pointer (&trainer, weft_trainer_free);
  recorder_clear (&recorder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trainer/other-data", test_other_data);
  g_test_add_func ("/trainer/other-loss", test_other_loss);
  g_test_add_func ("/trainer/test-part", test_test_part);
  return g_test_run ();
}
