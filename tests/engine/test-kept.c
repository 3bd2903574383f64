/* test-kept: samples given by hand are learnt from beside those of the source, as they were given
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/catalog.h"
#include "engine/data/kept-samples.h"
#include "engine/data/like.h"
#include "engine/data/own-pictures.h"
#include "engine/data/pack-bits.h"

static WeftDataset *
look_up (WeftCatalog *catalog, const char *source, const char *more, const char *kept)
{
  g_autofree char *text
      = g_strdup_printf ("{'source': <'%s'>, 'kept': <'%s'>%s}", source, kept, more);
  g_autoptr (GVariant) params = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autoptr (GError) error = NULL;
  WeftDataset *set = weft_catalog_lookup (catalog, params, 8, 1, &error);

  g_assert_no_error (error);
  return set;
}

/* What is written of a sample is read again: numbers, classes, tokens of any length. */
static void
test_same (void)
{
  static const char *const sources[] = { "circles", "dates", "brackets" };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
      g_autoptr (WeftDataset) base = look_up (catalog, sources[i], ", 'count': <int64 20>", "");
      g_autoptr (WeftDataset) one = weft_dataset_new (), two = weft_dataset_new (), joined = NULL;
      g_autofree char *first = NULL, *both = NULL;

      one->name = g_strdup ("one");
      two->name = g_strdup ("two");
      for (guint k = 0; k < base->n_fields; k++)
        {
          g_assert_true (weft_like_add_sample (one, &base->fields[k], 3, NULL));
          g_assert_true (weft_like_add_sample (two, &base->fields[k], 8, NULL));
        }
      first = weft_kept_add ("", base, one, NULL);
      both = weft_kept_add (first, base, two, NULL);
      g_assert_cmpuint (weft_kept_count (both), ==, 2);
      joined = look_up (catalog, sources[i], ", 'count': <int64 20>", both);
      g_assert_cmpint (joined->count, ==, 22);
      for (guint k = 0; k < base->n_fields; k++)
        {
          WeftShape a, b;
          gconstpointer was = weft_field_get_sample (&base->fields[k], 8, &a);
          gconstpointer is = weft_field_get_sample (&joined->fields[k], 21, &b);

          g_assert_true (weft_shape_equal (&a, &b));
          g_assert_cmpint (memcmp (was, is, weft_shape_bytes (&a)), ==, 0);
        }
    }
}

/* They train; who was held out still is. */
static void
test_split (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) base = look_up (catalog, "circles", ", 'count': <int64 50>", "");
  g_autoptr (WeftDataset) one = weft_dataset_new (), joined = NULL;
  g_autoptr (WeftSplit) before = NULL, after = NULL;
  g_autofree char *text = NULL;
  const double shares[3] = { 0.6, 0.2, 0.2 };
  gboolean trains = FALSE;

  one->name = g_strdup ("one");
  for (guint k = 0; k < base->n_fields; k++)
    g_assert_true (weft_like_add_sample (one, &base->fields[k], 0, NULL));
  ((float *) one->fields[0].data)[0] += 0.25f;
  text = weft_kept_add ("", base, one, NULL);
  joined = look_up (catalog, "circles", ", 'count': <int64 50>", text);
  before = weft_split_new (base, shares, 0);
  after = weft_split_new (joined, shares, 0);
  g_assert_cmpint (after->count[WEFT_PART_TRAIN], ==, before->count[WEFT_PART_TRAIN] + 1);
  for (gint64 i = 0; i < after->count[WEFT_PART_TRAIN]; i++)
    trains |= after->samples[WEFT_PART_TRAIN][i] == 50;
  g_assert_true (trains);
  g_assert_cmpmem (
      before->samples[WEFT_PART_TEST], (gsize) before->count[WEFT_PART_TEST] * sizeof (guint32),
      after->samples[WEFT_PART_TEST], (gsize) after->count[WEFT_PART_TEST] * sizeof (guint32));
}

