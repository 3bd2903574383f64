/* test-series: a table in the order of time becomes windows of its past and what came after them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/data/dataset.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/told.h"
#include "tests/projects/reader-columns.h"

static float
target (const WeftDataset *dataset, gint64 sample, int i)
{
  float y[64];

  weft_field_get (weft_dataset_get_y (dataset), sample, y);
  return y[i];
}

static gint64
count_part (const WeftDataset *dataset, WeftPart part)
{
  gint64 n = 0;

  for (gint64 i = 0; i < dataset->count; i++)
    n += dataset->part[i] == part + 1;
  return n;
}

static int
wind (int i)
{
  return i * 37 % 11;
}

/* Rows stand in the file from the last day to the first. */
static char *
make_text (int n)
{
  GString *text = g_string_new ("day,wind,load\n");

  for (int i = n - 1; i >= 0; i--)
    g_string_append_printf (text, "2024-%02d-%02d,%d,%d.5\n", 1 + i / 28, 1 + i % 28, wind (i), i);
  return g_string_free (text, FALSE);
}

static void
test_windows (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_text (100);
  const WeftReadOptions options = { .horizon = "2", .window = "3" };
  g_autoptr (WeftDataset) dataset = read_as (text, &options, NULL);
  const WeftField *x = weft_dataset_get_x (dataset);

  g_assert_cmpint (x->shape.rank, ==, 2);
  g_assert_cmpint (x->shape.dims[0], ==, 3);
  g_assert_cmpint (x->shape.dims[1], ==, 2);
  /* 96 windows, of which the one whose two days lie on both sides of an end is left out, twice. */
  g_assert_cmpint (dataset->count, ==, 94);
  g_assert_cmpfloat (value (dataset, 0, 0), ==, wind (0));
  g_assert_cmpfloat (value (dataset, 0, 4), ==, wind (2));
  g_assert_cmpfloat (value (dataset, 0, 1), ==, 0.5f);
  g_assert_cmpfloat (value (dataset, 0, 5), ==, 2.5f);
  g_assert_cmpfloat (target (dataset, 0, 0), ==, 3.5f);
  g_assert_cmpfloat (target (dataset, 0, 1), ==, 4.5f);
  g_assert_cmpfloat (target (dataset, 93, 1), ==, 99.5f);
  g_assert_true (has_note (dataset->notes, "is off by 1.5 "));
}

/* What tests comes after all that trains, and nothing is in both. */
static void
test_parts (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_text (100);
  const WeftReadOptions options = { .horizon = "4" };
  g_autoptr (WeftDataset) dataset = read_as (text, &options, NULL);
  float last[WEFT_N_PARTS] = { 0 }, first[WEFT_N_PARTS] = { 1000, 1000, 1000 };

  for (gint64 i = 0; i < dataset->count; i++)
    {
      int part = dataset->part[i] - 1;

      first[part] = MIN (first[part], target (dataset, i, 0));
      last[part] = MAX (last[part], target (dataset, i, 3));
    }
  g_assert_cmpfloat (last[WEFT_PART_TRAIN], <, first[WEFT_PART_VALIDATION]);
  g_assert_cmpfloat (last[WEFT_PART_VALIDATION], <, first[WEFT_PART_TEST]);
  for (WeftPart part = 0; part < WEFT_N_PARTS; part++)
    g_assert_cmpint (count_part (dataset, part), >, 10);
}

/* Two shops, whose rows stand mixed: no window has rows of two. What is missing in the past is as
 * it was last; what is missing afterwards cannot be learnt. */
static void
test_groups (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("day,shop,sold\n");
  const WeftReadOptions options
      = { .horizon = "1", .window = "2", .group = "shop", .target = "sold" };
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 20; i++)
    for (int shop = 0; shop < 2; shop++)
      {
        g_string_append_printf (text, "2024-01-%02d,%c,", 1 + i, 'a' + shop);
        if (shop == 1 && i == 5)
          g_string_append (text, "\n");
        else
          g_string_append_printf (text, "%d\n", 100 * shop + 2 * i);
      }
  dataset = read_as (text->str, &options, NULL);
  g_assert_cmpint (dataset->count, ==, 2 * 18 - 1);
  g_assert_true (has_note (dataset->notes, "no window reaches from one into another"));
  g_assert_false (has_note (dataset->notes, "stay together"));
  for (gint64 i = 0; i < dataset->count; i++)
    {
      float shop = floorf (target (dataset, i, 0) / 100);

      g_assert_cmpfloat (floorf (value (dataset, i, 0) / 100), ==, shop);
      g_assert_cmpfloat (floorf (value (dataset, i, 1) / 100), ==, shop);
      g_assert_cmpfloat (target (dataset, i, 0), !=, 110);
    }
  g_assert_cmpfloat (value (dataset, 18 + 3, 1), ==, 108); /* 104, 106, 108, nothing, 112 */
  g_assert_cmpfloat (target (dataset, 18 + 3, 0), ==, 112);
}

