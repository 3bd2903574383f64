/* test-sounds: recordings of every usual kind, folders and tables of them, and what is said of
 * those that cannot be read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-files.h"

#include <math.h>
#include <sndfile.h>

#include "engine/data/sound-frames.h"
#include "engine/plan/check.h"
#include "projects/readers/starters/starter.h"
#include "tests/engine/small-stream.h"

enum
{
  RATE = 8000,
  LENGTH = 2000,
};

static double
tone (double hertz, gint64 i, int rate)
{
  return 0.5 * sin (2 * G_PI * hertz * (double) i / rate);
}

/* A tone in the first channel, half as loud in the second. */
static void
record (const char *name, int format, int rate, int channels, gint64 length, double hertz)
{
  g_autofree char *path = path_of (name), *inner = g_path_get_dirname (path);
  g_autofree float *frames = g_new (float, length *channels);
  SF_INFO info = { .samplerate = rate, .channels = channels, .format = format };
  SNDFILE *file;

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  file = sf_open (path, SFM_WRITE, &info);
  g_assert_nonnull (file);
  for (gint64 i = 0; i < length; i++)
    for (int c = 0; c < channels; c++)
      frames[i * channels + c] = (float) tone (hertz, i, rate) / (float) (c + 1);
  g_assert_cmpint (sf_writef_float (file, frames, length), ==, length);
  sf_close (file);
}

#define WAV16 (SF_FORMAT_WAV | SF_FORMAT_PCM_16)

static void
record_pair (void)
{
  record ("high/1.wav", WAV16, RATE, 1, LENGTH, 1000);
  record ("high/2.wav", WAV16, RATE, 1, LENGTH + 500, 1000);
  record ("low/1.wav", WAV16, RATE, 1, LENGTH, 250);
  record ("low/2.wav", WAV16, RATE, 1, LENGTH, 250);
}

/* How far a sample is from that tone, of its loudness, but at its ends. */
static double
distance (const WeftDataset *dataset, gint64 sample, double hertz, double loudness)
{
  const WeftField *x = weft_dataset_get_x (dataset);
  g_autofree float *numbers = g_new (float, weft_shape_count (&x->shape));
  gint64 n = x->offsets[sample + 1] - x->offsets[sample];
  double most = 0;

  weft_field_get (x, sample, numbers);
  for (gint64 i = 50; i < n - 50; i++)
    most = fmax (most, fabs ((double) numbers[i] - loudness * tone (hertz, i, (int) x->rate)));
  return most;
}

