/* test-augment: what is drawn for a sample follows from seed, node, epoch and sample alone, is
 * nothing outside training, and what belongs to the sample goes along */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/train/judging/evaluate.h"
#include "engine/train/model/batches.h"
#include "engine/train/model/judges.h"
#include "engine/train/watching/viewer.h"
#include "small-pictures.h"
#include "small-replay.h"

/* data → flip → shift → a convolution that finds the mask; the mask goes the same way. */
static WeftGraph *
net_masks (WeftDataset *dataset, gint64 batch)
{
  WeftGraph *graph = pictures_graph (dataset);
  gint64 data = weft_graph_find_by_name (graph, "data")->id;
  gint64 flip = net_add (graph, "random_flip", "flip", "{'direction': <'both'>}");
  gint64 shift = net_add (graph, "random_shift", "shift", "{'translate': <[0.4, 0.4]>}");
  gint64 conv
      = net_add (graph, "conv2d", "conv", "{'out_channels': <int64 1>, 'padding': <'same'>}");
  gint64 loss = net_add (graph, "bce_with_logits", "loss", NULL);

  net_wire (graph, data, 0, flip, 0);
  net_wire (graph, data, 1, flip, 1);
  net_wire (graph, flip, 0, shift, 0);
  net_wire (graph, flip, 1, shift, 1);
  net_wire (graph, shift, 0, conv, 0);
  net_wire (graph, conv, 0, loss, 0);
  net_wire (graph, shift, 1, loss, 1);
  net_train (graph, "batch_size", g_variant_new_int64 (batch));
  return graph;
}

/* What a node gave for each sample of an epoch, (PICTURES, PICTURE_SIZE); NaN of others. */
static float *
see_epoch (WeftModel *model, gint64 epoch, const char *node, int output)
{
  const WeftPlanOptions options
      = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level (), .keep_all = TRUE };
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 5, NULL, NULL);
  const guint32 *samples = model->split->samples[WEFT_PART_TRAIN];
  gint64 id = weft_graph_find_by_name (model->graph, node)->id;
  float *seen = g_new (float, PICTURES *PICTURE_SIZE);

  for (int i = 0; i < PICTURES * PICTURE_SIZE; i++)
    seen[i] = NAN;
  for (gint64 at = 0; at < batches->count; at += batches->binding.n)
    {
      WeftBinding binding = weft_batches_gather (batches, epoch, at);
      WeftPlan *plan = weft_model_get_plan (model, binding, &options, NULL);
      g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
      const WeftProgram *program = weft_plan_get_program (plan);
      const float *y;

      weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
      weft_exec_run (exec, 5, at); /* whatever the step is */
      y = weft_exec_get_value (exec, weft_program_find_output (program, id, output));
      for (gint64 i = 0; i < binding.n; i++)
        memcpy (seen + samples[batches->order[at + i]] * PICTURE_SIZE, y + i * PICTURE_SIZE,
                PICTURE_SIZE * sizeof *y);
    }
  return seen;
}

static int
count_differences (const float *a, const float *b)
{
  int n = 0;

  for (int i = 0; i < PICTURES; i++)
    n += memcmp (a + i * PICTURE_SIZE, b + i * PICTURE_SIZE, PICTURE_SIZE * sizeof *a) != 0;
  return n;
}

/* A sample is drawn the same in an epoch whatever batch it comes in, and otherwise in another. */
static void
test_draws (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) some = net_masks (dataset, 7), many = net_masks (dataset, 16);
  g_autoptr (WeftModel) a = pictures_model (some, dataset), b = pictures_model (many, dataset);

  for (gint64 epoch = 0; epoch < 2; epoch++)
    {
      g_autofree float *in_some = see_epoch (a, epoch, "shift", 0);
      g_autofree float *in_many = see_epoch (b, epoch, "shift", 0);
      g_autofree float *mask = see_epoch (a, epoch, "shift", 1);
      g_autofree float *before = see_epoch (a, epoch, "data", 0);
      g_autofree float *next = see_epoch (a, epoch + 1, "shift", 0);

      g_assert_cmpint (count_differences (in_some, in_many), ==, 0);
      g_assert_cmpint (count_differences (in_some, mask), ==, 0);
      g_assert_cmpint (count_differences (in_some, before), >, 20);
      g_assert_cmpint (count_differences (in_some, next), >, 20);
    }
}

/* Each of two ways to flip has its half, by itself: a quarter stays as it is. Of 960 draws the
 * share strays by 0.014. */
static void
test_shares (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_masks (dataset, 16);
  g_autoptr (WeftModel) model = pictures_model (graph, dataset);
  g_autofree float *before = see_epoch (model, 0, "data", 0);
  int same = 0, all = 0;

  for (gint64 epoch = 0; epoch < 30; epoch++)
    {
      g_autofree float *seen = see_epoch (model, epoch, "flip", 0);
      int n = (int) model->split->count[WEFT_PART_TRAIN];

      same += n - count_differences (before, seen);
      all += n;
    }
  g_test_message ("%d of %d as they were", same, all);
  g_assert_cmpfloat (fabs ((double) same / all - 0.25), <, 0.056);
}