static void
test_starter (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_text (100);
  const WeftReadOptions options = { .horizon = "2" };
  g_autoptr (WeftDataset) dataset = read_as (text, &options, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, &error);
  gboolean reads = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    reads = reads || strcmp (weft_graph_get_node (graph, i)->layer->id, "gru") == 0;
  g_assert_true (reads);
}

static const char *
find_told (const WeftColumns *columns, const char *option)
{
  for (guint i = 0; columns->told && i < columns->told->len; i++)
    {
      const WeftTold *told = columns->told->pdata[i];

      if (g_str_equal (told->option, option))
        return told->value;
    }
  return NULL;
}

/* Whoever looks at a table with a time is offered windows, and may go back to single rows. */
static void
test_offered (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    WeftReadOptions options;
    const char *horizon, *window;
  } cases[] = {
    { { 0 }, "0", NULL },
    { { .horizon = "2", .window = "5" }, "2", "5" },
    { { .horizon = "3" }, "3", "20" },
    { { .horizon = "0", .window = "5" }, "0", NULL },
    { { .task = WEFT_TASK_CLASS, .target = "wind" }, NULL, NULL },
  };
  g_autofree char *text = make_text (100), *path = path_of ("a.csv");

  write_file ("a.csv", text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftColumns) columns = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) dataset
          = weft_reader_read_as (path, &cases[i].options, &columns, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (find_told (columns, "horizon"), ==, cases[i].horizon);
      g_assert_cmpstr (find_told (columns, "window"), ==, cases[i].window);
      g_assert_cmpint (weft_dataset_get_x (dataset)->shape.rank, ==, cases[i].window ? 2 : 1);
    }
}

/* Rows that follow each other are pointed at, with what makes windows of them; not where they jump,
 * or where it is asked for already. */
static void
test_pointed_at (gpointer fixture, gconstpointer data)
{
  g_autofree char *even = make_text (100);
  g_autoptr (GString) jumps = g_string_new ("day,wind,load\n");
  const WeftReadOptions asked = { .horizon = "1" }, never = { .horizon = "0" };
  g_autoptr (WeftDataset) offered = read_as (even, NULL, NULL);
  g_autoptr (WeftDataset) cured = read_as (even, &asked, NULL);
  g_autoptr (WeftDataset) refused = read_as (even, &never, NULL), wild = NULL;

  g_assert_true (has_note (offered->notes, "By “day” the rows follow each other in time"));
  g_assert_true (g_strv_contains ((const char *const *) offered->cures, "horizon"));
  g_assert_false (has_note (cured->notes, "follow each other in time, evenly"));
  g_assert_false (has_note (refused->notes, "follow each other in time, evenly"));
  for (int i = 0; i < 100; i++)
    g_string_append_printf (jumps, "2024-%02d-%02d,%d,%d.5\n", 1 + i * 7 % 12, 1 + i % 28, wind (i),
                            i);
  wild = read_as (jumps->str, NULL, NULL);
  g_assert_false (has_note (wild->notes, "follow each other in time, evenly"));
}

static void
test_wrong (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    WeftReadOptions options;
    const char *says;
  } cases[] = {
    { { .horizon = "10001" }, "1 to 10,000" },
    { { .horizon = "2", .window = "many" }, "1 to 10,000" },
    { { .horizon = "60", .window = "60" }, "too few" },
    { { .horizon = "2", .target = "kind" }, "holds words" },
  };
  g_autoptr (GString) text = g_string_new ("day,kind,load\n");
  g_autofree char *path = path_of ("a.csv");

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "2024-%02d-%02d,%c,%d.5\n", 1 + i / 28, 1 + i % 28, 'a' + i % 2,
                            i);
  write_file ("a.csv", text->str, -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftDataset) none = weft_reader_read_as (path, &cases[i].options, NULL, &error);

      g_assert_null (none);
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/series/windows", test_windows },       { "/series/parts", test_parts },
    { "/series/groups", test_groups },         { "/series/starter", test_starter },
    { "/series/offered", test_offered },       { "/series/wrong", test_wrong },
    { "/series/pointed-at", test_pointed_at },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
