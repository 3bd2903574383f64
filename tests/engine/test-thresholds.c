/* test-thresholds: decisions at every threshold, what they cost, and how sure answers are, by hand
 * and by counting */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/thresholds.h"

#include <math.h>

#include "engine/metrics/calibration.h"
#include "engine/metrics/measure.h"

/* Two that are rated alike differ in what they are. */
static const WeftRated few[6] = { { 1.0, TRUE }, { -2.0, FALSE }, { 0.5, FALSE },
                                  { 2.0, TRUE }, { 0.5, TRUE },   { -1, FALSE } };

static void
check_decided (const WeftDecided *decided, gint64 hits, gint64 alarms, gint64 missed, gint64 passed)
{
  g_assert_cmpint (decided->hits, ==, hits);
  g_assert_cmpint (decided->alarms, ==, alarms);
  g_assert_cmpint (decided->missed, ==, missed);
  g_assert_cmpint (decided->passed, ==, passed);
}

static void
test_by_hand (void)
{
  g_autoptr (WeftOperating) all = weft_operating_new (few, G_N_ELEMENTS (few));

  g_assert_cmpuint (all->n, ==, 6);
  g_assert_cmpint (all->yes, ==, 3);
  g_assert_cmpint (all->no, ==, 3);
  check_decided (&all->points[0].decided, 0, 0, 3, 3);
  check_decided (&all->points[1].decided, 1, 0, 2, 3);
  check_decided (&all->points[2].decided, 2, 0, 1, 3);
  check_decided (&all->points[3].decided, 3, 1, 0, 2);
  check_decided (&all->points[4].decided, 3, 2, 0, 1);
  check_decided (&all->points[5].decided, 3, 3, 0, 0);
  g_assert_cmpfloat (all->points[1].threshold, ==, 1.5);
  g_assert_cmpfloat (all->points[2].threshold, ==, 0.75);
  g_assert_cmpfloat (all->points[3].threshold, ==, -0.25);
  g_assert_true (isinf (all->points[0].threshold) && all->points[0].threshold > 0);
  g_assert_true (isinf (all->points[5].threshold) && all->points[5].threshold < 0);
}

static void
test_shares (void)
{
  const WeftDecided decided = { 3, 1, 2, 4 }, nothing = { 0, 0, 2, 3 }, empty = { 0 };

  g_assert_cmpfloat (weft_decided_get_sensitivity (&decided), ==, 0.6);
  g_assert_cmpfloat (weft_decided_get_specificity (&decided), ==, 0.8);
  g_assert_cmpfloat (weft_decided_get_alarms (&decided), ==, 0.2);
  g_assert_cmpfloat (weft_decided_get_precision (&decided), ==, 0.75);
  g_assert_cmpfloat_with_epsilon (weft_decided_get_negative (&decided), 2.0 / 3, 1e-15);
  g_assert_cmpfloat (weft_decided_get_called (&decided), ==, 0.4);
  g_assert_cmpfloat (weft_decided_get_yes (&decided), ==, 0.5);
  g_assert_cmpfloat (weft_decided_get_cost (&decided, 5, 2), ==, 12);
  g_assert_true (isnan (weft_decided_get_precision (&nothing)));
  g_assert_cmpfloat (weft_decided_get_sensitivity (&nothing), ==, 0);
  g_assert_true (isnan (weft_decided_get_called (&empty)));
}

/* Where a missed case costs much the threshold goes down, and nothing is decided that costs less.
 */
static void
test_cheapest (void)
{
  g_autoptr (WeftOperating) all = weft_operating_new (few, G_N_ELEMENTS (few));

  g_assert_cmpuint (weft_operating_find_cheapest (all, 5, 1), ==, 3);
  g_assert_cmpuint (weft_operating_find_cheapest (all, 1, 5), ==, 2);
  /* One mistake either way: −0.25 is nearer to the even odds that equal costs ask for. */
  g_assert_cmpuint (weft_operating_find_cheapest (all, 1, 1), ==, 3);
  g_assert_cmpuint (weft_operating_find_cheapest (all, 0, 1), ==, 0); /* nothing missed matters */
  g_assert_cmpuint (weft_operating_find_cheapest (all, 1, 0), ==, 5);
  g_assert_cmpuint (weft_operating_find_cheapest (all, 0, 0), <, all->n);
}

/* Ratings of a coarse grid, so that many are alike. */
static void
fill (WeftRated *rated, gsize n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n; i++)
    rated[i] = (WeftRated){ g_rand_int_range (rand, -12, 13) / 4.0, g_rand_boolean (rand) };
}

/* Every threshold against a plain count, the cheapest against all of them. */
static void
test_by_counting (void)
{
  WeftRated rated[300];
  g_autoptr (WeftOperating) all = NULL;

  fill (rated, G_N_ELEMENTS (rated));
  all = weft_operating_new (rated, G_N_ELEMENTS (rated));
  g_assert_cmpuint (all->n, ==, 26);
  for (double threshold = -4; threshold <= 4; threshold += 0.125)
    {
      WeftDecided plain = weft_decided_at (rated, G_N_ELEMENTS (rated), threshold);
      const WeftDecided *found = &all->points[weft_operating_find (all, threshold)].decided;

      check_decided (found, plain.hits, plain.alarms, plain.missed, plain.passed);
    }
  for (guint i = 0; i < all->n; i++)
    g_assert_cmpuint (weft_operating_find (all, all->points[i].threshold), ==, i);
  for (double missed = 0; missed <= 8; missed += 0.5)
    {
      guint best = weft_operating_find_cheapest (all, missed, 1);
      double least = weft_decided_get_cost (&all->points[best].decided, missed, 1);

      for (double threshold = -4; threshold <= 4; threshold += 0.125)
        {
          WeftDecided plain = weft_decided_at (rated, G_N_ELEMENTS (rated), threshold);

          g_assert_cmpfloat (weft_decided_get_cost (&plain, missed, 1), >=, least);
        }
    }
}

