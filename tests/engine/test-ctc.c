/* test-ctc: what a network says without being told where: the loss against the sum over all ways,
 * and what is read out of scores against the likeliest of all strings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/metrics/measure.h"
#include "engine/metrics/alignment.h"
#include "op-levels.h"

enum
{
  STEPS = 5,
  CLASSES = 3, /* two labels and the blank, which is the last */
  BLANK = 2,
  WAYS = 243, /* CLASSES to the STEPS */
};

/* What a way says: labels side by side once, blanks not at all. */
static gint64
collapse (gint64 way, gint64 *tokens)
{
  gint64 count = 0, before = BLANK;

  for (int t = 0; t < STEPS; t++, way /= CLASSES)
    {
      if (way % CLASSES != BLANK && way % CLASSES != before)
        tokens[count++] = way % CLASSES;
      before = way % CLASSES;
    }
  return count;
}

static double
weigh (const float *x, gint64 way)
{
  double p = 1.0;

  for (int t = 0; t < STEPS; t++, x += CLASSES, way /= CLASSES)
    {
      double sum = 0.0;

      for (int c = 0; c < CLASSES; c++)
        sum += exp ((double) x[c]);
      p *= exp ((double) x[way % CLASSES]) / sum;
    }
  return p;
}

/* The probability of a string: of all ways that say it. */
static double
add_ways (const float *x, const gint64 *tokens, gint64 n)
{
  double sum = 0.0;
  gint64 said[STEPS];

  for (gint64 way = 0; way < WAYS; way++)
    if (collapse (way, said) == n && memcmp (said, tokens, (gsize) n * sizeof *said) == 0)
      sum += weigh (x, way);
  return sum;
}

static WeftOpTrial *
trial_new (int level, gint64 labels, gboolean zero_infinity)
{
  const WeftOp *op = weft_op_find ("ctc", level);
  g_autofree gpointer attrs
      = weft_op_attrs_new (op, WEFT_ATTRS ({ "zero_infinity", { zero_infinity } }));
  WeftOpCase op_case = { .in = { WEFT_SHAPE (1, STEPS, CLASSES),
                                 { 2, WEFT_I64, { 1, labels } },
                                 { .rank = -1 },
                                 WEFT_SHAPE (1, labels) },
                         .attrs = attrs,
                         .classes = 2 };
  WeftOpTrial *trial = weft_op_trial_new (op, &op_case, NULL);

  g_assert_nonnull (trial);
  trial->attrs = g_steal_pointer (&attrs);
  weft_op_trial_fill (trial, 3);
  *trial->run.d_out[0] = 1.0f;
  return trial;
}

/* Every string of up to four labels, also none, also two of the same. */
static void
test_brute_force (void)
{
  for (int i = 0; i < get_levels (); i++)
    for (gint64 string = 0; string < 81; string++)
      {
        g_autoptr (WeftOpTrial) trial = trial_new (levels[i], 4, TRUE);
        gint64 *target = trial->given[1], tokens[4], n = 0, rest = string;
        float *mask = trial->given[3];
        double p;

        for (int s = 0; s < 4; s++, rest /= 3)
          {
            mask[s] = rest % 3 < 2;
            target[s] = MIN (rest % 3, 1);
            if (rest % 3 < 2)
              tokens[n++] = rest % 3;
          }
        p = add_ways (trial->given[0], tokens, n);
        weft_op_trial_forward (trial, FALSE);
        weft_op_trial_backward (trial, FALSE);
        g_assert_cmpfloat_with_epsilon (*(float *) trial->run.out[0],
                                        p > 0 ? -log (p) / (double) MAX (n, 1) : 0, 1e-5);
        for (int k = 0; k < STEPS * CLASSES; k++)
          g_assert_true (p > 0 ? isfinite (trial->run.d_in[0][k]) : trial->run.d_in[0][k] == 0);
        g_assert_false (weft_op_trial_has_overrun (trial));
      }
}

/* What cannot be said in so few steps is infinite, numbers that are none stay none. */
static void
test_impossible (void)
{
  g_autoptr (WeftOpTrial) trial = trial_new (0, 6, FALSE), wrong = trial_new (0, 2, TRUE);

  for (int s = 0; s < 6; s++)
    ((float *) trial->given[3])[s] = 1.0f;
  weft_op_trial_forward (trial, FALSE);
  g_assert_true (isinf (*(float *) trial->run.out[0]));
  ((float *) wrong->given[0])[4] = NAN;
  weft_op_trial_forward (wrong, FALSE);
  g_assert_true (isnan (*(float *) wrong->run.out[0]));
}

/* Scores far apart: nothing of it is lost. */
static void
test_extremes (void)
{
  g_autoptr (WeftOpTrial) trial = trial_new (weft_kernel_best_level (), 2, FALSE);
  float *x = trial->given[0];

  memcpy (trial->given[1], (gint64[]){ 0, 1 }, 2 * sizeof (gint64));
  ((float *) trial->given[3])[0] = ((float *) trial->given[3])[1] = 1.0f;
  for (int t = 0; t < STEPS; t++)
    {
      x[t * CLASSES] = x[t * CLASSES + 1] = -300.0f;
      x[t * CLASSES + BLANK] = 300.0f;
    }
  weft_op_trial_forward (trial, FALSE);
  weft_op_trial_backward (trial, FALSE);
  /* Two of five steps leave the blank, in one of ten ways: 1200 − log 10, of two labels. */
  g_assert_cmpfloat_with_epsilon (*(float *) trial->run.out[0], (1200 - log (10)) / 2, 1e-3);
  for (int k = 0; k < STEPS * CLASSES; k++)
    g_assert_true (isfinite (trial->run.d_in[0][k]));
}

