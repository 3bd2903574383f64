/* test-series: names of series have numbers, the same on every thread, and say what their figures
 * are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <pthread.h>

#include "engine/metrics/meaning.h"

#define THREADS 4
#define NAMES 500

static void
test_names (void)
{
  guint32 accuracy = weft_series_intern ("validation/accuracy");

  g_assert_cmpuint (weft_series_intern ("train/loss"), ==, WEFT_SERIES_TRAIN_LOSS);
  g_assert_cmpuint (weft_series_intern ("validation/loss"), ==, WEFT_SERIES_VALIDATION_LOSS);
  g_assert_cmpstr (weft_series_get_name (WEFT_SERIES_DATA), ==, "data");
  g_assert_cmpstr (weft_series_get_name (WEFT_SERIES_LOSS), ==, "loss");
  g_assert_cmpuint (weft_series_intern ("validation/accuracy"), ==, accuracy);
  g_assert_cmpuint (weft_series_intern ("validation/mae"), !=, accuracy);
  g_assert_cmpstr (weft_series_get_name (accuracy), ==, "validation/accuracy");
}

static void *
intern_all (void *data)
{
  guint32 *numbers = data;

  for (int i = 0; i < NAMES; i++)
    {
      g_autofree char *name = g_strdup_printf ("norm/node%d", i);

      numbers[i] = weft_series_intern (name);
      g_assert_cmpstr (weft_series_get_name (numbers[i]), ==, name);
    }
  return NULL;
}

static void
test_threads (void)
{
  static guint32 numbers[THREADS][NAMES];
  pthread_t threads[THREADS];

  for (int t = 0; t < THREADS; t++)
    g_assert_cmpint (pthread_create (&threads[t], NULL, intern_all, numbers[t]), ==, 0);
  for (int t = 0; t < THREADS; t++)
    pthread_join (threads[t], NULL);
  for (int t = 1; t < THREADS; t++)
    g_assert_cmpmem (numbers[t], sizeof numbers[t], numbers[0], sizeof numbers[0]);
}

/* A series' name says what its figures are, whatever part or loss they are of. */
static void
test_meaning (void)
{
  static const struct
  {
    const char *name;
    WeftUnit unit;
    int direction;
  } rows[] = {
    { "train/loss", WEFT_UNIT_NONE, -1 },
    { "validation/accuracy", WEFT_UNIT_SHARE, 1 },
    { "test/mae", WEFT_UNIT_NONE, -1 },
    { "test/r2", WEFT_UNIT_NONE, 1 },
    { "validation/place/iou", WEFT_UNIT_SHARE, 1 },
    { "train/place/loss", WEFT_UNIT_NONE, -1 },
    { "rate", WEFT_UNIT_NONE, 0 },
    { "loss", WEFT_UNIT_NONE, 0 },
    { "accuracy", WEFT_UNIT_NONE, 0 },
    { "norm/conv1", WEFT_UNIT_NONE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      WeftMeaning meaning = weft_series_get_meaning (weft_series_intern (rows[i].name));

      g_assert_cmpint (meaning.unit, ==, rows[i].unit);
      g_assert_cmpint (meaning.direction, ==, rows[i].direction);
    }
}

static void
test_better (void)
{
  guint32 accuracy = weft_series_intern ("validation/accuracy"),
          mae = weft_series_intern ("validation/mae"), loss = WEFT_SERIES_VALIDATION_LOSS;

  g_assert_true (weft_series_is_better (accuracy, 0.9, 0.8));
  g_assert_false (weft_series_is_better (accuracy, 0.8, 0.8));
  g_assert_true (weft_series_is_better (mae, 0.8, 0.9));
  g_assert_true (weft_series_is_better (loss, 0.8, 0.9));
  g_assert_true (weft_series_is_better (accuracy, 0.1, NAN));
  g_assert_false (weft_series_is_better (loss, NAN, NAN));
  g_assert_false (weft_series_is_better (loss, NAN, 1));
  g_assert_false (weft_series_is_better (WEFT_SERIES_RATE, 1, 2));
  g_assert_false (weft_series_is_better (WEFT_SERIES_RATE, 2, 1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/series/names", test_names);
  g_test_add_func ("/series/threads", test_threads);
  g_test_add_func ("/series/meaning", test_meaning);
  g_test_add_func ("/series/better", test_better);
  return g_test_run ();
}
