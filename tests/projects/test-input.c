/* test-input: no file, however it is made, takes more time or memory than a reader allows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "projects/readers/files/input.h"
#include "projects/readers/notes.h"
#include "projects/readers/pictures/decode-picture.h"
#include "tests/projects/reader-files.h"

#define MB ((gsize) 1 << 20)

/* The peak of the process may not have grown by more than this while a file is refused. A sanitizer
 * keeps what was freed, so that nothing can be said there. */
static gsize
peak (void)
{
  struct rusage usage = { 0 };

#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
  getrusage (RUSAGE_SELF, &usage);
#endif
  return (gsize) usage.ru_maxrss * 1024;
}

/* Bytes of addresses in use. */
static gsize
get_size (void)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  return (gsize) g_ascii_strtoull (text, NULL, 10) * (gsize) sysconf (_SC_PAGESIZE);
}

static void
assert_refused (const char *name, int code, const char *word, gsize most)
{
  g_autofree char *path = path_of (name);
  g_autoptr (GError) error = NULL;
  gint64 began = g_get_monotonic_time ();
  gsize before = peak ();

  g_assert_null (weft_reader_read (path, NULL, &error));
  g_assert_error (error, WEFT_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (peak () - before, <, most);
}

/* Zeros, so well packed that a megabyte is a gigabyte. */
static void
write_packed (const char *name, const char *line, gsize megabytes)
{
  g_autofree char *path = path_of (name), *block = g_malloc (MB);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GOutputStream) out
      = G_OUTPUT_STREAM (g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL));
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (out, G_CONVERTER (zlib));

  for (gsize i = 0; i < MB; i++)
    block[i] = line[i % strlen (line)];
  for (gsize i = 0; i < megabytes; i++)
    g_assert_true (g_output_stream_write_all (stream, block, MB, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
}

static void
test_packed (gpointer fixture, gconstpointer data)
{
  write_packed ("bomb.csv.gz", "1,2,3\n", 48);
  assert_refused ("bomb.csv.gz", WEFT_ERROR_MEMORY, "200 times", 100 * MB);
  write_packed ("bomb", "1,2,3\n", 48);
  assert_refused ("bomb", WEFT_ERROR_MEMORY, "200 times", 100 * MB);
}

/* Of two gigabytes of nothing no more is read than says so. */
static void
test_large (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    int code;
    const char *word;
  } files[] = {
    { "large.csv", WEFT_ERROR_INVALID, "not text" },
    { "large.txt", WEFT_ERROR_MEMORY, "MB" },     /* a text that is no table is held whole */
    { "large", WEFT_ERROR_INVALID, "These can" }, /* what it is stands in its head, or nowhere */
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = path_of (files[i].name);
      int fd = g_open (path, O_WRONLY | O_CREAT, 0600);

      g_assert_cmpint (ftruncate (fd, (off_t) 1 << 31), ==, 0);
      close (fd);
      assert_refused (files[i].name, files[i].code, files[i].word, 20 * MB);
      g_unlink (path);
    }
}

static void
append_word (GByteArray *png, guint32 word)
{
  guint32 big = GUINT32_TO_BE (word);

  g_byte_array_append (png, (const guint8 *) &big, 4);
}

static guint32
crc_of (const guint8 *bytes, gsize n)
{
  guint32 crc = 0xFFFFFFFF;

  for (gsize i = 0; i < n; i++)
    {
      crc ^= bytes[i];
      for (int k = 0; k < 8; k++)
        crc = crc & 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
    }
  return ~crc;
}

static void
append_chunk (GByteArray *png, const char *type, gconstpointer data, gsize n)
{
  guint start;

  append_word (png, (guint32) n);
  start = png->len;
  g_byte_array_append (png, (const guint8 *) type, 4);
  g_byte_array_append (png, data, (guint) n);
  append_word (png, crc_of (png->data + start, png->len - start));
}

