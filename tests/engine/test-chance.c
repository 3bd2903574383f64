/* test-chance: what is drawn has the mean, the spread and the shares that its op promises, whatever
 * the kernel set; bounds are four standard deviations of the figure, or more */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/float.h"
#include "op-levels.h"

#define ROWS 400
#define COLUMNS 250
#define MANY (ROWS * COLUMNS)

typedef struct
{
  double mean, variance, skew, kurtosis; /* of a normal distribution 0 and 3 */
  double neighbours;                     /* correlation of each with the next */
} Figures;

static Figures
measure (const float *x, gsize n)
{
  Figures of = { 0 };
  double moment[5] = { 0 }, next = 0;

  for (gsize i = 0; i < n; i++)
    of.mean += (double) x[i] / (double) n;
  for (gsize i = 0; i < n; i++)
    {
      double d = (double) x[i] - of.mean;

      for (int k = 2; k < 5; k++)
        moment[k] += pow (d, k) / (double) n;
      next += i + 1 < n ? d * ((double) x[i + 1] - of.mean) / (double) n : 0;
    }
  of.variance = moment[2];
  of.skew = moment[3] / pow (moment[2], 1.5);
  of.kurtosis = moment[4] / (moment[2] * moment[2]);
  of.neighbours = next / moment[2];
  return of;
}

static void
assert_normal (const float *x, gsize n, double mean, double deviation)
{
  Figures of = measure (x, n);
  double unit = 1 / sqrt ((double) n);

  g_test_message ("mean %.4f, variance %.4f, skew %.4f, kurtosis %.4f, neighbours %.4f", of.mean,
                  of.variance, of.skew, of.kurtosis, of.neighbours);
  g_assert_cmpfloat_with_epsilon (of.mean, mean, 4 * deviation * unit);
  g_assert_cmpfloat_with_epsilon (of.variance / (deviation * deviation), 1, 4 * sqrt (2) * unit);
  g_assert_cmpfloat_with_epsilon (of.skew, 0, 4 * sqrt (6) * unit);
  g_assert_cmpfloat_with_epsilon (of.kurtosis, 3, 4 * sqrt (24) * unit);
  g_assert_cmpfloat_with_epsilon (of.neighbours, 0, 4 * unit);
}

/* A trial of ROWS × COLUMNS; attrs: taken. */
static WeftOpTrial *
begin (const char *id, int level, gpointer attrs, const WeftOpCase *op_case)
{
  WeftOpCase held = *op_case;
  WeftOpTrial *trial;

  held.attrs = attrs;
  trial = make_trial (weft_op_find (id, level), &held, 3);
  trial->run.training = TRUE;
  return trial;
}

static void
fill (float *x, gsize n, float value)
{
  for (gsize i = 0; i < n; i++)
    x[i] = value;
}

static gpointer
attrs_of (const char *id, const WeftAttr *attrs)
{
  return weft_op_attrs_new (weft_op_find (id, 0), attrs);
}

static const WeftOpCase rows = { "rows", { { 2, WEFT_F32, { ROWS, COLUMNS } } } };

/* --- dropouts --- */

/* Of ones: dropped with probability p, else 1 / (1 − p): the mean stays, the variance is p / (1 −
 * p), and no draw says anything of the next. */
static void
test_dropout (void)
{
  static const double shares[] = { 0.1, 0.5, 0.9 };

  for (int level = 0; level < get_levels (); level++)
    for (gsize k = 0; k < G_N_ELEMENTS (shares); k++)
      {
        double p = shares[k], variance = p / (1 - p);
        g_autofree gpointer attrs = attrs_of ("dropout", WEFT_ATTRS ({ "p", { p } }));
        g_autoptr (WeftOpTrial) trial = begin ("dropout", levels[level], attrs, &rows);
        const float *y = trial->run.out[0];
        Figures of;

        fill (trial->given[0], MANY, 1);
        weft_op_trial_forward (trial, FALSE);
        of = measure (y, MANY);
        for (int i = 0; i < MANY; i++)
          g_assert_true (y[i] == 0 || fabs ((double) y[i] * (1 - p) - 1) < 1e-6);
        g_assert_cmpfloat_with_epsilon (of.mean, 1, 4 * sqrt (variance / MANY));
        g_assert_cmpfloat_with_epsilon (of.variance / variance, 1, 0.05);
        g_assert_cmpfloat_with_epsilon (of.neighbours, 0, 4 / sqrt (MANY));
      }
}

