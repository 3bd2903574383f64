/* test-areas: pictures of labels and boxes: what a field of them must be, what a network gets of
 * one, and how answers are judged */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/memory.h"
#include "engine/data/kind-row.h"
#include "engine/metrics/measure.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/judging/keep.h"
#include "engine/train/model/judges.h"
#include "small-trainer.h"

#define N 12
#define SIDE 6
#define CLASSES 3

static const char *const names[] = { "sky", "road", "car", NULL };

/* x: pictures; a: each pixel's class, which is how bright it is; b: a box round the upper left
 * quarter, of every third picture none. */
static WeftDataset *
new_set (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  WeftField *a = weft_dataset_add_field (dataset, "a", WEFT_KIND_AREAS);
  WeftField *b = weft_dataset_add_field (dataset, "b", WEFT_KIND_BOXES);
  WeftRandom random = { 3, WEFT_STREAM_CHECK, 0 };

  dataset->name = g_strdup ("small");
  dataset->count = N;
  x->shape = WEFT_SHAPE (1, SIDE, SIDE);
  a->shape = WEFT_SHAPE (SIDE, SIDE);
  x->shape.type = a->shape.type = WEFT_U8;
  a->classes = b->classes = CLASSES;
  a->class_names = g_strdupv ((char **) names);
  b->class_names = g_strdupv ((char **) names);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, a, NULL));
  for (int i = 0; i < N * SIDE * SIDE; i++)
    ((guint8 *) x->data)[i] = ((guint8 *) a->data)[i]
        = (guint8) weft_random_below (&random, (guint64) i, CLASSES);
  b->shape = WEFT_SHAPE (2, 5);
  b->ragged = 0;
  b->offsets = weft_memory_new ((N + 1) * sizeof *b->offsets, NULL);
  for (int i = 0; i < N; i++)
    b->offsets[i + 1] = b->offsets[i] + 1 + i % 2;
  b->data = weft_memory_new ((gsize) b->offsets[N] * 5 * sizeof (float), NULL);
  for (int i = 0; i < N; i++)
    if (i % 3 != 0)
      memcpy ((float *) b->data + b->offsets[i] * 5,
              (float[]){ (float) (i % CLASSES), 0.25f, 0.25f, 0.5f, 0.5f }, 5 * sizeof (float));
  return dataset;
}

static WeftDataset *
new_finished (void)
{
  WeftDataset *dataset = new_set ();
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_dataset_finish (dataset, &error));
  g_assert_no_error (error);
  return dataset;
}

/* A byte each on the disk, whole numbers in a batch. */
static void
test_gather (void)
{
  g_autoptr (WeftDataset) dataset = new_finished ();
  const WeftField *a = weft_dataset_find_field (dataset, "a");
  WeftSplit split = { .count = { 0 } };
  gint64 labels[2 * SIDE * SIDE];
  WeftFeed feed;

  g_assert_true (weft_feed_init (&feed, a, dataset, &split, FALSE, NULL));
  weft_feed_gather (&feed, (guint32[]){ 7, 2 }, 2, 0, labels);
  for (int i = 0; i < SIDE * SIDE; i++)
    {
      g_assert_cmpint (labels[i], ==, ((const guint8 *) a->data)[7 * SIDE * SIDE + i]);
      g_assert_cmpint (labels[SIDE * SIDE + i], ==,
                       ((const guint8 *) a->data)[2 * SIDE * SIDE + i]);
    }
}

static void
test_names (void)
{
  g_autoptr (WeftDataset) dataset = new_finished ();
  const WeftField *b = weft_dataset_find_field (dataset, "b");
  g_autofree char *none = weft_kind_get_row (b->kind)->dup_name (dataset, b, 3);
  g_autofree char *one = weft_kind_get_row (b->kind)->dup_name (dataset, b, 4);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (one, ==, "1 × road");
}

/* What is no such field is refused, with the sample and the number. */
static const struct
{
  const char *name, *field;
  int at; /* of its data */
  float value;
  const char *says;
} wrong[] = {
  { "label", "a", SIDE *SIDE + 3, 7, "A pixel of sample 2 has class 7, but there are 3 classes." },
  { "class", "b", 5, 3, "Box 1 of sample 2 has class 3, but there are 3 classes." },
  { "half", "b", 5, 0.5f, "Box 1 of sample 2 has class 0.5, but there are 3 classes." },
  { "outside", "b", 6, 1.5f, "Box 1 of sample 2 lies outside its picture" },
};

