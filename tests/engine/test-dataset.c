/* test-dataset: how a set is stored and read again, and what a stranger's header may do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/brief.h"
#include "tests/engine/small-set.h"
#include "tests/engine/small-stream.h"
#include "engine/data/rare.h"
#include "engine/data/duplicates.h"
#include "small-places.h"

/* Of the set below, taken when sets had an x and a y and no fields. */
#define FINGERPRINT "b8dfe435fbe5f34889138a3b0c1a3b51590367030b0bca85dd5c6a59d1aee981"

/* The dictionary with another value of `key`, which is NULL when it goes. */
static GVariant *
with (GVariant *header, const char *key, GVariant *value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, header);
  if (value)
    g_variant_dict_insert_value (&dict, key, value);
  else
    g_variant_dict_remove (&dict, key);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
test_store (void)
{
  guint8 part[30] = { 3, 0, 1, 2 };
  g_autoptr (WeftDataset) dataset = new_set (30, 3, part), back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *title = NULL, *long_name = g_strnfill (10000, 'c');
  g_autoptr (GVariant) header = NULL;
  g_autoptr (GBytes) blocks = NULL;

  dataset->fields[1].class_names = g_strdupv ((char *[]){ "a", "二", long_name, NULL });
  dataset->notes = g_strdupv ((char *[]){ "a note", NULL });
  dataset->about = g_strdup ("about");
  g_assert_true (weft_dataset_finish (dataset, NULL));
  header = weft_dataset_serialize_header (dataset);
  blocks = store (dataset);
  back = load (header, blocks, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->sha256, ==, dataset->sha256);
  name = weft_dataset_dup_class_name (back, &back->fields[1], 1);
  g_assert_cmpstr (name, ==, "二");
  g_free (name);
  name = weft_dataset_dup_class_name (back, &back->fields[1],
                                      2); /* the set has it whole, nobody draws it so */
  g_assert_cmpstr (back->fields[1].class_names[2], ==, long_name);
  g_assert_cmpint (g_utf8_strlen (name, -1), ==, WEFT_BRIEF_NAME);
  g_free (back->name);
  back->name = g_strdup (long_name);
  title = weft_dataset_dup_title (back);
  g_assert_cmpint (g_utf8_strlen (title, -1), ==, WEFT_BRIEF_NAME);
  g_assert_cmpstr (back->notes[0], ==, "a note");
  g_assert_cmpmem (back->part, 30, part, 30);
  g_assert_cmpint (back->count, ==, 30);
}

