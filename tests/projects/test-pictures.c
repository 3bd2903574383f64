/* test-pictures: IDX sets and sheets with an index; sound, wrong and hostile ones
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "projects/readers/reader.h"
#include "tests/projects/reader-files.h"

/* Pictures of 2 × 3: number i of picture n is 10 n + i. */
static GByteArray *
new_images (int n)
{
  const guint8 head[] = { 0, 0, 8, 3, 0, 0, 0, (guint8) n, 0, 0, 0, 2, 0, 0, 0, 3 };
  GByteArray *bytes = g_byte_array_append (g_byte_array_new (), head, sizeof head);

  for (int i = 0; i < n * 6; i++)
    g_byte_array_append (bytes, &(guint8){ (guint8) (i / 6 * 10 + i % 6) }, 1);
  return bytes;
}

static GByteArray *
new_labels (int n)
{
  const guint8 head[] = { 0, 0, 8, 1, 0, 0, 0, (guint8) n };
  GByteArray *bytes = g_byte_array_append (g_byte_array_new (), head, sizeof head);

  for (int i = 0; i < n; i++)
    g_byte_array_append (bytes, &(guint8){ (guint8) (i % 2 ? 7 : 3) }, 1);
  return bytes;
}

static GByteArray *
packed (GByteArray *bytes)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (zlib));
  g_autoptr (GBytes) out = NULL;
  gsize length;

  g_output_stream_write_all (stream, bytes->data, bytes->len, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  out = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_byte_array_unref (bytes);
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, g_bytes_get_data (out, &length), g_bytes_get_size (out));
  return bytes;
}

/* Takes bytes. */
static void
write_array (const char *name, GByteArray *bytes)
{
  write_file (name, bytes->data, bytes->len);
  g_byte_array_unref (bytes);
}

static void
assert_pair (const WeftDataset *dataset, int n)
{
  g_assert_cmpint (dataset->count, ==, n);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.rank, ==, 3);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[1], ==, 2);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[2], ==, 3);
  g_assert_cmpint (weft_dataset_get_x (dataset)->kind, ==, WEFT_KIND_PICTURE);
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
  g_assert_cmpstr (weft_dataset_get_y (dataset)
                       ->class_names[weft_field_get_class (weft_dataset_get_y (dataset), 1)],
                   ==, "7");
  g_assert_cmpfloat (value (dataset, 2, 4), ==, 24 * (float) (1 / 255.0));
}

static const struct
{
  const char *images, *labels, *test_images, *test_labels;
} usual[] = {
  { "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte" },
  { "train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte",
    "t10k-labels.idx1-ubyte" },
  { "my-train-images-idx3-ubyte.gz", "my-train-labels-idx1-ubyte.gz",
    "my-test-images-idx3-ubyte.gz", "my-test-labels-idx1-ubyte.gz" },
  { "mnist10k-train-images-idx3-ubyte", "mnist10k-train-labels-idx1-ubyte.gz",
    "mnist10k-test-images.idx3-ubyte", "mnist10k-test-labels-idx1-ubyte" },
};

/* Whichever file of the set is named, or the folder, it is the same set. */
static void
test_idx_names (gpointer fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      const char *files[]
          = { usual[i].images, usual[i].labels, usual[i].test_images, usual[i].test_labels, "." };

      set_up (NULL, NULL);
      for (int k = 0; k < 4; k++)
        {
          GByteArray *bytes = k % 2 ? new_labels (k < 2 ? 6 : 4) : new_images (k < 2 ? 6 : 4);

          write_array (files[k], g_str_has_suffix (files[k], ".gz") ? packed (bytes) : bytes);
        }
      for (guint k = 0; k < G_N_ELEMENTS (files); k++)
        {
          g_autoptr (WeftDataset) dataset = read_path (files[k], NULL);

          assert_pair (dataset, 10);
          g_assert_cmpint (dataset->part[5], ==, 0);
          g_assert_cmpint (dataset->part[6], ==, WEFT_PART_TEST + 1);
        }
      tear_down (NULL, NULL);
    }
  set_up (NULL, NULL);
}

