/* test-arrays: arrays of NumPy's are read as they were saved, and what is wrong with them is said
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/data/dataset.h"
#include "reader-files.h"

/* A file of NumPy's: type "<f4", order "True" or "False", shape "(2, 3)". */
static void
write_array (const char *name, const char *type, const char *order, const char *shape,
             gconstpointer bytes, gsize length)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *head
      = g_strdup_printf ("{'descr': %s, 'fortran_order': %s, 'shape': %s, }", type, order, shape);
  g_autofree char *padded = g_strdup_printf ("%-117s\n", head);

  g_byte_array_append (file, (const guint8 *) "\x93NUMPY\1\0\x76\0", 10);
  g_byte_array_append (file, (const guint8 *) padded, 118);
  g_byte_array_append (file, bytes, (guint) length);
  write_file (name, file->data, file->len);
}

static void
write_floats (const char *name, const char *shape, const float *numbers, gsize n)
{
  write_array (name, "'<f4'", "False", shape, numbers, n * sizeof *numbers);
}

static gint64
class_of (const WeftDataset *dataset, gint64 sample)
{
  return weft_field_get_class (weft_dataset_get_y (dataset), sample);
}

static WeftDataset *
read_fixture (const char *name)
{
  const char *fixtures = g_getenv ("WEFT_TEST_FILES");
  g_autofree char *path = g_build_filename (fixtures ? fixtures : "tests/fixtures",
                                            "../projects/fixtures", name, NULL);
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset = weft_reader_read (path, NULL, &error);

  g_assert_no_error (error);
  return dataset;
}

/* numpy.savez ("arrays.npz", x=numpy.arange (36).reshape (12, 3) / 4, y=numpy.arange (12) % 3 + 5)
 */
static void
test_as_saved (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = read_fixture ("arrays.npz");

  g_assert_cmpint (dataset->count, ==, 12);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 3);
  g_assert_cmpfloat (value (dataset, 11, 2), ==, 35 / 4.0f);
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 3);
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[1], ==, "6");
  g_assert_cmpint (class_of (dataset, 4), ==, 1);
}

/* numpy.savez_compressed of x_train in Fortran's order, words, and a test part. */
static void
test_packed (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = read_fixture ("arrays-packed.npz");
  const WeftField *x = weft_dataset_get_x (dataset);

  g_assert_cmpint (dataset->count, ==, 10);
  g_assert_cmpint (x->kind, ==, WEFT_KIND_PICTURE);
  g_assert_cmpint (x->shape.dims[1], ==, 4);
  g_assert_cmpint (x->shape.dims[2], ==, 5);
  for (int i = 0; i < 160; i++)
    g_assert_cmpfloat_with_epsilon (value (dataset, i / 20, i % 20), (float) (i / 255.0), 1e-6f);
  g_assert_cmpfloat_with_epsilon (value (dataset, 8, 0), (float) (1 / 255.0), 1e-6f);
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[1], ==, "狗");
  g_assert_cmpint (class_of (dataset, 1), ==, 1);
  g_assert_cmpint (class_of (dataset, 8), ==, 1);
  g_assert_cmpint (dataset->part[7], ==, 0);
  g_assert_cmpint (dataset->part[8], ==, WEFT_PART_TEST + 1);
}

