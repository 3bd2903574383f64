/* test-photographs: pictures as cameras and strangers leave them: on their side, damaged, slow */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/decode-picture.h"
#include "tests/projects/reader-files.h"

/* --- which way up --- */

static guint32
left_red (int x, int y)
{
  return x < 16 ? 0x0000ff : 0xff0000;
}

/* 32 × 16, its left half red as it lies in the file; with a note how the camera was held. */
static void
write_photograph (const char *name, int turn, gboolean is_big_endian)
{
  static const guint8 exif[]
      = { 0xff, 0xe1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', 42, 0, 8, 0, 0, 0,
          1,    0,    0x12, 1,  3,   0,   1,   0,   0, 0, 0,   0,   0,  0, 0, 0, 0, 0 };
  static const guint8 exif_big[]
      = { 0xff, 0xe1, 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
          0,    1,    1, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,  0, 0, 0, 0 };
  g_autofree char *png = path_of ("plain.png"), *jpeg = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length;

  write_picture ("plain.png", 32, 16, left_red);
  pixbuf = gdk_pixbuf_new_from_file (png, NULL);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &jpeg, &length, "jpeg", NULL, NULL));
  g_byte_array_append (bytes, (guint8 *) jpeg, 2);
  g_byte_array_append (bytes, is_big_endian ? exif_big : exif, sizeof exif);
  bytes->data[2 + (is_big_endian ? 29 : 28)] = (guint8) turn;
  g_byte_array_append (bytes, (guint8 *) jpeg + 2, (guint) length - 2);
  write_file (name, bytes->data, bytes->len);
}

static void
put (GByteArray *to, gboolean is_big_endian, guint32 value, guint n)
{
  for (guint i = 0; i < n; i++)
    g_byte_array_append (to, &(guint8){ (guint8) (value >> 8 * (is_big_endian ? n - 1 - i : i)) },
                         1);
}

/* The same as a TIFF file of one strip; the entry's value stands at its beginning. */
static void
write_scan (const char *name, int turn, gboolean is_big_endian)
{
  const guint32 entries[][2]
      = { { 256, 32 },   { 257, 16 }, { 258, 8 },  { 259, 1 },           { 262, 2 }, { 273, 152 },
          { 274, turn }, { 277, 3 },  { 278, 16 }, { 279, 32 * 16 * 3 }, { 284, 1 } };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) (is_big_endian ? "MM" : "II"), 2);
  put (bytes, is_big_endian, 42, 2);
  put (bytes, is_big_endian, 8, 4);
  put (bytes, is_big_endian, G_N_ELEMENTS (entries), 2);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    {
      put (bytes, is_big_endian, entries[i][0], 2);
      put (bytes, is_big_endian, 3, 2);
      put (bytes, is_big_endian, 1, 4);
      put (bytes, is_big_endian, entries[i][1], 2);
      put (bytes, is_big_endian, 0, 2);
    }
  put (bytes, is_big_endian, 0, 4);
  while (bytes->len < 152)
    put (bytes, is_big_endian, 0, 1);
  for (int i = 0; i < 32 * 16; i++)
    for (int c = 0; c < 3; c++)
      put (bytes, is_big_endian, (left_red (i % 32, i / 32) >> 8 * c) & 0xff, 1);
  write_file (name, bytes->data, (gssize) bytes->len);
}

static gboolean
is_red (const WeftPicture *picture, int x, int y)
{
  return picture->rgb[3 * (y * picture->width + x)] > 128;
}

/* Exif 2.3: where the first row and the first column of the file are on what is seen. */
static void
test_turned (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    void (*write) (const char *name, int turn, gboolean is_big_endian);
  } kinds[] = { { "photograph.jpg", write_photograph }, { "scan.tif", write_scan } };
  static const struct
  {
    int width, height, red_x, red_y; /* in one corner of the half that is red */
    int blue_x, blue_y;
  } seen[] = {
    [1] = { 32, 16, 2, 8, 29, 8 }, [2] = { 32, 16, 29, 8, 2, 8 }, [3] = { 32, 16, 29, 8, 2, 8 },
    [4] = { 32, 16, 2, 8, 29, 8 }, [5] = { 16, 32, 8, 2, 8, 29 }, [6] = { 16, 32, 8, 2, 8, 29 },
    [7] = { 16, 32, 8, 29, 8, 2 }, [8] = { 16, 32, 8, 29, 8, 2 },
  };

  for (int i = 0; i < 16; i++)
    {
      int turn = i % 8 + 1;
      g_autofree char *path = path_of (kinds[i / 8].name);
      g_auto (WeftPicture) picture = { 0 }, small = { 0 };
      int width, height;

      kinds[i / 8].write (kinds[i / 8].name, turn, turn % 2);
      g_assert_true (weft_picture_read_size (path, &width, &height, NULL));
      g_assert_true (weft_picture_load (&picture, path, 0, 0, NULL));
      g_assert_cmpint (width, ==, seen[turn].width);
      g_assert_cmpint (height, ==, seen[turn].height);
      g_assert_cmpint (picture.width, ==, width);
      g_assert_cmpint (picture.height, ==, height);
      g_assert_true (is_red (&picture, seen[turn].red_x, seen[turn].red_y));
      g_assert_false (is_red (&picture, seen[turn].blue_x, seen[turn].blue_y));
      g_assert_true (weft_picture_load (&small, path, width / 2, height / 2, NULL));
      g_assert_true (is_red (&small, seen[turn].red_x / 2, seen[turn].red_y / 2));
      g_assert_false (is_red (&small, seen[turn].blue_x / 2, seen[turn].blue_y / 2));
    }
}

