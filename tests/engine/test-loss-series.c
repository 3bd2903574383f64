/* test-loss-series: each loss and each lane has a curve of its own while it is learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/stepper.h"
#include "small-gan.h"
#include "small-trainer.h"

/* Two heads on the points, and the second counts for a quarter. */
static WeftGraph *
new_heads (void)
{
  WeftGraph *graph = net_points ();
  gint64 trunk = weft_graph_find_by_name (graph, "tanh6")->id,
         data = weft_graph_find_by_name (graph, "data")->id,
         head = net_add (graph, "dense", "head", "{'units': <int64 2>}"),
         loss = net_add (graph, "cross_entropy", "second", "{'weight': <0.25>}");

  net_wire (graph, trunk, 0, head, 0);
  net_wire (graph, head, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  return graph;
}

static WeftSample
get_total (const Recorder *recorder, const char *name)
{
  return recorder->total[weft_series_intern (name)];
}

static double
get_figure (const WeftLossFigures *losses, const char *name)
{
  for (guint i = 0; i < losses->n; i++)
    if (g_str_equal (weft_series_get_name (losses->figures[i].series), name))
      return losses->figures[i].value;
  g_assert_not_reached ();
}

/* They count each step, and weighted they are the total. */
static void
test_losses (void)
{
  g_autoptr (WeftGraph) graph = new_heads ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainer *trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftSample total, first, second;
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 60);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  weft_trainer_get_status (trainer, &status);
  weft_trainer_free (trainer);
  total = get_total (&recorder, "train/loss");
  first = get_total (&recorder, "train/loss/loss");
  second = get_total (&recorder, "train/second/loss");
  g_assert_cmpint (total.count, ==, 60);
  g_assert_cmpint (first.count, ==, 60);
  g_assert_cmpint (second.count, ==, 60);
  g_assert_cmpfloat_with_epsilon (total.sum, first.sum + 0.25 * second.sum, 1e-3);
  g_assert_cmpfloat_with_epsilon (total.value, first.value + 0.25f * second.value, 1e-5);
  g_assert_cmpuint (status.losses.n, ==, 2);
  g_assert_cmpfloat (get_figure (&status.losses, "train/second/loss"), ==, (double) second.value);
  recorder_clear (&recorder);
}

/* Where there is one loss in one lane nothing is there that was not. */
static void
test_one (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  guint32 series[WEFT_MAX_LOSSES];

  g_assert_cmpuint (weft_model_list_losses (model, series), ==, 1);
  g_assert_cmpuint (series[0], ==, WEFT_SERIES_TRAIN_LOSS);
}

/* A step that is taken op by op gives them like any other; another graph has others. */
static void
test_inside_and_swap (void)
{
  g_autoptr (WeftGraph) graph = new_heads (), alone = net_points ();
  g_autoptr (WeftModel) model = net_model (graph), other = net_model (alone);
  WeftTrainer *trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftSample total, second;
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 5);
  weft_trainer_step (trainer, WEFT_STEP_OP);
  weft_trainer_step (trainer, WEFT_STEP_BATCH);
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpint (status.step, ==, 6);
  weft_trainer_swap (trainer, other);
  finish (trainer, 4);
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpuint (status.losses.n, ==, 0);
  weft_trainer_free (trainer);
  total = get_total (&recorder, "train/loss");
  second = get_total (&recorder, "train/second/loss");
  g_assert_cmpint (total.count, ==, 10);
  g_assert_cmpint (second.count, ==, 6);
  g_assert_cmpint (second.last, ==, 6);
  recorder_clear (&recorder);
}

/* The second lane under its own name, every step. */
static void
test_lanes (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  WeftTrainer *trainer = new_trainer (1);
  Recorder recorder;
  WeftSink sink = recorder_init (&recorder);
  WeftSample generator, discriminator;
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 7, &sink);
  finish (trainer, 20);
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  weft_trainer_get_status (trainer, &status);
  weft_trainer_free (trainer);
  generator = get_total (&recorder, "train/loss");
  discriminator = get_total (&recorder, "discriminator/loss");
  g_assert_cmpint (generator.count, ==, 20);
  g_assert_cmpint (discriminator.count, ==, 20);
  g_assert_cmpfloat (fabs (generator.sum - discriminator.sum), >, 1e-3);
  g_assert_cmpint (weft_series_get_meaning (weft_series_intern ("discriminator/loss")).direction,
                   ==, -1);
  g_assert_cmpuint (status.losses.n, ==, 1);
  g_assert_cmpfloat (get_figure (&status.losses, "discriminator/loss"), ==,
                     (double) discriminator.value);
  recorder_clear (&recorder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loss-series/losses", test_losses);
  g_test_add_func ("/loss-series/one", test_one);
  g_test_add_func ("/loss-series/inside-and-swap", test_inside_and_swap);
  g_test_add_func ("/loss-series/lanes", test_lanes);
  return g_test_run ();
}