/* A channel, or a sample, is dropped whole; as many as are said, whichever lie beside each other.
 */
static void
test_parts (void)
{
  static const WeftOpCase pictures = { "pictures", { { 4, WEFT_F32, { 100, 100, 3, 3 } } } };
  static const double p = 0.3;

  for (int axes = 1; axes <= 2; axes++)
    {
      g_autofree gpointer attrs
          = attrs_of ("part_dropout", WEFT_ATTRS ({ "p", { p } }, { "axes", { axes } }));
      g_autoptr (WeftOpTrial) trial
          = begin ("part_dropout", weft_kernel_best_level (), attrs, &pictures);
      const float *y = trial->run.out[0];
      int units = axes == 1 ? 100 : 10000, inner = 90000 / units;
      g_autofree float *first = g_new (float, units);
      Figures of;

      fill (trial->given[0], 90000, 1);
      weft_op_trial_forward (trial, FALSE);
      for (int u = 0; u < units; u++)
        {
          first[u] = y[u * inner];
          for (int i = 1; i < inner; i++)
            g_assert_cmpfloat (y[u * inner + i], ==, first[u]);
          g_assert_true (first[u] == 0 || fabs ((double) first[u] * (1 - p) - 1) < 1e-6);
        }
      of = measure (first, units);
      g_assert_cmpfloat_with_epsilon (of.mean, 1, 4 * sqrt (p / (1 - p) / units));
      g_assert_cmpfloat_with_epsilon (of.neighbours, 0, 4 / sqrt (units));
    }
}

/* What has mean 0 and variance 1, as behind SELU, keeps both. */
static void
test_alpha (void)
{
  static const double shares[] = { 0.1, 0.5 };

  for (gsize k = 0; k < G_N_ELEMENTS (shares); k++)
    {
      g_autofree gpointer attrs
          = attrs_of ("part_dropout", WEFT_ATTRS ({ "p", { shares[k] } }, { "axes", { 8 } },
                                                  { "alpha", { TRUE } }));
      g_autoptr (WeftOpTrial) trial
          = begin ("part_dropout", weft_kernel_best_level (), attrs, &rows);
      WeftRandom random = { 11, WEFT_STREAM_CHECK, 0 };
      Figures of;

      weft_random_fill_normal (&random, trial->given[0], MANY, 0, 1);
      weft_op_trial_forward (trial, FALSE);
      of = measure (trial->run.out[0], MANY);
      g_assert_cmpfloat_with_epsilon (of.mean, 0, 4 / sqrt (MANY));
      g_assert_cmpfloat_with_epsilon (of.variance, 1, 0.02);
    }
}

/* Another step draws otherwise, and the same step the same. */
static void
test_steps (void)
{
  g_autoptr (WeftOpTrial) trial
      = begin ("dropout", weft_kernel_best_level (), attrs_of ("dropout", NULL), &rows);
  g_autofree gconstpointer attrs = trial->run.attrs;
  g_autofree float *first = NULL;
  const float *y = trial->run.out[0];
  int same = 0;

  fill (trial->given[0], MANY, 1);
  weft_op_trial_forward (trial, FALSE);
  first = g_memdup2 (y, MANY * sizeof *y);
  trial->run.random.step++;
  weft_op_trial_forward (trial, FALSE);
  for (int i = 0; i < MANY; i++)
    same += y[i] == first[i];
  g_assert_cmpfloat_with_epsilon ((double) same / MANY, 0.5, 2 / sqrt (MANY));
  trial->run.random.step--;
  weft_op_trial_forward (trial, FALSE);
  g_assert_cmpmem (y, MANY * sizeof *y, first, MANY * sizeof *y);
}

