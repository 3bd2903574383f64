/* test-random: Philox's published answers; one number, however it is asked for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/random.h"

#include <math.h>

#define N 20011 /* of no round size */

/* kat_vectors of the paper's Random123 library, philox4x32, 10 rounds. */
static void
test_known_answers (void)
{
  static const struct
  {
    WeftRandom random;
    guint64 index;
    guint32 out[4];
  } rows[] = {
    { { 0, 0, 0 }, 0, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
    { { G_MAXUINT64, 0, G_MAXUINT64 },
      G_MAXUINT64,
      { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
    { { 0x299f31d0a4093822, 0, 0x0370734413198a2e },
      0x85a308d3243f6a88,
      { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
  };
  guint32 out[4];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      weft_random_block (&rows[i].random, rows[i].index, out);
      for (int w = 0; w < 4; w++)
        g_assert_cmphex (out[w], ==, rows[i].out[w]);
    }
}

static void
test_element_by_element (void)
{
  WeftRandom random = { 7, 3, 11 };
  g_autofree float *x = g_new (float, N), *z = g_new (float, N);
  g_autofree guint32 *bits = g_new (guint32, N);
  guint32 block[4];

  weft_random_fill_uniform (&random, x, N, 0.0f, 1.0f);
  weft_random_fill_normal (&random, z, N, 0.0f, 1.0f);
  weft_random_fill_bits (&random, 5, bits, N);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpfloat (x[i], ==, weft_random_uniform (&random, i));
      g_assert_cmpfloat (z[i], ==, weft_random_normal (&random, i));
      weft_random_block (&random, (i + 5) / 4, block);
      g_assert_cmphex (bits[i], ==, block[(i + 5) % 4]);
    }
}

static void
get_moments (const float *x, double *mean, double *variance, double *neighbours)
{
  double sum = 0, sum2 = 0, product = 0;

  for (guint i = 0; i < N; i++)
    {
      sum += x[i];
      sum2 += (double) x[i] * x[i];
      product += (double) x[i] * x[(i + 1) % N];
    }
  *mean = sum / N;
  *variance = sum2 / N - *mean * *mean;
  *neighbours = product / N - *mean * *mean;
}

/* Within five standard errors. */
static void
test_moments (void)
{
  WeftRandom random = { 1, 2, 3 };
  g_autofree float *x = g_new (float, N);
  double mean, variance, neighbours;

  weft_random_fill_uniform (&random, x, N, -1.0f, 3.0f);
  get_moments (x, &mean, &variance, &neighbours);
  g_assert_cmpfloat (fabs (mean - 1.0), <, 0.041);
  g_assert_cmpfloat (fabs (variance - 16.0 / 12.0), <, 0.043);
  g_assert_cmpfloat (fabs (neighbours), <, 0.048);
  for (guint i = 0; i < N; i++)
    g_assert_true (x[i] >= -1.0f && x[i] <= 3.0f);

  weft_random_fill_normal (&random, x, N, 2.0f, 0.5f);
  get_moments (x, &mean, &variance, &neighbours);
  g_assert_cmpfloat (fabs (mean - 2.0), <, 0.018);
  g_assert_cmpfloat (fabs (variance - 0.25), <, 0.0125);
  g_assert_cmpfloat (fabs (neighbours), <, 0.009);
}

/* Mean and variance are the shape, also below 1; within five standard errors. */
static void
test_gamma (void)
{
  static const double shapes[] = { 0.3, 1, 4 };
  g_autofree float *x = g_new (float, N);

  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
    {
      WeftRandom random = { 1, 2, k };
      double a = shapes[k], mean, variance, neighbours;

      for (guint i = 0; i < N; i++)
        {
          x[i] = (float) weft_random_gamma (&random, i, a);
          g_assert_true (x[i] >= 0);
        }
      get_moments (x, &mean, &variance, &neighbours);
      g_assert_cmpfloat (fabs (mean - a), <, 5 * sqrt (a / N));
      g_assert_cmpfloat (fabs (variance - a), <, 5 * a * sqrt ((2 + 6 / a) / N));
      g_assert_cmpfloat (fabs (neighbours), <, 5 * a / sqrt (N));
    }
}

static void
test_keys_are_apart (void)
{
  WeftRandom base = { 1, 2, 3 };
  WeftRandom others[]
      = { { 2, 2, 3 }, { 1, 3, 3 }, { 1, 2, 4 }, { 1, 3, 2 }, { 1, WEFT_STREAM_ORDER, 3 } };
  guint equal;

  for (guint k = 0; k < G_N_ELEMENTS (others); k++)
    {
      equal = 0;
      for (guint i = 0; i < 1000; i++)
        equal += weft_random_uniform (&base, i) == weft_random_uniform (&others[k], i);
      g_assert_cmpuint (equal, <=, 1);
    }
  g_assert_cmpuint (weft_random_stream_for (1, "weight"), !=, weft_random_stream_for (1, "bias"));
  g_assert_cmpuint (weft_random_stream_for (1, "weight"), !=, weft_random_stream_for (2, "weight"));
}

/* Every order of three comes equally often: 12,000 shuffles, χ² with 5 degrees below 20.5 (0.1 %).
 */
static void
test_shuffle (void)
{
  guint counts[27] = { 0 };
  double chi2 = 0;
  guint32 many[1000];
  gboolean seen[1000] = { FALSE };

  for (guint round = 0; round < 12000; round++)
    {
      WeftRandom random = { 5, WEFT_STREAM_ORDER, round };
      guint32 x[3] = { 0, 1, 2 };

      weft_random_shuffle (&random, x, 3);
      counts[9 * x[0] + 3 * x[1] + x[2]]++;
    }
  for (guint i = 0; i < 27; i++)
    if (counts[i] > 0)
      chi2 += (counts[i] - 2000.0) * (counts[i] - 2000.0) / 2000.0;
  g_assert_cmpuint (counts[5] + counts[7] + counts[11] + counts[15] + counts[19] + counts[21], ==,
                    12000);
  g_assert_cmpfloat (chi2, <, 20.5);

  for (guint i = 0; i < 1000; i++)
    many[i] = i;
  weft_random_shuffle (&(WeftRandom){ 5, WEFT_STREAM_ORDER, 0 }, many, 1000);
  for (guint i = 0; i < 1000; i++)
    seen[many[i]] = TRUE;
  for (guint i = 0; i < 1000; i++)
    g_assert_true (seen[i]);
}

static void
test_below (void)
{
  WeftRandom random = { 5, 6, 7 };
  guint counts[10] = { 0 };

  for (guint i = 0; i < 10000; i++)
    counts[weft_random_below (&random, i, 10)]++;
  for (guint i = 0; i < 10; i++)
    g_assert_true (counts[i] > 850 && counts[i] < 1150);
  g_assert_cmpuint (weft_random_below (&random, 0, 1), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/known-answers", test_known_answers);
  g_test_add_func ("/random/element-by-element", test_element_by_element);
  g_test_add_func ("/random/moments", test_moments);
  g_test_add_func ("/random/gamma", test_gamma);
  g_test_add_func ("/random/keys-are-apart", test_keys_are_apart);
  g_test_add_func ("/random/shuffle", test_shuffle);
  g_test_add_func ("/random/below", test_below);
  return g_test_run ();
}