/* Gzip is known by its content, not by its name. */
static void
test_idx_alone (gpointer fixture, gconstpointer data)
{
  write_array ("images-idx3-ubyte", packed (new_images (5)));
  write_array ("labels-idx1-ubyte.gz", new_labels (5));
  {
    g_autoptr (WeftDataset) dataset = read_path ("images-idx3-ubyte", NULL);

    assert_pair (dataset, 5);
    g_assert_null (dataset->part);
  }
}

static void
test_idx_wrong (gpointer fixture, gconstpointer data)
{
  GByteArray *bytes;

  write_array ("a-images-idx3-ubyte", new_images (5));
  assert_fails ("a-images-idx3-ubyte", WEFT_ERROR_NOT_FOUND, "labels");
  write_array ("a-labels-idx1-ubyte", new_labels (4));
  assert_fails ("a-images-idx3-ubyte", WEFT_ERROR_INVALID, "a-labels-idx1-ubyte");
  bytes = new_images (5);
  write_file ("a-images-idx3-ubyte", bytes->data, bytes->len - 1);
  assert_fails ("a-images-idx3-ubyte", WEFT_ERROR_INVALID, "a-images-idx3-ubyte");
  write_file ("a-images-idx3-ubyte", bytes->data, 7);
  assert_fails ("a-images-idx3-ubyte", WEFT_ERROR_INVALID, "a-images-idx3-ubyte");
  memset (bytes->data + 4, 0xff, 12); /* more pictures than there are bytes in the world */
  write_array ("a-images-idx3-ubyte", bytes);
  assert_fails ("a-images-idx3-ubyte", WEFT_ERROR_INVALID, "a-images-idx3-ubyte");
  write_array ("a-labels-idx1-ubyte", new_labels (5));
  bytes = packed (new_images (5));
  write_file ("a-images-idx3-ubyte", bytes->data, bytes->len - 9);
  g_byte_array_unref (bytes);
  assert_fails ("a-images-idx3-ubyte", WEFT_ERROR_DAMAGED, "a-images-idx3-ubyte");
}

/* Big-endian floats, and coloured pictures with the channels last. */
static void
test_idx_types (gpointer fixture, gconstpointer data)
{
  const guint8 floats[] = { 0, 0, 0x0d, 2, 0, 0, 0,    2,    0, 0, 0,    2,    0x3f, 0x80,
                            0, 0, 0,    0, 0, 0, 0xc0, 0x20, 0, 0, 0x40, 0x40, 0,    0 };
  guint8 colours[16 + 4 + 24] = { 0, 0, 8, 4, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3 };

  write_file ("f-images-idx2-ubyte", floats, sizeof floats);
  write_array ("f-labels-idx1-ubyte", new_labels (2));
  for (int i = 0; i < 24; i++)
    colours[20 + i] = (guint8) i;
  write_file ("c-images-idx4-ubyte", colours, sizeof colours);
  write_array ("c-labels-idx1-ubyte", new_labels (2));
  {
    g_autoptr (WeftDataset) f = read_path ("f-images-idx2-ubyte", NULL);
    g_autoptr (WeftDataset) c = read_path ("c-images-idx4-ubyte", NULL);

    g_assert_cmpfloat (value (f, 0, 0), ==, 1);
    g_assert_cmpfloat (value (f, 1, 0), ==, -2.5f);
    g_assert_cmpfloat (value (f, 1, 1), ==, 3);
    g_assert_cmpint (weft_dataset_get_x (c)->shape.dims[0], ==, 3);
    g_assert_cmpfloat (value (c, 1, 4), ==, 13 * (float) (1 / 255.0)); /* green, first pixel */
  }
}

/* --- sheets --- */

/* Tiles of 4 × 4, four across: tile n is grey 10 n. */
static guint32
tile_colour (int x, int y)
{
  return GREY (10 * (y / 4 * 4 + x / 4));
}