/* A grey picture of one colour. */
static void
write_flat_png (const char *name, guint32 width, guint32 height)
{
  g_autoptr (GByteArray) png = g_byte_array_new (), head = g_byte_array_new ();
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (zlib));
  g_autofree guint8 *row = g_malloc0 (width + 1);
  g_autoptr (GBytes) data = NULL;

  for (guint32 y = 0; y < height; y++)
    g_output_stream_write_all (stream, row, width + 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  data = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  append_word (head, width);
  append_word (head, height);
  g_byte_array_append (head, (const guint8[]){ 8, 0, 0, 0, 0 }, 5);
  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_chunk (png, "IHDR", head->data, head->len);
  append_chunk (png, "IDAT", g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  append_chunk (png, "IEND", "", 0);
  write_file (name, png->data, png->len);
}

/* 62 kB that were 391 MB; a small flat picture is one all the same. */
static void
test_picture (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("bomb.png"), *small = path_of ("small.png");
  g_auto (WeftPicture) picture = { 0 };
  g_autoptr (GError) error = NULL;
  gsize before;
  int width, height;

  write_flat_png ("bomb.png", 8000, 8000);
  before = peak ();
  g_assert_false (weft_picture_load (&picture, path, 0, 0, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "unpacks"));
  g_assert_cmpuint (peak () - before, <, 20 * MB);
  g_clear_error (&error);
  g_assert_false (weft_picture_read_size (path, &width, &height, &error));
  g_assert_nonnull (strstr (error->message, "unpacks"));
  write_flat_png ("small.png", 1000, 1000);
  g_assert_true (weft_picture_load (&picture, small, 0, 0, NULL));
}

/* Where there is no memory for a table it is an error, wherever it runs out. */
static void
test_memory (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b,c,d\n");
  g_autofree char *path = path_of ("table.csv");

  for (int i = 0; i < 50000; i++)
    g_string_append_printf (text, "%d,%d,%d,%d\n", i % 7, i % 5, i % 11, i % 3);
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
  g_test_skip ("a sanitizer cannot live within a limit of addresses");
  return;
#endif
  write_file ("table.csv", text->str, (gssize) text->len);
  for (gsize megabytes = 1; megabytes < 32; megabytes += 4)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        {
          struct rlimit room = { get_size () + megabytes * MB, RLIM_INFINITY };
          g_autoptr (GError) error = NULL;
          g_autoptr (WeftDataset) dataset = NULL;

          setrlimit (RLIMIT_AS, &room);
          dataset = weft_reader_read (path, NULL, &error);
          _exit (dataset || g_error_matches (error, WEFT_ERROR, WEFT_ERROR_MEMORY) ? 0 : 1);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (status, ==, 0);
    }
}

/* --- pipes --- */

static gpointer
write_late (gpointer path)
{
  int fd;

  g_usleep (200000);
  fd = g_open (path, O_WRONLY, 0);
  g_assert_cmpint (write (fd, "half", 4), ==, 4);
  g_usleep (200000); /* slower than whoever reads */
  g_assert_cmpint (write (fd, " and half", 9), ==, 9);
  close (fd);
  return NULL;
}

static void
test_pipe (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("pipe"), *bytes = NULL;
  g_autoptr (GError) error = NULL;
  GThread *writer;
  gint64 began;
  gsize length;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_false (weft_input_load (path, MB, &bytes, &length, &error)); /* at once */
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_clear_error (&error);
  began = g_get_monotonic_time ();
  g_assert_false (weft_input_load_text (path, MB, &bytes, &length, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "nobody writes"));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
  writer = g_thread_new ("writer", write_late, path);
  g_assert_true (weft_input_load_text (path, MB, &bytes, &length, NULL));
  g_thread_join (writer);
  g_assert_cmpstr (bytes, ==, "half and half");
  g_assert_cmpuint (length, ==, 13);
}

/* A pipe that never ends does not fill the memory. */
static void
test_endless (gpointer fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_false (weft_input_load_text ("/dev/zero", 4 * MB, &bytes, &length, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
}

/* Numbers in a note are in the language's form, in any order and however the process writes them; a
 * list that goes on ends the sentence. */
static void
test_notes (gpointer fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) notes = weft_notes_new ();
  static const char *const expected[]
      = { "9,000 pictures from “a%d”, 3.4 % of 1,234,567: a, b, …", "x holds 60,000.", "−1e−05" };

  weft_notes_add (notes, "%" PRId64 " pictures from “%s”, %.2g %% of %u: %s.", (gint64) 9000, "a%d",
                  3.4444, 1234567u, "a, b, …");
  weft_notes_add (notes, "%2$s holds %1$d.", 60000, "x");
  weft_notes_add (notes, "%g", -1e-5);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (notes->pdata[i], ==, expected[i]);
}

/* Who chooses a file is offered those of every reader, each ending once. */
static void
test_endings (gpointer fixture, gconstpointer data)
{
  static const char *const some[]
      = { ".csv", ".jsonl", ".txt", ".md",   ".basket", ".png", ".jpeg",  ".webp",
          ".bmp", ".gif",   ".wav", ".opus", ".npz",    ".npy", "-ubyte", ".csv.gz" };
  g_autoptr (GPtrArray) endings = weft_reader_list_endings ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < endings->len; i++)
    g_assert_true (g_hash_table_add (seen, endings->pdata[i]));
  for (guint i = 0; i < G_N_ELEMENTS (some); i++)
    g_assert_true (g_hash_table_contains (seen, some[i]));
  g_assert_false (g_hash_table_contains (seen, ".svg"));
}

int
main (int argc, char **argv)
{
  static const FolderTest tests[] = {
    { "/input/large", test_large },     { "/input/packed", test_packed },
    { "/input/picture", test_picture }, { "/input/memory", test_memory },
    { "/input/pipe", test_pipe },       { "/input/endless", test_endless },
    { "/input/notes", test_notes },     { "/input/endings", test_endings },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
