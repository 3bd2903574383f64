/* test-stream: tables that are read piece by piece, of any length and in any encoding */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/errand.h"
#include "tests/projects/reader-files.h"

#define ROWS 80000

static const char *const words[] = { "rot", "grün", "blau, hell", "gelb\nund grau" };

static double
number_of (int row)
{
  return (row * 37 % 10007 - 5000) / 8.0;
}

/* 5 MB: a number, a number with gaps, a day, a word that may have commas, ends of lines and quotes,
 * and what follows from the first. */
static GString *
new_table (void)
{
  GString *text = g_string_new ("größe,gap,day,colour,note,label\n");

  for (int i = 0; i < ROWS; i++)
    {
      g_string_append_printf (text, "%.3f,", number_of (i));
      if (i % 5 != 0)
        g_string_append_printf (text, "%d", i % 9);
      g_string_append_printf (text, ",2024-%02d-%02d,\"%s\",\"a \"\"note\"\" of row %d\",%s\n",
                              1 + i % 12, 1 + i % 28, words[i % 4], i,
                              number_of (i) > 0 ? "ja" : "nein");
    }
  return text;
}

static WeftDataset *
read_whole (const char *name)
{
  g_autofree char *path = path_of (name);
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset = weft_reader_read (path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (dataset->count, ==, ROWS);
  return dataset;
}

static void
test_rows (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = new_table ();
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x, *y;
  gint64 gaps = 0;

  write_file ("long.csv", text->str, (gssize) text->len);
  dataset = read_whole ("long.csv");
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (x->shape.dims[0], ==, 7); /* three numbers and four colours */
  g_assert_cmpstr (x->feature_names[0], ==, "größe");
  g_assert_cmpstr (x->feature_names[3], ==, "colour = blau, hell");
  for (int i = 0; i < ROWS; i++)
    {
      const float *sample = weft_field_get_sample (x, i, NULL);

      g_assert_cmpfloat (sample[0], ==, (float) number_of (i));
      g_assert_cmpint (weft_field_is_gap (x, (gsize) i * 7 + 1) != 0, ==, i % 5 == 0);
      gaps += i % 5 == 0 && sample[1] == 4;
      g_assert_cmpfloat (sample[3 + 0] + sample[4] + sample[5] + sample[6], ==, 1);
      g_assert_cmpfloat (sample[3], ==, i % 4 == 2); /* in natural order: blau, gelb, grün, rot */
      g_assert_cmpint (weft_field_get_class (y, i), ==, number_of (i) > 0 ? 0 : 1);
    }
  g_assert_cmpint (gaps, ==, ROWS / 5); /* the middle one of 0 to 8 */
}

static void
write_converted (const char *name, const GString *text, const char *to, const char *mark)
{
  gsize length;
  g_autofree char *bytes
      = g_convert (text->str, (gssize) text->len, to, "UTF-8", NULL, &length, NULL);
  g_autoptr (GString) all = g_string_new (mark);

  g_assert_nonnull (bytes);
  g_string_append_len (all, bytes, (gssize) length);
  write_file (name, all->str, (gssize) all->len);
}

static void
write_packed (const char *name, const GString *text)
{
  g_autofree char *path = path_of (name);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) out
      = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (out, G_CONVERTER (zlib));

  g_assert_true (g_output_stream_write_all (stream, text->str, text->len, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
}

/* The same set whatever it is written in. */
static void
test_encodings (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *name, *to, *mark;
  } files[] = {
    { "16.csv", "UTF-16LE", "\xff\xfe" },
    { "bare.csv", "UTF-16BE", "" },
    { "western.csv", "WINDOWS-1252", "" },
    { "marked.csv", "UTF-8", "\xef\xbb\xbf" },
  };
  g_autoptr (GString) text = new_table ();
  g_autoptr (WeftDataset) plain = NULL, packed = NULL;

  write_file ("plain.csv", text->str, (gssize) text->len);
  plain = read_whole ("plain.csv");
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (WeftDataset) dataset = NULL;

      write_converted (files[i].name, text, files[i].to, files[i].mark);
      dataset = read_whole (files[i].name);
      g_assert_cmpstr (dataset->sha256, ==, plain->sha256);
    }
  write_packed ("packed.csv.gz", text);
  packed = read_whole ("packed.csv.gz");
  g_assert_cmpstr (packed->sha256, ==, plain->sha256);
}