/* The same four numbers in every kind and order. */
static void
test_kinds (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *type;
    gsize length;
    const char *bytes;
  } kinds[] = {
    { "'<f4'", 16, "\0\0\0\0\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40" },
    { "'>f4'", 16, "\0\0\0\0\x3f\x80\0\0\x40\0\0\0\x40\x40\0\0" },
    { "'<f2'", 8, "\0\0\0\x3c\0\x40\0\x42" },
    { "'<f8'", 32, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\x08\x40" },
    { "'|u1'", 4, "\0\1\2\3" },
    { "'|i1'", 4, "\0\1\2\3" },
    { "'<i2'", 8, "\0\0\1\0\2\0\3\0" },
    { "'>u2'", 8, "\0\0\0\1\0\2\0\3" },
    { "'<u4'", 16, "\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0" },
    { "'>i8'", 32, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint is_fortran = 0; is_fortran < 2; is_fortran++)
      {
        g_autoptr (WeftDataset) dataset = NULL;

        set_up (NULL, NULL);
        write_array ("x.npy", kinds[i].type, is_fortran ? "True" : "False", "(2, 2)",
                     kinds[i].bytes, kinds[i].length);
        write_floats ("y.npy", "(2,)", (const float[]){ 0.5f, 1.5f }, 2);
        dataset = read_path ("x.npy", NULL);
        g_assert_cmpfloat (value (dataset, 0, 0), ==, 0);
        g_assert_cmpfloat (value (dataset, 0, 1), ==, is_fortran ? 2 : 1);
        g_assert_cmpfloat (value (dataset, 1, 0), ==, is_fortran ? 1 : 2);
        g_assert_cmpfloat (value (dataset, 1, 1), ==, 3);
        g_assert_cmpint (weft_dataset_get_y (dataset)->kind, ==, WEFT_KIND_NUMBERS);
      }
}

/* Colours behind each pixel, and what each pixel is beside them. */
static void
test_masks (gpointer fixture, gconstpointer data)
{
  float pictures[2 * 4 * 4 * 3];
  guint8 masks[2 * 4 * 4];
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *y;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    pictures[i] = (float) i;
  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    masks[i] = i % 3 ? 255 : 0;
  write_floats ("images.npy", "(2, 4, 4, 3)", pictures, G_N_ELEMENTS (pictures));
  write_array ("masks.npy", "'|u1'", "False", "(2, 4, 4, 1)", masks, sizeof masks);
  dataset = read_path ("masks.npy", NULL);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (weft_dataset_get_x (dataset)->kind, ==, WEFT_KIND_PICTURE);
  g_assert_cmpfloat_with_epsilon (value (dataset, 0, 16), (float) (1 / 255.0), 1e-6f); /* green */
  g_assert_cmpint (y->kind, ==, WEFT_KIND_MASK);
  g_assert_cmpint (((const guint8 *) y->data)[0], ==, 0);
  g_assert_cmpint (((const guint8 *) y->data)[1], ==, 1);
}

/* An array alone is a table; what is missing in it is a gap. */
static void
test_table (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x;

  write_floats ("wine.npy", "(4, 3)",
                (const float[]){ 1, 2, 0, 3, (float) NAN, 1, 5, 6, 0, 7, 8, 1 }, 12);
  dataset = read_path ("wine.npy", NULL);
  x = weft_dataset_get_x (dataset);
  g_assert_cmpint (x->shape.dims[0], ==, 2);
  g_assert_cmpfloat (value (dataset, 2, 1), ==, 6);
  g_assert_true (weft_field_is_gap (x, 3));
  g_assert_false (weft_field_is_gap (x, 2));
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
  g_assert_cmpint (class_of (dataset, 1), ==, 1);
}

static void
test_chosen (gpointer fixture, gconstpointer data)
{
  const float x[] = { 1, 2, 3, 4 }, y[] = { 0, 1, 0, 1 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL, none = NULL;

  write_floats ("x.npy", "(4,)", x, 4);
  write_floats ("y.npy", "(4,)", y, 4);
  path = path_of ("x.npy");
  dataset
      = weft_reader_read_as (path, &(WeftReadOptions){ .task = WEFT_TASK_NUMBER }, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (weft_dataset_get_y (dataset)->kind, ==, WEFT_KIND_NUMBERS);
  none = weft_reader_read (path, "price", &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "x, y"));
}

static void
test_damaged (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *type, *order, *shape;
    gsize length;
    const char *says;
  } heads[] = {
    { "'<f4'", "False", "(2, 2)", 12, "cut off" },
    { "'<f4'", "False", "(2, 2)", 20, "cut off" },
    { "'<f4'", "False", "(0, 2)", 0, "empty" },
    { "'<f4'", "False", "()", 4, "one number" },
    { "'<f4'", "False", "(4611686018427387904, 4)", 4, "cut off" },
    { "'<f4'", "False", "(1, 1, 1, 1, 1, 1, 1, 1, 1)", 4, "does not begin" },
    { "'<f4'", "Maybe", "(2, 2)", 16, "does not begin" },
    { "'|O'", "False", "(2, 2)", 16, "Python objects" },
    { "'<c8'", "False", "(2, 1)", 16, "astype" },
    { "[('a', '<f4'), ('b', '<f4')]", "False", "(2,)", 16, "records" },
  };
  const char bytes[32] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      write_array ("a.npy", heads[i].type, heads[i].order, heads[i].shape, bytes, heads[i].length);
      assert_fails ("a.npy", WEFT_ERROR_INVALID, heads[i].says);
    }
  write_file ("a.npy", "\x93NUMPY\1\0\xff\xff{'descr'", 18);
  assert_fails ("a.npy", WEFT_ERROR_INVALID, "does not begin");
  write_file ("a.npy", "x", 1);
  assert_fails ("a.npy", WEFT_ERROR_INVALID, "does not begin");
  write_floats ("b_x.npy", "(2, 1)", (const float[]){ 1, 2 }, 2);
  write_floats ("b_y.npy", "(1,)", (const float[]){ 1 }, 1);
  assert_fails ("b_x.npy", WEFT_ERROR_INVALID, "2 samples");
  write_floats ("c_x.npy", "(2, 2, 2)", (const float[]){ 1, 2, 3, 4, 5, 6, 7, (float) NAN }, 8);
  write_floats ("c_y.npy", "(2,)", (const float[]){ 1, 2.5f }, 2);
  assert_fails ("c_x.npy", WEFT_ERROR_INVALID, "sample 2");
  write_floats ("d.npy", "(2, 2, 1)", (const float[]){ 1, 2, 3, 4 }, 4);
  assert_fails ("d.npy", WEFT_ERROR_INVALID, "Call them x and y");
}

/* An archive of which a part is missing, or a length lies. */
static void
test_archives (gpointer fixture, gconstpointer data)
{
  const char *fixtures = g_getenv ("WEFT_TEST_FILES");
  g_autofree char *path = g_build_filename (fixtures ? fixtures : "tests/fixtures",
                                            "../projects/fixtures/arrays-packed.npz", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize cut = 1; cut < length; cut += 61)
    {
      write_file ("a.npz", bytes, (gssize) cut);
      assert_fails ("a.npz", WEFT_ERROR_DAMAGED, "no whole archive");
    }
  for (gsize i = 0; i < length; i += 3)
    {
      g_autofree char *hurt = g_memdup2 (bytes, length), *name = path_of ("a.npz");
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) dataset = NULL;

      hurt[i] ^= (char) 0x81;
      write_file ("a.npz", hurt, (gssize) length);
      dataset = weft_reader_read (name, NULL, &error);
      g_assert_true (dataset != NULL || error != NULL);
    }
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/arrays/as-saved", test_as_saved }, { "/arrays/packed", test_packed },
    { "/arrays/kinds", test_kinds },       { "/arrays/masks", test_masks },
    { "/arrays/table", test_table },       { "/arrays/chosen", test_chosen },
    { "/arrays/damaged", test_damaged },   { "/arrays/archives", test_archives },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
