/* test-evaluate: batches, evaluation and snapshots show the state as it is, and nothing else */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/evaluate.h"

#include <math.h>

#include "engine/train/model/batches.h"
#include "engine/train/trainer.h"
#include "small-net.h"

static WeftPool *
new_pool (void)
{
  return weft_pool_new (2, FALSE);
}

/* Every sample of the training part once an epoch, and not in the same order twice. */
static void
test_epoch_covers_all (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftPool) pool = new_pool ();
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 3, pool, NULL);
  const float *x = batches->inputs[0];
  double sum[3] = { 0 }, first[3];

  for (gint64 epoch = 0; epoch < 3; epoch++)
    {
      gint64 cursor = 0, n;

      while (cursor < batches->count)
        {
          n = weft_batches_gather (batches, epoch, cursor).n;
          g_assert_cmpint (n, ==, MIN (32, 240 - cursor));
          for (gint64 i = 0; i < n; i++)
            sum[epoch] += exp ((double) x[2 * i]) + (double) x[2 * i + 1];
          if (cursor == 0)
            first[epoch] = (double) x[0];
          cursor += n;
        }
    }
  g_assert_cmpfloat_with_epsilon (sum[0], sum[1], 1e-9);
  g_assert_cmpfloat_with_epsilon (sum[0], sum[2], 1e-9);
  g_assert_true (first[0] != first[1] || first[1] != first[2]);
}

/* What is gathered is what the data set holds, whichever way it is gathered. */
static void
test_gather_is_exact (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftPool) pool = new_pool ();
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 3, pool, NULL);
  g_autofree float *x = g_new (float, 2 * 32);
  g_autofree gint64 *y = g_new (gint64, 32);
  const WeftFeed *feed = weft_model_get_x (model);
  guint32 samples[32];

  weft_batches_gather (batches, 5, 64);
  for (guint i = 0; i < 32; i++)
    samples[i] = model->split->samples[WEFT_PART_TRAIN][batches->order[64 + i]];
  weft_model_gather (model, samples, WEFT_BINDING (32, 0), (void *[]){ x, y });
  g_assert_cmpmem (x, sizeof (float) * 64, batches->inputs[0], sizeof (float) * 64);
  g_assert_cmpmem (y, sizeof (gint64) * 32, batches->inputs[1], sizeof (gint64) * 32);
  for (guint i = 0; i < 32; i++)
    {
      float raw[2];

      weft_field_get (feed->field, samples[i], raw);
      for (int k = 0; k < 2; k++)
        g_assert_cmpfloat (x[2 * i + (guint) k], ==,
                           (raw[k] - feed->scaling.mean[k]) / feed->scaling.deviation[k]);
      g_assert_cmpint (y[i], ==,
                       weft_field_get_class (weft_model_get_y (model)->field, samples[i]));
    }
}

/* Mean 0 and deviation 1 over the training part, and learnt from nothing else. */
static void
test_standardization (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  gint64 n = model->split->count[WEFT_PART_TRAIN];
  g_autofree float *x = g_new (float, 2 * n);
  double sum[2] = { 0 }, sum2[2] = { 0 };

  weft_model_gather (model, model->split->samples[WEFT_PART_TRAIN], WEFT_BINDING (n, 0),
                     (void *[]){ x, NULL });
  for (gint64 i = 0; i < n; i++)
    for (int k = 0; k < 2; k++)
      {
        sum[k] += (double) x[2 * i + k];
        sum2[k] += (double) x[2 * i + k] * (double) x[2 * i + k];
      }
  for (int k = 0; k < 2; k++)
    {
      g_assert_cmpfloat_with_epsilon (sum[k] / (double) n, 0, 1e-6);
      g_assert_cmpfloat_with_epsilon (sum2[k] / (double) n, 1, 1e-5);
    }
}

