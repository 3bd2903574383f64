/* test-dataset: how a set is stored and read again, and what a stranger's header may do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "tests/engine/small-set.h"

typedef struct
{
  GVariant *header;
  GBytes *x, *y, *part;
} Stored;

static Stored
store (const WeftDataset *dataset)
{
  return (Stored){
    weft_dataset_serialize_header (dataset),
    g_bytes_new (dataset->x, dataset->count * weft_shape_bytes (&dataset->x_shape)),
    g_bytes_new (dataset->y, dataset->count * weft_shape_bytes (&dataset->y_shape)),
    dataset->part ? g_bytes_new (dataset->part, dataset->count) : NULL,
  };
}

static void
stored_clear (Stored *stored)
{
  g_variant_unref (stored->header);
  g_bytes_unref (stored->x);
  g_bytes_unref (stored->y);
  g_clear_pointer (&stored->part, g_bytes_unref);
}

static void
test_store (void)
{
  guint8 part[30] = { 3, 0, 1, 2 };
  g_autoptr (WeftDataset) dataset = new_set (30, 3, part), back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *title = NULL, *long_name = g_strnfill (10000, 'c');
  Stored stored;

  dataset->class_names = g_strdupv ((char *[]){ "a", "二", long_name, NULL });
  dataset->notes = g_strdupv ((char *[]){ "a note", NULL });
  dataset->about = g_strdup ("about");
  g_assert_true (weft_dataset_finish (dataset, NULL));
  stored = store (dataset);
  back = weft_dataset_deserialize (stored.header, stored.x, stored.y, stored.part, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->sha256, ==, dataset->sha256);
  name = weft_dataset_dup_class_name (back, 1);
  g_assert_cmpstr (name, ==, "二");
  g_free (name);
  name = weft_dataset_dup_class_name (back, 2); /* the set has it whole, nobody draws it so */
  g_assert_cmpstr (back->class_names[2], ==, long_name);
  g_assert_cmpint (g_utf8_strlen (name, -1), ==, WEFT_BRIEF_NAME);
  g_free (back->name);
  back->name = g_strdup (long_name);
  title = weft_dataset_dup_title (back);
  g_assert_cmpint (g_utf8_strlen (title, -1), ==, WEFT_BRIEF_NAME);
  g_assert_cmpstr (back->notes[0], ==, "a note");
  g_assert_cmpmem (back->part, 30, part, 30);
  g_assert_cmpint (back->count, ==, 30);
  stored_clear (&stored);
}

/* Each row changes one key of a sound header to something that may not pass. */
static const struct
{
  const char *key, *value;
} hostile[] = {
  { "count", "<int64 29>" },
  { "count", "<int64 0>" },
  { "count", "<int64 -1>" },
  { "count", "<int64 9223372036854775807>" },
  { "count", "<'30'>" },
  { "x_shape", "<[int64 0, 2]>" },
  { "x_shape", "<[int64 0, 0]>" },
  { "x_shape", "<[int64 0, -1]>" },
  { "x_shape", "<[int64 99, 1]>" },
  { "x_shape", "<[int64 0, 2147483647, 2147483647, 2147483647]>" },
  { "x_shape", "<[int64 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]>" },
  { "x_shape", "<@ax []>" },
  { "y_shape", "<[int64 0]>" },
  { "y_shape", "<[int64 2, 1073741824]>" },
  { "target", "<int64 2>" },
  { "target", "<int64 3>" },
  { "target", "<int64 77>" },
  { "classes", "<int64 2>" },
  { "classes", "<int64 0>" },
  { "classes", "<int64 2147483647>" },
  { "class_names", "<['a', 'b']>" },
  { "feature_names", "<['a', 'b']>" },
  { "x_scale", "<0.0>" },
  { "x_scale", "<1e400>" },
  { "x_scale", "<2.0>" }, /* another set: the fingerprint does not fit */
  { "sha256", "<'00'>" },
  { "is_picture", "<true>" },
  { "is_points", "<true>" },
  { "name", "<int64 1>" },
};