static void
test_kinds (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *ending;
    int format;
    double error;
  } kinds[] = {
    { "wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 0.01 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1e-4 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 1e-4 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_PCM_32, 1e-4 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1e-4 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 1e-4 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_ULAW, 0.02 },
    { "wav", SF_FORMAT_WAV | SF_FORMAT_ALAW, 0.02 },
    { "wav", SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, 1e-4 },
    { "wav", SF_FORMAT_WAVEX | SF_FORMAT_FLOAT, 1e-4 },
    { "flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1e-4 },
    { "ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.1 },
    { "aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 1e-4 },
    { "au", SF_FORMAT_AU | SF_FORMAT_ULAW, 0.02 },
  };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autofree char *high = g_strdup_printf ("set%u/high/1.%s", k, kinds[k].ending);
      g_autofree char *low = g_strdup_printf ("set%u/low/1.%s", k, kinds[k].ending);
      g_autofree char *set = g_strdup_printf ("set%u", k);
      g_autoptr (WeftDataset) dataset = NULL;

      record (high, kinds[k].format, RATE, 1, LENGTH, 1000);
      record (low, kinds[k].format, RATE, 1, LENGTH, 250);
      dataset = read_path (set, NULL);
      g_assert_cmpint (dataset->count, ==, 2);
      g_assert_cmpint (weft_dataset_get_x (dataset)->kind, ==, WEFT_KIND_SOUND);
      g_assert_cmpfloat (weft_dataset_get_x (dataset)->rate, ==, RATE);
      g_assert_cmpint (weft_dataset_get_x (dataset)->offsets[1], ==, LENGTH);
      g_assert_cmpfloat (distance (dataset, 0, 1000, 1), <, kinds[k].error);
      g_assert_cmpfloat (distance (dataset, 1, 250, 1), <, kinds[k].error);
    }
}

/* Two channels become their mean; what has another rate becomes as long as it was and keeps its
 * pitch; what is faster than speech needs comes down. */
static void
test_one_rate (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL, fast = NULL;
  const WeftField *x;

  record_pair ();
  record ("low/3.wav", WAV16, 44100, 2, 44100, 250);
  dataset = read_path ("", NULL);
  x = weft_dataset_get_x (dataset);
  g_assert_cmpint (dataset->count, ==, 5);
  g_assert_cmpfloat (x->rate, ==, RATE);
  g_assert_cmpint (x->offsets[5] - x->offsets[4], ==, RATE);
  g_assert_cmpfloat (distance (dataset, 4, 250, 0.75), <, 0.01);
  record ("fast/a/1.wav", WAV16, 48000, 1, 48000, 1000);
  record ("fast/b/1.wav", WAV16, 48000, 1, 48000, 500);
  fast = read_path ("fast", NULL);
  g_assert_cmpfloat (weft_dataset_get_x (fast)->rate, ==, 16000);
  g_assert_cmpfloat (distance (fast, 0, 1000, 1), <, 0.01);
}

/* Two channels stay two where that is asked for, also at another rate; what has one gives it to
 * both. The starter hears each by itself. */
static void
test_channels (gpointer fixture, gconstpointer data)
{
  const WeftReadOptions keep = { .channels = "keep" };
  g_autofree char *path = path_of ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftGraph) graph = NULL;
  const double heard[][2] = { { 1, 0.5 }, { 1, 0.5 }, { 1, 0.5 }, { 1, 1 } };
  const WeftField *x;

  record ("high/1.wav", WAV16, RATE, 2, LENGTH, 1000);
  record ("high/2.wav", WAV16, RATE, 2, LENGTH + 500, 1000);
  record ("low/1.wav", WAV16, 44100, 2, 44100, 250);
  record ("low/2.wav", WAV16, RATE, 1, LENGTH, 250);
  dataset = weft_reader_read_as (path, &keep, NULL, &error);
  g_assert_no_error (error);
  x = weft_dataset_get_x (dataset);
  g_assert_cmpint (x->shape.rank, ==, 2);
  g_assert_cmpint (x->shape.dims[0], ==, 2);
  g_assert_cmpint (x->shape.dims[1], ==, RATE);
  g_assert_cmpint (x->ragged, ==, 1);
  for (int i = 0; i < 4; i++)
    {
      WeftShape shape;
      const gint16 *from = weft_field_get_sample (x, i, &shape);

      for (int c = 0; c < 2; c++)
        for (gint64 k = 50; k < shape.dims[1] - 50; k++)
          g_assert_cmpfloat (fabs (from[c * shape.dims[1] + k] / 32768.0
                                   - heard[i][c] * tone (i < 2 ? 1000 : 250, k, RATE)),
                             <, 0.01);
    }
  weft_catalog_add (catalog, dataset);
  graph = weft_starter_new (dataset, &error);
  g_assert_no_error (error);
  {
    g_autoptr (WeftReport) report = weft_check (graph, catalog);

    g_assert_true (report->can_train);
  }
}

/* A tone above what the lower rate can hold is gone, and not another one. */
static void
test_no_alias (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;

  record_pair ();
  record ("low/3.wav", WAV16, 44100, 1, 22050, 6000);
  dataset = read_path ("", NULL);
  g_assert_cmpfloat (distance (dataset, 4, 0, 0), <, 0.01);
}

static void
test_parts (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;

  record ("train/high/1.wav", WAV16, RATE, 1, LENGTH, 1000);
  record ("train/low/1.wav", WAV16, RATE, 1, LENGTH, 250);
  record ("test/high/1.wav", WAV16, RATE, 1, LENGTH, 1000);
  record ("test/low/1.wav", WAV16, RATE, 1, LENGTH, 250);
  dataset = read_path ("", NULL);
  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_nonnull (dataset->part);
  g_assert_cmpint (dataset->part[0] + dataset->part[1] + dataset->part[2] + dataset->part[3], ==,
                   2 * (WEFT_PART_TEST + 1));
}

static void
put (const char *name, const char *text)
{
  write_file (name, text, -1);
}

/* One long recording, and where in it what is said; the two files of a set by either's name, by the
 * recording's or by the folder. */
static void
test_long_one (gpointer fixture, gconstpointer data)
{
  static const char *const ways[] = { "words-train.tsv", "words-test.tsv", "words-train.wav", "" };

  record ("words-train.wav", WAV16, RATE, 1, 8000, 1000);
  record ("words-test.wav", WAV16, RATE, 1, 4000, 1000);
  put ("words-train.tsv", "start\tlength\tdigit\tvoice\n0\t2000\tone\ta\n2000\t1000\ttwo\tb\n"
                          "3000\t5000\tone\tb\n");
  put ("words-test.tsv", "start\tlength\tdigit\tvoice\n0\t2000\ttwo\ta\n2000\t2000\tone\tb\n");
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (WeftDataset) dataset = read_path (ways[i], NULL);
      const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);

      g_assert_cmpstr (dataset->name, ==, "words");
      g_assert_cmpint (dataset->count, ==, 5);
      g_assert_cmpint (x->offsets[2] - x->offsets[1], ==, 1000);
      g_assert_cmpstr (y->title, ==, "digit");
      g_assert_cmpstr (y->class_names[weft_field_get_class (y, 1)], ==, "two");
      g_assert_cmpint (dataset->part[0], ==, 0);
      g_assert_cmpint (dataset->part[3], ==, WEFT_PART_TEST + 1);
    }
}

