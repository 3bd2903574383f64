/* test-folders: folders of pictures: what is a class, what is read, and that the rest is named */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-files.h"

#include <unistd.h>

#include "projects/readers/left-out.h"
#include "projects/readers/natural.h"

static void
make_folder (const char *name)
{
  g_autofree char *path = path_of (name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

/* A grey picture of 8 × 6, with the folders that lead to it. */
static void
put (const char *name)
{
  g_autofree char *inner = g_path_get_dirname (name);

  make_folder (inner);
  write_picture (name, 8, 6, dark);
}

/* Two classes of two pictures each. */
static void
put_pair (void)
{
  put ("a/1.png");
  put ("a/2.png");
  put ("b/1.png");
  put ("b/2.png");
}

static void
save (const char *name, const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 8, 6);
  g_autofree char *path = path_of (name);

  for (int i = 0; i < 6 * gdk_pixbuf_get_rowstride (pixbuf) - 2; i += 3)
    memset (gdk_pixbuf_get_pixels (pixbuf) + i, i * 7 % 251, 3);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, type, NULL, NULL));
}

/* Only the first n of m parts of the file stay. */
static void
cut (const char *name, gsize n, gsize m)
{
  g_autofree char *path = path_of (name), *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) (length * n / m), NULL));
}

static const char *
find_note (const WeftDataset *dataset, const char *part)
{
  for (guint i = 0; dataset->notes && dataset->notes[i]; i++)
    if (strstr (dataset->notes[i], part))
      return dataset->notes[i];
  return NULL;
}

/* A note that holds all of these. */
static void
assert_said (const WeftDataset *dataset, const char *a, const char *b)
{
  const char *note = find_note (dataset, a);

  if (!note || !strstr (note, b))
    {
      g_autofree char *all = g_strjoinv ("\n", dataset->notes);

      g_error ("no note says “%s” and “%s”:\n%s", a, b, all);
    }
}

static void
test_folder (gpointer fixture, gconstpointer data)
{
  g_autofree char *cats = path_of ("cats"), *dogs = path_of ("dogs"), *empty = path_of ("none");

  g_mkdir (cats, 0700);
  g_mkdir (dogs, 0700);
  g_mkdir (empty, 0700);
  write_picture ("cats/1.png", 8, 6, dark);
  write_picture ("cats/2.PNG", 8, 6, dark);
  write_picture ("cats/3.png", 40, 40, dark); /* another size: scaled to the commonest */
  write_picture ("dogs/1.png", 8, 6, light);
  write_picture ("dogs/2.png", 8, 6, light);
  write_file ("dogs/broken.png", "no picture", -1);
  write_file ("dogs/notes.txt", "not one at all", -1);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (dataset->count, ==, 5);
    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
    g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[1], ==, "dogs");
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 1); /* all of them grey */
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[1], ==, 6);
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[2], ==, 8);
    for (int i = 0; i < 5; i++)
      g_assert_cmpfloat_with_epsilon (
          value (dataset, i, 7),
          (weft_field_get_class (weft_dataset_get_y (dataset), i) ? 220 : 30) / 255.0, 0.01);
    assert_said (dataset, "dogs/broken.png", "damaged");
    assert_said (dataset, "dogs/notes.txt", "not a picture");
    assert_said (dataset, "“none”", "without pictures");
  }
  write_picture ("cats/4.png", 8, 6, red);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 3);
    g_assert_cmpfloat (value (dataset, 3, 0), ==, 200 * (float) (1 / 255.0));
    g_assert_cmpfloat (value (dataset, 3, 48), ==, 0);
    assert_said (dataset, "1 picture has colours", "cats/4.png");
  }
}

static void
test_folder_parts (gpointer fixture, gconstpointer data)
{
  static const char *const parts[] = { "train", "test" };
  static const char *const classes[] = { "a", "b" };

  for (int p = 0; p < 2; p++)
    for (int c = 0; c < 2; c++)
      {
        g_autofree char *name = g_strdup_printf ("%s/%s", parts[p], classes[c]);
        g_autofree char *path = path_of (name);
        g_autofree char *file = g_strconcat (name, "/1.png", NULL);

        g_mkdir_with_parents (path, 0700);
        write_picture (file, 100, 50, c ? light : dark);
      }
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);
    int tests = 0;

    g_assert_cmpint (dataset->count, ==, 4);
    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[2], ==,
                     64); /* large ones are brought down */
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[1], ==, 32);
    for (int i = 0; i < 4; i++)
      tests += dataset->part[i] == WEFT_PART_TEST + 1;
    g_assert_cmpint (tests, ==, 2);
  }
}