/* Sentences of one to three numbers a step, and how long each is. */
static WeftDataset *
new_ragged (void)
{
  static const gint64 lengths[] = { 1, 3, 2, 3 };
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *field = weft_dataset_add_field (dataset, "sound", WEFT_KIND_NUMBERS);

  dataset->name = g_strdup ("ragged");
  dataset->count = G_N_ELEMENTS (lengths);
  field->shape = WEFT_SHAPE (3, 2);
  field->ragged = 0;
  field->offsets = weft_memory_new ((G_N_ELEMENTS (lengths) + 1) * sizeof (gint64), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    field->offsets[i + 1] = field->offsets[i] + lengths[i];
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  for (int i = 0; i < 18; i++)
    ((float *) field->data)[i] = (float) i;
  field = weft_dataset_add_field (dataset, "y", WEFT_KIND_NUMBERS);
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* Samples of different lengths lie without padding, and come back as they were. */
static void
test_ragged (void)
{
  g_autoptr (WeftDataset) dataset = new_ragged (), back = NULL;
  const WeftField *field = weft_dataset_find_field (dataset, "sound");
  g_autoptr (GVariant) header = weft_dataset_serialize_header (dataset);
  g_autoptr (GBytes) blocks = store (dataset), odd = NULL;
  g_autoptr (GError) error = NULL;
  gint64 *offsets;
  WeftShape shape;
  float numbers[6];

  g_assert_true (field == weft_dataset_get_x (dataset)); /* there is no x: the first is shown */
  g_assert_cmpuint (weft_field_get_bytes (field, 4), ==, 18 * sizeof (float));
  weft_field_get_sample (field, 2, &shape);
  g_assert_cmpint (shape.dims[0], ==, 2);
  weft_field_get (field, 2, numbers);
  g_assert_cmpmem (numbers, 16, ((float[]){ 8, 9, 10, 11 }), 16);
  back = load (header, blocks, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (back->fields[0].offsets, 5 * 8, field->offsets, 5 * 8);
  odd = g_bytes_new (g_bytes_get_data (blocks, NULL), g_bytes_get_size (blocks));
  offsets = (gint64 *) g_bytes_get_data (odd, NULL);
  offsets[2] = 1 << 20;
  g_assert_null (load (header, odd, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
}

/* As headers were before there were fields. */
#define FIRST                                                                                      \
  "{'name': <'made'>, 'count': <int64 30>, 'x_shape': <[int64 0, 1]>, 'x_scale': <1.0>, "          \
  "'target': <int64 1>, 'y_shape': <[int64 2]>, 'classes': <int64 3>, 'is_picture': <false>, "     \
  "'is_points': <false>, 'class_names': <['a', 'b', 'c']>, 'target_name': <'kind'>}"

static GVariant *
first_header (const WeftDataset *dataset)
{
  g_autoptr (GVariant) plain = g_variant_parse (G_VARIANT_TYPE_VARDICT, FIRST, NULL, NULL, NULL);

  return with (plain, "sha256", g_variant_new_string (dataset->sha256));
}

static WeftDataset *
new_named (void)
{
  WeftDataset *dataset = new_set (30, 3, NULL);

  dataset->fields[1].class_names = g_strdupv ((char *[]){ "a", "b", "c", NULL });
  dataset->fields[1].title = g_strdup ("kind");
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* As blocks were when labels had 64 bits there, too. */
static GBytes *
store_wide (const WeftDataset *dataset)
{
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < dataset->n_fields; i++)
    {
      const WeftField *field = &dataset->fields[i];

      if (field->offsets)
        g_byte_array_append (bytes, (const guint8 *) field->offsets,
                             (guint) (dataset->count + 1) * sizeof (gint64));
      g_byte_array_append (bytes, field->data,
                           (guint) weft_field_get_bytes (field, dataset->count));
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* Older files name their set by the fingerprint that it had then: it is the same. */
static void
test_first (void)
{
  g_autoptr (WeftDataset) dataset = new_named (), back = NULL;
  g_autoptr (GVariant) header = first_header (dataset);
  g_autoptr (GBytes) blocks = store_wide (dataset);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (dataset->sha256, ==, FINGERPRINT);
  back = load (header, blocks, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->n_fields, ==, 2);
  g_assert_cmpint (back->fields[0].kind, ==, WEFT_KIND_NUMBERS);
  g_assert_cmpint (back->fields[1].kind, ==, WEFT_KIND_CLASS);
  g_assert_cmpstr (weft_dataset_get_target_title (back), ==, "kind");
}

/* Each row changes one key of a sound header, old or of that field, to what may not pass. */
static const struct
{
  int field; /* −1: of the header itself, −2: of an old header */
  const char *key, *value;
} hostile[] = {
  { -2, "x_shape", "<[int64 0, 2]>" },
  { -2, "x_shape", "<[int64 99, 1]>" },
  { -2, "y_shape", "<[int64 0]>" },
  { -2, "target", "<int64 2>" },
  { -2, "target", "<int64 77>" },
  { -2, "classes", "<int64 2>" },
  { -2, "classes", "<int64 2147483647>" },
  { -2, "x_scale", "<2.0>" }, /* another set: the fingerprint does not fit */
  { -2, "is_picture", "<true>" },
  { -2, "is_points", "<true>" },
  { -1, "count", "<int64 29>" },
  { -1, "count", "<int64 0>" },
  { -1, "count", "<int64 -1>" },
  { -1, "count", "<int64 9223372036854775807>" },
  { -1, "count", "<'30'>" },
  { -1, "sha256", "<'00'>" },
  { -1, "name", "<int64 1>" },
  { -1, "fields", "<@aa{sv} []>" },
  { 0, "shape", "<[int64 0, 2]>" },
  { 0, "shape", "<[int64 0, 0]>" },
  { 0, "shape", "<[int64 0, -1]>" },
  { 0, "shape", "<[int64 99, 1]>" },
  { 0, "shape", "<[int64 0, 2147483647, 2147483647, 2147483647]>" },
  { 0, "shape", "<[int64 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]>" },
  { 0, "shape", "<@ax []>" },
  { 0, "ragged", "<int64 0>" },
  { 0, "ragged", "<int64 1>" },
  { 0, "ragged", "<int64 -2>" },
  { 0, "kind", "<'sausage'>" },
  { 0, "kind", "<'picture'>" },
  { 0, "kind", "<'points'>" },
  { 0, "kind", "<'class'>" },
  { 0, "name", "<'y'>" },
  { 0, "name", "<'a b'>" },
  { 0, "name", "<''>" },
  { 0, "feature_names", "<['a', 'b']>" },
  { 0, "scale", "<0.0>" },
  { 0, "scale", "<1e400>" },
  { 0, "scale", "<2.0>" },
  { 1, "shape", "<[int64 0]>" },
  { 1, "shape", "<[int64 2, 1073741824]>" },
  { 1, "kind", "<'numbers'>" },
  { 1, "kind", "<'mask'>" },
  { 1, "classes", "<int64 2>" },
  { 1, "classes", "<int64 0>" },
  { 1, "classes", "<int64 2147483647>" },
  { 1, "class_names", "<['a', 'b']>" },
};

static GVariant *
parse (const char *value)
{
  g_autoptr (GVariant) parsed = g_variant_parse (G_VARIANT_TYPE_VARIANT, value, NULL, NULL, NULL);

  if (!parsed) /* 1e400 is no number to the parser: infinity is */
    parsed = g_variant_ref_sink (g_variant_new_variant (g_variant_new_double (INFINITY)));
  return g_variant_get_variant (parsed);
}

static GVariant *
spoil (const WeftDataset *dataset, guint row)
{
  g_autoptr (GVariant) header
      = hostile[row].field == -2 ? first_header (dataset) : weft_dataset_serialize_header (dataset);
  g_autoptr (GVariant) value = parse (hostile[row].value), fields = NULL;
  g_autoptr (GVariant) first = NULL, second = NULL, changed = NULL;
  GVariant *both[2];

  if (hostile[row].field < 0)
    return with (header, hostile[row].key, value);
  fields = g_variant_lookup_value (header, "fields", NULL);
  both[0] = first = g_variant_get_child_value (fields, 0);
  both[1] = second = g_variant_get_child_value (fields, 1);
  both[hostile[row].field] = changed = with (both[hostile[row].field], hostile[row].key, value);
  return with (header, "fields", g_variant_new_array (NULL, both, 2));
}

/* The header of a set whose labels are as wide there as in memory. */
static GVariant *
wide_header (const WeftDataset *dataset)
{
  g_autoptr (GVariant) header = weft_dataset_serialize_header (dataset);
  g_autoptr (GVariant) fields = g_variant_lookup_value (header, "fields", NULL);
  GVariant *all[2];
  const gint64 steps[] = { WEFT_I64, dataset->fields[0].shape.dims[0] }, label = WEFT_I64;

  for (gsize i = 0; i < 2; i++)
    {
      g_autoptr (GVariant) field = g_variant_get_child_value (fields, i);

      all[i] = with (field, "shape",
                     g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, i == 0 ? steps : &label,
                                                i == 0 ? 2 : 1, sizeof label));
    }
  return with (header, "fields", g_variant_new_array (G_VARIANT_TYPE_VARDICT, all, 2));
}

/* Sentences of a vocabulary of so many words, and a class of each. */
static WeftDataset *
new_words (int vocabulary)
{
  static const gint64 lengths[] = { 1, 3, 2, 3 };
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS), *y;

  dataset->name = g_strdup ("words");
  dataset->count = G_N_ELEMENTS (lengths);
  x->shape = WEFT_SHAPE (3);
  x->shape.type = WEFT_I64;
  x->ragged = 0;
  x->classes = vocabulary;
  x->offsets = weft_memory_new ((G_N_ELEMENTS (lengths) + 1) * sizeof (gint64), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    x->offsets[i + 1] = x->offsets[i] + lengths[i];
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  for (int i = 0; i < 9; i++)
    ((gint64 *) x->data)[i] = vocabulary - 1 - i;
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  y->shape.type = WEFT_I64;
  y->classes = 2;
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  ((gint64 *) y->data)[2] = 1;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* Tokens are stored as narrow as their vocabulary allows, read whatever piece by piece, and those
 * of older files are what they were. */
static void
test_narrow (void)
{
  static const struct
  {
    int vocabulary;
    gsize width;
  } rows[] = { { 9, 2 }, { 1 << 16, 2 }, { (1 << 16) + 1, 4 }, { 1 << 20, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (WeftDataset) dataset = new_words (rows[i].vocabulary), back = NULL, old = NULL;
      g_autoptr (GVariant) header = weft_dataset_serialize_header (dataset);
      g_autoptr (GVariant) before = wide_header (dataset);
      g_autoptr (GBytes) blocks = store (dataset), wide = store_wide (dataset);
      gsize length = g_bytes_get_size (blocks);
      g_autofree char *pieces = g_malloc0 (length);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (length, ==, 5 * 8 + 9 * rows[i].width + 4 * 2);
      for (gsize at = 0; at < length; at += 3)
        weft_dataset_copy_bytes (dataset, at, MIN (3, length - at), pieces + at);
      g_assert_cmpmem (pieces, length, g_bytes_get_data (blocks, NULL), length);
      back = load (header, blocks, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (back->fields[0].data, 9 * 8, dataset->fields[0].data, 9 * 8);
      g_assert_cmpstr (back->sha256, ==, dataset->sha256);
      old = load (before, wide, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (old->sha256, ==, dataset->sha256);
    }
}

static void
test_hostile (void)
{
  g_autoptr (WeftDataset) dataset = new_named ();
  g_autoptr (GVariant) header = weft_dataset_serialize_header (dataset);
  g_autoptr (GBytes) blocks = store (dataset);
  gsize length = g_bytes_get_size (blocks);
  g_autoptr (GBytes) fewer = g_bytes_new_from_bytes (blocks, 0, length - 1);
  g_autoptr (GBytes) nothing = g_bytes_new ("", 0);
  g_autofree char *more = g_malloc0 (length + 2);
  g_autoptr (GBytes) odd_part = g_bytes_new_static (more, length + 2);

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GVariant) spoilt = spoil (dataset, i);
      g_autoptr (GError) error = NULL;

      g_test_message ("%d: %s = %s", hostile[i].field, hostile[i].key, hostile[i].value);
      g_assert_null (load (spoilt, blocks, &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
    }
  g_assert_null (load (header, fewer, NULL));
  g_assert_null (load (header, nothing, NULL));
  g_assert_null (load (header, odd_part, NULL));
}

static void
test_bad_values (void)
{
  g_autoptr (WeftDataset) dataset = new_set (10, 2, NULL);
  g_autoptr (GError) error = NULL;

  ((float *) dataset->fields[0].data)[3] = NAN;
  g_assert_false (weft_dataset_finish (dataset, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "4"));
  g_clear_error (&error);
  ((float *) dataset->fields[0].data)[3] = 0;
  ((gint64 *) dataset->fields[1].data)[6] = 2;
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
  ((float *) b->fields[0].data)[9] += 1;
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
      WeftField *field;
      float x[2] = { 9, 9 };

      dataset->name = g_strdup ("typed");
      dataset->count = 3;
      field = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
      field->shape = WEFT_SHAPE (2);
      field->shape.type = types[t];
      field->scale = 0.5;
      g_assert_true (weft_dataset_allocate (dataset, field, NULL));
      if (types[t] == WEFT_F32)
        ((float *) field->data)[5] = 1;
      else
        ((guint8 *) field->data)[5 * weft_type_size (types[t])] = 1;
      g_assert_true (weft_dataset_finish (dataset, NULL));
      weft_field_get (field, 2, x);
      g_assert_cmpfloat (x[0], ==, 0);
      g_assert_cmpfloat (x[1], ==, 0.5f);
    }
}

/* Whoever asks again is given what was found; what is not finished is looked at anew. */
static void
test_copies_once (void)
{
  WeftDataset *dataset = places_new ();
  const guint32 *first, *again;
  gint64 n, same;

  for (int i = 0; i < 4; i++)
    ((float *) dataset->fields[0].data)[i] = ((float *) dataset->fields[2].data)[i] = 1;
  ((gint64 *) dataset->fields[1].data)[0] = ((gint64 *) dataset->fields[1].data)[1] = 1;
  first = weft_copies_find (dataset, &n);
  again = weft_copies_find (dataset, &same);
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (same, ==, 1);
  g_assert_true (first == again);
  g_assert_cmpuint (first[1], ==, 0);
  g_clear_pointer (&dataset->sha256, g_free); /* as while it is read */
  dataset->copies.is_known = FALSE;
  ((float *) dataset->fields[0].data)[0] = 2;
  g_assert_null (weft_copies_find (dataset, &n));
  g_assert_cmpint (n, ==, 0);
  weft_dataset_unref (dataset);
}

/* A class of which there is no sample is none that could be missed. */
static void
test_absent_class (void)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  g_autoptr (GError) error = NULL;
  gint64 samples;

  dataset->count = 40;
  y->shape.type = WEFT_I64;
  y->classes = 3;
  g_assert_true (weft_dataset_allocate (dataset, y, &error));
  for (int i = 0; i < 40; i++)
    ((gint64 *) y->data)[i] = i % 2;
  g_assert_cmpint (weft_dataset_find_rare_class (dataset, y, &samples), ==, -1);
  for (int i = 0; i < 40; i++)
    ((gint64 *) y->data)[i] = i == 7 ? 2 : 0;
  g_assert_cmpint (weft_dataset_find_rare_class (dataset, y, &samples), ==, 2);
  g_assert_cmpint (samples, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/data/store", test_store);
  g_test_add_func ("/data/ragged", test_ragged);
  g_test_add_func ("/data/first", test_first);
  g_test_add_func ("/data/narrow", test_narrow);
  g_test_add_func ("/data/hostile", test_hostile);
  g_test_add_func ("/data/bad-values", test_bad_values);
  g_test_add_func ("/data/fingerprint", test_fingerprint);
  g_test_add_func ("/data/types", test_types);
  g_test_add_func ("/dataset/copies-once", test_copies_once);
  g_test_add_func ("/dataset/absent-class", test_absent_class);
  return g_test_run ();
}