/* Pieces of one recording by who is heard: nobody is on both sides, also where there are files for
 * the parts. */
static void
test_voices (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("start\tlength\tdigit\tvoice\n");
  WeftReadOptions options = { .group = "voice" };
  g_autofree char *path = path_of ("words.tsv");
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL, none = NULL;

  record ("words.wav", WAV16, RATE, 1, 8000, 1000);
  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, "%d\t200\t%s\t%c\n", i * 200, i % 3 ? "one" : "two", 'a' + i % 5);
  put ("words.tsv", text->str);
  dataset = weft_reader_read_as (path, &options, NULL, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 40; i++)
    g_assert_cmpint (dataset->group[i], ==, i % 5);
  options.group = "person";
  none = weft_reader_read_as (path, &options, NULL, &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  options.group = "digit";
  none = weft_reader_read_as (path, &options, NULL, &error);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Another column by name; seconds; a recording a row. */
static void
test_tables (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) voices = NULL, seconds = NULL, files = NULL;

  record ("a.wav", WAV16, RATE, 1, 8000, 1000);
  put ("a.csv", "start,length,digit,voice\n0,2000,1,ann\n2000,1000,2,ben\n3000,500,1,cid\n");
  voices = read_path ("a.csv", "voice");
  g_assert_cmpint (weft_dataset_count_classes (voices), ==, 3);
  record ("b.wav", WAV16, RATE, 1, 8000, 1000);
  put ("b.csv", "start,end,label\n0,0.25,x\n0.25,0.5,y\n");
  seconds = read_path ("b.csv", NULL);
  g_assert_cmpint (weft_dataset_get_x (seconds)->offsets[1], ==, 2000);
  put ("list.csv", "file,label\na.wav,x\nb.wav,y\n");
  files = read_path ("list.csv", NULL);
  g_assert_cmpint (files->count, ==, 2);
  g_assert_cmpint (weft_dataset_get_x (files)->offsets[1], ==, 8000);
}

/* The table beside the folder of its recordings, or in one of its own; what Audacity writes;
 * numbers with a decimal comma, under Chinese names. */