static void
test_folder_wrong (gpointer fixture, gconstpointer data)
{
  g_autofree char *one = path_of ("one");

  assert_fails (".", WEFT_ERROR_INVALID, "");
  g_mkdir (one, 0700);
  write_picture ("one/1.png", 8, 6, dark);
  assert_fails (".", WEFT_ERROR_INVALID, "two");
  write_file ("sound.wav", "RIFF", -1);
  write_file ("pictures.zip", "PK\003\004", -1);
  assert_fails ("pictures.zip", WEFT_ERROR_INVALID, "archive");
  assert_fails ("sound.wav", WEFT_ERROR_PART, "sound.wav");
  write_file ("sound.tsv", "start\tlength\tdigit\n0\t10\t1\n10\t10\t2\n", -1);
  assert_fails ("sound.tsv", WEFT_ERROR_DAMAGED, "sound.wav");
}

/* The folder of one class, with a note in it, or of an archive. */
static void
test_folder_lone (gpointer fixture, gconstpointer data)
{
  put ("cats/1.png");
  put ("cats/2.png");
  write_file ("cats/notes.txt", "taken in May", -1);
  assert_fails ("cats", WEFT_ERROR_INVALID, "2 pictures");
  make_folder ("packed");
  write_file ("packed/all.zip", "PK\003\004", -1);
  assert_fails ("packed", WEFT_ERROR_INVALID, "all.zip");
}

/* --- what is a class --- */

/* Folders within a class's are that class's, to whatever depth. */
static void
test_within (gpointer fixture, gconstpointer data)
{
  put ("green/cover.png");
  put ("ripe/cover.png");
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s/deep/%d.png", i % 2 ? "green" : "ripe",
                                               i < 10 ? "mon" : "tue", i / 2 % 5);

      put (name);
    }
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);
    int green = 0;

    g_assert_cmpint (dataset->count, ==, 22);
    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
    g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[0], ==, "green");
    for (int i = 0; i < 22; i++)
      green += weft_field_get_class (weft_dataset_get_y (dataset), i) == 0;
    g_assert_cmpint (green, ==, 11);
    assert_said (dataset, "green/mon", "belong");
  }
}

/* 2 comes before 10, in pictures and in classes. */
static void
test_order (gpointer fixture, gconstpointer data)
{
  static const char *const sorted[] = { "",
                                        "1",
                                        "2",
                                        "10",
                                        "a1b2",
                                        "a1b10",
                                        "a2",
                                        "a02b",
                                        "a99999999999999999999999",
                                        "a100000000000000000000000",
                                        "b" };

  g_assert_cmpint (weft_natural_compare ("01", "1"), <, 0);
  g_assert_cmpint (weft_natural_compare ("01", "2"), <, 0);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (sorted); i++)
    g_assert_cmpint (weft_natural_compare (sorted[i], sorted[i + 1]), <, 0);
  make_folder ("class 10");
  make_folder ("class 9");
  write_picture ("class 9/10.png", 8, 6, light);
  write_picture ("class 9/2.png", 8, 6, dark);
  put ("class 10/1.png");
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[0], ==, "class 9");
    g_assert_cmpfloat (value (dataset, 0, 0), <, 0.5); /* 2.png */
    g_assert_cmpfloat (value (dataset, 1, 0), >, 0.5);
  }
}

/* An archive that was unpacked into a folder of its own; a word named as a part among others. */
static void
test_lone (gpointer fixture, gconstpointer data)
{
  put ("flowers/flowers/rose/1.png");
  put ("flowers/flowers/tulip/1.png");
  put ("flowers/flowers/tulip/2.png");
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (dataset->count, ==, 3);
    g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[1], ==, "tulip");
    assert_said (dataset, "flowers/flowers", "classes are the folders");
  }
  set_up (NULL, NULL);
  put ("train/steam/1.png");
  put ("train/diesel/1.png");
  put ("car/1.png");
  put ("bus/1.png");
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 3);
    g_assert_cmpint (dataset->count, ==, 4);
    g_assert_null (dataset->part);
  }
}

/* A class that is in one part only can be learnt or tested, not both. */
static void
test_one_part (gpointer fixture, gconstpointer data)
{
  put ("train/a/1.png");
  put ("train/b/1.png");
  put ("train/only/1.png");
  put ("test/a/2.png");
  put ("test/b/2.png");
  put ("test/late/1.png");
  put ("test/loose.png");
  put ("more/a/3.png");
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (dataset->count, ==, 6);
    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 4);
    assert_said (dataset, "“only”", "none is tested");
    assert_said (dataset, "“late”", "cannot be learnt");
    assert_said (dataset, "test/loose.png", "in no class");
    assert_said (dataset, "“more”", "beside");
  }
}

/* --- what is read --- */

static const struct
{
  const char *type, *ending;
} kinds[] = {
  { "jpeg", "JPG" },
  { "bmp", "bmp" },
  { "tiff", "tif" },
  { "png", "png" },
};

