/* test-keep: what is kept of an evaluation is bounded, and it is the worst */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/keep.h"

#include <math.h>

/* Few: all, in order, and nobody looks how bad they are. */
static void
test_all (void)
{
  static const float prediction[3] = { 4, 5, 6 };
  WeftJudged judged = { .prediction = WEFT_SHAPE (1, 1), .target = WEFT_SHAPE (1, 1) };
  g_autoptr (WeftKeep) keep = weft_keep_new (&judged, 3, NULL);
  g_autoptr (WeftTensor) kept = NULL;
  g_autofree guint32 *samples = NULL;
  gint64 n;

  for (guint i = 0; i < 3; i++)
    weft_keep_add (keep, 7 + i, prediction + i, prediction + i);
  g_assert_true (isnan (weft_keep_end (keep, &n, &kept, &samples)));
  g_assert_cmpint (n, ==, 3);
  g_assert_cmpmem (weft_tensor_floats (kept), sizeof prediction, prediction, sizeof prediction);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (samples[i], ==, 7 + i);
}

/* 200,000 samples of 1,000 classes: 16 MB of 800, of which every mistake is one. */
static void
test_worst (void)
{
  enum
  {
    CLASSES = 1000,
    MANY = 200000,
    MISTAKES = 1000,
  };
  WeftJudged judged = { .target_kind = WEFT_KIND_CLASS,
                        .prediction = WEFT_SHAPE (1, CLASSES),
                        .target = WEFT_SHAPE (1) };
  g_autoptr (WeftKeep) keep = weft_keep_new (&judged, MANY, NULL);
  g_autoptr (WeftTensor) kept = NULL;
  g_autofree guint32 *samples = NULL;
  float logits[CLASSES] = { 0 };
  gint64 label = 3, n;
  guint n_wrong = 0;

  for (guint32 i = 0; i < MANY; i++)
    {
      gboolean is_wrong = i % (MANY / MISTAKES) == 0;

      logits[is_wrong ? 4 : 3] = (float) (1 + i % 7);
      weft_keep_add (keep, i, logits, &label);
      logits[3] = logits[4] = 0;
    }
  g_assert_cmpfloat (weft_keep_end (keep, &n, &kept, &samples), >, 0);
  g_assert_cmpuint (weft_shape_bytes (&kept->shape), <=, 1 << 24);
  g_assert_cmpint (n, ==, kept->shape.dims[0]);
  for (gint64 i = 0; i < n; i++)
    {
      const float *row = weft_tensor_floats (kept) + i * CLASSES;
      gboolean is_wrong = samples[i] % (MANY / MISTAKES) == 0;

      n_wrong += is_wrong;
      g_assert_cmpfloat (row[is_wrong ? 4 : 3], ==, (float) (1 + samples[i] % 7));
    }
  g_assert_cmpuint (n_wrong, ==, MISTAKES);
}

/* Masks: those that overlap least, and the mean overlap of all. */
static void
test_masks (void)
{
  enum
  {
    SIDE = 512,
    MANY = 100,
  };
  WeftJudged judged = { .target_kind = WEFT_KIND_MASK,
                        .prediction = WEFT_SHAPE (1, 1, SIDE, SIDE),
                        .target = WEFT_SHAPE (1, 1, SIDE, SIDE) };
  g_autoptr (WeftKeep) keep = weft_keep_new (&judged, MANY, NULL);
  g_autoptr (WeftTensor) kept = NULL;
  g_autofree guint32 *samples = NULL;
  g_autofree float *mask = g_new (float, SIDE *SIDE), *logits = g_new (float, SIDE *SIDE);
  double badness;
  gint64 n;

  for (int i = 0; i < SIDE * SIDE; i++)
    {
      mask[i] = 1;
      logits[i] = i < SIDE * SIDE / 4 ? 1 : -1;
    }
  for (guint32 i = 0; i < MANY; i++) /* a quarter is marked of every fifth, all of the others */
    weft_keep_add (keep, i, i % 5 == 0 ? logits : mask, mask);
  badness = weft_keep_end (keep, &n, &kept, &samples);
  g_assert_cmpint (n, ==, 24);
  g_assert_cmpfloat_with_epsilon (badness, 0.75 / 5, 1e-12);
  for (gint64 i = 0, worst = 0; i < n; i++)
    {
      worst += samples[i] % 5 == 0;
      g_assert_true (i < n - 1 || worst == 20);
    }
}

/* Numbers: an even draw. */
static void
test_numbers (void)
{
  enum
  {
    MANY = 300000,
  };
  WeftJudged judged = { .prediction = WEFT_SHAPE (1, 1), .target = WEFT_SHAPE (1, 1) };
  g_autoptr (WeftKeep) keep = weft_keep_new (&judged, MANY, NULL);
  g_autoptr (WeftTensor) kept = NULL;
  g_autofree guint32 *samples = NULL;
  gint64 n, quarters[4] = { 0 };

  for (guint32 i = 0; i < MANY; i++)
    weft_keep_add (keep, i, &(float){ (float) i }, &(float){ 0 });
  weft_keep_end (keep, &n, &kept, &samples);
  g_assert_cmpint (n, ==, 1 << 16);
  for (gint64 i = 0; i < n; i++)
    quarters[samples[i] / (MANY / 4)]++;
  for (int i = 0; i < 4; i++)
    g_assert_cmpint (ABS (quarters[i] - n / 4), <, n / 400);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keep/all", test_all);
  g_test_add_func ("/keep/worst", test_worst);
  g_test_add_func ("/keep/masks", test_masks);
  g_test_add_func ("/keep/numbers", test_numbers);
  return g_test_run ();
}