static guint32
mask_colour (int x, int y)
{
  return x % 4 < 2 ? 0xffffff : 0;
}

static void
test_sheet (gpointer fixture, gconstpointer data)
{
  const char *index
      = "tile,who,mood,split\n0,a,sad,train\n1,a,glad,train\n2,b,sad,train\n"
        "3,b,glad,train\n4,c,sad,test\n5,c,glad,test\n6,d,sad,train\n7,d,glad,train\n";

  write_picture ("moods-4.png", 16, 8, tile_colour);
  write_file ("moods-index.csv", index, -1);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (WeftDataset) dataset
          = read_path (((const char *[]){ "moods-4.png", "moods-index.csv", "." })[i], NULL);

      g_assert_cmpstr (dataset->name, ==, "moods");
      g_assert_cmpint (dataset->count, ==, 8);
      g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 1);
      g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[1], ==, 4);
      g_assert_cmpstr (weft_dataset_get_target_title (dataset), ==,
                       "mood"); /* fewest words; “who” has more */
      g_assert_cmpfloat (value (dataset, 6, 15), ==, 60 * (float) (1 / 255.0));
      g_assert_cmpint (dataset->part[4], ==, WEFT_PART_TEST + 1);
      g_assert_cmpint (dataset->part[0], ==, 0);
    }
  {
    g_autoptr (WeftDataset) named = read_path ("moods-4.png", "who");

    g_assert_cmpint (weft_dataset_count_classes (named), ==, 4);
  }
}

/* What an index says of its pictures can each be predicted, and is told for a choice. */
static void
test_sheet_columns (gpointer fixture, gconstpointer data)
{
  const char *index = "tile,who,mood,split\n0,a,sad,train\n1,a,glad,train\n2,b,sad,train\n"
                      "3,b,glad,test\n";
  const WeftReadOptions options = { .target = "who" };
  g_autofree char *path = path_of ("faces-4.png");
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = NULL;

  write_picture ("faces-4.png", 16, 4, tile_colour);
  write_file ("faces-index.csv", index, -1);
  dataset = weft_reader_read_as (path, &options, &columns, NULL);
  g_assert_nonnull (dataset);
  g_assert_cmpuint (columns->n_columns, ==, 4);
  g_assert_cmpint (columns->columns[1].role, ==, WEFT_COLUMN_ROLE_TARGET);
  g_assert_cmpint (columns->columns[2].role, ==, WEFT_COLUMN_ROLE_LEFT_OUT);
  g_assert_true (columns->columns[1].may_be_class && columns->columns[2].may_be_class);
  g_assert_false (columns->columns[0].may_be_class || columns->columns[3].may_be_class);
  g_assert_cmpint (columns->columns[3].role, ==, WEFT_COLUMN_ROLE_SPLIT);
  g_assert_cmpstr (columns->columns[2].examples[0], ==, "sad");
}

static void
test_sheet_masks (gpointer fixture, gconstpointer data)
{
  write_picture ("cells-images-4x4.png", 16, 8, tile_colour);
  write_picture ("cells-masks-4x4.png", 16, 8, mask_colour);
  write_file ("cells-index.tsv", "tile\tsplit\n0\ttrain\n1\ttrain\n2\ttrain\n7\ttest\n", -1);
  {
    g_autoptr (WeftDataset) dataset = read_path ("cells-images-4x4.png", NULL);
    float mask[16];

    g_assert_cmpint (dataset->count, ==, 4);
    g_assert_cmpint (weft_dataset_get_y (dataset)->kind, ==, WEFT_KIND_MASK);
    weft_field_get (weft_dataset_get_y (dataset), 3, mask);
    g_assert_cmpfloat (mask[0], ==, 1);
    g_assert_cmpfloat (mask[2], ==, 0);
    g_assert_cmpfloat (value (dataset, 3, 0), ==, 70 * (float) (1 / 255.0));
  }
  write_picture ("cells-masks-4x4.png", 16, 12, mask_colour);
  assert_fails ("cells-images-4x4.png", WEFT_ERROR_INVALID, "16×12");
}