/* Outside training pictures are what they are, and masks are judged as the data has them. */
static void
test_evaluates (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_masks (dataset, 7);
  g_autoptr (WeftModel) model = pictures_model (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftEvaluation) evaluation = NULL, bare = NULL;
  g_autoptr (WeftModel) without = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (weft_model_find_criterion (model, "iou"), >=, 0);
  evaluation = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, -1, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    net_apply (graph,
               weft_edit_set_flag (weft_graph_find_by_name (graph, i == 0 ? "flip" : "shift")->id,
                                   WEFT_NODE_BYPASSED, TRUE));
  without = pictures_model (graph, dataset);
  bare = weft_evaluate (without, state, WEFT_PART_TRAIN, NULL, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (evaluation->loss, ==, bare->loss);
  g_assert_cmpfloat (evaluation->metrics[0], ==, bare->metrics[0]);
}

/* The same bits on one thread and two, and of every step again. */
static void
test_replays (void)
{
  static const char *const layers[]
      = { "random_flip", "random_shift", "flatten", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph = net_new ("{'source': <'random'>, 'shape': <[int64 1, 6, 5]>, "
                                         "'classes': <int64 2>, 'count': <int64 40>}",
                                         layers, "cross_entropy");
  g_autoptr (WeftModel) model = NULL;
  char *hash[2];

  net_train (graph, "batch_size", g_variant_new_int64 (7));
  model = net_model (graph);
  for (guint threads = 1; threads <= 2; threads++)
    {
      g_autoptr (Run) run = run_new (model, threads);

      go (run, 3);
      go (run, 8);
      go (run, 5);
      check_all_ways (run);
      hash[threads - 1] = dup_hash (run->trainer);
    }
  g_assert_cmpstr (hash[0], ==, hash[1]);
  g_free (hash[0]);
  g_free (hash[1]);
}

/* data → what mixes → a dense layer judged by the shares of its classes. */
static WeftGraph *
net_mixed (WeftDataset *dataset, const char *layer)
{
  WeftGraph *graph = pictures_graph (dataset);
  gint64 data = weft_graph_find_by_name (graph, "data")->id;
  gint64 mix = net_add (graph, layer, "mix", "{'alpha': <1.0>}");
  gint64 flatten = net_add (graph, "flatten", "flatten", NULL);
  gint64 dense = net_add (graph, "dense", "dense", "{'units': <int64 2>}");
  gint64 loss = net_add (graph, "soft_cross_entropy", "loss", NULL);

  net_wire (graph, data, 0, mix, 0);
  net_wire (graph, data, 2, mix, 1);
  net_wire (graph, mix, 0, flatten, 0);
  net_wire (graph, flatten, 0, dense, 0);
  net_wire (graph, dense, 0, loss, 0);
  net_wire (graph, mix, 1, loss, 1);
  net_train (graph, "batch_size", g_variant_new_int64 (7));
  return graph;
}

/* Classes become shares while it learns, and are judged as classes. */
static void
test_mixes (gconstpointer layer)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_mixed (dataset, layer);
  g_autoptr (WeftModel) model = pictures_model (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftEvaluation) evaluation = NULL;
  g_autofree float *before = see_epoch (model, 0, "data", 0),
                   *seen = see_epoch (model, 0, "mix", 0);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count_differences (before, seen), >, 15);
  g_assert_cmpint (weft_model_find_criterion (model, "accuracy"), ==, 0);
  evaluation = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (evaluation->loss, >, 0);
  g_assert_cmpfloat (evaluation->metrics[0], >, 0.1);
  g_assert_cmpint (evaluation->results[0].classes, ==, 2);
}

static const float *
see_inside (WeftSnapshot *snapshot, WeftModel *model, const char *node)
{
  gint64 id = weft_graph_find_by_name (model->graph, node)->id;

  return weft_tensor_floats (weft_snapshot_find_activation (snapshot, id));
}

/* A node that draws is shown as the network gets the sample in this epoch, and what follows as the
 * network answers to the sample itself. */