static gpointer
write_pipe (gpointer user)
{
  g_autoptr (GString) text = new_table ();
  g_autoptr (GError) error = NULL;
  FILE *pipe = fopen (user, "w");

  g_assert_cmpuint (fwrite (text->str, 1, text->len, pipe), ==, text->len);
  fclose (pipe);
  return NULL;
}

static void
test_pipe (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("pipe");
  g_autoptr (WeftDataset) dataset = NULL;
  GThread *writer;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  writer = g_thread_new ("writer", write_pipe, path);
  dataset = read_whole ("pipe");
  g_thread_join (writer);
}

static void
assert_refused (const char *name, int code, const char *const *saying)
{
  g_autofree char *path = path_of (name);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_reader_read (path, NULL, &error));
  g_assert_error (error, WEFT_ERROR, code);
  for (guint i = 0; saying[i]; i++)
    if (!strstr (error->message, saying[i]))
      g_error ("“%s” does not say “%s”", error->message, saying[i]);
}

/* What is amiss far down is named with its place; a quotation mark that never ends, and a text of
 * one line, end after a while. */
static void
test_amiss (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) numbers = g_string_new ("a,b\n");
  g_autofree char *line = g_malloc (70 << 20);

  for (int i = 0; i < 400000; i++)
    g_string_append_printf (numbers, "%d.25,%d\n", i, i % 7);
  g_string_append (numbers, "oops,3\n");
  write_file ("slip.csv", numbers->str, (gssize) numbers->len);
  assert_refused ("slip.csv", WEFT_ERROR_INVALID,
                  (const char *const[]){ "line 400,002", "column “a”", "“oops”", NULL });
  g_string_append (numbers, "1,2,3\n");
  write_file ("wide.csv", numbers->str, (gssize) numbers->len);
  assert_refused ("wide.csv", WEFT_ERROR_INVALID,
                  (const char *const[]){ "line 400,003", "3 columns", NULL });
  memset (line, 'x', 70 << 20);
  memcpy (line, "a,b\n1,2\n3,4\n\"", 13);
  write_file ("open.csv", line, 70 << 20);
  assert_refused ("open.csv", WEFT_ERROR_INVALID,
                  (const char *const[]){ "line 4", "more than 64 MB", NULL });
}

/* Tab-separated text may hold quotation marks that are only that. */
static void
test_tabs (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("size\tinches\tlabel\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < ROWS * 3; i++)
    g_string_append_printf (text, "%.2f\t%s\t%d\n", number_of (i), i % 3 ? "\"a" : "b\"", i % 2);
  write_file ("tabs.tsv", text->str, (gssize) text->len);
  {
    g_autofree char *path = path_of ("tabs.tsv");
    g_autoptr (GError) error = NULL;

    dataset = weft_reader_read (path, NULL, &error);
    g_assert_no_error (error);
  }
  g_assert_cmpint (dataset->count, ==, ROWS * 3);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 3);
}

/* Whoever waits sees how far it is, and can call it off. */
static void
test_cancelled (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = new_table ();
  g_autoptr (WeftErrand) errand = weft_errand_new (0), other = weft_errand_new (0);
  g_autofree char *path = path_of ("long.csv");
  g_autoptr (GError) error = NULL;

  write_file ("long.csv", text->str, (gssize) text->len);
  weft_errand_set_own (errand);
  g_clear_pointer (&(WeftDataset *){ weft_reader_read (path, NULL, NULL) }, weft_dataset_unref);
  g_assert_cmpfloat (weft_errand_get_share (errand), >, 0.5);
  weft_errand_set_own (other);
  weft_errand_cancel (other);
  g_assert_null (weft_reader_read (path, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_CANCELLED);
  weft_errand_set_own (NULL);
}

int
main (int argc, char **argv)
{
  static const FolderTest tests[] = {
    { "/stream/rows", test_rows }, { "/stream/encodings", test_encodings },
    { "/stream/pipe", test_pipe }, { "/stream/amiss", test_amiss },
    { "/stream/tabs", test_tabs }, { "/stream/cancelled", test_cancelled },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
