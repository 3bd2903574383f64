/* test-cells: what strangers write into the cells of a table, and above them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-columns.h"

#include <math.h>

#include "projects/readers/natural.h"

static const struct
{
  const char *cells[2]; /* of the first two rows */
  float is[2];
  const char *says;
} amounts[] = {
  { { "12.5 %", "3%" }, { 12.5f, 3 }, "“%”" },
  { { "\"1,234.00\"", "7.5" }, { 1234, 7.5f }, "thousands" },
  { { "\"12,34,567\"", "\"1,00,000\"" }, { 1234567, 100000 }, "thousands" },
  { { "\"12,345,67\"", "\"1,2,345\"" }, { NAN, NAN }, NULL },
  { { "1'234.5", "12’345’678" }, { 1234.5f, 12345678 }, "thousands" },
  { { "12万", "3000" }, { 120000, 3000 }, NULL },
  { { "1.5亿元", "20 万元" }, { 1.5e8f, 200000 }, "“元”" },
  { { "１２．５", "－３" }, { 12.5f, -3 }, NULL },
  { { "１２．５％", "３%" }, { 12.5f, 3 }, "“%”" },
  { { "$12", "-$3.50" }, { 12, -3.5f }, "“$”" },
  { { "\"$1,200\"", "$ 7" }, { 1200, 7 }, "“$”" },
  { { "R$ 12", "R$3.50" }, { 12, 3.5f }, "“R$”" },
  { { "\"₹1,20,000\"", "₹7" }, { 120000, 7 }, "“₹”" },
  { { "CHF 2'609", "CHF 7.5" }, { 2609, 7.5f }, "“CHF”" },
  { { "5 368 zł", "7 zł" }, { 5368, 7 }, "“zł”" },
  { { "7 €", "8.5€" }, { 7, 8.5f }, "“€”" },
  { { "¥100", "200元" }, { NAN, NAN }, NULL },
  { { "￥100", "￥20.5" }, { 100, 20.5f }, "“￥”" },
  { { "(3.50)", "4" }, { -3.5f, 4 }, "in brackets" },
  { { "($3.50)", "4" }, { -3.5f, 4 }, "“$”" },
  { { "\"12,5 %\"", "\"3,25%\"" }, { 12.5f, 3.25f }, "“%”" },
  { { "\"1.234,50 €\"", "7" }, { 1234.5f, 7 }, "“€”" },
  { { "1e3", "2E-1" }, { 1000, 0.2f }, NULL },
  { { "0.5 kg", "12 kg" }, { 0.5f, 12 }, "“kg”" },
  { { "95.4 m²", "95.4m²" }, { 95.4f, 95.4f }, "“m²”" },
  { { "\"1,250 m2\"", "80 m2" }, { 1250, 80 }, "“m2”" },
  { { "12 min", "7" }, { 12, 7 }, "“min”" },
  { { "−3.5 °C", "+4 °C" }, { -3.5f, 4 }, "“°C”" },
  { { "60 km/h", "30km/h" }, { 60, 30 }, "“km/h”" },
  { { "30岁", "41岁" }, { 30, 41 }, "“岁”" },
  { { "2 rooms", "3 rooms" }, { 2, 3 }, "“rooms”" },
  { { "0.5 kg", "500 g" }, { NAN, NAN }, NULL },
  { { "12A", "14A" }, { NAN, NAN }, NULL },
  { { "7 km away", "8 km away" }, { NAN, NAN }, NULL },
};

static void
test_amounts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("a,b,y\n%s,1.5,p\n%s,2,q\n%s,2.5,p\n%s,3,q\n", amounts[i].cells[0],
                             amounts[i].cells[1], amounts[i].cells[0], amounts[i].cells[1]);
      g_autoptr (WeftColumns) columns = NULL;
      g_autoptr (WeftDataset) dataset = read_as (text, NULL, &columns);

      if (amounts[i].is[0] != amounts[i].is[0])
        {
          assert_column (columns, "a", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_FEATURE);
          continue;
        }
      assert_column (columns, "a", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_FEATURE);
      g_assert_cmpfloat (value (dataset, 0, 0), ==, amounts[i].is[0]);
      g_assert_cmpfloat (value (dataset, 1, 0), ==, amounts[i].is[1]);
      if (amounts[i].says)
        g_assert_true (has_note (dataset->notes, amounts[i].says));
    }
}

