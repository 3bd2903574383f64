/* test-metrics: each metric on numbers small enough to check by hand, and where it has no answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/measure.h"

#include <math.h>
#include <sys/resource.h>
#include <string.h>

static int positive; /* 1 + the class that is looked for */

/* The kind of the target is what its type says: labels or numbers. */
static WeftJudged
make_judged (const WeftShape *shape, const WeftShape *target_shape)
{
  return (WeftJudged){ .prediction = *shape,
                       .target = *target_shape,
                       .positive = positive,
                       .target_kind
                       = target_shape->type == WEFT_I64 ? WEFT_KIND_CLASS : WEFT_KIND_NUMBERS };
}

/* All at once. NaN also when the metric does not fit. */
static double
judge (const char *id, const float *prediction, WeftShape shape, const void *target,
       WeftShape target_shape)
{
  const WeftMetric *metric = weft_metric_find (id);
  WeftJudged judged = make_judged (&shape, &target_shape);
  WeftJudgedBatch batch
      = { .n = shape.dims[0], .steps = 1, .prediction = prediction, .target = target };
  g_autoptr (WeftMeasure) measure = NULL;

  g_assert_nonnull (metric);
  if (!weft_metric_fits (metric, &judged))
    return NAN;
  measure = weft_measure_begin (metric, &judged, NULL);
  weft_measure_add (measure, &batch);
  return weft_measure_end (measure);
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

/* Of two classes one is looked for: scikit-learn's average="binary", pos_label that class. */
static void
test_positive (void)
{
  static const float logits[6][2] = { { 1, 0 }, { 1, 0 }, { 1, 0 }, { 0, 1 }, { 0, 1 }, { 1, 0 } };
  static const gint64 labels[6] = { 0, 0, 0, 0, 1, 1 };
  static const double share[] = { 0.75, 0.5 };
  static const char *const ids[] = { "precision", "recall", "f1" };

  for (positive = 1; positive <= 2; positive++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        g_assert_cmpfloat (judge (ids[i], logits[0], WEFT_SHAPE (6, 2), labels, make_labels (6)),
                           ==, share[positive - 1]);
      g_assert_cmpfloat (
          judge ("balanced_accuracy", logits[0], WEFT_SHAPE (6, 2), labels, make_labels (6)), ==,
          0.625);
    }
  positive = 0;
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

/* The highest share; of several that have it any. */
static void
test_agreement (void)
{
  static const float scores[9] = { 2, -1, 0, 0, 1, 3, 1, 2, 0 },
                     shares[9] = { 0.5f, 0.5f, 0, 0, 0.1f, 0.9f, 0.4f, 0.3f, 0.3f };
  WeftShape shape = WEFT_SHAPE (3, 3);

  g_assert_cmpfloat (judge ("agreement", scores, shape, shares, shape), ==, 2.0 / 3.0);
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

/* Where the R² of a small spread around a large mean keeps its digits: 1 − 4·0.25 / 5. */
static void
test_large_mean (void)
{
  static const float t[4] = { 1000000, 1000001, 1000002, 1000003 };
  static const float p[4] = { 1000000.5f, 1000001.5f, 1000001.5f, 1000002.5f };
  static const float same[4] = { 0.1f, 0.1f, 0.1f, 0.1f };
  WeftShape shape = WEFT_SHAPE (4, 1);

  g_assert_cmpfloat_with_epsilon (judge ("r2", p, shape, t, shape), 0.8, 1e-12);
  g_assert_cmpfloat (judge ("r2", p, shape, same, shape), ==, 0);
}

/* --- laws of every row --- */

#define SAMPLES 60
#define STEPS 4
#define WIDTH 12

typedef struct
{
  float prediction[SAMPLES * STEPS * WIDTH], wanted[SAMPLES * STEPS * WIDTH];
  gint64 label[SAMPLES * STEPS];
  float mask[SAMPLES * STEPS];
} Sheet;

static Sheet *
new_sheet (void)
{
  Sheet *sheet = g_new (Sheet, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (int i = 0; i < SAMPLES * STEPS * WIDTH; i++)
    {
      sheet->prediction[i] = (float) g_rand_double_range (rand, -2, 2);
      sheet->wanted[i] = g_rand_boolean (rand);
    }
  for (int i = 0; i < SAMPLES * STEPS; i++)
    {
      sheet->label[i] = g_rand_int_range (rand, 0, WIDTH);
      sheet->mask[i] = g_rand_int_range (rand, 0, 3) > 0;
    }
  return sheet;
}

/* What it takes of labels. */
static WeftKind
label_kind (const WeftMetric *metric)
{
  guint targets = metric->targets;

  return targets & WEFT_KINDS_OF_LABELS && !(targets & WEFT_KIND_BIT (WEFT_KIND_CLASS))
             ? WEFT_KIND_AREAS
             : WEFT_KIND_CLASS;
}

static gboolean
is_labelled (const WeftJudged *judged)
{
  return weft_kind_get_type (judged->target_kind) == WEFT_I64;
}

/* What the row judges: labels or, when it can, numbers of 0 and 1. FALSE: it does not. */
static gboolean
choose_judged (const WeftMetric *metric, gboolean labels, gboolean has_steps, WeftJudged *judged)
{
  /* As tags are called. */
  static const char *const names[WIDTH + 1]
      = { "O", "B-a", "I-a", "B-b", "I-b", "B-c", "I-c", "B-d", "I-d", "B-e", "I-e", "B-f" };

  *judged = (WeftJudged){
    .target_kind = labels ? label_kind (metric) : WEFT_KIND_NUMBERS,
    .prediction = has_steps ? WEFT_SHAPE (1, STEPS, WIDTH) : WEFT_SHAPE (1, WIDTH),
    .target = labels ? WEFT_SHAPE (1) : WEFT_SHAPE (1, WIDTH),
    .has_steps = has_steps,
    .names = labels ? (char **) names : NULL,
  };
  if (has_steps)
    judged->target = labels ? WEFT_SHAPE (1, STEPS) : WEFT_SHAPE (1, STEPS, WIDTH);
  return weft_metric_fits (metric, judged);
}

static void
add_part (WeftMeasure *measure, const WeftJudged *judged, const Sheet *sheet, gint64 from, gint64 n,
          const float *mask, int mask_rank)
{
  gint64 steps = judged->has_steps ? STEPS : 1, at = from * steps;
  WeftJudgedBatch batch = { .n = n,
                            .steps = steps,
                            .prediction = sheet->prediction + at * WIDTH,
                            .target = sheet->wanted + at * WIDTH,
                            .mask = mask,
                            .mask_rank = mask_rank };

  if (is_labelled (judged))
    batch.target = sheet->label + at;
  weft_measure_add (measure, &batch);
}

/* In batches of `size`. */
static double
fold (const WeftMetric *metric, const WeftJudged *judged, const Sheet *sheet, gint64 size)
{
  g_autoptr (WeftMeasure) measure = weft_measure_begin (metric, judged, NULL);

  g_assert_true (isnan (weft_measure_end (measure)));
  for (gint64 at = 0; at < SAMPLES; at += size)
    add_part (measure, judged, sheet, at, MIN (size, SAMPLES - at), NULL, 0);
  return weft_measure_end (measure);
}

/* The figure does not depend on how the samples come. */
static void
test_batches (gconstpointer data)
{
  const WeftMetric *metric = data;
  g_autofree Sheet *sheet = new_sheet ();
  guint n_judged = 0;

  for (int k = 0; k < 4; k++)
    {
      WeftJudged judged;
      double whole;

      if (!choose_judged (metric, k & 1, k & 2, &judged))
        continue;
      n_judged++;
      whole = fold (metric, &judged, sheet, SAMPLES);
      g_assert_true (isfinite (whole));
      for (gint64 size = 1; size < SAMPLES; size += 6)
        g_assert_cmpfloat_with_epsilon (fold (metric, &judged, sheet, size), whole, 1e-9);
    }
  g_assert_cmpuint (n_judged, >=, metric->add != NULL ? 2 : 1);
}

/* A mask of samples or of steps is the same as leaving out what it leaves out, to the bit. */
static void
assert_mask (const WeftMetric *metric, const WeftJudged *judged, const Sheet *sheet, int rank)
{
  g_autoptr (WeftMeasure) masked = weft_measure_begin (metric, judged, NULL);
  g_autoptr (WeftMeasure) sparse = NULL;
  WeftJudged alone = *judged;
  gint64 steps = judged->has_steps ? STEPS : 1, stride = rank == 1 ? steps : 1;

  alone.has_steps = FALSE; /* each step a sample */
  alone.prediction = WEFT_SHAPE (1, WIDTH);
  alone.target = is_labelled (judged) ? WEFT_SHAPE (1) : WEFT_SHAPE (1, WIDTH);
  sparse = weft_measure_begin (metric, &alone, NULL);
  add_part (masked, judged, sheet, 0, SAMPLES / 2, sheet->mask, rank);
  add_part (masked, judged, sheet, SAMPLES / 2, SAMPLES / 2,
            sheet->mask + SAMPLES / 2 * steps / stride, rank);
  for (gint64 i = 0; i < SAMPLES * steps; i++)
    if (sheet->mask[i / stride] != 0)
      add_part (sparse, &alone, sheet, i, 1, NULL, 0);
  g_assert_true (isfinite (weft_measure_end (masked)));
  g_assert_cmpfloat (weft_measure_end (masked), ==, weft_measure_end (sparse));
}

static void
test_mask (gconstpointer data)
{
  const WeftMetric *metric = data;
  g_autofree Sheet *sheet = new_sheet ();
  WeftJudged judged;

  for (int labels = 0; labels < 2; labels++)
    {
      if (choose_judged (metric, labels, FALSE, &judged))
        assert_mask (metric, &judged, sheet, 1);
      if (!choose_judged (metric, labels, TRUE, &judged))
        continue;
      assert_mask (metric, &judged, sheet, 1);
      assert_mask (metric, &judged, sheet, 2);
    }
}

/* A step that is padded for another length changes nothing: T may differ from batch to batch. */
static void
test_lengths (void)
{
  static const float p[6] = { 1, 2, 9, 3, 9, 9 }, t[6] = { 0, 2, 0, 5, 0, 0 };
  static const float mask[6] = { 1, 1, 0, 1, 0, 0 };
  const WeftMetric *mae = weft_metric_find ("mae");
  WeftJudged judged
      = { .prediction = WEFT_SHAPE (2, 3, 1), .target = WEFT_SHAPE (2, 3, 1), .has_steps = TRUE };
  g_autoptr (WeftMeasure) measure = weft_measure_begin (mae, &judged, NULL);
  WeftJudgedBatch padded
      = { .n = 2, .steps = 3, .prediction = p, .target = t, .mask = mask, .mask_rank = 2 };
  WeftJudgedBatch exact = { .n = 1, .steps = 2, .prediction = p, .target = t };

  weft_measure_add (measure, &padded);
  g_assert_cmpfloat (weft_measure_end (measure), ==, 1);
  weft_measure_add (measure, &exact);
  g_assert_cmpfloat (weft_measure_end (measure), ==, 0.8);
}

/* 200,000 × 1,000 logits are 800 MB; what is measured of them is not. */
static void
test_many (void)
{
  static const char *const ids[] = { "accuracy", "top_5", "f1", "balanced_accuracy", "recall" };
  enum
  {
    CLASSES = 1000,
    BATCH = 500,
    MANY = 200000,
  };
  g_autofree float *logits = g_new0 (float, BATCH *CLASSES);
  gint64 labels[BATCH];
  WeftJudged judged = { .target_kind = WEFT_KIND_CLASS,
                        .prediction = WEFT_SHAPE (BATCH, CLASSES),
                        .target = make_labels (BATCH) };
  WeftJudgedBatch batch = { .n = BATCH, .steps = 1, .prediction = logits, .target = labels };
  WeftMeasure *measures[G_N_ELEMENTS (ids)];
  struct rusage before, after;

  getrusage (RUSAGE_SELF, &before);
  for (guint m = 0; m < G_N_ELEMENTS (ids); m++)
    measures[m] = weft_measure_begin (weft_metric_find (ids[m]), &judged, NULL);
  for (gint64 i = 0; i < MANY; i++)
    {
      gint64 row = i % BATCH, right = i % CLASSES;

      /* Three in four are right; the rest are called the next class. */
      labels[row] = right;
      memset (logits + row * CLASSES, 0, CLASSES * sizeof (float));
      logits[row * CLASSES + (i / CLASSES % 8 < 6 ? right : (right + 1) % CLASSES)] = 1;
      for (guint m = 0; row == BATCH - 1 && m < G_N_ELEMENTS (ids); m++)
        weft_measure_add (measures[m], &batch);
    }
  g_assert_cmpfloat (weft_measure_end (measures[0]), ==, 0.75);
  /* Of equal logits the first count as higher: where another is called, only classes 0 to 3 are
   * among the first five. */
  g_assert_cmpfloat_with_epsilon (weft_measure_end (measures[1]), 0.75 + 0.25 * 4 / CLASSES, 1e-12);
  for (guint m = 2; m < G_N_ELEMENTS (ids); m++)
    g_assert_cmpfloat_with_epsilon (weft_measure_end (measures[m]), 0.75, 1e-12);
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 16 * 1024);
  for (guint m = 0; m < G_N_ELEMENTS (ids); m++)
    weft_measure_free (measures[m]);
}

/* It is the kind that decides, not the type of the numbers. */
static void
test_kinds (void)
{
  WeftJudged judged = { .target_kind = WEFT_KIND_PICTURE,
                        .prediction = WEFT_SHAPE (1, 1, 4, 4),
                        .target = WEFT_SHAPE (1, 1, 4, 4) };

  g_assert_true (weft_metric_fits (weft_metric_find ("mae"), &judged));
  g_assert_false (weft_metric_fits (weft_metric_find ("iou"), &judged));
  judged.target_kind = WEFT_KIND_MASK;
  g_assert_true (weft_metric_fits (weft_metric_find ("iou"), &judged));
  judged.target = WEFT_SHAPE (1, 1, 4, 3);
  g_assert_false (weft_metric_fits (weft_metric_find ("iou"), &judged));
}

static void
test_table (void)
{
  guint n;
  const WeftMetric *const *metrics = weft_metrics (&n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (weft_metric_find (metrics[i]->id) == metrics[i]);
      g_assert_cmpuint (g_utf8_strlen (metrics[i]->title, -1), >, 0);
      g_assert_true (!metrics[i]->is_share || metrics[i]->higher_is_better);
    }
  g_assert_null (weft_metric_find ("luck"));
  g_assert_cmpuint (weft_metrics_count (" accuracy, f1,,r2 "), ==, 3);
}

static void
add_laws (void)
{
  guint n;
  const WeftMetric *const *metrics = weft_metrics (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *batches = g_strdup_printf ("/metrics/batches/%s", metrics[i]->id);
      g_autofree char *mask = g_strdup_printf ("/metrics/mask/%s", metrics[i]->id);

      if (metrics[i]->add != NULL || metrics[i]->add_sequence != NULL)
        g_test_add_data_func (batches, metrics[i], test_batches);
      if (metrics[i]->add != NULL) /* steps of a sequence are no answers of their own */
        g_test_add_data_func (mask, metrics[i], test_mask);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metrics/classes", test_classes);
  g_test_add_func ("/metrics/rare-class", test_rare_class);
  g_test_add_func ("/metrics/positive", test_positive);
  g_test_add_func ("/metrics/yes-or-no", test_yes_or_no);
  g_test_add_func ("/metrics/masks", test_masks);
  g_test_add_func ("/metrics/agreement", test_agreement);
  g_test_add_func ("/metrics/numbers", test_numbers);
  g_test_add_func ("/metrics/table", test_table);
  g_test_add_func ("/metrics/large-mean", test_large_mean);
  g_test_add_func ("/metrics/lengths", test_lengths);
  g_test_add_func ("/metrics/kinds", test_kinds);
  g_test_add_func ("/metrics/many", test_many);
  add_laws ();
  return g_test_run ();
}