/* The area under the curve through the points is the figure that training reports. */
static void
test_area (void)
{
  enum
  {
    N = 300
  };
  WeftRated rated[N];
  float logits[N][2];
  gint64 labels[N];
  WeftShape shape = WEFT_SHAPE (N, 2), label_shape = WEFT_SHAPE (N);
  const WeftMetric *auc = weft_metric_find ("auc");
  g_autoptr (WeftOperating) all = NULL;
  g_autoptr (WeftMeasure) measure = NULL;
  double area = 0;

  fill (rated, N);
  for (int i = 0; i < N; i++)
    {
      logits[i][0] = 0;
      logits[i][1] = (float) rated[i].score;
      labels[i] = rated[i].is_yes;
    }
  label_shape.type = WEFT_I64;
  measure = weft_measure_begin (auc,
                                &(WeftJudged){ .prediction = shape,
                                               .target = label_shape,
                                               .target_kind = WEFT_KIND_CLASS,
                                               .positive = 2 },
                                NULL);
  weft_measure_add (
      measure, &(WeftJudgedBatch){ .n = N, .steps = 1, .prediction = logits[0], .target = labels });
  all = weft_operating_new (rated, N);
  for (guint i = 1; i < all->n; i++)
    {
      const WeftDecided *a = &all->points[i - 1].decided, *b = &all->points[i].decided;

      area += (weft_decided_get_alarms (b) - weft_decided_get_alarms (a))
              * (weft_decided_get_sensitivity (b) + weft_decided_get_sensitivity (a)) / 2;
    }
  g_assert_cmpfloat_with_epsilon (area, weft_measure_end (measure), 1e-12);
}

static void
test_none (void)
{
  static const WeftRated one[] = { { 3, TRUE }, { 3, TRUE } };
  g_autoptr (WeftOperating) none = weft_operating_new (NULL, 0);
  g_autoptr (WeftOperating) alike = weft_operating_new (one, 2);

  g_assert_cmpuint (none->n, ==, 1);
  g_assert_cmpuint (weft_operating_find (none, 0), ==, 0);
  g_assert_cmpuint (alike->n, ==, 2);
  g_assert_cmpuint (weft_operating_find (alike, 3), ==, 1);
  g_assert_cmpuint (weft_operating_find (alike, 3.01), ==, 0);
  g_assert_true (isnan (weft_decided_get_specificity (&alike->points[1].decided)));
}

/* Three answers: sure to 0.9 and right, to 0.9 and wrong, to 0.6 and right. */
static void
test_calibration (void)
{
  const float sure = logf (9), less = logf (1.5f);
  const float logits[3][2] = { { 0, sure }, { sure, 0 }, { less, 0 } };
  const gint64 labels[3] = { 1, 1, 0 };
  const WeftAnswers answers
      = { .n = 3, .width = 2, .is_labelled = TRUE, .prediction = logits[0], .label = labels };
  WeftCalibration calibration = { 0 }, none = { 0 };

  weft_calibration_add (&calibration, &answers);
  g_assert_cmpint (calibration.bins[13].n, ==, 2);
  g_assert_cmpint (calibration.bins[13].right, ==, 1);
  g_assert_cmpfloat_with_epsilon (calibration.bins[13].sure, 1.8, 1e-6);
  g_assert_cmpint (calibration.bins[8].n + calibration.bins[9].n, ==, 1);
  g_assert_cmpfloat_with_epsilon (weft_calibration_get_error (&calibration), (0.8 + 0.4) / 3, 1e-6);
  g_assert_true (isnan (weft_calibration_get_error (&none)));
}

/* The figures of Newcombe 1998 for Wilson's interval, which never leaves 0 … 1. */
static void
test_interval (void)
{
  double ends[2];

  weft_share_get_interval (81, 263, ends);
  g_assert_cmpfloat_with_epsilon (ends[0], 0.2553, 1e-4);
  g_assert_cmpfloat_with_epsilon (ends[1], 0.3662, 1e-4);
  weft_share_get_interval (0, 20, ends);
  g_assert_cmpfloat_with_epsilon (ends[0], 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (ends[1], 0.1611, 1e-4);
  weft_share_get_interval (0, 0, ends);
  g_assert_cmpfloat (ends[0], ==, 0);
  g_assert_cmpfloat (ends[1], ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thresholds/by-hand", test_by_hand);
  g_test_add_func ("/thresholds/shares", test_shares);
  g_test_add_func ("/thresholds/cheapest", test_cheapest);
  g_test_add_func ("/thresholds/by-counting", test_by_counting);
  g_test_add_func ("/thresholds/area", test_area);
  g_test_add_func ("/thresholds/none", test_none);
  g_test_add_func ("/thresholds/calibration", test_calibration);
  g_test_add_func ("/thresholds/interval", test_interval);
  return g_test_run ();
}