/* Numbers around 1500 are learnt with mean 0 and deviation 1, and judged as what they are: the loss
 * is the squared error over the square of the deviation. */
static void
test_standardized_target (void)
{
  static const char *const layers[] = { "dense {'units': <int64 1>}", NULL };
  g_autoptr (WeftGraph) graph = net_new (
      "{'source': <'random'>, 'count': <int64 200>, 'target': <'real'>, 'low': <1000.0>, "
      "'high': <2000.0>, 'split': <[0.5, 0.0, 0.5]>, 'standardize_target': <true>}",
      layers, "mse");
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftEvaluation) evaluation
      = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);
  double deviation = (double) weft_model_get_y (model)->scaling.deviation[0], error2 = 0, error = 0;
  float x[200], y[100], sum = 0, sum2 = 0;

  weft_model_gather (model, model->split->samples[WEFT_PART_TRAIN], WEFT_BINDING (100, 0),
                     (void *[]){ x, y });
  for (int i = 0; i < 100; i++)
    {
      float wanted, predicted = weft_tensor_floats (evaluation->results[0].predictions)[i];

      weft_field_get (weft_model_get_y (model)->field, evaluation->results[0].samples[i], &wanted);
      error += (double) fabsf (predicted - wanted) / 100;
      error2 += (double) ((predicted - wanted) * (predicted - wanted)) / 100;
      sum += y[i] / 100;
      sum2 += y[i] * y[i] / 100;
    }
  g_assert_cmpfloat_with_epsilon (sum, 0, 1e-4);
  g_assert_cmpfloat_with_epsilon (sum2, 1, 1e-4);
  g_assert_cmpfloat_with_epsilon (deviation, 1000 / sqrt (12), 40);
  g_assert_cmpfloat_with_epsilon (evaluation->loss, error2 / (deviation * deviation), 1e-4);
  for (guint m = 0; m < model->n_criteria; m++)
    if (g_str_equal (model->criteria[m].id, "mae"))
      g_assert_cmpfloat_with_epsilon (evaluation->metrics[m], error, error * 1e-5);
  g_assert_cmpfloat (error, >, 100);
}

static void
assert_same_evaluation (const WeftEvaluation *a, const WeftEvaluation *b)
{
  g_assert_cmpint (a->count, ==, b->count);
  g_assert_cmpfloat_with_epsilon (a->loss, b->loss, 1e-6);
  g_assert_cmpfloat (a->metrics[0], ==, b->metrics[0]);
  g_assert_cmpmem (a->results[0].confusion, 4 * sizeof (gint64), b->results[0].confusion,
                   4 * sizeof (gint64));
}

/* 240 training samples by 32 (the last batch is smaller), by 240, by 7, by 1. */
static void
test_batches_change_nothing (void)
{
  static const int sizes[] = { 240, 7, 2 };
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftPool) pool = new_pool ();
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftEvaluation) first = weft_evaluate (model, state, WEFT_PART_TRAIN, pool, 0, NULL);

  g_assert_cmpstr (model->criteria[0].id, ==, "accuracy");
  g_assert_cmpuint (model->n_criteria, ==, 1); /* the top 3 of two classes say nothing */
  g_assert_cmpint (first->results[0].confusion[0] + first->results[0].confusion[1]
                       + first->results[0].confusion[2] + first->results[0].confusion[3],
                   ==, 240);
  g_assert_cmpfloat (first->metrics[0], ==,
                     (double) (first->results[0].confusion[0] + first->results[0].confusion[3])
                         / 240.0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (WeftModel) other = NULL;
      g_autoptr (WeftEvaluation) evaluation = NULL;

      net_train (graph, "batch_size", g_variant_new_int64 (sizes[i]));
      other = net_model (graph);
      evaluation = weft_evaluate (other, state, WEFT_PART_TRAIN, pool, 0, NULL);
      assert_same_evaluation (first, evaluation);
    }
}

