/* test-json-lines: records of JSON, a line each, are a table like any other */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-columns.h"

static void
test_records (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *x, *y;

  write_file ("a.jsonl",
              "{\"size\": 1.5, \"colour\": \"red\", \"kind\": \"cat\"}\n"
              "\n"
              "{ \"kind\" : \"d\\u00f6g\", \"colour\":\"blue, \\\"dark\\\"\", \"size\":-2e1 }\r\n"
              "{\"size\": null, \"kind\": \"cat\", \"colour\": \"red\", \"late\": true}\n"
              "{\"size\": 4, \"kind\": \"d\\u00f6g\", \"colour\": \"red\", \"late\": false}",
              -1);
  dataset = read_path ("a.jsonl", "kind");
  x = weft_dataset_get_x (dataset);
  y = weft_dataset_get_y (dataset);
  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_cmpstr (x->feature_names[0], ==, "size");
  g_assert_cmpfloat (value (dataset, 0, 0), ==, 1.5f);
  g_assert_cmpfloat (value (dataset, 1, 0), ==, -20.0f);
  g_assert_true (weft_field_is_gap (x, 2 * weft_shape_count (&x->shape)));
  g_assert_cmpstr (x->feature_names[1], ==, "colour = blue, \"dark\"");
  g_assert_cmpstr (y->class_names[1], ==, "dög");
  g_assert_cmpint (weft_field_get_class (y, 3), ==, 1);
}

/* More than is read at once: what comes last has a name of its own, and is counted. */
static void
test_long (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 60000; i++)
    g_string_append_printf (
        text,
        "{\"first number\": %d, \"and another one\": %d.25, \"its kind\": \"%s\", "
        "\"filler of the line\": \"%s\"}\n",
        i % 977, i % 31, i % 2 ? "odd" : "even", i % 2 ? "x y" : "z");
  g_string_append (text, "{\"its kind\": \"odd\", \"last\": 7}\n");
  g_assert_cmpuint (text->len, >, 4 << 20);
  write_file ("a.ndjson", text->str, (gssize) text->len);
  dataset = read_path ("a.ndjson", "its kind");
  g_assert_cmpint (dataset->count, ==, 60001);
  g_assert_cmpfloat (value (dataset, 59999, 0), ==, 59999 % 977);
  g_assert_cmpfloat (value (dataset, 59999, 1), ==, 59999 % 31 + 0.25f);
  g_string_append (text, "{\"its kind\": }\n");
  write_file ("b.ndjson", text->str, (gssize) text->len);
  assert_fails ("b.ndjson", WEFT_ERROR_INVALID, "line 60,002");
}

/* Beside a record that spans lines, and one that lies with another in a line. */
static void
test_array (gpointer fixture, gconstpointer data)
{
  static const char *const text
      = "[\n  {\n    \"size\": 1.5, \"kind\": \"a, [b] {\\\"c\"\n  },\n  {\"size\": 2, "
        "\"kind\": \"d\"}, {\"kind\": \"d\", \"size\": 3},\n"
        "  {\"late\": true, \"kind\": \"d\"}\n]\n";
  g_autoptr (GString) many = g_string_new ("[");
  g_autoptr (WeftDataset) dataset = NULL, large = NULL;
  g_autofree char *broken = g_strdup_printf ("%.*s", (int) strlen (text) - 20, text);

  write_file ("a.json", text, -1);
  dataset = read_path ("a.json", "kind");
  g_assert_cmpint (dataset->count, ==, 4);
  g_assert_cmpfloat (value (dataset, 2, 0), ==, 3);
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[0], ==, "a, [b] {\"c");
  write_file ("b.json", broken, -1);
  assert_fails ("b.json", WEFT_ERROR_DAMAGED, "line 6: the list breaks off");
  for (int i = 0; i < 60000; i++)
    g_string_append_printf (many, "%s{\"number\": %d,\n \"kind\": \"%s\", \"more\": \"%060d\"}",
                            i ? "," : "", i % 977, i % 2 ? "odd" : "even", i % 5);
  g_string_append (many, "]");
  write_file ("c.json", many->str, (gssize) many->len);
  large = read_path ("c.json", "kind");
  g_assert_cmpint (large->count, ==, 60000);
  g_assert_cmpfloat (value (large, 59999, 0), ==, 59999 % 977);
}