/* --- damage that is no end that is missing --- */

static void
assert_damaged (const char *name, const guint8 *bytes, gsize length)
{
  g_autofree char *path = path_of (name);
  g_auto (WeftPicture) picture = { 0 };
  g_autoptr (GError) error = NULL;

  write_file (name, bytes, (gssize) length);
  g_assert_false (weft_picture_load (&picture, path, 0, 0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
}

static void
assert_whole (const char *name, const guint8 *bytes, gsize length)
{
  g_autofree char *path = path_of (name);
  g_auto (WeftPicture) picture = { 0 };
  g_autoptr (GError) error = NULL;

  write_file (name, bytes, (gssize) length);
  weft_picture_load (&picture, path, 0, 0, &error);
  g_assert_no_error (error);
}

typedef struct
{
  gsize at;
  guint8 is;
} Flip;

static void
try_flips (const char *name, const guint8 *bytes, gsize length, const Flip *flips)
{
  assert_whole (name, bytes, length);
  for (guint i = 0; flips[i].at; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, length);

      copy[flips[i].at] = flips[i].is;
      assert_damaged (name, copy, length);
    }
  assert_damaged (name, bytes, length - 1);
}

static void
test_damaged_bmp (gpointer fixture, gconstpointer data)
{
  static const Flip flips[] = { { 18, 40 }, { 22, 40 }, { 10, 200 }, { 22, 0 }, { 0, 0 } };
  g_autofree char *png = path_of ("plain.png"), *bmp = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  gsize length;

  write_picture ("plain.png", 32, 16, left_red);
  pixbuf = gdk_pixbuf_new_from_file (png, NULL);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &bmp, &length, "bmp", NULL, NULL));
  try_flips ("one.bmp", (guint8 *) bmp, length, flips);
}

/* 4 × 2, greys in bytes and written out, and bits. */
static void
test_damaged_pnm (gpointer fixture, gconstpointer data)
{
  static const char greys[] = "P5\n# by hand\n4 2\n255\n\1\2\3\4\5\6\7\10",
                    written[] = "P2\n4 2\n9\n1 2 3 4\n5 6 7 8\n",
                    bits[] = "P1\n4 2\n0101\n1 0 1 0\n";
  static const Flip taller[] = { { 16, '3' }, { 0, 0 } };

  try_flips ("one.pgm", (const guint8 *) greys, sizeof greys - 1, taller);
  assert_whole ("two.pgm", (const guint8 *) written, sizeof written - 1);
  assert_damaged ("two.pgm", (const guint8 *) written, sizeof written - 4);
  assert_damaged ("two.pgm", (const guint8 *) "P2\n4 2\n9\n1 2 3 4\n5 6 77 8\n", 27);
  assert_whole ("one.pbm", (const guint8 *) bits, sizeof bits - 1);
  assert_damaged ("one.pbm", (const guint8 *) "P1\n4 2\n0101\n1 0 7 0\n", 21);
}

/* One pixel, 1 × 1. */
static void
test_damaged_gif (gpointer fixture, gconstpointer data)
{
  static const guint8 gif[]
      = { 'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0x80, 0, 0, 0,    0, 0, 255, 255,
          255, ',', 0,   0,   0,   0,   1, 0, 1, 0, 0,    2, 2, 0x44, 1, 0, ';' };
  static const Flip flips[]
      = { { 20, 1 }, { 24, 9 }, { 29, 13 }, { 30, 200 }, { 34, 'x' }, { 19, 'z' }, { 0, 0 } };

  try_flips ("one.gif", gif, sizeof gif, flips);
}

/* --- patience --- */

/* What takes too long is refused, with that reason; the clock is looked at after each piece. */
static void
test_patience (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("plain.png");
  g_auto (WeftPicture) picture = { 0 };
  g_autoptr (GError) error = NULL;

  write_picture ("plain.png", 32, 16, left_red);
  weft_picture_set_patience (-1);
  g_assert_false (weft_picture_load (&picture, path, 0, 0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "too long to decode"));
  weft_picture_set_patience (20 * G_USEC_PER_SEC);
  g_assert_true (weft_picture_load (&picture, path, 0, 0, NULL));
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/photographs/turned", test_turned },     { "/photographs/bmp", test_damaged_bmp },
    { "/photographs/pnm", test_damaged_pnm },   { "/photographs/gif", test_damaged_gif },
    { "/photographs/patience", test_patience },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