/* Dropout is off and batch statistics are the running ones: evaluating twice gives the same, and
 * leaves the state alone. */
static void
test_evaluating_changes_nothing (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftPool) pool = new_pool ();
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autofree char *before = weft_state_dup_hash (state), *after = NULL;
  g_autoptr (WeftEvaluation) a = weft_evaluate (model, state, WEFT_PART_TEST, pool, -1, NULL);
  g_autoptr (WeftEvaluation) b = weft_evaluate (model, state, WEFT_PART_TEST, NULL, -1, NULL);

  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (a->count, ==, 30);
  g_assert_cmpfloat (a->loss, ==, b->loss);
  g_assert_cmpmem (a->results[0].predictions->data, 60 * sizeof (float),
                   b->results[0].predictions->data, 60 * sizeof (float));
}

/* A net that is to give back its input is judged by the input, though the set has labels too. */
static void
test_judged_by_its_target (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'moons'>, 'count': <int64 300>}");
  gint64 dense = net_add (graph, "dense", "dense", "{'units': <int64 2>}");
  gint64 loss = net_add (graph, "mse", "loss", NULL);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  double error = 0;

  net_wire (graph, data, 0, dense, 0);
  net_wire (graph, dense, 0, loss, 0);
  net_wire (graph, data, 0, loss, 1);
  model = net_model (graph);
  state = weft_model_new_state (model, 5, NULL);
  evaluation = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);
  g_assert_cmpstr (model->criteria[0].id, ==, "mae");
  g_assert_null (evaluation->results[0].confusion);
  for (gint64 i = 0; i < evaluation->results[0].kept; i++)
    {
      float x[2];

      weft_model_gather (model, evaluation->results[0].samples + i, WEFT_BINDING (1, 0),
                         (void *[]){ x, NULL });
      for (int k = 0; k < 2; k++)
        error += fabs (
            (double) (weft_tensor_floats (evaluation->results[0].predictions)[2 * i + k] - x[k]));
    }
  g_assert_cmpfloat_with_epsilon (evaluation->metrics[0], error / (double) (2 * evaluation->count),
                                  1e-6);
}

static void
test_what_cannot_be_evaluated (void)
{
  static const char *const layers[] = { "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'circles'>, 'split': <[1.0, 0.0, 0.0]>}", layers, "cross_entropy");
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
}

static WeftSnapshot *
look (WeftTrainer *trainer, const WeftWatch *watch)
{
  WeftSnapshot *snapshot;

  weft_trainer_watch (trainer, watch);
  g_assert_true (weft_trainer_wait (trainer, 60));
  snapshot = weft_trainer_take_snapshot (trainer);
  g_assert_nonnull (snapshot);
  return snapshot;
}

static void
assert_activation (WeftSnapshot *snapshot, WeftGraph *graph, const char *name, const char *shape)
{
  WeftTensor *tensor
      = weft_snapshot_find_activation (snapshot, weft_graph_find_by_name (graph, name)->id);
  g_autofree char *found = NULL;

  g_assert_nonnull (tensor);
  found = weft_shape_format (&tensor->shape, FALSE);
  g_assert_cmpstr (found, ==, shape);
}

static void
test_snapshot_of_an_untrained_net (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  gint64 dense = weft_graph_find_by_name (graph, "dense5")->id;
  WeftWatch watch = { .sample = 17, .activations = TRUE, .results = TRUE, .weights_of = dense };
  g_autoptr (WeftSnapshot) snapshot = NULL;
  float x[2];

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  snapshot = look (trainer, &watch);
  g_assert_cmpint (snapshot->step, ==, 0);
  assert_activation (snapshot, graph, "data", "(2,)");
  assert_activation (snapshot, graph, "dense1", "(16,)");
  assert_activation (snapshot, graph, "relu3", "(16,)");
  assert_activation (snapshot, graph, "dense7", "(2,)");
  assert_activation (snapshot, graph, "loss", "()");
  weft_model_gather (model, &(guint32){ 17 }, WEFT_BINDING (1, 0), (void *[]){ x, NULL });
  g_assert_cmpmem (weft_snapshot_find_activation (snapshot, 1)->data, sizeof x, x, sizeof x);
  g_assert_cmpuint (snapshot->weights->len, ==, 2);
  g_assert_cmpint (snapshot->evaluation->count, ==, 30);
  g_assert_null (snapshot->grid);
  g_assert_null (weft_trainer_take_snapshot (trainer)); /* nothing changed */
}