/* Of values that are all 1 what is heard is Σ w·m / (1 − p): 1 on average, with a variance of
 * p / (1 − p) · Σ w². */
static void
test_attention (void)
{
  enum
  {
    N = 50,
    T = 40,
    D = 4
  };
  static const WeftOpCase steps = {
    "steps",
    { { 3, WEFT_F32, { N, T, D } }, { 3, WEFT_F32, { N, T, D } }, { 3, WEFT_F32, { N, T, D } } }
  };
  g_autofree gpointer attrs
      = attrs_of ("attention", WEFT_ATTRS ({ "heads", { 4 } }, { "dropout", { 0.25 } }));
  g_autoptr (WeftOpTrial) trial = begin ("attention", weft_kernel_best_level (), attrs, &steps);
  Figures of;

  fill (trial->given[0], N * T * D, 0); /* everybody looks at all alike: w = 1 / T */
  fill (trial->given[2], N * T * D, 1);
  weft_op_trial_forward (trial, FALSE);
  of = measure (trial->run.out[0], N * T * D);
  g_test_message ("mean %.4f, variance %.5f", of.mean, of.variance);
  g_assert_cmpfloat_with_epsilon (of.mean, 1, 4 * sqrt (of.variance / (N * T * D)));
  g_assert_cmpfloat_with_epsilon (of.variance, 0.25 / 0.75 / T, 0.001);
}

/* --- noise --- */

static void
test_noise (void)
{
  for (int level = 0; level < get_levels (); level++)
    {
      g_autofree gpointer attrs = attrs_of ("gaussian_noise", WEFT_ATTRS ({ "std", { 0.5 } }));
      g_autoptr (WeftOpTrial) trial = begin ("gaussian_noise", levels[level], attrs, &rows);

      fill (trial->given[0], MANY, 2);
      weft_op_trial_forward (trial, FALSE);
      assert_normal (trial->run.out[0], MANY, 2, 0.5);
    }
}

static void
test_normal (void)
{
  static const WeftOpCase one = { "rows", { { 2, WEFT_F32, { ROWS, 1 } } } };

  for (int level = 0; level < get_levels (); level++)
    {
      g_autofree gpointer attrs = attrs_of ("normal", WEFT_ATTRS ({ "size", { COLUMNS } }));
      g_autoptr (WeftOpTrial) trial = begin ("normal", levels[level], attrs, &one);

      weft_op_trial_forward (trial, FALSE);
      assert_normal (trial->run.out[0], MANY, 0, 1);
    }
}

/* Around a mean of −1, of a log variance of 2 log 3. */
static void
test_sampling (void)
{
  static const WeftOpCase both
      = { "rows", { { 2, WEFT_F32, { ROWS, COLUMNS } }, { 2, WEFT_F32, { ROWS, COLUMNS } } } };

  for (int level = 0; level < get_levels (); level++)
    {
      g_autoptr (WeftOpTrial) trial = begin ("sampling", levels[level], NULL, &both);

      fill (trial->given[0], MANY, -1);
      fill (trial->given[1], MANY, 2 * logf (3));
      weft_op_trial_forward (trial, FALSE);
      assert_normal (trial->run.out[0], MANY, -1, 3);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  g_test_add_func ("/chance/dropout", test_dropout);
  g_test_add_func ("/chance/parts", test_parts);
  g_test_add_func ("/chance/alpha", test_alpha);
  g_test_add_func ("/chance/steps", test_steps);
  g_test_add_func ("/chance/attention", test_attention);
  g_test_add_func ("/chance/noise", test_noise);
  g_test_add_func ("/chance/normal", test_normal);
  g_test_add_func ("/chance/sampling", test_sampling);
  return g_test_run ();
}