static void
test_layouts (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) beside = NULL, apart = NULL, labels = NULL, chinese = NULL;
  g_autofree char *meta = path_of ("two/meta");

  record ("one/wav/a.wav", WAV16, RATE, 1, 800, 1000);
  record ("one/wav/b.wav", WAV16, RATE, 1, 900, 250);
  put ("one/meta.csv", "file_name,category\na.wav,x\nwav/b.wav,y\n");
  beside = read_path ("one", NULL);
  g_assert_cmpstr (weft_dataset_get_y (beside)->title, ==, "category");
  g_assert_cmpint (weft_dataset_get_x (beside)->offsets[1], ==, 800);
  record ("two/audio/a.wav", WAV16, RATE, 1, 800, 1000);
  record ("two/audio/b.wav", WAV16, RATE, 1, 900, 250);
  g_assert_cmpint (g_mkdir_with_parents (meta, 0700), ==, 0);
  put ("two/meta/list.csv", "filename,category\na.wav,x\nb.wav,y\n");
  apart = read_path ("two", NULL);
  g_assert_cmpint (apart->count, ==, 2);
  g_assert_cmpint (weft_dataset_get_x (apart)->offsets[2], ==, 1700);
  record ("d.wav", WAV16, RATE, 1, 8000, 1000);
  put ("d.txt", "0.000000\t0.250000\tx\n0.250000\t0.500000\ty\n0.5\t0.6\ty\n");
  labels = read_path ("d.wav", NULL);
  g_assert_cmpint (labels->count, ==, 3);
  g_assert_cmpint (weft_dataset_get_x (labels)->offsets[1], ==, 2000);
  record ("e.wav", WAV16, RATE, 1, 8000, 1000);
  put ("e.csv", "开始;时长;标签\r\n0,0;0,25;低\r\n0,25;0,5;高\r\n");
  chinese = read_path ("e.wav", NULL);
  g_assert_cmpint (weft_dataset_get_x (chinese)->offsets[2], ==, 6000);
  put ("one/meta.csv", "file_name,category\na.wav,x\nz.wav,y\n");
  assert_fails ("one", WEFT_ERROR_INVALID, "line 3: there is no recording “z.wav”");
}

/* Texts are written, or read aloud where that is asked for; what is said twice stays together. */
static void
test_texts (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) heard = NULL, said = NULL;
  g_autoptr (WeftGraph) hears = NULL, says = NULL;
  const WeftField *x, *y;

  record ("talk.wav", WAV16, RATE, 1, 8000, 1000);
  put ("talk.tsv", "start\tlength\ttext\n0\t1000\tYes\n1000\t2000\tno\n3000\t1000\tyes\n"
                   "4000\t1000\tso\n5000\t1000\tyes\n");
  heard = read_path ("talk.wav", NULL);
  x = weft_dataset_get_x (heard);
  y = weft_dataset_get_y (heard);
  g_assert_cmpint (x->kind, ==, WEFT_KIND_SOUND);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (y->offsets[1], ==, 3);
  g_assert_true (g_strv_contains ((const char *const *) heard->cures, "sound")); /* a button */
  said = read_path ("talk.wav", "sound");
  x = weft_dataset_get_x (said);
  y = weft_dataset_get_y (said);
  g_assert_cmpint (x->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_FRAMES);
  g_assert_cmpint (y->offsets[2] - y->offsets[1], ==, weft_sound_rows_count (2000, RATE));
  g_assert_cmpint (said->group[2], ==, said->group[4]);
  g_assert_cmpint (said->group[1], !=, said->group[3]);
  hears = weft_starter_new (heard, NULL);
  says = weft_starter_new (said, NULL);
  g_assert_nonnull (weft_graph_find_by_name (hears, "mel_spectrogram1"));
  g_assert_nonnull (weft_graph_find_by_name (says, "attention1"));
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

static gboolean
says (const WeftDataset *dataset, const char *what)
{
  for (guint i = 0; dataset->notes[i]; i++)
    if (strstr (dataset->notes[i], what))
      return TRUE;
  return FALSE;
}

