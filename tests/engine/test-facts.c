/* test-facts: what is said of a column is what is in it, and a large set is not gone through whole
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/data/facts.h"

/* Columns a, b (with gaps), c (always the same) and a target of numbers or of classes. */
static WeftDataset *
new_set (gint64 n, gboolean is_class)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS),
            *y
            = weft_dataset_add_field (dataset, "y", is_class ? WEFT_KIND_CLASS : WEFT_KIND_NUMBERS);

  dataset->count = n;
  x->shape = WEFT_SHAPE (3);
  if (is_class)
    {
      y->shape = (WeftShape){ .type = WEFT_I64 };
      y->classes = 2;
    }
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  x->gaps = g_malloc0 (weft_field_get_gaps_size (x, n));
  for (gint64 i = 0; i < n; i++)
    {
      float *row = (float *) x->data + 3 * i;

      row[0] = (float) i;
      row[1] = i == 0 ? 1000 : (float) (i % 10);
      row[2] = 5;
      if (i % 4 == 3)
        x->gaps[(3 * i + 1) >> 3] |= (guint8) (1 << ((3 * i + 1) & 7));
      if (is_class)
        ((gint64 *) y->data)[i] = i >= n / 2;
      else
        ((float *) y->data)[i] = -2 * (float) i;
    }
  return dataset;
}

static void
test_columns (void)
{
  g_autoptr (WeftDataset) dataset = new_set (100, FALSE);
  g_autoptr (WeftFacts) facts = weft_facts_new (dataset, NULL);
  const WeftColumnFacts *c = facts->columns;

  g_assert_cmpuint (facts->n, ==, 4);
  g_assert_cmpint (facts->samples, ==, 100);
  g_assert_false (facts->is_ratio);
  g_assert_cmpfloat (c[0].low, ==, 0);
  g_assert_cmpfloat (c[0].high, ==, 99);
  g_assert_cmpfloat (c[0].mean, ==, 49.5);
  g_assert_cmpfloat (c[0].middle, ==, 49.5);
  g_assert_cmpint (c[0].distinct, ==, 100);
  g_assert_cmpint (c[0].outliers, ==, 0);
  g_assert_cmpfloat_with_epsilon (c[0].deviation, sqrt ((100.0 * 100 - 1) / 12), 1e-9);
  g_assert_cmpfloat_with_epsilon (c[0].with_target, -1, 1e-9);
  g_assert_cmpint (c[1].missing, ==, 25);
  g_assert_cmpint (c[1].values, ==, 75);
  g_assert_cmpint (c[1].outliers, ==, 1);
  g_assert_cmpint (c[2].distinct, ==, 1);
  g_assert_true (isnan (c[2].with_target));
  g_assert_cmpuint (c[3].field, ==, 1);
  g_assert_true (isnan (c[3].with_target));
}

/* Of two halves of a straight line the ratio is √3 / 2; bins hold every number once. */
static void
test_classes (void)
{
  g_autoptr (WeftDataset) dataset = new_set (WEFT_FACTS_SAMPLES, TRUE);
  g_autoptr (WeftFacts) facts = weft_facts_new (dataset, NULL);
  guint all = 0;

  g_assert_true (facts->is_ratio);
  g_assert_cmpfloat_with_epsilon (facts->columns[0].with_target, sqrt (0.75), 1e-4);
  g_assert_cmpint (facts->columns[3].distinct, ==, 2);
  for (guint b = 0; b < WEFT_FACTS_BINS; b++)
    all += facts->columns[0].bins[b];
  g_assert_cmpuint (all, ==, WEFT_FACTS_SAMPLES);
}

static gboolean
is_due_cb (gpointer user)
{
  return TRUE;
}

static void
test_bounded (void)
{
  const WeftInterrupt interrupt = { is_due_cb, NULL };
  g_autoptr (WeftDataset) dataset = new_set (300000, FALSE);
  g_autoptr (WeftFacts) facts = weft_facts_new (dataset, NULL);

  g_assert_cmpint (facts->samples, ==, WEFT_FACTS_SAMPLES);
  g_assert_cmpfloat (facts->columns[0].high, >, 299000);
  g_assert_null (weft_facts_new (dataset, &interrupt));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/facts/columns", test_columns);
  g_test_add_func ("/facts/classes", test_classes);
  g_test_add_func ("/facts/bounded", test_bounded);
  return g_test_run ();
}