static void
test_wrong (gconstpointer user)
{
  guint k = GPOINTER_TO_UINT (user);
  g_autoptr (WeftDataset) dataset = new_set ();
  const WeftField *field = weft_dataset_find_field (dataset, wrong[k].field);
  g_autoptr (GError) error = NULL;

  if (field->shape.type == WEFT_U8)
    ((guint8 *) field->data)[wrong[k].at] = (guint8) wrong[k].value;
  else
    ((float *) field->data)[wrong[k].at] = wrong[k].value;
  g_assert_false (weft_dataset_finish (dataset, &error));
  g_assert_nonnull (strstr (error->message, wrong[k].says));
}

static void
test_shapes (void)
{
  for (int k = 0; k < 4; k++)
    {
      g_autoptr (WeftDataset) dataset = new_set ();
      g_autoptr (GError) error = NULL;

      if (k == 0)
        dataset->fields[1].shape.dims[0] = SIDE - 1;
      else if (k == 1)
        dataset->fields[1].classes = 0;
      else if (k == 2)
        dataset->fields[2].shape.dims[1] = 4;
      else
        dataset->fields[2].ragged = -1;
      g_assert_false (weft_dataset_finish (dataset, &error));
      g_test_message ("%s", error->message);
    }
}

/* Three classes of four places: 0 0 1 2 that are called 0 1 1 1. IoU: 1/2, 1/3, 0. */
static void
test_mean_iou (void)
{
  static const gint64 labels[] = { 0, 0, 1, 2, 0, 0, 0, 0 };
  static const float scores[] = { 1, 0, 0, 0, 0, 2, 2, 2, 0,  0,  1, 1, /* class by class */
                                  1, 1, 1, 1, 0, 0, 0, 0, -1, -1, 0, 0 };
  WeftJudged judged = { .target_kind = WEFT_KIND_AREAS,
                        .prediction = WEFT_SHAPE (1, 3, 2, 2),
                        .target = WEFT_SHAPE (1, 2, 2) };
  WeftJudgedBatch batch = { .n = 1, .steps = 1, .prediction = scores, .target = labels };
  g_autoptr (WeftMeasure) iou = NULL, accuracy = NULL;

  g_assert_false (weft_metric_fits (weft_metric_find ("mae"), &judged));
  g_assert_false (weft_metric_fits (weft_metric_find ("wer"), &judged));
  iou = weft_measure_begin (weft_metric_find ("mean_iou"), &judged, NULL);
  accuracy = weft_measure_begin (weft_metric_find ("accuracy"), &judged, NULL);
  weft_measure_add (iou, &batch);
  weft_measure_add (accuracy, &batch);
  g_assert_cmpfloat_with_epsilon (weft_measure_end (iou), (1.0 / 2 + 1.0 / 3) / 3, 1e-12);
  g_assert_cmpfloat (weft_measure_end (accuracy), ==, 0.5);
  batch.prediction += 12;
  batch.target = labels + 4;
  weft_measure_add (iou, &batch); /* four more of class 0, all right */
  g_assert_cmpfloat_with_epsilon (weft_measure_end (iou), (5.0 / 6 + 1.0 / 3) / 3, 1e-12);
  judged.prediction = WEFT_SHAPE (1, 3, 4, 1);
  g_assert_false (weft_metric_fits (weft_metric_find ("mean_iou"), &judged));
}

