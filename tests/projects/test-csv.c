/* test-csv: tables as spreadsheets in many countries write them, each to the same numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "projects/readers/reader.h"

static char *folder;

static char *
write_bytes (const char *name, const char *bytes, gssize length)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  return path;
}

static WeftDataset *
read_bytes (const char *bytes, gssize length, const char *target)
{
  g_autofree char *path = write_bytes ("table.csv", bytes, length);
  g_autoptr (GError) error = NULL;
  WeftDataset *dataset = weft_reader_read (path, target, &error);

  g_assert_no_error (error);
  return dataset;
}

static WeftDataset *
read_text (const char *text)
{
  return read_bytes (text, -1, NULL);
}

/* The message of the error that reading this gives; transfer full. */
static char *
fail_text (const char *text, const char *target, int code)
{
  g_autofree char *path = write_bytes ("table.csv", text, -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_reader_read (path, target, &error));
  g_assert_error (error, WEFT_ERROR, code);
  return g_strdup (error->message);
}

#define assert_has(text, part)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (!strstr (text, part))                                                                      \
      g_error ("“%s” does not hold “%s”", text, part);                                             \
  }                                                                                                \
  G_STMT_END

static gboolean
has_note (const WeftDataset *dataset, const char *part)
{
  for (guint i = 0; dataset->notes && dataset->notes[i]; i++)
    if (strstr (dataset->notes[i], part))
      return TRUE;
  return FALSE;
}

static float
number (const WeftDataset *dataset, int row, int column)
{
  return ((const float *) weft_dataset_get_x (dataset)
              ->data)[row * weft_dataset_get_x (dataset)->shape.dims[0] + column];
}

static const char *
label (const WeftDataset *dataset, int row)
{
  return weft_dataset_get_y (dataset)
      ->class_names[weft_field_get_class (weft_dataset_get_y (dataset), row)];
}

/* Every form below holds this: three flowers of two kinds. */
static void
assert_flowers (const WeftDataset *dataset, const char *first, const char *second)
{
  g_assert_cmpint (dataset->count, ==, 3);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.rank, ==, 1);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 2);
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
  g_assert_cmpfloat (number (dataset, 0, 0), ==, 5.1f);
  g_assert_cmpfloat (number (dataset, 0, 1), ==, 3.5f);
  g_assert_cmpfloat (number (dataset, 1, 0), ==, -4.25f);
  g_assert_cmpfloat (number (dataset, 2, 1), ==, 1200.0f);
  g_assert_cmpstr (label (dataset, 0), ==, first);
  g_assert_cmpstr (label (dataset, 1), ==, second);
  g_assert_cmpstr (label (dataset, 2), ==, first);
}