static GVariant *
header_with (GVariant *header, const char *key, const char *value)
{
  GVariantDict dict;
  GVariant *parsed = g_variant_parse (G_VARIANT_TYPE_VARIANT, value, NULL, NULL, NULL);
  g_autoptr (GVariant) inner = NULL;

  if (!parsed) /* 1e400 is no number to the parser: infinity is */
    parsed = g_variant_new_variant (g_variant_new_double (INFINITY));
  g_variant_ref_sink (parsed);
  inner = g_variant_get_variant (parsed);
  g_variant_dict_init (&dict, header);
  g_variant_dict_insert_value (&dict, key, inner);
  g_variant_unref (parsed);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
test_hostile (void)
{
  g_autoptr (WeftDataset) dataset = new_set (30, 3, NULL);
  Stored stored = store (dataset);
  g_autoptr (GBytes) short_part = g_bytes_new ("\1\1", 2), nothing = g_bytes_new ("", 0);

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GVariant) header = header_with (stored.header, hostile[i].key, hostile[i].value);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s = %s", hostile[i].key, hostile[i].value);
      g_assert_null (weft_dataset_deserialize (header, stored.x, stored.y, NULL, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
    }
  g_assert_null (weft_dataset_deserialize (stored.header, stored.x, stored.y, short_part, NULL));
  g_assert_null (weft_dataset_deserialize (stored.header, nothing, stored.y, NULL, NULL));
  g_assert_null (weft_dataset_deserialize (stored.header, stored.x, NULL, NULL, NULL));
  g_assert_null (weft_dataset_deserialize (stored.header, stored.y, stored.y, NULL, NULL));
  stored_clear (&stored);
}

static void
test_bad_values (void)
{
  g_autoptr (WeftDataset) dataset = new_set (10, 2, NULL);
  g_autoptr (GError) error = NULL;

  ((float *) dataset->x)[3] = NAN;
  g_assert_false (weft_dataset_finish (dataset, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "4"));
  g_clear_error (&error);
  ((float *) dataset->x)[3] = 0;
  ((gint64 *) dataset->y)[6] = 2;
  g_assert_false (weft_dataset_finish (dataset, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* The fingerprint tells apart what differs, and nothing else. */
static void
test_fingerprint (void)
{
  g_autoptr (WeftDataset) a = new_set (10, 2, NULL), b = new_set (10, 2, NULL);

  g_free (b->name);
  b->name = g_strdup ("other name");
  b->about = g_strdup ("other words");
  weft_dataset_finish (b, NULL);
  g_assert_cmpstr (a->sha256, ==, b->sha256);
  ((float *) b->x)[9] += 1;
  weft_dataset_finish (b, NULL);
  g_assert_cmpstr (a->sha256, !=, b->sha256);
}

static void
test_types (void)
{
  static const WeftType types[] = { WEFT_F32, WEFT_I32, WEFT_I64, WEFT_BOOLEAN, WEFT_U8, WEFT_I16 };

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      g_autoptr (WeftDataset) dataset = weft_dataset_new ();
      float x[2] = { 9, 9 };

      dataset->name = g_strdup ("typed");
      dataset->count = 3;
      dataset->x_shape = WEFT_SHAPE (2);
      dataset->x_shape.type = types[t];
      dataset->x_scale = 0.5;
      dataset->x = weft_memory_new (3 * weft_shape_bytes (&dataset->x_shape), NULL);
      if (types[t] == WEFT_F32)
        ((float *) dataset->x)[5] = 1;
      else
        ((guint8 *) dataset->x)[5 * weft_type_size (types[t])] = 1;
      g_assert_true (weft_dataset_finish (dataset, NULL));
      weft_dataset_get_x (dataset, 2, x);
      g_assert_cmpfloat (x[0], ==, 0);
      g_assert_cmpfloat (x[1], ==, 0.5f);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store", test_store);
  g_test_add_func ("/data/hostile", test_hostile);
  g_test_add_func ("/data/bad-values", test_bad_values);
  g_test_add_func ("/data/fingerprint", test_fingerprint);
  g_test_add_func ("/data/types", test_types);
  return g_test_run ();
}