static void
test_kinds (gpointer fixture, gconstpointer data)
{
  static const guint8 gif[]
      = { 'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0x80, 0, 0, 0,    0, 0, 9,  9,
          9,   ',', 0,   0,   0,   0,   1, 0, 1, 0, 0,    2, 2, 0x44, 1, 0, ';' };

  put_pair ();
  write_file ("a/one.gif", gif, sizeof gif);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strdup_printf ("b/kind.%s", kinds[i].ending);

      save (name, kinds[i].type);
    }
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (dataset->count, ==, 4 + 1 + G_N_ELEMENTS (kinds));
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 1);
    g_assert_null (find_note (dataset, "Left out"));
  }
}

/* Half a picture is none: it is named, and what its other half happened to be in memory changes
 * neither the pictures nor whether they are grey. */
static void
test_halves (gpointer fixture, gconstpointer data)
{
  put_pair ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint tenths = 1; tenths < 10; tenths++)
      {
        g_autofree char *name = g_strdup_printf ("b/half-%u.%s", tenths, kinds[i].ending);

        save (name, kinds[i].type);
        cut (name, tenths, 10);
      }
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (dataset->count, ==, 4);
    g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 1);
    assert_said (dataset, "36, first “b/half-1.JPG”", "damaged");
  }
}

/* A class all of whose pictures are damaged is none. */
static void
test_lost_class (gpointer fixture, gconstpointer data)
{
  put_pair ();
  put ("c/1.png");
  cut ("c/1.png", 1, 2);
  {
    g_autoptr (WeftDataset) dataset = read_path (".", NULL);

    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
    assert_said (dataset, "“c”", "class of which no picture");
  }
  cut ("b/1.png", 1, 2);
  cut ("b/2.png", 1, 2);
  assert_fails (".", WEFT_ERROR_INVALID, "first “b/1.png”");
}

static void
test_left_out (gpointer fixture, gconstpointer data)
{
  g_autofree char *link = NULL, *again = NULL;

  put_pair ();
  make_folder ("empty");
  put ("loose.png");
  write_file ("a/1.heic", "x", -1);
  write_file ("a/2.heic", "x", -1);
  write_file ("a/more.zip", "PK", -1);
  write_file ("a/fake.webp", "RIFF\377\377\0\0WEBPVP8 ", 16);
  put ("a/a/3.png"); /* of the same name as its class: more of it */
  again = g_path_get_basename (folder);
  {
    g_autofree char *copy = g_strdup_printf ("%s/a/1.png", again);

    put (copy); /* of the same name as the whole, with a class of the same name */
  }
  link = path_of ("b/back");
  g_assert_cmpint (symlink ("..", link), ==, 0);
  {
    g_autoptr (WeftColumns) columns = NULL;
    g_autoptr (WeftDataset) dataset = weft_reader_read_as (folder, NULL, &columns, NULL);

    g_assert_cmpint (dataset->count, ==, 5);
    g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
    g_assert_cmpuint (columns->n_columns, ==, 0);
    for (guint i = 0; i < columns->left_out->len; i++)
      {
        const WeftLeftOut *left_out = columns->left_out->pdata[i];

        g_assert_cmpuint (left_out->count, ==, g_str_equal (left_out->name, "a/1.heic") ? 2 : 1);
        assert_said (dataset, left_out->name, left_out->reason);
      }
    assert_said (dataset, "“empty”", "without pictures");
    assert_said (dataset, "“loose.png”", "in no class");
    assert_said (dataset, "2, first “a/1.heic”", "not read");
    assert_said (dataset, "“a/more.zip”", "archive");
    assert_said (dataset, "“a/fake.webp”", "(");
    assert_said (dataset, "“a/a”", "belong");
    assert_said (dataset, "“b/back”", "link");
    assert_said (dataset, again, "has the name");
  }
}

/* A class that is not filled yet is named, whatever the others hold. */
static void
test_empty_class (gpointer fixture, gconstpointer data)
{
  for (int filled = 0; filled < 2; filled++)
    {
      g_autofree char *a = NULL, *b = NULL;

      set_up (NULL, NULL);
      a = path_of ("cats");
      b = path_of ("dogs");
      g_assert_cmpint (g_mkdir (a, 0700), ==, 0);
      g_assert_cmpint (g_mkdir (b, 0700), ==, 0);
      if (filled)
        write_file ("dogs/1.txt", "a dog barks", -1);
      assert_fails ("", WEFT_ERROR_INVALID, "the folder “cats” is empty. Put its pictures");
    }
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/folders/classes", test_folder },
    { "/folders/parts", test_folder_parts },
    { "/folders/wrong", test_folder_wrong },
    { "/folders/within", test_within },
    { "/folders/order", test_order },
    { "/folders/lone", test_lone },
    { "/folders/one-part", test_one_part },
    { "/folders/kinds", test_kinds },
    { "/folders/halves", test_halves },
    { "/folders/lost-class", test_lost_class },
    { "/folders/left-out", test_left_out },
    { "/folders/empty-class", test_empty_class },
    { "/folders/class-alone", test_folder_lone },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