static const struct
{
  const char *name, *text;
} forms[] = {
  { "plain", "long,wide,kind\n5.1,3.5,a\n-4.25,2,b\n4,1.2e3,a\n" },
  { "crlf", "long,wide,kind\r\n5.1,3.5,a\r\n-4.25,2,b\r\n4,1200,a\r\n" },
  { "old-mac", "long,wide,kind\r5.1,3.5,a\r-4.25,2,b\r4,1200,a\r" },
  { "no-end", "long,wide,kind\n5.1,3.5,a\n-4.25,2,b\n4,1200,a" },
  { "mark", "\xef\xbb\xbflong,wide,kind\n5.1,3.5,a\n-4.25,2,b\n4,1200,a\n" },
  { "no-header", "5.1,3.5,a\n-4.25,2,b\n4,1200,a\n" },
  { "blank-lines", "\nlong,wide,kind\n\n5.1,3.5,a\n-4.25,2,b\n\n4,1200,a\n\n\n" },
  { "empty-rows", "long,wide,kind\n5.1,3.5,a\n-4.25,2,b\n4,1200,a\n,,\n,,\n" },
  { "names-again",
    "long,wide,kind\n5.1,3.5,a\nlong,wide,kind\n-4.25,2,b\n4,1200,a\nlong,wide,kind\n" },
  { "semicolon", "long;wide;kind\n5.1;3.5;a\n-4.25;2;b\n4;1200;a\n" },
  { "decimal-comma", "long;wide;kind\n5,1;3,5;a\n-4,25;2;b\n4;1200;a\n" },
  { "decimal-comma-no-header", "5,1;3,5;a\n-4,25;2,0;b\n4,0;1200,0;a\n" },
  { "decimal-comma-grouped", "long;wide;kind\n5,1;3,5;a\n-4,25;2;b\n4;1.200,0;a\n" },
  { "decimal-comma-spaced", "long;wide;kind\n5,1;3,5;a\n-4,25;2;b\n4;1\u00a0200;a\n" },
  { "decimal-either", "long;wide;kind\n5,1;3.5;a\n-4.25;2;b\n4;1200;a\n" },
  { "decimal-comma-quoted", "long,wide,kind\n\"5,1\",\"3,5\",a\n\"-4,25\",2,b\n4,1200,a\n" },
  { "tab", "long\twide\tkind\n5.1\t3.5\ta\n-4.25\t2\tb\n4\t1200\ta\n" },
  { "tab-comma", "long\twide\tkind\n5,1\t3,5\ta\n-4,25\t2\tb\n4\t1200\ta\n" },
  { "bar", "long|wide|kind\n5.1|3.5|a\n-4.25|2|b\n4|1200|a\n" },
  { "quoted",
    "\"long\",\"wide\",\"kind\"\n\"5.1\",\"3.5\",\"a\"\n\"-4.25\",\"2\",\"b\"\n4,1200,a\n" },
  { "grouped", "long,wide,kind\n5.1,3.5,a\n-4.25,2,b\n4,\"1,200\",a\n" },
  { "spaces", "long , wide , kind\n 5.1 , 3.5 , a\n -4.25, 2 ,b \n4 , 1200,a\n" },
  { "minus", "long,wide,kind\n5.1,3.5,a\n−4.25,2,b\n4,1200,a\n" },
  { "remarks", "# of lab 7, by hand\n#\n\nlong;wide;kind\n5,1;3,5;a\n-4,25;2;b\n4;1200;a\n" },
  { "sep-line", "sep=;\r\nlong;wide;kind\r\n5,1;3,5;a\r\n-4,25;2;b\r\n4;1200;a\r\n" },
};

static void
test_form (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (WeftDataset) dataset = read_text (forms[i].text);

  assert_flowers (dataset, "a", "b");
}

static const struct
{
  const char *name, *encoding, *mark;
} encodings[] = {
  { "utf-8", "UTF-8", "" },
  { "utf-8-mark", "UTF-8", "\xef\xbb\xbf" },
  { "utf-16le", "UTF-16LE", "\xff\xfe" },
  { "utf-16be", "UTF-16BE", "\xfe\xff" },
  { "utf-16le-bare", "UTF-16LE", "" },
  { "utf-16be-bare", "UTF-16BE", "" },
  { "gb18030", "GB18030", "" },
};