/* It trains in every fold, and tests in none; the others are dealt out as without it. */
static void
test_folds (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) base = look_up (catalog, "circles", ", 'count': <int64 50>", "");
  g_autoptr (WeftDataset) joined
      = look_up (catalog, "circles", ", 'count': <int64 50>", "x=BwAAgD8AAIA/ y=1");

  g_assert_cmpint (joined->count, ==, 51);
  for (int k = 0; k < 5; k++)
    {
      g_autoptr (WeftSplit) before = weft_split_new_fold (base, k, 5, 0);
      g_autoptr (WeftSplit) after = weft_split_new_fold (joined, k, 5, 0);
      guint n = 0;

      for (gint64 i = 0; i < after->count[WEFT_PART_TRAIN]; i++)
        n += after->samples[WEFT_PART_TRAIN][i] == 50;
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpint (after->count[WEFT_PART_TRAIN], ==, before->count[WEFT_PART_TRAIN] + 1);
      g_assert_cmpmem (
          before->samples[WEFT_PART_TEST], (gsize) before->count[WEFT_PART_TEST] * sizeof (guint32),
          after->samples[WEFT_PART_TEST], (gsize) after->count[WEFT_PART_TEST] * sizeof (guint32));
    }
}

/* What is damaged or of another set is left out, which is said. */
static void
test_odd (void)
{
  static const char *const texts[]
      = { "x=!!! y=0",           "y=0", "x=B4AAAIA/ y=0",     "x=BwAAgD8AAIA/ y=2",
          "x=BwAAgD8AAIA/ y=-1", ";",   "x=BwAAwH8AAIA/ y=0", "x=BwAAgD8AAIA/" };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) fine
      = look_up (catalog, "circles", ", 'count': <int64 20>", "x=BwAAgD8AAIA/ y=1");

  g_assert_cmpint (fine->count, ==, 21);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (WeftDataset) set = look_up (catalog, "circles", ", 'count': <int64 20>", texts[i]);

      g_assert_cmpint (set->count, ==, 20);
      g_assert_nonnull (strstr (set->notes[0], "left out"));
    }
}

static char *
dup_missing (const char *class_names, const char *kept)
{
  g_autofree char *text = g_strdup_printf (
      "{'source': <'own_pictures'>, 'class_names': <'%s'>, 'kept': <'%s'>}", class_names, kept);
  g_autoptr (GVariant) params = g_variant_ref_sink (g_variant_new_parsed (text));

  return weft_own_pictures_dup_missing (params);
}

/* Pictures drawn into classes; where nothing is drawn yet there is something to wire. */
static void
test_pictures (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) none = look_up (catalog, "own_pictures", "", "");
  g_autoptr (WeftDataset) one = weft_dataset_new (), some = NULL, fewer = NULL, all = NULL;
  g_autofree char *kept = NULL, *without = NULL, *both = NULL, *missing = NULL, *others = NULL;
  float x[28 * 28];

  g_assert_cmpint (none->count, ==, 2);
  missing = dup_missing ("A; B", "");
  g_assert_cmpstr (missing, ==, "“A”, “B”");
  one->name = g_strdup ("one");
  for (guint k = 0; k < 2; k++)
    g_assert_true (weft_like_add_sample (one, &none->fields[k], 1, NULL));
  ((guint8 *) one->fields[0].data)[28 * 14 + 3] = 255;
  kept = weft_kept_add ("", none, one, NULL);
  some = look_up (catalog, "own_pictures", ", 'class_names': <'cat; dog; hen'>", kept);
  g_assert_cmpint (some->count, ==, 3);
  g_assert_cmpint (weft_dataset_count_classes (some), ==, 3);
  g_assert_cmpstr (some->fields[1].class_names[1], ==, "dog");
  g_assert_cmpint (weft_field_get_class (&some->fields[1], 2), ==, 1);
  weft_field_get (&some->fields[0], 2, x);
  g_assert_true (x[28 * 14 + 3] == 1 && x[28 * 14 + 4] == 0);
  others = dup_missing ("cat; dog; hen", kept);
  g_assert_cmpstr (others, ==, "“cat”, “hen”");
  ((gint64 *) one->fields[1].data)[0] = 0;
  both = weft_kept_add (kept, none, one, NULL);
  all = look_up (catalog, "own_pictures", "", both);
  g_assert_cmpint (all->count, ==, 2);
  g_assert_null (dup_missing ("A; B", both));
  without = weft_kept_remove_class (kept, 0);
  fewer = look_up (catalog, "own_pictures", ", 'class_names': <'dog; hen'>", without);
  g_assert_cmpint (weft_field_get_class (&fewer->fields[1], fewer->count - 1), ==, 0);
}

