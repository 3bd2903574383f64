/* test-random-data: samples that are drawn: their numbers, targets and further fields */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/data/source.h"
#include "tests/engine/looked-up.h"

static void
test_random (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  const char *text = "{'source': <'random'>, 'shape': <[int64 3, 4]>, 'classes': <int64 5>}";
  g_autoptr (WeftDataset) a = look_up (catalog, text, 600, 1), b = look_up (catalog, text, 600, 2);
  g_autoptr (WeftDataset) c = look_up (catalog, text, 8, 1);
  g_autoptr (GVariant) params = params_of (text);
  g_autoptr (WeftSplit) split = weft_catalog_lookup_split (catalog, params, a);
  double sum = 0, squares = 0;
  int seen[5] = { 0 };

  g_assert_cmpint (a->count, ==, 600);
  g_assert_cmpint (c->count, ==, 8);
  g_assert_cmpstr (a->sha256, !=, b->sha256);
  g_assert_cmpint (weft_dataset_count_classes (a), ==, 5);
  g_assert_cmpint (split->count[WEFT_PART_TRAIN], ==, 600);
  for (int i = 0; i < 7200; i++)
    {
      float x = ((float *) weft_dataset_get_x (a)->data)[i];

      sum += x;
      squares += x * x;
    }
  g_assert_cmpfloat (fabs (sum / 7200), <, 0.05);
  g_assert_cmpfloat (fabs (squares / 7200 - 1), <, 0.1);
  for (int i = 0; i < 600; i++)
    seen[weft_field_get_class (weft_dataset_get_y (a), i)]++;
  for (int k = 0; k < 5; k++)
    g_assert_cmpint (seen[k], >, 60);
}

static void
test_random_targets (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) real = look_up (catalog,
                                          "{'source': <'random'>, 'target': <'real'>, "
                                          "'low': <-2.0>, 'high': <3.0>}",
                                          500, 1);
  g_autoptr (WeftDataset) binary = look_up (catalog,
                                            "{'source': <'random'>, 'target': <'binary'>, "
                                            "'target_shape': <[int64 2]>}",
                                            500, 1);
  float lowest = INFINITY, highest = -INFINITY;
  int ones = 0;

  g_assert_cmpint (weft_dataset_get_y (real)->kind, ==, WEFT_KIND_NUMBERS);
  for (int i = 0; i < 500; i++)
    {
      float y = ((float *) weft_dataset_get_y (real)->data)[i];

      lowest = MIN (lowest, y);
      highest = MAX (highest, y);
    }
  g_assert_cmpfloat (lowest, >=, -2);
  g_assert_cmpfloat (lowest, <, -1.8);
  g_assert_cmpfloat (highest, <, 3);
  g_assert_cmpfloat (highest, >, 2.8);
  for (int i = 0; i < 1000; i++)
    {
      float y = ((float *) weft_dataset_get_y (binary)->data)[i];

      g_assert_true (y == 0 || y == 1);
      ones += y == 1;
    }
  g_assert_cmpint (ABS (ones - 500), <, 60);
}

/* Tokens, and fields of any kind beside x and y; each has draws of its own. */
static void
test_random_fields (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) set
      = look_up (catalog,
                 "{'source': <'random'>, 'shape': <[int64 7]>, 'vocabulary': <int64 20>, "
                 "'also': <'words:7/20 hint:3x4 sort:/5'>}",
                 200, 1);
  const WeftField *x = weft_dataset_get_x (set), *words = weft_dataset_find_field (set, "words");
  const WeftField *hint = weft_dataset_find_field (set, "hint");
  const WeftField *sort = weft_dataset_find_field (set, "sort");
  guint seen = 0;

  g_assert_true (x->kind == WEFT_KIND_TOKENS && words->kind == WEFT_KIND_TOKENS);
  g_assert_cmpint (x->classes, ==, 20);
  g_assert_cmpint (memcmp (x->data, words->data, 200 * 7 * sizeof (gint64)), !=, 0);
  g_assert_true (hint->kind == WEFT_KIND_NUMBERS && hint->shape.rank == 2);
  g_assert_true (sort->kind == WEFT_KIND_CLASS && sort->classes == 5);
  for (int i = 0; i < 200 * 7; i++)
    seen |= 1u << ((gint64 *) x->data)[i];
  g_assert_cmphex (seen, ==, (1u << 20) - 1);
}

static void
test_random_fields_wrong (void)
{
  static const char *const wrong[]
      = { "hint", "hint:", "hint:0", "hint:3y", "sort:/0", "Sort:/2", "y:3", "a:2x2/5", "a:1 a:1" };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *text = g_strdup_printf ("{'source': <'random'>, 'also': <'%s'>}", wrong[i]);
      g_autoptr (GVariant) params = params_of (text);
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_catalog_lookup (catalog, params, 4, 1, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

/* As many tokens as are asked for, each below the number of classes. */
static void
test_random_tokens (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) tokens = look_up (catalog,
                                            "{'source': <'random'>, 'target': <'tokens'>, "
                                            "'target_shape': <[int64 4]>, 'classes': <int64 5>}",
                                            300, 1);
  const WeftField *y = weft_dataset_get_y (tokens);
  int seen[5] = { 0 };

  g_assert_cmpint (y->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (y->shape.dims[0], ==, 4);
  for (int i = 0; i < 1200; i++)
    {
      gint64 token = ((gint64 *) y->data)[i];

      g_assert_true (token >= 0 && token < 5);
      seen[token]++;
    }
  for (int k = 0; k < 5; k++)
    g_assert_cmpint (seen[k], >, 160);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random-data/numbers", test_random);
  g_test_add_func ("/random-data/targets", test_random_targets);
  g_test_add_func ("/random-data/tokens", test_random_tokens);
  g_test_add_func ("/random-data/fields", test_random_fields);
  g_test_add_func ("/random-data/fields-wrong", test_random_fields_wrong);
  return g_test_run ();
}