/* Of attention pictures are made of who looked at whom, head by head. */
static void
test_snapshot_of_attention (void)
{
  static const char *const layers[]
      = { "attention {'nhead': <int64 2>}", "reduce", "dense {'units': <int64 3>}", NULL };
  g_autoptr (WeftGraph) graph
      = net_new ("{'source': <'random'>, 'shape': <[int64 5, 4]>, 'classes': <int64 3>}", layers,
                 "cross_entropy");
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftWatch watch = { .sample = 1, .activations = TRUE };
  g_autoptr (WeftSnapshot) snapshot = NULL;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  snapshot = look (trainer, &watch);
  assert_activation (snapshot, graph, "attention1", "(2, 5, 5)");
  assert_activation (snapshot, graph, "reduce2", "(4,)");
}

/* The other held-out part, without another step. */
static void
test_snapshot_of_the_test_part (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftWatch watch = { .results = TRUE };
  WeftLimits limits = { .steps = 20 };
  g_autoptr (WeftSnapshot) validation = NULL, test = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) wanted = NULL;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_run (trainer, &limits);
  validation = look (trainer, &watch);
  g_assert_cmpint (validation->evaluation->part, ==, WEFT_PART_VALIDATION);
  watch.on_test = TRUE;
  test = look (trainer, &watch);
  state = weft_trainer_dup_state (trainer);
  wanted = weft_evaluate (model, state, WEFT_PART_TEST, NULL, 0, NULL);
  g_assert_cmpint (test->step, ==, 20);
  g_assert_cmpint (test->evaluation->part, ==, WEFT_PART_TEST);
  g_assert_cmpint (test->evaluation->count, ==, model->split->count[WEFT_PART_TEST]);
  g_assert_cmpmem (test->evaluation->results[0].samples,
                   (gsize) test->evaluation->count * sizeof (guint32),
                   model->split->samples[WEFT_PART_TEST], (gsize) wanted->count * sizeof (guint32));
  g_assert_cmpfloat_with_epsilon (test->evaluation->loss, wanted->loss, 1e-9);
}

/* Cell centres, the top row high; each as weft_infer has it. */
static void
test_snapshot_of_the_plane (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainerOptions options = { .threads = 2, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftWatch watch = { .grid = 30, .grid_low = { -1, -2 }, .grid_high = { 2, 4 } };
  WeftLimits limits = { .steps = 50 };
  g_autoptr (WeftSnapshot) snapshot = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftTensor) corners = NULL;
  const float *grid;
  float x[4] = { -0.95f, 3.9f, 1.95f, -1.9f }; /* top left, bottom right */

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_run (trainer, &limits);
  snapshot = look (trainer, &watch);
  state = weft_trainer_dup_state (trainer);
  g_assert_cmpint (snapshot->step, ==, 50);
  g_assert_cmpint (snapshot->grid->shape.rank, ==, 3);
  corners = weft_infer (model, state, x, 2, TRUE, NULL, 0, NULL);
  grid = weft_tensor_floats (snapshot->grid);
  for (int k = 0; k < 2; k++)
    {
      g_assert_cmpfloat_with_epsilon (grid[k], weft_tensor_floats (corners)[k], 1e-4);
      g_assert_cmpfloat_with_epsilon (grid[899 * 2 + k], weft_tensor_floats (corners)[2 + k], 1e-4);
    }
}

