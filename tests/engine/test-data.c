/* test-data: splits, generated sets and the catalog */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/data/source.h"
#include "tests/engine/looked-up.h"
#include "tests/engine/small-set.h"

static const double usual[] = { 0.8, 0.1, 0.1 };

static gint64
count_class (const WeftDataset *dataset, const WeftSplit *split, WeftPart part, gint64 c)
{
  gint64 n = 0;

  for (gint64 i = 0; i < split->count[part]; i++)
    n += weft_field_get_class (weft_dataset_get_y (dataset), split->samples[part][i]) == c;
  return n;
}

/* Every sample is in exactly one part. */
static void
assert_partition (const WeftDataset *dataset, const WeftSplit *split)
{
  g_autofree guint8 *seen = g_new0 (guint8, dataset->count);

  for (int p = 0; p < WEFT_N_PARTS; p++)
    for (gint64 i = 0; i < split->count[p]; i++)
      seen[split->samples[p][i]]++;
  for (gint64 i = 0; i < dataset->count; i++)
    g_assert_cmpint (seen[i], ==, 1);
}

static void
test_split_stratified (void)
{
  g_autoptr (WeftDataset) dataset = new_set (150, 3, NULL);
  const double shares[] = { 0.6, 0.2, 0.2 };
  g_autoptr (WeftSplit) split = weft_split_new (dataset, shares, 0);
  g_autoptr (WeftSplit) again = weft_split_new (dataset, shares, 0);
  g_autoptr (WeftSplit) other = weft_split_new (dataset, shares, 1);

  assert_partition (dataset, split);
  for (int c = 0; c < 3; c++)
    {
      g_assert_cmpint (count_class (dataset, split, WEFT_PART_TRAIN, c), ==, 30);
      g_assert_cmpint (count_class (dataset, split, WEFT_PART_VALIDATION, c), ==, 10);
      g_assert_cmpint (count_class (dataset, split, WEFT_PART_TEST, c), ==, 10);
    }
  g_assert_cmpmem (split->samples[0], 90 * 4, again->samples[0], 90 * 4);
  g_assert_cmpint (memcmp (split->samples[0], other->samples[0], 90 * 4), !=, 0);
}

/* Odd sizes: totals are exact, each class is within one of its share. */
static void
test_split_odd (void)
{
  for (int n = 5; n < 200; n += 7)
    {
      g_autoptr (WeftDataset) dataset = new_set (n, 4, NULL);
      g_autoptr (WeftSplit) split = weft_split_new (dataset, usual, 3);

      assert_partition (dataset, split);
      g_assert_cmpint (llabs (split->count[0] - llround (0.8 * n)), <=, 1);
      for (int c = 0; c < 4; c++)
        {
          gint64 of_class = 0;

          for (int p = 0; p < WEFT_N_PARTS; p++)
            of_class += count_class (dataset, split, p, c);
          g_assert_cmpfloat (
              fabs (count_class (dataset, split, WEFT_PART_TRAIN, c) - 0.8 * of_class), <=, 1.0);
        }
    }
}

static void
test_split_source_parts (void)
{
  guint8 part[100] = { 0 };

  for (int i = 0; i < 20; i++)
    part[i * 5] = WEFT_PART_TEST + 1;
  {
    g_autoptr (WeftDataset) dataset = new_set (100, 4, part);
    g_autoptr (WeftSplit) split = weft_split_new (dataset, usual, 0);

    assert_partition (dataset, split);
    g_assert_cmpint (split->count[WEFT_PART_TEST], ==, 20);
    for (int i = 0; i < 20; i++)
      g_assert_cmpint (split->samples[WEFT_PART_TEST][i] % 5, ==, 0);
    /* 80 are left, of which 0.1 of 0.9 validate. */
    g_assert_cmpint (split->count[WEFT_PART_VALIDATION], ==, 9);
    g_assert_cmpint (split->count[WEFT_PART_TRAIN], ==, 71);
  }
}