static void
test_sheet_wrong (gpointer fixture, gconstpointer data)
{
  write_picture ("a-4.png", 16, 8, tile_colour);
  assert_fails ("a-4.png", WEFT_ERROR_PART, "a-4.png");
  write_file ("a-index.csv", "tile,label\n0,p\n1,q\n2,p\n8,q\n", -1); /* there are 0 to 7 */
  assert_fails ("a-4.png", WEFT_ERROR_INVALID, "a-index.csv");
  write_file ("a-index.csv", "tile,label\n0,p\n1,q\n2,p\n3,q\n", -1); /* a whole row is empty */
  assert_fails ("a-4.png", WEFT_ERROR_INVALID, "4×4");
  write_file ("a-index.csv", "tile,label\n0,p\n1,q\nx,p\n5,q\n", -1);
  assert_fails ("a-4.png", WEFT_ERROR_INVALID, "a-index.csv");
  write_file ("a-index.csv", "tile,label\n0,p\n1,p\n2,p\n5,p\n", -1);
  assert_fails ("a-4.png", WEFT_ERROR_INVALID, "a-index.csv");
  write_picture ("b-5.png", 16, 8, tile_colour); /* 16 is no multiple of 5 */
  write_file ("b-index.csv", "tile,label\n0,p\n1,q\n2,p\n3,q\n", -1);
  assert_fails ("b-5.png", WEFT_ERROR_INVALID, "5×5");
}

/* Its head promises 60,000 × 60,000 pixels: refused before anything of that size is made. */
static void
test_bomb (gpointer fixture, gconstpointer data)
{
  static const guint8 head[]
      = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xea\x60\0\0\xea\x60\x08\2\0\0\0"
        "\x8f\xe8\x55\x9c\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82";

  write_file ("huge-4.png", head, sizeof head - 1);
  write_file ("huge-index.csv", "tile,label\n0,p\n1,q\n2,p\n3,q\n", -1);
  assert_fails ("huge-4.png", WEFT_ERROR_DAMAGED, "huge-4.png");
}

/* --- a user's own data, where somebody has it --- */

static const struct
{
  const char *path;
  int count, channels, side, classes, test; /* count < 0: refused with this code, less one */
} own[] = {
  { "mnist10k", 10000, 1, 28, 10, 1000 },
  { "nuclei", 300, 1, 128, 0, 50 },
  { "faces", 204, 3, 64, 2, 60 },
  { "blood-cells", -1 },
};

static void
test_own (gpointer fixture, gconstpointer data)
{
  const char *where = g_getenv ("WEFT_USERDATA");

  if (!where || !g_file_test (where, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("WEFT_USERDATA names no folder");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *path = g_build_filename (where, own[i].path, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) dataset = weft_reader_read (path, NULL, &error);
      int tests = 0;

      g_test_message ("%s", path);
      if (own[i].count < 0)
        {
          g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (dataset->count, ==, own[i].count);
      g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, own[i].channels);
      g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[2], ==, own[i].side);
      g_assert_cmpint (weft_dataset_count_classes (dataset), ==, own[i].classes);
      for (gint64 k = 0; k < dataset->count; k++)
        tests += dataset->part[k] == WEFT_PART_TEST + 1;
      g_assert_cmpint (tests, ==, own[i].test);
    }
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/pictures/idx/names", test_idx_names },
    { "/pictures/idx/alone", test_idx_alone },
    { "/pictures/idx/wrong", test_idx_wrong },
    { "/pictures/idx/types", test_idx_types },
    { "/pictures/sheet/classes", test_sheet },
    { "/pictures/sheet/columns", test_sheet_columns },
    { "/pictures/sheet/masks", test_sheet_masks },
    { "/pictures/sheet/wrong", test_sheet_wrong },
    { "/pictures/sheet/bomb", test_bomb },
    { "/pictures/own", test_own },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