static const struct
{
  const char *first, *second;
  float is; /* the second, from the first on */
  const char *says;
} dates[] = {
  { "2024-01-31", "2024-02-02", 2, "since 2024-01-31" },
  { "2024-01-31T06:00:00Z", "2024-02-01 12:00", 1.5f, "since 2024-01-31" },
  { "2024-01-31T00:00:00+00:00", "2024-01-31T12:00:00-12:00", 1, "since 2024-01-31" },
  { "31.01.2024", "02.02.2024", 2, "since 2024-01-31" },
  { "1/31/2024", "2/2/2024", 2, "since 2024-01-31" },
  { "03/04/2024", "05/04/2024", 2, "the day before the month" },
  { "31 Jan 2024", "2 Feb 2024", 2, "since 2024-01-31" },
  { "\"January 31, 2024\"", "\"Feb 2, 2024\"", 2, "since 2024-01-31" },
  { "2024年1月31日", "2024年2月2日", 2, "since 2024-01-31" },
  { "2024/1/31", "2024/2/2", 2, "since 2024-01-31" },
  { "2024-01-31", "02.02.2024", 2, "in several ways" },
  { "1/31/2024", "2024-02-02", 2, "in several ways" },
  { "Fri Mar 18 00:00:00 2022", "Sat Mar 19 12:00:00 2022", 1.5f, "since 2022-03-18" },
  { "11/Sep/2021:00:00:00 +0000", "12/Sep/2021:12:00:00 +0000", 1.5f, "since 2021-09-11" },
  { "2021年4月22日 0时0分", "2021年4月23日 12时00分", 1.5f, "since 2021-04-22" },
  { "2021/4/22 星期四", "2021/4/24 星期六", 2, "since 2021-04-22" },
  { "2021. 03. 22.", "2021. 03. 24.", 2, "since 2021-03-22" },
  { "2021년 3월 22일", "2021년 3월 24일", 2, "since 2021-03-22" },
  { "Mo 22. März 2021", "Mi 24. März 2021", 2, "since 2021-03-22" },
  { "22 février 2021", "1er mars 2021", 7, "since 2021-02-22" },
  { "22 de diciembre de 2021", "24 de diciembre de 2021", 2, "since 2021-12-22" },
  { "Mar 2021", "May 2021", 61, "since 2021-03-01" },
  { "03/2021", "05/2021", 61, "since 2021-03-01" },
  { "2021-Q1", "2021-Q2", 90, "since 2021-01-01" },
  { "2020-W53", "2021-W01", 7, "since 2020-12-28" },
  { "2020-W53-7", "2021-W01-1", 1, "since 2021-01-03" },
  { "20240131", "20240202", 2, "since 2024-01-31" },
  { "13/04/2024", "\"Apr 16, 2024\"", 3, "in several ways" },
  { "00:00", "14:30", 14.5f, "midnight" },
  { "00h00", "14h30", 14.5f, "midnight" },
  { "0:00:00", "84:30:00", 84.5f, "lengths of time" },
  { "0 days 00:00:00", "2 days 12:30:00", 60.5f, "lengths of time" },
  { "0h 0m", "14h 30m", 14.5f, "lengths of time" },
  { "PT0H", "PT14H30M", 14.5f, "lengths of time" },
  { "12:00 AM", "2:30:00 PM", 14.5f, "midnight" },
  { "上午12:00", "下午2:30", 14.5f, "midnight" },
  { "凌晨 0:00", "晚上 9:30", 21.5f, "midnight" },
  { "00:00", "下午14:30", 14.5f, "midnight" },
};

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autofree char *text = g_strdup_printf ("when,b,y\n%s,1.5,p\n%s,2,q\n%s,2.5,p\n,3,q\n",
                                               dates[i].first, dates[i].second, dates[i].second);
      g_autoptr (WeftColumns) columns = NULL;
      g_autoptr (WeftDataset) dataset = read_as (text, NULL, &columns);

      assert_column (columns, "when", WEFT_HOLDS_DATES, WEFT_COLUMN_ROLE_FEATURE);
      if (i != 1)
        g_assert_cmpfloat (value (dataset, 0, 0), ==, 0);
      g_assert_cmpfloat (value (dataset, 1, 0), ==, dates[i].is);
      g_assert_true (has_note (dataset->notes, "“when”"));
      g_assert_true (has_note (dataset->notes, dates[i].says));
    }
}