static void
test_split_strange_shares (void)
{
  g_autoptr (WeftDataset) dataset = new_set (40, 2, NULL);
  const double none[] = { 0, 0, 0 }, odd[] = { -1, NAN, 5 }, all[] = { 1, 0, 0 };
  g_autoptr (WeftSplit) a = weft_split_new (dataset, none, 0);
  g_autoptr (WeftSplit) b = weft_split_new (dataset, odd, 0);
  g_autoptr (WeftSplit) c = weft_split_new (dataset, all, 0);

  g_assert_cmpint (a->count[WEFT_PART_TRAIN], ==, 40);
  g_assert_cmpint (b->count[WEFT_PART_TEST], ==, 40);
  g_assert_cmpint (c->count[WEFT_PART_TRAIN], ==, 40);
  assert_partition (dataset, b);
}

/* Every row of the table: two numbers near [−1, 1], the classes even, the same for every training
 * seed, other points for another split seed, wider with more noise. */
static void
test_points (gconstpointer data)
{
  const WeftSource *source = data;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *plain = g_strdup_printf ("{'source': <'%s'>}", source->id);
  g_autofree char *other
      = g_strdup_printf ("{'source': <'%s'>, 'split_seed': <int64 7>}", source->id);
  g_autofree char *few = g_strdup_printf ("{'source': <'%s'>, 'count': <int64 30>}", source->id);
  g_autoptr (WeftDataset) a = look_up (catalog, plain, 10, 1), b = look_up (catalog, plain, 99, 2);
  g_autoptr (WeftDataset) c = look_up (catalog, other, 10, 1), d = look_up (catalog, few, 10, 1);
  const float *x = weft_dataset_get_x (a)->data;
  gint64 ones = 0;

  g_assert_true (a == b);
  g_assert_cmpstr (a->sha256, !=, c->sha256);
  g_assert_cmpint (a->count, ==, 1000);
  g_assert_cmpint (d->count, ==, 30);
  g_assert_cmpint (weft_dataset_get_x (a)->kind, ==, WEFT_KIND_POINTS);
  for (int i = 0; i < 2000; i++)
    g_assert_cmpfloat (fabsf (x[i]), <, 1.4f);
  for (int i = 0; i < 1000; i++)
    ones += weft_field_get_class (weft_dataset_get_y (a), i);
  g_assert_cmpint (ones, ==, 500);
}

/* With the default noise the classes can be told apart: a neighbour nearly always is of one's own
 * class. With much noise they cannot. */
static double
neighbour_accuracy (const WeftDataset *dataset)
{
  const float *x = weft_dataset_get_x (dataset)->data;
  const gint64 *y = weft_dataset_get_y (dataset)->data;
  int right = 0;

  for (int i = 0; i < 1000; i++)
    {
      float best = INFINITY;
      int nearest = 0;

      for (int j = 0; j < 1000; j++)
        {
          float dx = x[2 * i] - x[2 * j], dy = x[2 * i + 1] - x[2 * j + 1];

          if (j != i && dx * dx + dy * dy < best)
            {
              best = dx * dx + dy * dy;
              nearest = j;
            }
        }
      right += y[i] == y[nearest];
    }
  return right / 1000.0;
}

static void
test_noise (gconstpointer data)
{
  const WeftSource *source = data;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *plain = g_strdup_printf ("{'source': <'%s'>}", source->id);
  g_autofree char *loud = g_strdup_printf ("{'source': <'%s'>, 'noise': <1.0>}", source->id);
  g_autoptr (WeftDataset) a = look_up (catalog, plain, 10, 1), b = look_up (catalog, loud, 10, 1);

  g_assert_cmpfloat (neighbour_accuracy (a), >=, 0.99);
  g_assert_cmpfloat (neighbour_accuracy (b), <, 0.9);
}

static int loads;

static WeftDataset *
load (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  loads++;
  if (strcmp (source, "shipped") == 0)
    return weft_dataset_ref (user);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, "no %s", source);
  return NULL;
}