static void
test_encoding (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  const char *text
      = "花萼长度,花瓣宽度,种类\r\n5.1,3.5,山鸢尾\r\n-4.25,2,变色鸢尾\r\n4,1200,山鸢尾\r\n";
  gsize length;
  g_autofree char *converted
      = g_convert (text, -1, encodings[i].encoding, "UTF-8", NULL, &length, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (WeftDataset) dataset = NULL;

  /* UTF-16 without a mark is known by its many zeros: as in tables of mostly numbers. */
  g_byte_array_append (bytes, (const guint8 *) encodings[i].mark, strlen (encodings[i].mark));
  g_byte_array_append (bytes, (const guint8 *) converted, length);
  dataset = read_bytes ((const char *) bytes->data, bytes->len, NULL);
  assert_flowers (dataset, "山鸢尾", "变色鸢尾");
  g_assert_cmpstr (weft_dataset_get_target_title (dataset), ==, "种类");
  g_assert_cmpstr (weft_dataset_get_x (dataset)->feature_names[0], ==, "花萼长度");
}

static void
test_windows_1252 (void)
{
  const char *text = "länge;größe;ort\n5,1;3,5;Zürich\n-4,25;2;Orléans\n4;1200;Zürich\n";
  gsize length;
  g_autofree char *bytes = g_convert (text, -1, "WINDOWS-1252", "UTF-8", NULL, &length, NULL);
  g_autoptr (WeftDataset) dataset = read_bytes (bytes, length, NULL);

  assert_flowers (dataset, "Zürich", "Orléans");
  g_assert_cmpstr (weft_dataset_get_x (dataset)->feature_names[1], ==, "größe");
  g_assert_true (has_note (dataset, "Windows-1252"));
}

static void
test_quotes (void)
{
  g_autoptr (WeftDataset) dataset = read_text (
      "n,say\n1.5,\"a \"\"b\"\", c\"\n2,\"two\nlines\"\n3,plain\n2.5,\"a \"\"b\"\", c\"\n");

  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_cmpstr (label (dataset, 0), ==, "a \"b\", c");
  g_assert_cmpstr (label (dataset, 1), ==, "two\nlines");
  g_assert_cmpfloat (number (dataset, 2, 0), ==, 3);
}

/* In tabbed text a quotation mark may be only that. */
static void
test_tab_quotes (void)
{
  g_autoptr (WeftDataset) dataset = read_text ("inch\tkind\n1.5\t\"a\n2.5\tb\n3.5\t\"a\n4.5\tb\n");

  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_cmpstr (label (dataset, 0), ==, "\"a");
}

static void
test_missing (void)
{
  g_autoptr (WeftDataset) dataset
      = read_text ("a,b,split,y\n1,NA,train,x\n?,2,train,z\n3,4,train,x\n,null,train,z\n"
                   "5,6,train,\n7,NaN,train,x\n9,-,train,z\n100,100,val,x\n");

  g_assert_cmpint (dataset->count, ==, 7);           /* the row without a target is left out */
  g_assert_cmpfloat (number (dataset, 1, 0), ==, 5); /* the middle of 1 3 7 9 */
  g_assert_cmpfloat (number (dataset, 0, 1), ==, 3); /* the middle of 2 4 */
  g_assert_true (has_note (dataset, "“a”: 2 missing"));
  g_assert_true (has_note (dataset, "“b”: 4 missing"));
  g_assert_true (has_note (dataset, "1 rows without a value in “y”")
                 || has_note (dataset, "1 row without a value in “y”"));
}

/* Where the others are numbers "None" is none; among words it is a word. */
static void
test_absent_numbers (void)
{
  g_autoptr (WeftDataset) dataset
      = read_text ("a,b,c,split,y\nNone,3,None,train,x\n1,缺失,brick,train,None\n"
                   "3,--,stone,train,x\n5,5,None,train,None\n3,4,None,val,x\n");

  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 2 + 3);
  g_assert_cmpfloat (number (dataset, 0, 0), ==, 3);
  g_assert_cmpfloat (number (dataset, 1, 1), ==, 4);
  g_assert_cmpfloat (number (dataset, 2, 1), ==, 4);
  g_assert_cmpstr (weft_dataset_get_x (dataset)->feature_names[2], ==, "c = None");
  g_assert_cmpint (dataset->count, ==, 5);
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
  g_assert_true (has_note (dataset, "“a”: 1 missing"));
  g_assert_true (has_note (dataset, "“b”: 2 missing"));
}

/* Words, every one of which is there once. */
static void
test_words_met_once (void)
{
  g_autoptr (GString) text = g_string_new ("a,price\n");
  g_autofree char *message = NULL;

  for (int i = 0; i < 120; i++)
    g_string_append_printf (text, "%g,x%d\n", i * 0.37, 100 + 7 * i);
  message = fail_text (text->str, NULL, WEFT_ERROR_INVALID);
  assert_has (message, "“price”");
  assert_has (message, "120");
}

static void
test_categories (void)
{
  g_autoptr (WeftDataset) dataset
      = read_text ("colour,size,y\nred,1.5,p\nblue,2,q\nNA,3,p\nred,4,q\n");

  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 3);
  g_assert_cmpstr (weft_dataset_get_x (dataset)->feature_names[0], ==, "colour = blue");
  g_assert_cmpfloat (number (dataset, 0, 0), ==, 0);
  g_assert_cmpfloat (number (dataset, 0, 1), ==, 1);
  g_assert_cmpfloat (number (dataset, 1, 0), ==, 1);
  g_assert_cmpfloat (number (dataset, 2, 0) + number (dataset, 2, 1), ==, 0);
  g_assert_cmpfloat (number (dataset, 3, 2), ==, 4);
  g_assert_true (has_note (dataset, "“colour”"));
  g_assert_cmpint (weft_dataset_get_x (dataset)->kind, ==, WEFT_KIND_NUMBERS);
}

