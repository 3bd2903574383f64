/* test-told: what a reader chose where something else may be asked for is said, and what is asked
 * for is heeded */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sndfile.h>

#include "projects/readers/read-options.h"
#include "projects/readers/told.h"
#include "reader-files.h"

#define POEM "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。"
#define TRADITIONAL "紅樓夢第一回甄士隱夢幻識通靈賈雨村風塵懷閨秀。"

/* So often, in that encoding. */
static void
write_text (const char *name, const char *line, const char *encoding)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length;

  for (int i = 0; i < 160; i++)
    g_string_append (text, line);
  bytes = g_convert (text->str, -1, encoding, "UTF-8", NULL, &length, NULL);
  g_assert_nonnull (bytes);
  write_file (name, bytes, length);
}

static WeftDataset *
read_it (const char *name, const char *option, const char *value, WeftColumns **columns)
{
  g_autofree char *path = path_of (name);
  g_auto (WeftReadOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset;

  if (option)
    weft_read_options_add (&options, option, value, &error);
  g_assert_no_error (error);
  dataset = weft_reader_read_as (path, &options, columns, &error);
  g_assert_no_error (error);
  return dataset;
}

static const char *
find (const WeftColumns *columns, const char *option)
{
  for (guint i = 0; columns && columns->told && i < columns->told->len; i++)
    {
      const WeftTold *told = columns->told->pdata[i];

      if (g_str_equal (told->option, option))
        return told->value;
    }
  return NULL;
}

static void
assert_begins (const WeftDataset *dataset, const char *text)
{
  g_autofree char *found
      = weft_field_dup_text (weft_dataset_get_x (dataset), 0, g_utf8_strlen (text, -1));

  g_assert_true (g_str_has_prefix (found, text));
}

/* What is guessed is said; what cannot be guessed can be asked for. */
static void
test_encoding (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftColumns) guessed = NULL, asked = NULL;
  g_autoptr (WeftDataset) first = NULL, second = NULL;

  write_text ("poem.txt", POEM, "GB18030");
  first = read_it ("poem.txt", NULL, NULL, &guessed);
  g_assert_cmpstr (find (guessed, "encoding"), ==, "gb18030");
  assert_begins (first, "春眠不觉晓");
  write_text ("dream.txt", TRADITIONAL, "BIG5");
  second = read_it ("dream.txt", "encoding", "big5", &asked);
  g_assert_cmpstr (find (asked, "encoding"), ==, "big5");
  assert_begins (second, "紅樓夢第一回");
}

/* As nothing else; with a cure. */
static void
test_wrong_encoding (gpointer fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_auto (WeftReadOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  write_text ("poem.txt", POEM, "GB18030");
  path = path_of ("poem.txt");
  g_assert_true (weft_read_options_add (&options, "encoding", "utf-8", &error));
  g_assert_null (weft_reader_read_as (path, &options, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Choose another one"));
  g_clear_error (&error);
  g_assert_false (weft_read_options_add (&options, "encoding", "klingon", &error));
  g_assert_nonnull (strstr (error->message, "gb18030"));
}

/* Ö before ß is a pair of bytes that GB18030 has a character for; so are most words in Russian. */
static void
test_table (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *header, *words[2], *encoding;
  } tables[] = {
    { "größe", { "grün", "weiß" }, "windows-1252" },
    { "größe", { "schön", "häßlich" }, "windows-1252" },
    { "âge", { "été", "théâtre" }, "windows-1252" },
    { "рост", { "кот", "пёс" }, "windows-1251" },
    { "面积", { "便宜", "贵" }, "gb18030" },
    { "a", { "鸢尾", "b" }, "gb18030" },
    { "臺灣的店名", { "國際電腦經濟", "歷史學校" }, "big5" },
    { "价格", { "国际电脑经济", "历史学校" }, "gb18030" },
  };

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      g_autofree char *path = path_of ("t.csv");
      g_autoptr (GString) text = g_string_new (tables[t].header);
      g_autofree char *bytes = NULL;
      g_autoptr (WeftColumns) columns = NULL;
      gsize length;

      g_string_append (text, ",art\n");
      for (int i = 0; i < 40; i++)
        g_string_append_printf (text, "%d,%s\n", i, tables[t].words[i % 2]);
      bytes = g_convert (text->str, -1, tables[t].encoding, "UTF-8", NULL, &length, NULL);
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      columns = weft_columns_read (path, NULL, NULL);
      g_assert_cmpstr (find (columns, "encoding"), ==, tables[t].encoding);
      g_assert_cmpstr (columns->columns[0].name, ==, tables[t].header);
    }
}

static void
test_unit (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftColumns) own = NULL, asked = NULL, few = NULL;
  g_autoptr (WeftDataset) first = NULL, second = NULL, third = NULL;

  write_text ("poem.txt", "the owl and the pussycat went to sea in a boat. ", "UTF-8");
  first = read_it ("poem.txt", NULL, NULL, &own);
  g_assert_cmpstr (find (own, "unit"), ==, "character");
  second = read_it ("poem.txt", "unit", "word", &asked);
  g_assert_cmpstr (find (asked, "unit"), ==, "word");
  g_assert_cmpint (atoi (find (asked, "vocabulary")), ==, weft_dataset_get_x (second)->classes - 2);
  third = read_it ("poem.txt", "vocabulary", "10", &few);
  g_assert_cmpstr (find (few, "vocabulary"), ==, "10");
}

/* A quarter of a second of a tone. */
static void
write_tone (const char *class, int number, int rate)
{
  g_autofree char *place = path_of (class), *name = g_strdup_printf ("%d.wav", number),
                  *path = g_build_filename (place, name, NULL);
  SF_INFO info = { .samplerate = rate, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_16 };
  SNDFILE *file;

  g_mkdir_with_parents (place, 0700);
  file = sf_open (path, SFM_WRITE, &info);
  g_assert_nonnull (file);
  for (int i = 0; i < rate / 4; i++)
    {
      short value = (short) (i * (number + 3) % 2000 - 1000);

      sf_write_short (file, &value, 1);
    }
  sf_close (file);
}

static void
test_rate (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftColumns) own = NULL, asked = NULL;
  g_autoptr (WeftDataset) first = NULL, second = NULL;

  for (int i = 0; i < 8; i++)
    write_tone (i % 2 ? "high" : "low", i, 8000);
  first = read_it ("", NULL, NULL, &own);
  g_assert_cmpstr (find (own, "rate"), ==, "8000");
  second = read_it ("", "rate", "4000", &asked);
  g_assert_cmpstr (find (asked, "rate"), ==, "4000");
  g_assert_cmpfloat (weft_dataset_get_x (second)->rate, ==, 4000);
  g_assert_cmpint (weft_dataset_get_x (second)->shape.dims[0] * 2, ==,
                   weft_dataset_get_x (first)->shape.dims[0]);
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/told/encoding", test_encoding }, { "/told/wrong-encoding", test_wrong_encoding },
    { "/told/table", test_table },       { "/told/unit", test_unit },
    { "/told/rate", test_rate },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
