/* test-painted: points that are painted are what a network learns from, as they were put */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/catalog.h"
#include "engine/data/painted.h"
#include "engine/data/plane-curve.h"

static WeftDataset *
look_up (WeftCatalog *catalog, const char *points, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{'source': <'painted'>, 'points': <'%s'>}", points);
  g_autoptr (GVariant) params = g_variant_ref_sink (g_variant_new_parsed (text));

  return weft_catalog_lookup (catalog, params, 8, 1, error);
}

/* What was put is there, in its order; another point makes another set. */
static void
test_set (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) set = look_up (catalog, "0 -0.5 0.25; 2 1 -1; 0 0 0", NULL);
  g_autoptr (WeftDataset) again = look_up (catalog, "0 -0.5 0.25; 2 1 -1; 0 0 0", NULL);
  g_autoptr (WeftDataset) other = look_up (catalog, "0 -0.5 0.25; 2 1 -1; 0 0 0.1", NULL);
  float x[2];

  g_assert_cmpint (set->count, ==, 3);
  g_assert_cmpint (weft_dataset_count_classes (set), ==, 3);
  g_assert_cmpint (weft_field_get_class (weft_dataset_get_classes (set), 1), ==, 2);
  weft_field_get (weft_dataset_get_x (set), 0, x);
  g_assert_true (x[0] == -0.5f && x[1] == 0.25f);
  g_assert_true (again == set);
  g_assert_cmpstr (other->sha256, !=, set->sha256);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text, *names;
  } rows[] = {
    { "", "painted yet" },  { "0 1", "“0 1”" },        { "0 0 0; red 1 1", "“red 1 1”" },
    { "9 0 0", "“9 0 0”" }, { "-1 0 0", "“-1 0 0”" },  { "0 1 nan", "“0 1 nan”" },
    { "0 1 2 3", "2 3”" },  { "0 0 0;; 1 1 1", "“”" }, { "0 1 1e9", "1e9" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (look_up (catalog, rows[i].text, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, rows[i].names));
    }
}

static void
test_text (void)
{
  g_autoptr (GArray) points = weft_painted_read ("1 0.1239 -0.5; 0 1 2;", NULL);
  g_autofree char *text = weft_painted_write (points);
  g_autoptr (GArray) none = weft_painted_read ("", NULL);

  g_assert_cmpstr (text, ==, "1 0.124 -0.5; 0 1 2");
  g_assert_cmpuint (none->len, ==, 0);
}

/* Each point is of the class of its side. */
static void
test_sides (void)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (WeftPaintedPoint));
  g_autoptr (GError) error = NULL;
  guint above = 0;

  g_assert_true (weft_painted_add_sides (points, "x^2 - 0.5", 3, 1, 200, 5, NULL));
  g_assert_cmpuint (points->len, ==, 200);
  for (guint i = 0; i < points->len; i++)
    {
      const WeftPaintedPoint *point = &g_array_index (points, WeftPaintedPoint, i);
      gboolean is_above = point->x[1] > point->x[0] * point->x[0] - 0.5f;

      g_assert_cmpint (point->class, ==, is_above ? 3 : 1);
      above += is_above;
    }
  g_assert_true (above > 50 && above < 150);
  g_array_set_size (points, 0);
  g_assert_true (weft_painted_add_sides (points, "sqrt(x)", 0, 1, 200, 5, NULL));
  g_assert_true (points->len > 70 && points->len < 130); /* where there is a curve */
  g_assert_false (weft_painted_add_sides (points, "2 *", 0, 1, 200, 5, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

static void
test_curve (void)
{
  static const struct
  {
    const char *text;
    double y; /* at 2 */
  } rows[] = {
    { "x", 2 },
    { "1 + 2*x", 5 },
    { "-x^2", -4 },
    { "2^3^x", 512 },
    { "(1 - x) / 4", -.25 },
    { "sin(pi/x)", 1 },
    { "abs(-x) × 3", 6 },
    { "log(exp(x))", 2 },
    { "−x − −1", -1 },
    { "sqrt (x + 2) ÷ 2", 1 },
    { "10 - 3 - x", 5 },
  };
  static const char *const wrong[] = { "", "x x", "sin x", "(x", "2 +", "y", "1..2", "x)" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double y;

      g_assert_true (weft_curve_evaluate (rows[i].text, 2, &y, NULL));
      g_assert_cmpfloat_with_epsilon (y, rows[i].y, 1e-12);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      double y;

      g_assert_false (weft_curve_evaluate (wrong[i], 2, &y, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
    }
}

/* However deep it is, it ends. */
static void
test_deep (void)
{
  g_autofree char *deep = g_strnfill (100000, '(');
  g_autofree char *signs = g_strnfill (100000, '-');
  g_autoptr (GError) first = NULL, second = NULL;
  double y;

  g_assert_false (weft_curve_evaluate (deep, 2, &y, &first));
  g_assert_false (weft_curve_evaluate (signs, 2, &y, &second));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/painted/set", test_set);
  g_test_add_func ("/painted/refused", test_refused);
  g_test_add_func ("/painted/text", test_text);
  g_test_add_func ("/painted/sides", test_sides);
  g_test_add_func ("/painted/curve", test_curve);
  g_test_add_func ("/painted/deep", test_deep);
  return g_test_run ();
}