/* What cannot be read of a folder is left out and said; what a table speaks of must be there. */
static void
test_damaged (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;

  record_pair ();
  record ("low/3.wav", WAV16, RATE, 1, LENGTH, 250);
  cut ("low/3.wav", 1, 2);
  put ("low/4.wav", "no sound at all");
  put ("low/notes.txt", "of the recordings");
  dataset = read_path ("", NULL);
  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_true (says (dataset, "“low/3.wav”"));
  g_assert_true (says (dataset, "notes.txt"));
  record ("long/a.wav", WAV16, RATE, 1, 8000, 1000);
  put ("long/a.csv", "start,length,label\n0,2000,x\n2000,9000,y\n");
  assert_fails ("long/a.csv", WEFT_ERROR_INVALID, "line 3");
  put ("long/a.csv", "start,length,label\n0,2000,x\nsoon,900,y\n");
  assert_fails ("long/a.csv", WEFT_ERROR_INVALID, "soon");
  put ("long/a.csv", "start,length,label\n0,2000,x\n2000,900,y\n");
  cut ("long/a.wav", 1, 2);
  assert_fails ("long/a.csv", WEFT_ERROR_DAMAGED, "cut off");
}

static void
test_no_table (gpointer fixture, gconstpointer data)
{
  record ("a.wav", WAV16, RATE, 1, 8000, 1000);
  assert_fails ("a.wav", WEFT_ERROR_PART, "one recording");
  put ("list.csv", "file,label\n../a.wav,x\nb.wav,y\n");
  assert_fails ("list.csv", WEFT_ERROR_INVALID, "elsewhere");
  put ("list.csv", "file,label\na.wav,x\nb.wav,y\n");
  assert_fails ("list.csv", WEFT_ERROR_INVALID, "b.wav");
  put ("list.csv", "file,of\na.wav,x\na.wav,x\n");
  assert_fails ("list.csv", WEFT_ERROR_NOT_FOUND, "label");
}

/* A class whose folder is empty does not count; one class is none. */
static void
test_empty_class (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = path_of ("none");

  record ("high/1.wav", WAV16, RATE, 1, LENGTH, 1000);
  g_mkdir (path, 0700);
  assert_fails ("", WEFT_ERROR_INVALID, "none");
}

static void
test_too_long (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;

  record_pair ();
  record ("low/3.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, RATE, 1, 61 * RATE, 250);
  dataset = read_path ("", NULL);
  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_true (says (dataset, "60 seconds"));
}

static void
test_starter (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (GError) error = NULL;

  record_pair ();
  dataset = read_path ("", NULL);
  graph = weft_starter_new (dataset, &error);
  g_assert_no_error (error);
  weft_catalog_add (catalog, dataset);
  report = weft_check (graph, catalog);
  g_assert_true (report->can_train);
}

/* Through the bytes of a project: the rate is kept, and is a part of what the set is. */
static void
test_kept (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL, back = NULL;
  g_autoptr (GVariant) header = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  record_pair ();
  dataset = read_path ("", NULL);
  header = weft_dataset_serialize_header (dataset);
  bytes = store (dataset);
  back = load (header, bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (weft_dataset_get_x (back)->rate, ==, RATE);
  g_assert_cmpfloat (distance (back, 0, 1000, 1), <, 1e-4);
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/sounds/kinds", test_kinds },
    { "/sounds/one-rate", test_one_rate },
    { "/sounds/channels", test_channels },
    { "/sounds/no-alias", test_no_alias },
    { "/sounds/parts", test_parts },
    { "/sounds/long-one", test_long_one },
    { "/sounds/voices", test_voices },
    { "/sounds/tables", test_tables },
    { "/sounds/layouts", test_layouts },
    { "/sounds/texts", test_texts },
    { "/sounds/damaged", test_damaged },
    { "/sounds/no-table", test_no_table },
    { "/sounds/empty-class", test_empty_class },
    { "/sounds/too-long", test_too_long },
    { "/sounds/starter", test_starter },
    { "/sounds/kept", test_kept },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