/* One wrong date among many is said, as a wrong number is; 0000-00-00 is none. */
static void
test_slip_in_dates (void)
{
  static const char *const odd[] = { "31.02.2024", "soon", "0000-00-00" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autofree char *path = path_of ("table.csv");
      g_autoptr (GString) text = g_string_new ("when,b,y\n");
      g_autoptr (WeftDataset) dataset = NULL;
      g_autoptr (GError) error = NULL;

      for (int r = 0; r < 60; r++)
        g_string_append_printf (text, "%d.%02d.2024,%d,%c\n", r % 28 + 1, r % 12 + 1, r % 7,
                                "pq"[r % 2]);
      g_string_append_printf (text, "%s,3,p\n", odd[i]);
      write_file ("table.csv", text->str, -1);
      dataset = weft_reader_read (path, NULL, &error);
      if (i == 2)
        {
          g_assert_no_error (error);
          g_assert_true (has_note (dataset->notes, "1 missing"));
          continue;
        }
      g_assert_null (dataset);
      g_assert_nonnull (strstr (error->message, odd[i]));
      g_assert_nonnull (strstr (error->message, "line 62, column “when”"));
    }
}

/* Amounts and dates of two words each are no texts, where nothing but a class stands beside them.
 */
static void
test_figures_of_words (void)
{
  static const char *const forms[] = { "%d 368 zł", "R$ %d.50", "%d Mar 2021", "%d days 01:16:44" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GString) text = g_string_new ("v,y\n");
      g_autoptr (WeftColumns) columns = NULL;

      for (int r = 0; r < 120; r++)
        {
          g_string_append_printf (text, forms[i], r * 7 % 28 + 1);
          g_string_append_printf (text, ",%c\n", "pq"[r % 2]);
        }
      columns = look_at (text->str, NULL);
      assert_column (columns, "v", i < 2 ? WEFT_HOLDS_NUMBERS : WEFT_HOLDS_DATES,
                     WEFT_COLUMN_ROLE_FEATURE);
    }
}

/* Neither versions nor parts of an address nor a 31st of February. */
static void
test_no_dates (void)
{
  static const char *const words[]
      = { "1.2.3", "10.0.0.1", "31.02.2024", "12-345", "25:61", "mar" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("v,b,y\n%s,1.5,p\n%s,2,q\nx,3,p\nx,4,q\n", words[i], words[i]);
      g_autoptr (WeftColumns) columns = look_at (text, NULL);

      assert_column (columns, "v", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_FEATURE);
    }
}

static void
test_blanks (void)
{
  g_autoptr (WeftDataset) dataset
      = read_as ("a,y\n1.5,red\n2.5,red\u00a0\n3.5,\u200bred\n4.5,blue\n5.5,\u3000blue\n"
                 "6.5,dark\u00a0blue\n7.5,dark blue\n",
                 NULL, NULL);

  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 3);
}

static void
test_odd_columns (void)
{
  g_autoptr (WeftDataset) dataset
      = read_as ("a,k,w,y\n1.5,7,cat,p\n2,7,Cat,q\n2.5,7,dog,p\n3,7,cat,q\n", NULL, NULL);

  g_autoptr (WeftColumns) pairs
      = look_at ("v,b,y\n\"0.1, 0.2\",1,p\n\"0.3, 0.4\",2,q\n\"0.1, 0.2\",3,p\n", NULL);

  g_assert_false (has_note (pairs->notes, "begin with 0"));
  g_assert_true (has_note (dataset->notes, "“k” holds the same in every row"));
  g_assert_true (has_note (dataset->notes, "differ in nothing but capital letters"));
  g_assert_false (has_note (dataset->notes, "“a” holds"));
}

static void
test_beyond (void)
{
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset
      = read_as ("a,b,y\n1.5,inf,p\n1e400,2,q\n2.5,-Infinity,p\n3.5,4,q\n", NULL, &columns);

  g_assert_cmpint (find (columns, "a")->missing, ==, 1);
  g_assert_cmpint (find (columns, "b")->missing, ==, 2);
  g_assert_true (has_note (dataset->notes, "“1e400” in line 3"));
  g_assert_true (has_note (dataset->notes, "“inf” in line 2"));
}