/* Where not all can be kept: those with the largest share of wrong places. */
static void
test_keep (void)
{
  enum
  {
    WIDE = 256,
    MANY = 70,
  };
  WeftJudged judged = { .target_kind = WEFT_KIND_AREAS,
                        .prediction = WEFT_SHAPE (1, CLASSES, WIDE, WIDE),
                        .target = WEFT_SHAPE (1, WIDE, WIDE) };
  g_autoptr (WeftKeep) keep = weft_keep_new (&judged, MANY, NULL);
  g_autoptr (WeftTensor) kept = NULL;
  g_autofree guint32 *samples = NULL;
  g_autofree float *scores = g_new0 (float, CLASSES *WIDE *WIDE);
  g_autofree gint64 *right = g_new0 (gint64, WIDE * WIDE), *wrong_ = g_new0 (gint64, WIDE * WIDE);
  gint64 n;

  for (int i = 0; i < WIDE * WIDE / 2; i++)
    wrong_[i] = 2;
  for (guint32 i = 0; i < MANY; i++)
    weft_keep_add (keep, i, scores, i % 7 == 0 ? wrong_ : right);
  g_assert_cmpfloat_with_epsilon (weft_keep_end (keep, &n, &kept, &samples), 0.5 / 7, 1e-12);
  g_assert_cmpint (n, <, MANY);
  for (gint64 i = 0, worst = 0; i < n; i++)
    {
      worst += samples[i] % 7 == 0;
      g_assert_true (i < n - 1 || worst == MANY / 7);
    }
}

/* Of the data node's outputs x, a, b and b_mask. */
static WeftGraph *
new_graph (const WeftDataset *dataset)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *params = g_strdup_printf ("{'source': <'file'>, 'name': <'small'>, 'sha256': "
                                             "<'%s'>, 'fields': <'x a b b_mask'>}",
                                             dataset->sha256);
  gint64 data = net_add (graph, "data", "data", params);
  gint64 areas
      = net_add (graph, "conv2d", "areas", "{'out_channels': <int64 3>, 'padding': <'same'>}");
  gint64 cells
      = net_add (graph, "conv2d", "cells", "{'out_channels': <int64 8>, 'stride': <[int64 3, 3]>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);
  gint64 boxes = net_add (graph, "detection", "boxes", NULL);

  net_wire (graph, data, 0, areas, 0);
  net_wire (graph, areas, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  net_wire (graph, data, 0, cells, 0);
  net_wire (graph, cells, 0, boxes, 0);
  net_wire (graph, data, 2, boxes, 1);
  net_train (graph, "lr", g_variant_new_double (0.1));
  net_train (graph, "batch_size", g_variant_new_int64 (4));
  return graph;
}

/* Labels of another size than the scores are refused as what they are. */
static void
test_size (void)
{
  g_autoptr (WeftDataset) dataset = new_finished ();
  g_autoptr (WeftGraph) graph = new_graph (dataset);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (GError) error = NULL;
  const WeftNode *areas = weft_graph_find_by_name (graph, "areas");

  weft_catalog_add (catalog, dataset);
  net_apply (graph, weft_edit_set_param (areas->id, "padding", g_variant_new_int64 (0)));
  model = weft_model_new (graph, catalog, &error);
  g_assert_null (model);
  g_assert_nonnull (strstr (error->message, "as large as the scores"));
}

/* Both are learnt from one set, and judged by what fits them. */
static void
test_learns (void)
{
  g_autoptr (WeftDataset) dataset = new_finished ();
  g_autoptr (WeftGraph) graph = new_graph (dataset);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftEvaluation) evaluation = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (GError) error = NULL;

  weft_catalog_add (catalog, dataset);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  g_assert_cmpint (model->judges[0].chief, ==, weft_model_find_criterion (model, "mean_iou"));
  g_assert_cmpint (weft_model_find_criterion (model, "accuracy"), >=, 0);
  g_assert_cmpint (model->judges[1].chief, ==, weft_model_find_criterion (model, "map"));
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 300);
  state = weft_trainer_dup_state (trainer);
  evaluation = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (evaluation->metrics[model->judges[0].chief], >, 0.6);
  g_assert_cmpfloat (evaluation->metrics[model->judges[1].chief], >=, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/areas/gather", test_gather);
  g_test_add_func ("/areas/names", test_names);
  g_test_add_func ("/areas/shapes", test_shapes);
  g_test_add_func ("/areas/mean-iou", test_mean_iou);
  g_test_add_func ("/areas/keep", test_keep);
  g_test_add_func ("/areas/size", test_size);
  g_test_add_func ("/areas/learns", test_learns);
  for (guint k = 0; k < G_N_ELEMENTS (wrong); k++)
    {
      g_autofree char *name = g_strdup_printf ("/areas/wrong/%s", wrong[k].name);

      g_test_add_data_func (name, GUINT_TO_POINTER (k), test_wrong);
    }
  return g_test_run ();
}
