/* test-cloud: things are laid out by the way that was chosen, the long one beside the main loop */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/panels/inside/cloud-layout.h"

#define N 60
#define WIDTH 6
#define HEAPS 3
#define PLANE 0 /* of the table of ways */
#define SPACE 1
#define LONG_PLANE 2

typedef struct
{
  WeftCloudLayout layout;
  float x[N * WIDTH];
  guint n_done;
} Fixture;

static void
done_cb (gpointer user)
{
  ((Fixture *) user)->n_done++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->layout.done = done_cb;
  f->layout.user = f;
  for (int i = 0; i < N; i++)
    for (int k = 0; k < WIDTH; k++)
      f->x[i * WIDTH + k]
          = (float) ((i % HEAPS == k % HEAPS ? 4 : 0) + sin (0.9 * i * (k + 1)) / 3);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  weft_cloud_layout_clear (&f->layout);
}

static void
update (Fixture *f, guint way)
{
  weft_cloud_layout_update (&f->layout, way, f->x, N, WIDTH, TRUE);
}

static double
get_distance (const Fixture *f, int i, int j)
{
  double sum = 0;

  for (int d = 0; d < 3; d++)
    sum += pow ((double) (f->layout.at[3 * i + d] - f->layout.at[3 * j + d]), 2);
  return sqrt (sum);
}

/* The third direction shows more; in the plane it is 0. */
static void
test_directions (Fixture *f, gconstpointer data)
{
  double share;

  update (f, PLANE);
  share = f->layout.share;
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat ((double) f->layout.at[3 * i + 2], ==, 0);
  update (f, SPACE);
  g_assert_cmpfloat (f->layout.share, >, share);
  g_assert_cmpfloat (f->layout.share, <=, 1.0001);
  g_assert_cmpfloat (fabs ((double) f->layout.at[2]), >, 0);
}

static void
test_long (Fixture *f, gconstpointer data)
{
  update (f, LONG_PLANE);
  g_assert_false (f->layout.is_long_done); /* nobody waits for it */
  while (f->n_done == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (f->layout.is_long_done);
  for (int i = HEAPS; i < N; i++) /* heaps lie apart */
    g_assert_cmpfloat (get_distance (f, i, i % HEAPS), <, get_distance (f, i, (i + 1) % HEAPS));
  update (f, LONG_PLANE);
  g_assert_null (f->layout.going); /* of the same numbers not again */
}

/* What nobody waits for any more ends, and tells nobody. */
static void
test_given_up (Fixture *f, gconstpointer data)
{
  update (f, LONG_PLANE);
  g_assert_nonnull (f->layout.going);
  update (f, PLANE);
  g_assert_null (f->layout.going);
  update (f, LONG_PLANE);
  weft_cloud_layout_clear (&f->layout);
  for (guint i = 0; i < 50; i++)
    {
      g_usleep (2000);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (f->n_done, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cloud/directions", Fixture, NULL, set_up, test_directions, tear_down);
  g_test_add ("/cloud/long", Fixture, NULL, set_up, test_long, tear_down);
  g_test_add ("/cloud/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  return g_test_run ();
}
