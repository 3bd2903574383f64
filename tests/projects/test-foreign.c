/* test-foreign: tables and files as other programs and books write them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-files.h"

static gboolean
has_note (const WeftDataset *dataset, const char *begin)
{
  for (guint i = 0; dataset->notes[i]; i++)
    if (g_str_has_prefix (dataset->notes[i], begin))
      return TRUE;
  return FALSE;
}

/* Classes that are a column cut at a number, and cells of two numbers. */
static void
test_cut (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("points,hours,pressure,grade\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 200; i++)
    g_string_append_printf (text, "%d.5,%d,%d/%d,%s\n", i * 37 % 100, i % 13, 100 + i * 7 % 61,
                            60 + i * 3 % 41, i * 37 % 100 >= 50 ? "pass" : "fail");
  write_file ("a.csv", text->str, -1);
  dataset = read_path ("a.csv", NULL);
  g_assert_true (has_note (dataset, "“points” gives “grade” away"));
  g_assert_false (has_note (dataset, "“hours” gives"));
  g_assert_true (has_note (dataset, "“pressure” holds two numbers in a cell"));
}

/* Columns that stand below each other, a quoted one behind a tab. */
static void
test_aligned (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *y;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%6d.5 %9d   %d\t\"%s\"  \n", i * 7 % 31, i * i % 97, i % 5,
                            i % 2 ? "big car" : "small car");
  write_file ("auto.data", text->str, -1);
  dataset = read_path ("auto.data", NULL);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (dataset->count, ==, 60);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 3);
  g_assert_cmpfloat (value (dataset, 1, 0), ==, 7.5);
  g_assert_cmpstr (y->class_names[0], ==, "big car");
}

/* Words between spaces are no columns. */
static void
test_prose (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < 20; i++)
    g_string_append_printf (text, "two  words %d\n", i);
  write_file ("prose.tab", text->str, -1);
  assert_fails ("prose.tab", WEFT_ERROR_INVALID, "is no table");
}

/* Weka's attributes and rows: quoted names and values, remarks, what is missing. */
static void
test_arff (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("% made by hand\n@RELATION 'the weather'\n\n"
                                           "@attribute outlook {sunny, 'over cast', rainy}\n"
                                           "@attribute 'wind, in knots' numeric\n"
                                           "@attribute play {yes, no}\n@data\n");
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x, *y;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, i % 9 == 4 ? "%% gone\n'over cast', ?, yes\n" : "%s,%d.5,%s\n",
                            i % 3 ? "sunny" : "rainy", i * 7 % 31, i % 2 ? "yes" : "no");
  write_file ("weather.arff", text->str, -1);
  dataset = read_path ("weather.arff", NULL);
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (dataset->count, ==, 40);
  g_assert_cmpuint (g_strv_length (x->feature_names), ==, 4);
  g_assert_true (g_strv_contains ((const char *const *) x->feature_names, "wind, in knots"));
  g_assert_cmpint (y->classes, ==, 2);
  g_assert_true (has_note (dataset, "40 rows, 3 columns, from a file of Weka’s."));
  g_string_append (text, "sunny,windy,yes,no\n");
  write_file ("wrong.arff", text->str, -1);
  assert_fails ("wrong.arff", WEFT_ERROR_INVALID, "line 52");
}

/* What to do with a file of another program. */
static void
test_ways_out (gpointer fixture, gconstpointer data)
{
  static const char *const files[][2] = {
    { "a.xlsx", "save its sheet as CSV" }, { "a.parquet", "to_csv" }, { "a.mat", "savez" },
    { "a.pkl", "would run a program" },    { "a.zip", "Unpack it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      write_file (files[i][0], "PK", -1);
      assert_fails (files[i][0], WEFT_ERROR_INVALID, files[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/foreign/cut", test_cut },           { "/foreign/aligned", test_aligned },
    { "/foreign/prose", test_prose },       { "/foreign/arff", test_arff },
    { "/foreign/ways-out", test_ways_out },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
