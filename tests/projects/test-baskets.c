/* test-baskets: of things that were taken together one is guessed from the others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/dataset.h"
#include "projects/readers/starters/starter.h"
#include "tests/projects/reader-columns.h"

/* Bread with butter, tea with milk, a dozen others now and then; commas between them. */
static char *
make_lines (const char *between)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 60; i++)
    {
      g_string_append (text, i % 2 ? "bread" : "tea");
      g_string_append_printf (text, "%s%s", between, i % 2 ? "sweet butter" : "milk");
      if (i % 3 == 0)
        g_string_append_printf (text, "%sthing %d", between, i % 12);
      g_string_append_c (text, '\n');
    }
  g_string_append_printf (text, "bread\nonly once%stea%sbread%sbread\n", between, between, between);
  return g_string_free (text, FALSE);
}

/* Each sample has all of its basket: what is shown, and the one that is not. */
static void
check_set (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset), *y = weft_dataset_get_y (dataset);

  g_assert_cmpint (dataset->count, ==, 61);
  g_assert_cmpint (y->classes, ==, 8); /* four, and thing 0, 3, 6, 9 */
  g_assert_cmpstr (x->feature_names[0], ==, "bread");
  for (gint64 i = 0; i < dataset->count; i++)
    {
      gint64 taken = weft_field_get_class (y, i);
      int n = 0;

      for (int k = 0; k < y->classes; k++)
        n += value (dataset, i, k) > 0;
      g_assert_cmpfloat (value (dataset, i, (int) taken), ==, 0);
      g_assert_cmpint (n + 1, ==, i == 60 ? 2 : i % 3 == 0 ? 3 : 2);
    }
  g_assert_true (has_note (dataset->notes, "less than two known things"));
  g_assert_true (has_note (dataset->notes, "only once"));
}

/* A thing a row, with what it belongs to beside it; the orders' rows stand mixed. */
static void
check_rows (const char *name, const char *head, const char *row)
{
  g_autofree char *lines = make_lines (",");
  g_auto (GStrv) baskets = g_strsplit (lines, "\n", -1);
  g_autoptr (GString) text = g_string_new (head);
  g_autoptr (WeftDataset) dataset = NULL;

  for (int half = 0; half < 2; half++)
    for (int i = 0; baskets[i] && *baskets[i]; i++)
      {
        g_auto (GStrv) things = g_strsplit (baskets[i], ",", -1);

        for (int k = 0; things[k]; k++)
          if (k % 2 == half)
            {
              g_auto (GStrv) parts = g_strsplit (row, "#", -1);
              g_autofree char *order = g_strdup_printf ("%d", 500 + i);

              g_string_append_printf (text, "%s%s%s%s%s\n", parts[0], order, parts[1], things[k],
                                      parts[2]);
            }
      }
  write_file (name, text->str, -1);
  dataset = read_path (name, NULL);
  check_set (dataset);
}

static void
test_rows (gpointer fixture, gconstpointer data)
{
  check_rows ("a.csv", "InvoiceNo,Description,Quantity,InvoiceDate,UnitPrice,Country\n",
              "#,#,3,12/1/2010 8:26,2.50,France");
  check_rows ("b.csv", "Member_number,Date,itemDescription\n", "#,21-07-2015,#");
  check_rows ("c.csv", "日期;订单号;商品\n", "2021-03-04;#;#");
}

static void
test_lines (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_lines (",");
  g_autoptr (WeftDataset) dataset = NULL, folder_too = NULL;

  write_file ("shop.csv", text, -1);
  dataset = read_path ("shop.csv", NULL);
  check_set (dataset);
  folder_too = read_path ("", NULL);
  g_assert_cmpstr (folder_too->sha256, ==, dataset->sha256);
}

static void
test_column (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_lines ("; ");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) table = g_string_new ("basket,items\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (guint i = 0; lines[i] && *lines[i]; i++)
    g_string_append_printf (table, "%u,%s\n", i, lines[i]);
  write_file ("shop.csv", table->str, -1);
  dataset = read_path ("shop.csv", NULL);
  check_set (dataset);
}

static void
test_starter (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_lines (",");
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = NULL;

  write_file ("shop.csv", text, -1);
  dataset = read_path ("shop.csv", NULL);
  graph = weft_starter_new (dataset, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (weft_graph_get_n_nodes (graph), ==, 7);
}

/* A table of one number of columns is one, and a broken one is said to be. */
static void
test_others (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = NULL;

  dataset = read_as ("a,b,kind\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n", NULL, NULL);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 2);
  write_file ("few.csv", "basket,items\n1,a b\n2,a c\n3,b c\n", -1);
  assert_fails ("few.csv", WEFT_ERROR_INVALID, "too few");
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/baskets/lines", test_lines },   { "/baskets/column", test_column },
    { "/baskets/rows", test_rows },     { "/baskets/starter", test_starter },
    { "/baskets/others", test_others },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