static void
test_catalog (void)
{
  g_autoptr (WeftDataset) shipped = new_set (10, 2, NULL), file = new_set (12, 2, NULL);
  WeftCatalogHost host = { .load = load, .user = shipped };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autofree char *named
      = g_strdup_printf ("{'source': <'file'>, 'name': <'n'>, 'sha256': <'%s'>}", file->sha256);
  g_autoptr (GVariant) wanted = params_of (named), missing = params_of ("{'source': <'nope'>}");
  g_autoptr (GVariant) unchosen = params_of ("{'source': <'file'>}");
  g_autoptr (GError) error = NULL;

  loads = 0;
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (WeftDataset) found = look_up (catalog, "{'source': <'shipped'>}", 1, i);

      g_assert_true (found == shipped);
    }
  g_assert_cmpint (loads, ==, 1);
  for (int i = 0; i < 3; i++)
    {
      g_assert_null (weft_catalog_lookup (catalog, missing, 1, 1, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
      g_clear_error (&error);
    }
  g_assert_cmpint (loads, ==, 2);
  g_assert_null (weft_catalog_lookup (catalog, unchosen, 1, 1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  /* A file that was missing is found once it is added. */
  g_assert_null (weft_catalog_lookup (catalog, wanted, 1, 1, &error));
  g_clear_error (&error);
  weft_catalog_add (catalog, file);
  {
    g_autoptr (WeftDataset) found = look_up (catalog, named, 1, 1);

    g_assert_true (found == file);
  }
}

#define TARGETED "{'source': <'file'>, 'sha256': <'%s'>, 'target': <'%s'>}"

/* The target that a graph names is the one that its data was read for, or refused by name. */
static void
test_catalog_target (void)
{
  g_autoptr (WeftDataset) file = new_set (12, 2, NULL);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *same = NULL, *other = NULL, *plain = NULL;
  g_autoptr (GVariant) refused = NULL;
  g_autoptr (GError) error = NULL;

  file->fields[1].title = g_strdup ("Kind");
  g_assert_true (weft_dataset_finish (file, NULL));
  weft_catalog_add (catalog, file);
  same = g_strdup_printf (TARGETED, file->sha256, "kind");
  other = g_strdup_printf (TARGETED, file->sha256, "price");
  plain = g_strdup_printf (TARGETED, file->sha256, "");
  weft_dataset_unref (look_up (catalog, same, 1, 1));
  weft_dataset_unref (look_up (catalog, plain, 1, 1));
  refused = params_of (other);
  g_assert_null (weft_catalog_lookup (catalog, refused, 1, 1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“price”"));
  g_assert_nonnull (strstr (error->message, "“Kind”"));
}

static void
test_catalog_forgets (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) first
      = look_up (catalog, "{'source': <'xor'>, 'count': <int64 3>}", 1, 1);
  g_autoptr (WeftDataset) again = NULL;

  for (int i = 10; i < 80; i++)
    {
      g_autofree char *text = g_strdup_printf ("{'source': <'xor'>, 'count': <int64 %d>}", i);

      weft_dataset_unref (look_up (catalog, text, 1, 1));
    }
  again = look_up (catalog, "{'source': <'xor'>, 'count': <int64 3>}", 1, 1);
  g_assert_true (again != first); /* it was let go and made anew */
  g_assert_cmpstr (again->sha256, ==, first->sha256);
}

static guint asked_for;

static void
later_cb (gpointer user, GVariant *params, int batch_size, guint64 seed)
{
  WeftCatalog *catalog = user;

  asked_for++;
  if (catalog != NULL)
    weft_dataset_unref (weft_catalog_lookup (catalog, params, batch_size, seed, NULL));
}

/* A world that takes long is made elsewhere; another of its kind stands in for it meanwhile. */
static void
test_catalog_later (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftCatalog) beside = weft_catalog_new_like (catalog);
  g_autoptr (GVariant) wanted = params_of ("{'source': <'grid_world'>, 'count': <int64 40>}");
  g_autoptr (GVariant) more = params_of ("{'source': <'grid_world'>, 'count': <int64 50>}");
  g_autoptr (WeftDataset) points = NULL, first = NULL, stands_in = NULL, second = NULL;
  g_autoptr (GError) error = NULL;

  asked_for = 0;
  weft_catalog_set_later (catalog, later_cb, beside);
  points = look_up (catalog, "{'source': <'xor'>, 'count': <int64 3>}", 1, 1);
  g_assert_cmpuint (asked_for, ==, 0);
  g_assert_false (weft_catalog_has (catalog, wanted, 1, 1));
  g_assert_null (weft_catalog_lookup (catalog, wanted, 1, 1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_BUSY);
  g_assert_cmpuint (asked_for, ==, 1);
  weft_catalog_take (catalog, beside);
  g_assert_true (weft_catalog_has (catalog, wanted, 1, 1));
  first = weft_catalog_lookup (catalog, wanted, 1, 1, NULL);
  g_assert_cmpint (first->count, ==, 40);
  g_assert_cmpuint (asked_for, ==, 1);
  stands_in = weft_catalog_lookup (catalog, more, 1, 1, NULL);
  g_assert_true (stands_in == first);
  g_assert_cmpuint (asked_for, ==, 2);
  weft_catalog_set_later (catalog, NULL, NULL);
  second = weft_catalog_lookup (catalog, more, 1, 1, NULL);
  g_assert_cmpint (second->count, ==, 50);
}

static void
add_source_tests (void)
{
  guint n;
  const WeftSource *const *sources = weft_sources (&n);

  for (guint i = 0; i < n; i++)
    if (sources[i]->is_points)
      {
        g_autofree char *points = g_strconcat ("/data/points/", sources[i]->id, NULL);
        g_autofree char *noise = g_strconcat ("/data/noise/", sources[i]->id, NULL);

        g_test_add_data_func (points, sources[i], test_points);
        g_test_add_data_func (noise, sources[i], test_noise);
      }
}

/* Of two classes the one that is looked for: by its name, else the rarer. */
static void
test_positive (void)
{
  static const struct
  {
    char *names[2];
    gint64 labels[3];
    int positive;
  } rows[] = {
    { { "no", "yes" }, { 1, 1, 0 }, 1 },    { { "Yes", "no" }, { 0, 0, 1 }, 0 },
    { { "0", "1" }, { 1, 1, 0 }, 1 },       { { "1", "2" }, { 0, 0, 1 }, 1 },
    { { "ham", "spam" }, { 1, 1, 0 }, 0 },  { { "阴性", "阳性" }, { 1, 1, 0 }, 1 },
    { { "maybe", "yes" }, { 1, 1, 0 }, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      WeftField field = { .kind = WEFT_KIND_CLASS,
                          .shape = { .type = WEFT_I64 },
                          .ragged = -1,
                          .classes = 2,
                          .class_names = (char **) rows[i].names,
                          .data = (gpointer) rows[i].labels };

      g_assert_cmpint (weft_field_get_positive (&field, 3), ==, rows[i].positive);
      field.classes = 3;
      g_assert_cmpint (weft_field_get_positive (&field, 3), ==, -1);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/split/stratified", test_split_stratified);
  g_test_add_func ("/data/split/odd", test_split_odd);
  g_test_add_func ("/data/split/source-parts", test_split_source_parts);
  g_test_add_func ("/data/split/strange-shares", test_split_strange_shares);
  g_test_add_func ("/data/catalog", test_catalog);
  g_test_add_func ("/data/catalog-target", test_catalog_target);
  g_test_add_func ("/data/catalog-forgets", test_catalog_forgets);
  g_test_add_func ("/data/catalog-later", test_catalog_later);
  add_source_tests ();
  g_test_add_func ("/data/positive", test_positive);
  return g_test_run ();
}