/* Of two colours and half a size each is the mean of four, in as many channels; grey is their
 * brightness, and there and back again a picture of one tone is what it was. */
static void
test_other_shapes (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) none
      = look_up (catalog, "own_pictures", ", 'shape': <[int64 3, 8, 8]>", "");
  g_autoptr (WeftDataset) one = weft_dataset_new (), small = NULL, grey = NULL;
  g_autofree char *kept = NULL, *half = NULL, *plain = NULL;
  g_auto (GStrv) names = weft_own_pictures_split_names ("A; B");
  const WeftShape color = none->fields[0].shape;
  WeftShape of_half = color, of_grey = color;
  float x[3 * 64];

  g_assert_cmpint (weft_shape_count (&color), ==, 3 * 64);
  one->name = g_strdup ("one");
  for (guint k = 0; k < 2; k++)
    g_assert_true (weft_like_add_sample (one, &none->fields[k], 1, NULL));
  for (int i = 0; i < 64; i++)
    ((guint8 *) one->fields[0].data)[i] = i % 2 == 0 ? 200 : 100; /* red */
  kept = weft_kept_add ("", none, one, NULL);
  of_half.dims[1] = of_half.dims[2] = 4;
  half = weft_own_pictures_convert (names, kept, &color, &of_half, NULL);
  small = look_up (catalog, "own_pictures", ", 'shape': <[int64 3, 4, 4]>", half);
  g_assert_cmpint (weft_field_get_class (&small->fields[1], small->count - 1), ==, 1);
  weft_field_get (&small->fields[0], small->count - 1, x);
  for (int i = 0; i < 48; i++)
    g_assert_cmpfloat_with_epsilon (x[i], i < 16 ? 150 / 255.0f : 0, 1e-6f);
  of_grey.dims[0] = 1;
  plain = weft_own_pictures_convert (names, half, &of_half, &of_grey, NULL);
  grey = look_up (catalog, "own_pictures", ", 'shape': <[int64 1, 8, 8]>", plain);
  weft_field_get (&grey->fields[0], grey->count - 1, x);
  for (int i = 0; i < 64; i++)
    g_assert_cmpfloat_with_epsilon (x[i], 45 / 255.0f, 1e-6f); /* 0.299 · 150 */
}

static void
test_packed (void)
{
  guint8 bytes[1000];

  for (guint n = 0; n < sizeof bytes; n += 7)
    {
      g_autoptr (GByteArray) packed = NULL, again = NULL;

      for (guint i = 0; i < n; i++)
        bytes[i] = (guint8) (i % 300 < 150 ? i / 40 : i * i);
      packed = weft_pack_bits (bytes, n);
      again = weft_unpack_bits (packed->data, packed->len, 2000);
      g_assert_cmpmem (again->data, again->len, bytes, n);
      g_assert_true (n == 0 || weft_unpack_bits (packed->data, packed->len - 1, 2000) == NULL
                     || packed->data[packed->len - 1] == 128);
    }
  g_assert_null (weft_unpack_bits ((const guint8 *) "\x81x\x81x", 4, 200));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept/same", test_same);
  g_test_add_func ("/kept/split", test_split);
  g_test_add_func ("/kept/other-shapes", test_other_shapes);
  g_test_add_func ("/kept/folds", test_folds);
  g_test_add_func ("/kept/odd", test_odd);
  g_test_add_func ("/kept/pictures", test_pictures);
  g_test_add_func ("/kept/packed", test_packed);
  return g_test_run ();
}