/* Objects within, a list of numbers, and words with what is said of each. */
static void
test_nested (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL), words = g_string_new (NULL);
  g_autoptr (WeftDataset) dataset = NULL, tagged = NULL;
  const WeftField *x, *tags;

  for (int i = 0; i < 20; i++)
    g_string_append_printf (text,
                            "{\"data\": {\"at\": [%d, %d.5], \"size\": %d}, \"meta\": {\"label\": "
                            "\"%c\"}}\n",
                            i * i % 13, i * 3 % 7, i * 5 % 11, "ab"[i % 2]);
  write_file ("a.jsonl", text->str, -1);
  dataset = read_path ("a.jsonl", "meta.label");
  x = weft_dataset_get_x (dataset);
  g_assert_cmpuint (g_strv_length (x->feature_names), ==, 3);
  g_assert_true (g_strv_contains ((const char *const *) x->feature_names, "data.at.2"));
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 2);
  for (int i = 0; i < 40; i++)
    g_string_append_printf (words,
                            "{\"id\": %d, \"tokens\": [\"I\", \"saw\", \"New York\", \"%d\"], "
                            "\"ner_tags\": [0, 0, 3, %d]}\n",
                            i, i, i % 2);
  write_file ("b.jsonl", words->str, -1);
  tagged = read_path ("b.jsonl", NULL);
  x = weft_dataset_get_x (tagged);
  tags = weft_dataset_get_y (tagged);
  g_assert_cmpint (x->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (tags->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpint (x->offsets[1], ==, 4);
  g_assert_cmpint (tags->offsets[1], ==, 4);
}

/* A list of labels is one, in whatever order; of words that are said of others it is not. */
static void
test_labels (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("["), spoken = g_string_new (NULL);
  g_autoptr (WeftDataset) labels = NULL, tagged = NULL;
  const WeftField *y;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%s{\"size\": %d, \"tags\": [%s%s%s]}", i ? ", " : "", i * 7 % 31,
                            i % 3 ? "\"New York\"" : "", i % 3 && i % 2 ? ", " : "",
                            i % 2 ? "\"sea; sand\"" : "");
  g_string_append (text, "]");
  write_file ("a.json", text->str, -1);
  labels = read_path ("a.json", NULL);
  y = weft_dataset_get_y (labels);
  g_assert_cmpint (y->kind, ==, WEFT_KIND_NUMBERS);
  g_assert_cmpuint (g_strv_length (y->feature_names), ==, 2);
  g_assert_cmpstr (y->feature_names[0], ==, "New York");
  g_assert_cmpstr (y->feature_names[1], ==, "sea, sand");
  for (int i = 0; i < 60; i++)
    g_string_append_printf (spoken, "{\"said\": [\"%s\", \"%s\"], \"tags\": [\"%s\", \"%s\"]}\n",
                            i % 2 ? "turn" : "switch", i % 3 ? "left" : "right", i % 2 ? "A" : "B",
                            i % 3 ? "C" : "D");
  write_file ("b.jsonl", spoken->str, -1);
  tagged = read_path ("b.jsonl", NULL);
  g_assert_cmpstr (weft_dataset_get_y (tagged)->class_names[0], ==, "A C");
}

static void
test_wrong (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *line, *says;
  } lines[] = {
    { "{\"a\": 1, \"b\": [1, [2]]}", "“b” holds lists" },
    { "{\"a\": 1, \"b\": {\"c\": [{}]}}", "“b.c.1”" },
    { "{\"a\": 1, \"b\": [1, 2}", "line 2: this is no line of JSON" },
    { "{\"a\": 1, \"b\": {\"c\": 2}", "line 2: this is no line of JSON" },
    { "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}",
      "lists or objects" },
    { "{\"a\": 1, \"b\": 2", "line 2: this is no line of JSON" },
    { "{\"a\": 1, \"b\": 2} x", "line 2: this is no line of JSON" },
    { "{\"a\": 01x, \"b\": 2}", "line 2: this is no line of JSON" },
    { "{\"a\": .5, \"b\": 2}", "line 2: this is no line of JSON" },
    { "{\"a\": \"\\ud800\", \"b\": 2}", "line 2: this is no line of JSON" },
    { "{\"a\": \"\\u0000\", \"b\": 2}", "line 2: this is no line of JSON" },
    { "{\"a\": 1, \"a\": 2}", "“a” stands there twice" },
    { "[1, 2]", "line 2: this is no line of JSON" },
    { "a,b", "line 2: this is no line of JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"a\": 1, \"b\": 2}\n%s\n", lines[i].line);

      write_file ("a.jsonl", text, -1);
      assert_fails ("a.jsonl", WEFT_ERROR_INVALID, lines[i].says);
    }
  write_file ("a.jsonl", "", -1);
  assert_fails ("a.jsonl", WEFT_ERROR_INVALID, "");
}

/* Names that are numbers are names, and what the columns hold is told as of any table. */
static void
test_columns (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftColumns) columns = NULL;

  columns = look_at ("{\"0\": \"2024-01-01\", \"1\": 5, \"2\": \"a\"}\n"
                     "{\"0\": \"2024-01-02\", \"1\": 6, \"2\": \"b\"}\n"
                     "{\"0\": \"2024-01-03\", \"1\": 7, \"2\": \"a\"}\n",
                     NULL);
  g_assert_cmpuint (columns->n_rows, ==, 3);
  g_assert_cmpstr (columns->columns[1].name, ==, "1");
  g_assert_cmpint (columns->columns[0].holds, ==, WEFT_HOLDS_DATES);
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/json-lines/records", test_records }, { "/json-lines/long", test_long },
    { "/json-lines/array", test_array },     { "/json-lines/wrong", test_wrong },
    { "/json-lines/columns", test_columns }, { "/json-lines/nested", test_nested },
    { "/json-lines/labels", test_labels },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