static const struct
{
  const char *text;
  gboolean has_header;
  const char *first; /* column's name */
} headers[] = {
  { "0,1,label\n0.2,0.9,in\n0.4,0.1,in\n1.8,1.5,out\n2.5,1.6,out\n", TRUE, "0" },
  { "2019,2020,2021,kind\n1,2,4,p\n4,5,6,q\n7,8,1,p\n9,7,6,q\n", TRUE, "2019" },
  { ",0,1,类别\n0,0.5,1.5,甲\n1,2.5,3,乙\n2,3,4,甲\n3,5,6,乙\n", TRUE, "A" },
  { "0,1,2,3\n0.5,1.5,2.5,3\n7.5,8,1,2\n3.5,1,2,4\n", TRUE, "0" },
  { "2019,2020,2021\n0.5,1.5,2.5\n7.5,8.1,1.2\n3.5,1.3,4.4\n", TRUE, "2019" },
  { "400,410,425\n0.5,1.5,2\n7.5,8,1\n3,1,4.4\n", FALSE, "A" },
  { "1,2,3\n4,5,7\n7,8,10\n2,5,9\n", TRUE, "1" },
  { "4,5,6\n4,5,7\n7,8,10\n2,5,9\n", FALSE, "A" },
  { "x1,2,y\n1.5,2.5,p\n3,4,q\n5,6,p\n", TRUE, "x1" },
  { "when,how\n2024-01-31,p\n2024-02-01,q\n2024-02-02,p\n2024-02-05,q\n", TRUE, "when" },
  { "share,kind\n10 %,p\n20 %,q\n25 %,p\n11 %,q\n", TRUE, "share" },
  { "5.1,3.5,a\n-4.25,2,b\n4,1200,a\n", FALSE, "A" },
  { "1,2,p\n3,4,q\n5,6,p\n7,8,q\n", FALSE, "A" },
  { "1,3,8,p\n3,4,1,q\n5,6,2,p\n7,8,4,q\n", FALSE, "A" },
  { "NA,1.5,p\n2.5,3,q\n3.5,4,p\n", FALSE, "A" },
};

static void
test_headers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (WeftColumns) columns = look_at (headers[i].text, NULL);
      guint lines = 0;

      for (const char *at = headers[i].text; *at; at++)
        lines += *at == '\n';
      g_assert_cmpuint (columns->n_rows, ==, lines - headers[i].has_header);
      g_assert_cmpstr (columns->columns[0].name, ==, headers[i].first);
    }
}

static void
test_one_name (void)
{
  g_autoptr (WeftColumns) columns
      = look_at ("size,size,size (2),y\n1.5,2,3,p\n2.5,4,6,q\n3.5,1,2,p\n", NULL);

  g_assert_cmpstr (columns->columns[0].name, ==, "size");
  g_assert_cmpstr (columns->columns[1].name, ==, "size (2)");
  g_assert_cmpstr (columns->columns[2].name, ==, "size (2) (2)");
  g_assert_true (has_note (columns->notes, "“size (2)”"));
}

static void
test_natural (void)
{
  g_autoptr (WeftDataset) dataset
      = read_as ("a,y\n1.5,class 10\n2.5,class 2\n3.5,class 1\n4.5,class 2\n", NULL, NULL);

  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[0], ==, "class 1");
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[1], ==, "class 2");
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[2], ==, "class 10");
  g_assert_cmpint (weft_natural_compare ("a7", "a07"), !=, 0);
  g_assert_cmpint (weft_natural_compare ("a", "b2"), <, 0);
  g_assert_cmpint (weft_natural_compare ("x99999999999999999999", "x100000000000000000000"), <, 0);
}

/* Also the numbers in an error are in the language's form. */
static void
test_numbers_in_errors (void)
{
  g_autoptr (GString) text = g_string_new ("a,y\n");
  g_autofree char *path = path_of ("table.csv");
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 1500; i++)
    g_string_append (text, i == 1400 ? "oops,p\n" : i % 2 ? "1.5,p\n" : "2.5,q\n");
  write_file ("table.csv", text->str, -1);
  dataset = weft_reader_read (path, NULL, &error);
  g_assert_null (dataset);
  g_assert_nonnull (strstr (error->message, "line 1,402"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (void);
  } tests[] = {
    { "amounts", test_amounts },
    { "dates", test_dates },
    { "no-dates", test_no_dates },
    { "slip-in-dates", test_slip_in_dates },
    { "figures-of-words", test_figures_of_words },
    { "blanks", test_blanks },
    { "odd-columns", test_odd_columns },
    { "beyond", test_beyond },
    { "headers", test_headers },
    { "one-name", test_one_name },
    { "natural", test_natural },
    { "numbers-in-errors", test_numbers_in_errors },
  };
  g_autofree char *made = NULL;
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  top = made = g_dir_make_tmp ("weft-cells-XXXXXX", NULL);
  set_up (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *name = g_strconcat ("/cells/", tests[i].name, NULL);

      g_test_add_func (name, tests[i].run);
    }
  status = g_test_run ();
  tear_down (NULL, NULL);
  remove_all (made);
  return status;
}