/* --- reading --- */

static void
test_read (void)
{
  const gint64 classes[STEPS + 3] = { 0, 0, BLANK, 0, 1, 1, BLANK, 1 };
  float x[(STEPS + 3) * CLASSES] = { 0 };
  WeftAlignment alignment = { x, STEPS + 3, CLASSES, BLANK };
  gint64 tokens[STEPS + 3], beam[STEPS + 3];

  for (int t = 0; t < STEPS + 3; t++)
    x[t * CLASSES + classes[t]] = 9;
  g_assert_cmpint (weft_alignment_read (&alignment, tokens), ==, 4);
  g_assert_cmpmem (tokens, sizeof (gint64[4]), ((gint64[]){ 0, 0, 1, 1 }), sizeof (gint64[4]));
  g_assert_cmpint (weft_alignment_search (&alignment, 4, beam, NULL), ==, 4);
  g_assert_cmpmem (tokens, sizeof (gint64[4]), beam, sizeof (gint64[4]));
  alignment.n = 0;
  g_assert_cmpint (weft_alignment_read (&alignment, tokens), ==, 0);
  g_assert_cmpint (weft_alignment_search (&alignment, 4, tokens, NULL), ==, 0);
}

/* As wide as there are strings the beam finds the likeliest of all, which the likeliest way need
 * not say. */
static void
test_beam (void)
{
  WeftRandom random = { 5, WEFT_STREAM_CHECK, 0 };
  int n_other = 0;

  for (; random.step < 60; random.step++)
    {
      float x[STEPS * CLASSES];
      WeftAlignment alignment = { x, STEPS, CLASSES, BLANK };
      gint64 found[STEPS], greedy[STEPS], said[STEPS], n, n_greedy;
      double likelihood, best = 0;

      weft_random_fill_normal (&random, x, STEPS * CLASSES, 0, 1);
      n = weft_alignment_search (&alignment, 200, found, &likelihood);
      for (gint64 way = 0; way < WAYS; way++)
        best = MAX (best, add_ways (x, said, collapse (way, said)));
      g_assert_cmpfloat_with_epsilon (exp (likelihood), best, 1e-6);
      g_assert_cmpfloat_with_epsilon (add_ways (x, found, n), best, 1e-6);
      n_greedy = weft_alignment_read (&alignment, greedy);
      n_other += n_greedy != n || memcmp (greedy, found, (gsize) n * sizeof *found) != 0;
    }
  g_assert_cmpint (n_other, >, 3);
}

/* What is judged is what the real steps say, beside the labels that are real. */
static void
test_judged (void)
{
  const WeftJudged judged = { .target_kind = WEFT_KIND_TOKENS,
                              .prediction = WEFT_SHAPE (2, 4, CLASSES),
                              .target = { 2, WEFT_I64, { 2, 3 } },
                              .has_steps = TRUE,
                              .blank = 1 + BLANK,
                              .beam = 1 };
  const gint64 classes[2][4] = { { 0, BLANK, 0, 1 }, { 1, 1, BLANK, BLANK } };
  const gint64 wanted[2][3] = { { 0, 1, 1 }, { 1, BLANK, 0 } };
  const float mask[2][4] = { { 1, 1, 1, 0 }, { 1, 1, 1, 1 } };
  const float target_mask[2][3] = { { 1, 1, 0 }, { 1, 1, 0 } };
  const WeftMetric *metric = weft_metric_find ("edit_distance");
  float x[2][4][CLASSES] = { 0 };
  g_autoptr (WeftMeasure) measure = NULL;

  for (int n = 0; n < 2; n++)
    for (int t = 0; t < 4; t++)
      x[n][t][classes[n][t]] = 9;
  g_assert_true (weft_metric_fits (metric, &judged));
  g_assert_false (weft_metric_fits (weft_metric_find ("accuracy"), &judged));
  measure = weft_measure_begin (metric, &judged, NULL);
  weft_measure_add (measure, &(WeftJudgedBatch){ .n = 2,
                                                 .steps = 4,
                                                 .n_target = 3,
                                                 .prediction = &x[0][0][0],
                                                 .target = wanted,
                                                 .mask = &mask[0][0],
                                                 .mask_rank = 2,
                                                 .target_mask = &target_mask[0][0] });
  /* “0 0” where “0 1” is wanted, and “1” where it is. */
  g_assert_cmpfloat (weft_measure_end (measure), ==, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  g_test_add_func ("/ctc/brute-force", test_brute_force);
  g_test_add_func ("/ctc/impossible", test_impossible);
  g_test_add_func ("/ctc/extremes", test_extremes);
  g_test_add_func ("/ctc/read", test_read);
  g_test_add_func ("/ctc/beam", test_beam);
  g_test_add_func ("/ctc/judged", test_judged);
  return g_test_run ();
}