static void
test_ids (void)
{
  g_autoptr (GString) text = g_string_new ("id,name,a,b,y\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 1; i <= 80; i++)
    g_string_append_printf (text, "%d,n%d,%g,%g,%s\n", i, i, i * 0.37, i * i * 0.5,
                            i % 2 ? "odd" : "even");
  dataset = read_text (text->str);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 2);
  g_assert_cmpstr (weft_dataset_get_x (dataset)->feature_names[0], ==, "a");
  g_assert_true (has_note (dataset, "“id”"));
  g_assert_true (has_note (dataset, "“name”"));
  g_assert_cmpint (weft_dataset_get_x (dataset)->kind, ==, WEFT_KIND_POINTS);
}

/* x = 1, 2, 3 … is no row number when it is all that there is. */
static void
test_only_column (void)
{
  g_autoptr (WeftDataset) dataset = read_text ("x,y\n1,2.5\n2,3.5\n3,5\n4,6.1\n");

  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 1);
  g_assert_cmpint (weft_dataset_get_y (dataset)->kind, ==, WEFT_KIND_NUMBERS);
  g_assert_cmpfloat (((float *) weft_dataset_get_y (dataset)->data)[3], ==, 6.1f);
}

static void
test_target (void)
{
  g_autoptr (GString) text = g_string_new ("kind,price,age\n");
  g_autoptr (WeftDataset) last = NULL, named = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%s,%d,%d\n", i % 3 ? "a" : "b", 100 + 7 * i, i % 21);
  last = read_bytes (text->str, -1, NULL);
  g_assert_cmpint (weft_dataset_get_y (last)->kind, ==,
                   WEFT_KIND_NUMBERS); /* 21 whole numbers: too many for classes */
  g_assert_cmpstr (weft_dataset_get_target_title (last), ==, "age");
  g_assert_true (has_note (last, "“age” is predicted as a number"));
  named = read_bytes (text->str, -1, "kind");
  g_assert_cmpint (weft_dataset_get_y (named)->kind, ==, WEFT_KIND_CLASS);
  g_assert_cmpint (weft_dataset_get_x (named)->shape.dims[0], ==, 2);
  g_assert_true (has_note (named, "2 classes"));
}

static void
test_whole_classes (void)
{
  g_autoptr (WeftDataset) dataset = read_text ("a,y\n1.5,7\n2.5,10\n3.5,7\n4.5,-1\n");

  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 3);
  g_assert_cmpstr (label (dataset, 0), ==, "7");
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[0], ==,
                   "-1"); /* in the order of numbers, not of words */
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[2], ==, "10");
}

static void
test_split_column (void)
{
  g_autoptr (WeftDataset) two
      = read_text ("a,split,y\n1.5,train,p\n2.5,train,q\n3.5,test,p\n4.5,test,q\n");
  g_autoptr (WeftDataset) three
      = read_text ("a,split,y\n1.5,train,p\n2.5,val,q\n3.5,test,p\n4.5,train,q\n");
  const guint8 parts_of_two[] = { 0, 0, 3, 3 }, parts_of_three[] = { 1, 2, 3, 1 };

  g_assert_cmpint (weft_dataset_get_x (two)->shape.dims[0], ==, 1);
  g_assert_cmpmem (two->part, 4, parts_of_two, 4);
  g_assert_cmpmem (three->part, 4, parts_of_three, 4);
}

/* What is wrong names file, line, column and what to do. */
static void
test_errors (void)
{
  g_autoptr (GString) slip = g_string_new ("a,b,y\n");
  g_autofree char *ragged = fail_text ("a,b,y\n1,2,p\n1,2\n3,4,q\n", NULL, WEFT_ERROR_INVALID);
  g_autofree char *open = fail_text ("a,y\n1,\"p\n2,q\n", NULL, WEFT_ERROR_INVALID);
  g_autofree char *column = fail_text ("a,y\n1,p\n2,q\n", "nope", WEFT_ERROR_NOT_FOUND);
  g_autofree char *same = fail_text ("a,y\n1,p\n2,p\n", NULL, WEFT_ERROR_INVALID);
  g_autofree char *none = fail_text ("", NULL, WEFT_ERROR_INVALID);
  g_autofree char *one = fail_text ("a\n1\n2\n", NULL, WEFT_ERROR_INVALID);
  g_autofree char *typo = NULL;
  g_autofree char *below = fail_text ("# x\na,b\n1,p\n3\n", NULL, WEFT_ERROR_INVALID);

  for (int i = 0; i < 40; i++)
    g_string_append_printf (slip, "%s,%d,%s\n", i == 24 ? "2.4x" : "2.5", i, i % 2 ? "p" : "q");
  typo = fail_text (slip->str, NULL, WEFT_ERROR_INVALID);
  assert_has (ragged, "table.csv");
  assert_has (ragged, "3");
  assert_has (open, "line 2");
  assert_has (below, "line 4");
  assert_has (column, "nope");
  assert_has (column, "a, y");
  assert_has (same, "“y”");
  assert_has (none, "table.csv");
  assert_has (one, "table.csv");
  assert_has (typo, "line 26");
  assert_has (typo, "“a”");
  assert_has (typo, "2.4x");
}

