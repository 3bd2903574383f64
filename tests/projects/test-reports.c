/* test-reports: tables as reports and spreadsheets have them: a title, names in two lines, sums and
 * sources below, markers of what is missing, amounts with letters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-columns.h"

/* Twelve rows below `head`, above `foot`; a value of each column by number. */
static WeftColumns *
look_between (const char *head, const char *row, const char *foot, char ***notes)
{
  g_autoptr (GString) text = g_string_new (head);
  WeftColumns *columns = NULL;
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 12; i++)
    {
      g_auto (GStrv) parts = g_strsplit (row, "#", -1);
      g_autofree char *number = g_strdup_printf ("%d", 3 + i * 7 % 12);
      g_autofree char *line = g_strjoinv (number, parts);

      g_string_append (text, line);
    }
  g_string_append (text, foot);
  dataset = read_as (text->str, NULL, &columns);
  g_assert_cmpint (dataset->count, ==, 12);
  *notes = g_strdupv (dataset->notes);
  return columns;
}

static void
test_two_lines (gpointer fixture, gconstpointer data)
{
  static const struct
  {
    const char *head, *names[4];
  } heads[] = {
    { "Person,,House,\nage,income,rooms,price\n", { "age", "income", "rooms", "price" } },
    { "age,income,rooms,price\nyears,USD,,$\n",
      { "age (years)", "income (USD)", "rooms", "price ($)" } },
    { "Man,,Wife,\nage,income,age,price\n", { "Man age", "income", "Wife age", "price" } },
    { "人员,,房屋,\n年龄,收入,房间,价格\n", { "年龄", "收入", "房间", "价格" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_auto (GStrv) notes = NULL;
      g_autoptr (WeftColumns) columns = look_between (heads[i].head, "#,#00,#,$#000\n", "", &notes);

      for (guint c = 0; c < 4; c++)
        g_assert_cmpuint (find (columns, heads[i].names[c])->holds, ==, WEFT_HOLDS_NUMBERS);
      g_assert_true (has_note (notes, "written in two lines"));
    }
}

/* A first row of data in which much is missing is no name. */
static void
test_one_line (gpointer fixture, gconstpointer data)
{
  g_auto (GStrv) notes = NULL;
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = path_of ("table.csv");

  columns = look_between ("a,b,kind\n", "#,#0,x#\n", "", &notes);
  g_assert_false (has_note (notes, "written in two lines"));
  write_file ("table.csv",
              "a,b\n1,oops\n2,4\n5,6\n7,8\n9,3\n2,1\n4,4\n8,8\n9,9\n1,3\n2,2\n3,3\n4,1\n"
              "1,2\n2,5\n3,3\n4,7\n5,8\n6,4\n7,1\n8,2\n9,1\n1,1\n",
              -1);
  g_assert_null (weft_reader_read (path, NULL, &error));
  g_assert_nonnull (strstr (error->message, "line 2"));
}

/* A title above, and below a sum, a mean and where it is from. */
static void
test_around (gpointer fixture, gconstpointer data)
{
  g_auto (GStrv) notes = NULL;
  g_autoptr (WeftColumns) columns
      = look_between ("Sales of 2021\n\nunits;share;price\n", "#;#,5;#0\n",
                      "Total;99;990\n\nSource: our own books\n", &notes);

  g_assert_cmpuint (find (columns, "units")->holds, ==, WEFT_HOLDS_NUMBERS);
  g_assert_true (has_note (notes, "2 lines above or below"));
  g_assert_true (has_note (notes, "Line 16 sums up"));
}

static void
test_missing (gpointer fixture, gconstpointer data)
{
  static const char *const markers[]
      = { "暂无", "不详", "无数据", "k.A.", "not recorded", "#NV", "-", "n/a", "" };

  for (guint i = 0; i < G_N_ELEMENTS (markers); i++)
    {
      g_auto (GStrv) notes = NULL;
      g_autofree char *foot = g_strdup_printf ("%s,70\n%s,71\n", markers[i], markers[i]);
      g_autoptr (GString) text = g_string_new ("height,weight\n");
      g_autoptr (WeftColumns) columns = NULL;

      for (int k = 0; k < 20; k++)
        g_string_append_printf (text, "%d,%d\n", 150 + k, 50 + 3 * k % 20);
      g_string_append (text, foot);
      columns = look_at (text->str, NULL);
      g_assert_cmpuint (find (columns, "height")->holds, ==, WEFT_HOLDS_NUMBERS);
      g_assert_cmpuint (find (columns, "height")->missing, ==, 2);
    }
}

/* Volumes as exchanges list them; the date behind them is not what is predicted, nor is a column
 * that is the same everywhere. */
static void
test_letters (gpointer fixture, gconstpointer data)
{
  WeftColumns *columns = NULL;
  g_autoptr (GString) text = g_string_new ("price,volume,date,place\n");
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftColumns) owned = NULL;

  for (int i = 0; i < 30; i++)
    g_string_append_printf (text, "%d,%d.%d%c,2021-01-%02d,here\n", 40 + 7 * i % 30, 1 + i % 7,
                            i % 10, "KMB"[i % 3], i + 1);
  dataset = read_as (text->str, NULL, &columns);
  owned = columns;
  assert_column (owned, "volume", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_TARGET);
  g_assert_cmpfloat ((double) ((const float *) weft_dataset_get_y (dataset)->data)[1], ==, 2.1e6f);
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/reports/two-lines", test_two_lines }, { "/reports/one-line", test_one_line },
    { "/reports/around", test_around },       { "/reports/missing", test_missing },
    { "/reports/letters", test_letters },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