static void
test_shows (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_masks (dataset, 7);
  g_autoptr (WeftModel) model = pictures_model (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autofree float *first = see_epoch (model, 0, "shift", 0),
                   *next = see_epoch (model, 1, "shift", 0);
  WeftViewer *viewer = weft_viewer_new (model, state, NULL, weft_kernel_best_level ());
  guint32 sample = model->split->samples[WEFT_PART_TRAIN][2];
  WeftWatch watch = { .activations = TRUE, .sample = sample };
  gsize bytes = PICTURE_SIZE * sizeof (float);
  WeftSnapshot *snapshots[2];

  for (int epoch = 0; epoch < 2; epoch++, state->epoch++)
    snapshots[epoch] = weft_viewer_look (viewer, &watch);
  g_assert_cmpmem (see_inside (snapshots[0], model, "shift"), bytes, first + sample * PICTURE_SIZE,
                   bytes);
  g_assert_cmpmem (see_inside (snapshots[1], model, "shift"), bytes, next + sample * PICTURE_SIZE,
                   bytes);
  g_assert_cmpmem (see_inside (snapshots[0], model, "conv"), bytes,
                   see_inside (snapshots[1], model, "conv"), bytes);
  for (int epoch = 0; epoch < 2; epoch++)
    weft_snapshot_unref (snapshots[epoch]);
  weft_viewer_free (viewer);
}

/* A batch as the network gets it is what is drawn for its samples in this epoch. */
static void
test_batch (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_masks (dataset, 7);
  g_autoptr (WeftModel) model = pictures_model (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autofree float *next = see_epoch (model, 1, "shift", 0);
  g_autoptr (WeftViewer) viewer = weft_viewer_new (model, state, NULL, weft_kernel_best_level ());
  const WeftWatch watch = { .drawn = 3 };
  g_autoptr (WeftSnapshot) snapshot = NULL;
  const WeftNamedTensor *batch;

  state->epoch = 1;
  snapshot = weft_viewer_look (viewer, &watch);
  g_assert_cmpuint (snapshot->drawn->len, ==, 1);
  batch = snapshot->drawn->pdata[0];
  g_assert_cmpstr (batch->name, ==, "shift");
  g_assert_cmpint (batch->tensor->shape.dims[0], ==, 3);
  for (gint64 i = 0; i < 3; i++)
    g_assert_cmpmem (weft_tensor_floats (batch->tensor) + i * PICTURE_SIZE,
                     PICTURE_SIZE * sizeof (float),
                     next + weft_drawn_get_sample (model->split, 3, i) * PICTURE_SIZE,
                     PICTURE_SIZE * sizeof (float));
}

static gboolean
says (WeftGraph *graph, WeftDataset *dataset, const char *code)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;

  weft_catalog_add (catalog, dataset);
  report = weft_check (graph, catalog);
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (strcmp (((WeftDiagnostic *) report->diagnostics->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
}

/* A mask is of the picture; and where one is asked for, one is to come. */
static void
test_refuses (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_masks (dataset, 7);
  WeftWire wire = { .from = weft_graph_find_by_name (graph, "data")->id,
                    .to = weft_graph_find_by_name (graph, "flip")->id,
                    .output = 1,
                    .input = 1 };

  g_assert_false (says (graph, dataset, "missing-input"));
  net_apply (graph, weft_edit_remove_wire (&wire));
  g_assert_true (says (graph, dataset, "missing-input"));
  wire.output = 0;
  net_apply (graph, weft_edit_add_wire (&wire));
  g_assert_true (says (graph, dataset, "mask-not-picture"));
}

/* Nothing is given, and nothing costs, where nothing draws by sample. */
static void
test_absent (void)
{
  g_autoptr (WeftDataset) dataset = pictures_new ();
  g_autoptr (WeftGraph) graph = net_masks (dataset, 7);
  g_autoptr (WeftModel) with = pictures_model (graph, dataset), without = NULL;

  for (guint i = 0; i < 2; i++)
    net_apply (graph,
               weft_edit_set_flag (weft_graph_find_by_name (graph, i == 0 ? "flip" : "shift")->id,
                                   WEFT_NODE_MUTED, TRUE));
  g_assert_cmpuint (with->n_feeds, ==, 4);
  g_assert_true (with->feeds[3].field == NULL && with->feeds[3].is_read);
  without = pictures_model (graph, dataset);
  g_assert_false (without->feeds[3].is_read);
  {
    g_autoptr (WeftGraph) plain = net_points ();
    g_autoptr (WeftModel) model = net_model (plain);

    g_assert_cmpuint (model->n_feeds, ==, 2);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/augment/draws", test_draws);
  g_test_add_func ("/augment/shares", test_shares);
  g_test_add_func ("/augment/evaluates", test_evaluates);
  g_test_add_func ("/augment/replays", test_replays);
  g_test_add_data_func ("/augment/mixes/mix_up", "mix_up", test_mixes);
  g_test_add_data_func ("/augment/mixes/cut_mix", "cut_mix", test_mixes);
  g_test_add_func ("/augment/shows", test_shows);
  g_test_add_func ("/augment/batch", test_batch);
  g_test_add_func ("/augment/refuses", test_refuses);
  g_test_add_func ("/augment/absent", test_absent);
  return g_test_run ();
}
