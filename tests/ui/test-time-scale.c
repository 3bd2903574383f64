/* test-time-scale: the timeline's steps lie where a hand finds them again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/time-scale.h"

static void
test_there_and_back (void)
{
  const WeftTimeScale scale = { .width = 700, .height = 30, .first = 120, .newest = 620 };

  for (gint64 step = scale.first; step <= scale.newest; step++)
    g_assert_cmpint (weft_time_scale_unmap (&scale, weft_time_scale_map (&scale, step)), ==, step);
  g_assert_cmpint (weft_time_scale_unmap (&scale, -50), ==, scale.first);
  g_assert_cmpint (weft_time_scale_unmap (&scale, 2000), ==, scale.newest);
}

/* A run without a step, and a bar without room. */
static void
test_nothing (void)
{
  const WeftTimeScale none = { .width = 300, .height = 30 };
  const WeftTimeScale narrow = { .width = 4, .height = 30, .first = 0, .newest = 1000000000 };

  g_assert_cmpint (weft_time_scale_unmap (&none, 100), ==, 0);
  g_assert_cmpfloat (weft_time_scale_map (&none, 0), >, 0);
  g_assert_cmpint (weft_time_scale_unmap (&narrow, 3), ==, narrow.first);
  g_assert_cmpint (weft_time_scale_unmap (&narrow, 50), ==, narrow.newest);
}

static guint
count_pixels (const WeftTimeScale *scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 700, 30);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  weft_time_scale_draw (cr, scale);
  cairo_surface_flush (surface);
  for (int i = 0; i < 700 * 30; i++)
    n += ((const guint32 *) (const void *) cairo_image_surface_get_data (surface))[i] >> 24 != 0;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return n;
}

/* A deed is seen above the track, and many at one place as one. */
static void
test_deeds (void)
{
  gint64 deeds[] = { 300, 300, 301, 302 };
  WeftTimeScale scale
      = { .width = 700, .height = 30, .newest = 100000, .at = 100000, .best = -1, .deeds = deeds };
  guint bare = count_pixels (&scale), one, four;

  scale.n_deeds = 1;
  one = count_pixels (&scale);
  scale.n_deeds = G_N_ELEMENTS (deeds);
  four = count_pixels (&scale);
  g_assert_cmpuint (one, >, bare);
  g_assert_cmpuint (four, ==, one);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-scale/there-and-back", test_there_and_back);
  g_test_add_func ("/time-scale/nothing", test_nothing);
  g_test_add_func ("/time-scale/deeds", test_deeds);
  return g_test_run ();
}