static void
test_text_is_no_target (void)
{
  g_autoptr (GString) text = g_string_new ("size\tage\trooms\tprice\ttext\n");
  g_autofree char *message = NULL;

  for (int i = 0; i < 90; i++)
    g_string_append_printf (text, "%d\t%d\t%d\t%d\ta phrase of some length, number %d\n", i * 7,
                            i % 40, i % 5, i * i, i);
  message = fail_text (text->str, "text", WEFT_ERROR_UNSUPPORTED);
  assert_has (message, "table.csv");
}

static void
test_not_text (void)
{
  static const char zeros[] = "a,b\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff";
  g_autofree char *path = write_bytes ("table.csv", zeros, sizeof zeros);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_reader_read (path, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Cut anywhere and with any byte changed it is read or refused, never worse. */
static void
test_damaged (void)
{
  const char *text = "long;\"wide\";kind\n5,1;\"3,5\";山鸢尾\n-4,25;2;b\n4;1.200;a\n7;NA;\"b\"\n";
  gsize length = strlen (text);
  GRand *random = g_rand_new_with_seed (7);

  for (int i = 0; i < 600; i++)
    {
      g_autofree char *copy = g_memdup2 (text, length + 1);
      gsize n = (gsize) g_rand_int_range (random, 0, (gint32) length + 1);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) dataset = NULL;

      for (int k = 0; k < 3; k++)
        copy[g_rand_int_range (random, 0, (gint32) length)]
            = (char) g_rand_int_range (random, 0, 256);
      path = write_bytes ("table.csv", copy, (gssize) n);
      dataset = weft_reader_read (path, NULL, &error);
      g_assert_true ((dataset != NULL) == (error == NULL));
    }
  g_rand_free (random);
}

static void
test_gzip_and_names (void)
{
  g_autofree char *odd = write_bytes ("data.names", "a,y\n1.5,p\n2.5,q\n3,p\n", -1);
  g_autofree char *pipe = g_build_filename (folder, "nothing-here.csv", NULL);
  g_autoptr (WeftDataset) dataset = weft_reader_read (odd, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (dataset); /* by content, whatever it is called */
  g_assert_cmpstr (dataset->name, ==, "data");
  g_assert_null (weft_reader_read (pipe, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  assert_has (error->message, "nothing-here.csv");
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("weft-csv-XXXXXX", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *path = g_strconcat ("/csv/form/", forms[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_form);
    }
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *path = g_strconcat ("/csv/encoding/", encodings[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_encoding);
    }
  g_test_add_func ("/csv/encoding/windows-1252", test_windows_1252);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/tab-quotes", test_tab_quotes);
  g_test_add_func ("/csv/missing", test_missing);
  g_test_add_func ("/csv/absent-numbers", test_absent_numbers);
  g_test_add_func ("/csv/words-met-once", test_words_met_once);
  g_test_add_func ("/csv/categories", test_categories);
  g_test_add_func ("/csv/ids", test_ids);
  g_test_add_func ("/csv/only-column", test_only_column);
  g_test_add_func ("/csv/target", test_target);
  g_test_add_func ("/csv/whole-classes", test_whole_classes);
  g_test_add_func ("/csv/split-column", test_split_column);
  g_test_add_func ("/csv/errors", test_errors);
  g_test_add_func ("/csv/text-is-no-target", test_text_is_no_target);
  g_test_add_func ("/csv/not-text", test_not_text);
  g_test_add_func ("/csv/damaged", test_damaged);
  g_test_add_func ("/csv/names", test_gzip_and_names);
  status = g_test_run ();
  {
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir)))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
  }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
