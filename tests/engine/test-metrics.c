/* test-metrics: each metric on numbers small enough to check by hand, and where it has no answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <math.h>
#include <string.h>

static double
judge (const char *id, const float *prediction, WeftShape shape, const void *target,
       WeftShape target_shape)
{
  const WeftMetric *metric = weft_metric_find (id);

  g_assert_nonnull (metric);
  return metric->compute (prediction, &shape, target, &target_shape, shape.dims[0]);
}

static WeftShape
make_labels (gint64 n)
{
  WeftShape shape = WEFT_SHAPE (n);

  shape.type = WEFT_I64;
  return shape;
}

static void
test_classes (void)
{
  static const float logits[4][6] = {
    { 9, 1, 2, 3, 4, 5 }, /* 0: first */
    { 9, 1, 2, 3, 4, 5 }, /* 4: third */
    { 9, 1, 2, 3, 4, 5 }, /* 1: last */
    { 0, 0, 0, 0, 0, 0 }, /* 3: fourth, by the order of equals */
  };
  static const gint64 labels[4] = { 0, 4, 1, 3 };

  g_assert_cmpfloat (judge ("accuracy", logits[0], WEFT_SHAPE (4, 6), labels, make_labels (4)), ==,
                     0.25);
  g_assert_cmpfloat (judge ("top_3", logits[0], WEFT_SHAPE (4, 6), labels, make_labels (4)), ==,
                     0.5);
  g_assert_cmpfloat (judge ("top_5", logits[0], WEFT_SHAPE (4, 6), labels, make_labels (4)), ==,
                     0.75);
  g_assert_true (isnan (judge ("r2", logits[0], WEFT_SHAPE (4, 6), labels, make_labels (4))));
  g_assert_true (isnan (judge ("mae", logits[0], WEFT_SHAPE (4, 6), labels, make_labels (4))));
}

/* A set of which one class is rare, and a net that always says the frequent one: what
 * scikit-learn's balanced_accuracy_score, precision_score, recall_score and f1_score say, the last
 * three with average="macro" and zero_division=0. */
static void
test_rare_class (void)
{
  float logits[10][3];
  gint64 labels[10] = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1 };

  for (int i = 0; i < 10; i++)
    memcpy (logits[i], (const float[]){ 1, 0, -1 }, sizeof logits[i]);
  g_assert_cmpfloat (judge ("accuracy", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)),
                     ==, 0.8);
  g_assert_cmpfloat (
      judge ("balanced_accuracy", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)), ==,
      0.5);
  g_assert_cmpfloat (judge ("precision", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)),
                     ==, 0.4);
  g_assert_cmpfloat (judge ("recall", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)), ==,
                     0.5);
  g_assert_cmpfloat_with_epsilon (
      judge ("f1", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)), 4.0 / 9, 1e-15);
  /* A class that is only ever answered: no part in balanced accuracy, a recall of 0. */
  logits[9][2] = 5;
  g_assert_cmpfloat (
      judge ("balanced_accuracy", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)), ==,
      0.5);
  g_assert_cmpfloat_with_epsilon (
      judge ("recall", logits[0], WEFT_SHAPE (10, 3), labels, make_labels (10)), 1.0 / 3, 1e-15);
}

static void
test_yes_or_no (void)
{
  static const float logits[6] = { 1, 2, -1, -1, 3, -2 }, target[6] = { 1, 0, 1, 0, 1, 0 };
  static const float nobody[6] = { -1, -1, -1, -1, -1, -1 }, ratings[6] = { 1, 5, 3, 2, 4, 1 };
  WeftShape shape = WEFT_SHAPE (6, 1);

  g_assert_cmpfloat_with_epsilon (judge ("precision", logits, shape, target, shape), 2.0 / 3,
                                  1e-15);
  g_assert_cmpfloat_with_epsilon (judge ("recall", logits, shape, target, shape), 2.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (judge ("f1", logits, shape, target, shape), 2.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (judge ("balanced_accuracy", logits, shape, target, shape),
                                  2.0 / 3, 1e-15);
  g_assert_cmpfloat (judge ("precision", nobody, shape, target, shape), ==, 0);
  g_assert_cmpfloat (judge ("recall", nobody, shape, target, shape), ==, 0);
  g_assert_cmpfloat (judge ("balanced_accuracy", nobody, shape, target, shape), ==, 0.5);
  g_assert_true (isnan (judge ("recall", logits, shape, ratings, shape)));
}

static void
test_masks (void)
{
  static const float logits[8] = { 2, -1, 0.5f, -3, 1, 1, -1, -1 };
  static const float mask[8] = { 1, 0, 0, 1, 1, 1, 0, 0 };
  static const float nothing[8] = { -1, -1, -1, -1, -1, -1, -1, -1 }, none[8] = { 0 };
  WeftShape shape = WEFT_SHAPE (2, 1, 2, 2);

  g_assert_cmpfloat (judge ("accuracy", logits, shape, mask, shape), ==, 0.75);
  g_assert_cmpfloat (judge ("iou", logits, shape, mask, shape), ==, 3.0 / 5.0);
  g_assert_cmpfloat (judge ("iou", nothing, shape, none, shape), ==, 1.0);
}

static void
test_numbers (void)
{
  static const float p[6] = { 1, 10, 2, 10, 4, 10 }, t[6] = { 1, 10, 3, 10, 5, 10 };
  WeftShape shape = WEFT_SHAPE (3, 2);

  g_assert_cmpfloat_with_epsilon (judge ("mae", p, shape, t, shape), 2.0 / 6.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (judge ("mse", p, shape, t, shape), 2.0 / 6.0, 1e-12);
  /* First output: 1 − 2/8; second is constant and met exactly: 1. */
  g_assert_cmpfloat_with_epsilon (judge ("r2", p, shape, t, shape), (0.75 + 1.0) / 2.0, 1e-12);
  g_assert_true (isnan (judge ("r2", p, WEFT_SHAPE (1, 2), t, WEFT_SHAPE (1, 2))));
  g_assert_true (isnan (judge ("mse", p, shape, t, WEFT_SHAPE (3, 1))));
  g_assert_true (isnan (judge ("top_3", p, shape, t, shape)));
}

static void
test_table (void)
{
  guint n;
  const WeftMetric *const *metrics = weft_metrics (&n);

  for (guint i = 0; i < n; i++)
    {
      WeftShape shape = WEFT_SHAPE (0, 3);

      g_assert_true (weft_metric_find (metrics[i]->id) == metrics[i]);
      g_assert_cmpuint (g_utf8_strlen (metrics[i]->title, -1), >, 0);
      g_assert_true (isnan (metrics[i]->compute (NULL, &shape, NULL, &shape, 0)));
      g_assert_true (!metrics[i]->is_share || metrics[i]->higher_is_better);
    }
  g_assert_null (weft_metric_find ("luck"));
  g_assert_cmpuint (weft_metrics_count (" accuracy, f1,,r2 "), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/classes", test_classes);
  g_test_add_func ("/metrics/rare-class", test_rare_class);
  g_test_add_func ("/metrics/yes-or-no", test_yes_or_no);
  g_test_add_func ("/metrics/masks", test_masks);
  g_test_add_func ("/metrics/numbers", test_numbers);
  g_test_add_func ("/metrics/table", test_table);
  return g_test_run ();
}
