/* test-tsne: near things stay near, to the same bits on any number of threads */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/tsne.h"

#include <math.h>
#include <string.h>

#define N 120
#define WIDTH 10
#define CLUSTERS 4

/* Four heaps in ten dimensions, one behind the other. */
static void
fill (float *x, float *y, int dims)
{
  for (int i = 0; i < N; i++)
    {
      for (int k = 0; k < WIDTH; k++)
        x[i * WIDTH + k] = (i % CLUSTERS == k % CLUSTERS ? 5.0f : 0.0f)
                           + (float) sin (0.7 * i * (k + 1) + k) / 2;
      for (int d = 0; d < dims; d++)
        y[i * dims + d] = x[i * WIDTH + d];
    }
}

static int
find_nearest (const float *y, int dims, int i)
{
  int nearest = -1;
  double least = INFINITY;

  for (int j = 0; j < N; j++)
    {
      double sum = 0;

      for (int d = 0; d < dims; d++)
        sum += pow ((double) (y[i * dims + d] - y[j * dims + d]), 2);
      if (j != i && sum < least)
        {
          least = sum;
          nearest = j;
        }
    }
  return nearest;
}

static void
test_near (void)
{
  for (int dims = 2; dims <= 3; dims++)
    {
      float x[N * WIDTH], y[3 * N], again[3 * N];
      const WeftTsne tsne
          = { .x = x, .n = N, .width = WIDTH, .dims = dims, .perplexity = 15, .steps = 300 };
      g_autoptr (WeftPool) pool = weft_pool_new (3, FALSE);
      int same = 0;

      fill (x, y, dims);
      memcpy (again, y, sizeof again);
      g_assert_true (weft_tsne_fit (&tsne, y, NULL, NULL));
      g_assert_true (weft_tsne_fit (&tsne, again, pool, NULL));
      g_assert_cmpmem (y, N * dims * sizeof *y, again, N * dims * sizeof *y);
      for (int i = 0; i < N; i++)
        {
          g_assert_true (isfinite (y[i * dims]));
          same += find_nearest (y, dims, i) % CLUSTERS == i % CLUSTERS;
        }
      g_assert_cmpint (same, ==, N);
    }
}

static gboolean
is_due_cb (gpointer user)
{
  return --*(int *) user == 0;
}

/* All alike, few, too many, given up: nothing breaks. */
static void
test_edges (void)
{
  float x[N * WIDTH] = { 0 }, y[2 * N] = { 0 };
  int left = 5;
  const WeftInterrupt interrupt = { is_due_cb, &left };
  WeftTsne tsne = { .x = x, .n = N, .width = WIDTH, .dims = 2, .perplexity = 30, .steps = 50 };

  g_assert_true (weft_tsne_fit (&tsne, y, NULL, NULL));
  for (int k = 0; k < 2 * N; k++)
    g_assert_true (isfinite (y[k]));
  g_assert_false (weft_tsne_fit (&tsne, y, NULL, &interrupt));
  tsne.n = 3;
  g_assert_true (weft_tsne_fit (&tsne, y, NULL, NULL));
  tsne.n = WEFT_TSNE_MOST + 1;
  g_assert_false (weft_tsne_fit (&tsne, y, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tsne/near", test_near);
  g_test_add_func ("/tsne/edges", test_edges);
  return g_test_run ();
}