static gboolean
planes_differ (const WeftSnapshot *a, const WeftSnapshot *b)
{
  return memcmp (weft_tensor_floats (a->grid), weft_tensor_floats (b->grid),
                 sizeof (float) * (gsize) weft_shape_count (&a->grid->shape))
         != 0;
}

static guint
find_judge (const WeftModel *model, const char *name)
{
  guint i = 0;

  while (!g_str_equal (model->judges[i].name, name))
    i++;
  return i;
}

/* Of two losses the plane shows what the one says that is looked at. */
static void
test_plane_of_a_loss (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = NULL;
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftWatch watch = { .grid = 8, .grid_low = { -1, -1 }, .grid_high = { 1, 1 } };
  g_autoptr (WeftSnapshot) first = NULL, second = NULL;
  gint64 data = weft_graph_find_by_name (graph, "data")->id, loss;
  gint64 other = net_add (graph, "dense", "other", "{'units': <int64 2>}");

  net_wire (graph, data, 0, other, 0);
  net_wire (graph, other, 0, net_add (graph, "penalty", "size", NULL), 0);
  loss = net_add (graph, "cross_entropy", "loss2", NULL);
  net_wire (graph, other, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  model = net_model (graph);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  watch.judge = find_judge (model, "loss");
  first = look (trainer, &watch);
  watch.judge = find_judge (model, "loss2");
  second = look (trainer, &watch);
  g_assert_true (planes_differ (first, second));
  watch.judge = find_judge (model, "loss");
  g_clear_pointer (&second, weft_snapshot_unref);
  second = look (trainer, &watch);
  g_assert_false (planes_differ (first, second));
}

/* While it learns: looking goes on, and the validation curve is what evaluating gives. */
static void
test_snapshots_while_running (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftTrainerOptions options = { .threads = 1, .level = 0 };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  WeftWatch watch = { .activations = TRUE, .results = TRUE };
  gint64 last = -1, until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  guint n = 0;

  weft_trainer_watch (trainer, &watch);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  weft_trainer_run (trainer, NULL);
  while (n < 4 && g_get_monotonic_time () < until)
    {
      g_autoptr (WeftSnapshot) snapshot = weft_trainer_take_snapshot (trainer);

      if (snapshot == NULL)
        {
          g_usleep (1000);
          continue;
        }
      g_assert_cmpint (snapshot->step, >, last);
      g_assert_cmpint (snapshot->evaluation->step, <=, snapshot->step);
      last = snapshot->step;
      n++;
    }
  g_assert_cmpuint (n, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/batches/epoch-covers-all", test_epoch_covers_all);
  g_test_add_func ("/batches/gather-is-exact", test_gather_is_exact);
  g_test_add_func ("/batches/standardization", test_standardization);
  g_test_add_func ("/batches/standardized-target", test_standardized_target);
  g_test_add_func ("/evaluate/batches-change-nothing", test_batches_change_nothing);
  g_test_add_func ("/evaluate/evaluating-changes-nothing", test_evaluating_changes_nothing);
  g_test_add_func ("/evaluate/judged-by-its-target", test_judged_by_its_target);
  g_test_add_func ("/evaluate/what-cannot-be-evaluated", test_what_cannot_be_evaluated);
  g_test_add_func ("/snapshot/of-an-untrained-net", test_snapshot_of_an_untrained_net);
  g_test_add_func ("/snapshot/of-attention", test_snapshot_of_attention);
  g_test_add_func ("/snapshot/of-the-test-part", test_snapshot_of_the_test_part);
  g_test_add_func ("/snapshot/of-the-plane", test_snapshot_of_the_plane);
  g_test_add_func ("/evaluate/plane-of-a-loss", test_plane_of_a_loss);
  g_test_add_func ("/snapshot/while-running", test_snapshots_while_running);
  return g_test_run ();
}
