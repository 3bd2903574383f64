/* test-column-roles: what a column is for and as what it is read, as somebody asked for */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/read-options.h"
#include "tests/projects/reader-columns.h"

/* Days out of order, two rows a day; a visit of {9} a person. */
static char *
make_visits (int n)
{
  GString *text = g_string_new ("day,pulse,ward,use,ill\n");

  for (int i = 0; i < n; i++)
    {
      int k = i * 7919 % n, day = k / 2;

      g_string_append_printf (text, "2024-%02d-%02d,%d.5,%d,%s,%s\n", 1 + day / 28, 1 + day % 28,
                              60 + k * 31 % 40, 100 + k % 4, k % 5 == 0 ? "test" : "train",
                              k % 3 ? "no" : "yes");
    }
  return g_string_free (text, FALSE);
}

static void
test_time (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_visits (200);
  const WeftReadOptions options = { .time = "day" };
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = read_as (text, &options, &columns);
  int last[WEFT_N_PARTS + 1] = { -1, -1, -1, -1 }, first[WEFT_N_PARTS + 1] = { 999, 999, 999, 999 };
  int has[WEFT_N_PARTS + 1] = { 0 };

  for (int i = 0; i < 200; i++)
    {
      int day = i * 7919 % 200 / 2, part = dataset->part[i];

      has[part]++;
      last[part] = MAX (last[part], day);
      first[part] = MIN (first[part], day);
    }
  g_assert_cmpint (has[0], ==, 0);
  g_assert_cmpint (has[1], ==, 120);
  g_assert_cmpint (has[2], ==, 40);
  g_assert_cmpint (last[1], <, first[2]);
  g_assert_cmpint (last[2], <, first[3]);
  assert_column (columns, "day", WEFT_HOLDS_DATES, WEFT_COLUMN_ROLE_TIME);
  g_assert_true (find (columns, "pulse")->may_be[WEFT_COLUMN_ROLE_TIME]);
  g_assert_false (find (columns, "ill")->may_be[WEFT_COLUMN_ROLE_TIME]);
  g_assert_true (has_note (dataset->notes, "come last in “day”"));
}

/* Several rows a person: 60 with so many each, of whom some are ill, in all rows or by chance. */
static char *
make_persons (const char *name, int rows_each, gboolean by_person)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s,pressure,ill\n", name);
  for (int i = 0; i < 60 * rows_each; i++)
    {
      int person = i % 60, chance = (by_person ? person : i) * 7919 % 997;

      g_string_append_printf (text, "P%02d,%d.5,%s\n", person, 100 + i * 31 % 57,
                              chance % 2 ? "yes" : "no");
    }
  return g_string_free (text, FALSE);
}

/* Whose rows they are is pointed at, by their answers or by the column's name, with what mends it:
 * otherwise one is tested on those that one knows. */
static void
test_owners (gpointer fixture, gconstpointer data)
{
  const struct
  {
    const char *name;
    int rows_each;
    gboolean by_person, is_found;
  } cases[] = { { "who", 4, TRUE, TRUE },        { "who", 12, TRUE, TRUE },
                { "who", 4, FALSE, FALSE },      { "patient", 4, FALSE, TRUE },
                { "患者编号", 4, FALSE, TRUE },  { "Subject_ID", 2, TRUE, TRUE },
                { "inpatient", 4, FALSE, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = make_persons (cases[i].name, cases[i].rows_each, cases[i].by_person);
      const WeftReadOptions together = { .group = cases[i].name };
      g_autoptr (WeftDataset) dataset = read_as (text, NULL, NULL);
      g_autoptr (WeftDataset) mended = read_as (text, &together, NULL);

      g_test_message ("%s, %d rows each", cases[i].name, cases[i].rows_each);
      g_assert_cmpint (has_note (dataset->notes, "answer for others"), ==, cases[i].is_found);
      g_assert_false (has_note (mended->notes, "answer for others"));
    }
}

/* What is taken as a whole though it is a list is said; names with a comma are none. */
static void
test_lists (gpointer fixture, gconstpointer data)
{
  static const char *const genres[] = { "drama|war", "drama", "war|comedy", "war|drama" },
                           *const names[] = { "\"Moore, Ann\"", "\"Gray, Bo\"", "\"Hill, Cy\"" };
  g_autoptr (GString) of_films = g_string_new ("minutes,genres,y\n");
  g_autoptr (GString) of_people = g_string_new ("age,name,y\n");
  g_autoptr (WeftDataset) films = NULL, people = NULL;

  for (int i = 0; i < 60; i++)
    {
      g_string_append_printf (of_films, "%d.5,%s,k%d\n", i * 31 % 57, genres[i % 4], i * 7 % 3);
      g_string_append_printf (of_people, "%d.5,%s,k%d\n", i * 31 % 57, names[i % 3], i * 7 % 2);
    }
  films = read_as (of_films->str, NULL, NULL);
  people = read_as (of_people->str, NULL, NULL);
  g_assert_true (has_note (films->notes, "lists parted by “|”, of 3 different entries"));
  g_assert_false (has_note (people->notes, "lists"));
}

/* What a row is made of, and which of three marks it has. */
static char *
make_marked (void)
{
  static const char *const marks[] = { "a", "a;b", "b", "c", "b; a", "a;c" };
  GString *text = g_string_new ("x,z,up,down,marks\n");

  for (int i = 0; i < 120; i++)
    g_string_append_printf (text, "%d.5,%d.25,%d,%s,%s\n", i * 31 % 57, i * 7 % 23, i % 3 == 0,
                            i % 5 < 2 ? "yes" : "no", marks[i % 6]);
  return g_string_free (text, FALSE);
}

/* Several columns of numbers are predicted together, by their names; of a yes or no each which. */
static void
test_several (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_marked ();
  const WeftReadOptions numbers = { .target = "z, x" }, marks = { .target = "up,down" };
  g_autoptr (WeftDataset) of_numbers = read_as (text, &numbers, NULL);
  g_autoptr (WeftDataset) of_marks = read_as (text, &marks, NULL);
  const WeftField *y = weft_dataset_get_y (of_numbers), *yes = weft_dataset_get_y (of_marks);

  g_assert_cmpint (y->shape.dims[0], ==, 2);
  g_assert_cmpstr (y->title, ==, "z, x");
  g_assert_cmpstr (y->feature_names[0], ==, "z");
  g_assert_cmpstr (y->feature_names[1], ==, "x");
  g_assert_cmpfloat (((const float *) y->data)[2], ==, 7.25f);
  g_assert_cmpfloat (((const float *) y->data)[3], ==, 31.5f);
  g_assert_cmpstr (weft_dataset_get_x (of_numbers)->feature_names[0], ==, "up");
  for (int i = 0; i < 120; i++)
    {
      const float *marked = (const float *) yes->data + 2 * i;

      g_assert_cmpint (marked[0] > 0, ==, i % 3 == 0);
      g_assert_cmpint (marked[1] > 0, ==, i % 5 < 2);
    }
  g_assert_true (has_note (of_marks->notes, "a yes or no each: up, down"));
}

/* Names that hold a comma are found; what cannot be predicted together is refused by name. */
static void
test_several_names (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("\"Length, mm\",w,kind,\"a,b\",v\n");
  const WeftReadOptions good = { .target = "w, Length, mm, a,b" }, bad = { .target = "w,kind" },
                        none = { .target = "w, Lenght" }, twice = { .target = "w,w" };
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftColumns) refused = NULL, unknown = NULL, doubled = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, "%d.5,%d.5,%s,%d.75,%d.5\n", i, i * 7 % 40, i % 3 ? "oak" : "elm",
                            i * 11 % 40, i * 17 % 40);
  dataset = read_as (text->str, &good, NULL);
  g_assert_cmpint (weft_dataset_get_y (dataset)->shape.dims[0], ==, 3);
  refused = look_at (text->str, &bad);
  g_assert_nonnull (strstr (refused->problem, "“kind” holds words. Predict it by itself"));
  unknown = look_at (text->str, &none);
  g_assert_nonnull (strstr (unknown->problem, "no column “Lenght”"));
  doubled = look_at (text->str, &twice);
  g_assert_nonnull (strstr (doubled->problem, "named twice"));
}

/* Several labels in a cell: which of them, and what a lazy method has on the test part. */
static void
test_labels (gpointer fixture, gconstpointer data)
{
  static const float marked[6][3]
      = { { 1, 0, 0 }, { 1, 1, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 1, 1, 0 }, { 1, 0, 1 } };
  g_autofree char *text = make_marked ();
  const WeftReadOptions as_class = { .task = WEFT_TASK_CLASS };
  const WeftReadOptions not_so = { .target = "down", .task = WEFT_TASK_LABELS };
  g_autoptr (WeftDataset) dataset = read_as (text, NULL, NULL);
  g_autoptr (WeftDataset) whole = read_as (text, &as_class, NULL);
  g_autoptr (WeftColumns) refused = look_at (text, &not_so);
  g_autofree char *longer = g_strconcat (text, "1.5,2.25,0,yes,\n", NULL);
  g_autoptr (WeftDataset) with_none = read_as (longer, NULL, NULL);
  const WeftField *y = weft_dataset_get_y (dataset), *last = weft_dataset_get_y (with_none);

  g_assert_cmpint (y->shape.dims[0], ==, 3);
  g_assert_cmpint (with_none->count, ==, 121);
  for (int k = 0; k < 3; k++)
    g_assert_cmpfloat (((const float *) last->data)[3 * 120 + k], ==, 0);
  g_assert_true (has_note (with_none->notes, "has none of the labels"));
  for (int i = 0; i < 360; i++)
    g_assert_cmpint (((const float *) y->data)[i] > 0, ==, marked[i / 3 % 6][i % 3] > 0);
  g_assert_true (has_note (dataset->notes, "which of 3 a row has is predicted"));
  g_assert_true (has_note (dataset->notes, "on the test part"));
  g_assert_false (has_note (dataset->notes, "taken as a whole"));
  g_assert_cmpint (weft_dataset_count_classes (whole), ==, 6);
  g_assert_true (has_note (whole->notes, "taken as a whole"));
  g_assert_nonnull (strstr (refused->problem, "does not hold several labels"));
}

/* A column of words for parts that nobody would guess from its name. */
static void
test_part (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_visits (100);
  const WeftReadOptions use = { .part = "use" }, ill = { .part = "ill" };
  const WeftReadOptions both = { .part = "use", .time = "day" };
  g_autoptr (WeftDataset) dataset = read_as (text, &use, NULL);
  g_autoptr (WeftColumns) refused = look_at (text, &ill), twice = look_at (text, &both);

  for (int i = 0; i < 100; i++)
    g_assert_cmpint (dataset->part[i], ==, i * 7919 % 100 % 5 == 0 ? WEFT_PART_TEST + 1 : 0);
  g_assert_true (find (refused, "use")->may_be[WEFT_COLUMN_ROLE_SPLIT]);
  g_assert_false (find (refused, "ill")->may_be[WEFT_COLUMN_ROLE_SPLIT]);
  g_assert_nonnull (strstr (refused->problem, "“ill”"));
  g_assert_nonnull (strstr (twice->problem, "--part"));
}

static void
test_category (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_visits (100);
  const char *types[] = { "ward=category", NULL }, *nowhere[] = { "nope=number", NULL };
  const WeftReadOptions options = { .types = types }, wrong = { .types = nowhere };
  g_autoptr (WeftColumns) columns = NULL, refused = look_at (text, &wrong);
  g_autoptr (WeftDataset) as_numbers = read_as (text, NULL, NULL);
  g_autoptr (WeftDataset) dataset = read_as (text, &options, &columns);

  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==,
                   weft_dataset_get_x (as_numbers)->shape.dims[0] + 3);
  assert_column (columns, "ward", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_FEATURE);
  g_assert_cmpint (find (columns, "ward")->type, ==, WEFT_AS_CATEGORY);
  g_assert_true (find (columns, "ward")->types >> WEFT_AS_NUMBER & 1);
  g_assert_true (find (columns, "pulse")->types >> WEFT_AS_CATEGORY & 1);
  g_assert_false (find (columns, "pulse")->types >> WEFT_AS_NUMBER & 1);
  g_assert_nonnull (strstr (refused->problem, "“nope”"));
}

/* 3/4/2024 is in April or in March; only one of them can be known by others of its column. */
static void
test_days (gpointer fixture, gconstpointer data)
{
  GString *text = g_string_new ("when,a,y\n");
  const char *types[] = { "when=month-first", NULL };
  const WeftReadOptions options = { .types = types };
  g_autoptr (WeftDataset) day = NULL, month = NULL;
  g_autoptr (WeftColumns) columns = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, "%d/%d/2024,%d.5,%d\n", 1 + i % 3, 1 + i % 5, i, i % 2);
  day = read_as (text->str, NULL, &columns);
  month = read_as (text->str, &options, NULL);
  g_assert_cmpfloat (value (day, 1, 0), ==, 32);  /* 2 February is the 32nd day behind 1 January */
  g_assert_cmpfloat (value (day, 3, 0), ==, 91);  /* 1/4: 1 April */
  g_assert_cmpfloat (value (month, 3, 0), ==, 3); /* 4 January */
  g_assert_true (find (columns, "when")->types >> WEFT_AS_MONTH_FIRST & 1);
  g_assert_false (find (columns, "when")->types >> WEFT_AS_DAY_FIRST & 1);
  g_string_free (text, TRUE);
}

/* One word among numbers: said with its line, until somebody says what is to become of it. */
static void
test_slip (gpointer fixture, gconstpointer data)
{
  GString *text = g_string_new ("a,b,y\n");
  const char *number[] = { "a=number", NULL }, *category[] = { "a=category", NULL };
  const char *a[] = { "a", NULL };
  const WeftReadOptions as_number = { .types = number }, as_category = { .types = category };
  const WeftReadOptions without = { .leave_out = a };
  g_autoptr (WeftColumns) columns = NULL, words = NULL;
  g_autoptr (WeftDataset) read = NULL, left = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, i == 7 ? "l2,%d.5,%d\n" : "12,%d.5,%d\n", i * 7 % 31, i % 2);
  columns = look_at (text->str, NULL);
  g_assert_nonnull (strstr (columns->problem, "line 9"));
  g_assert_cmpint (columns->n_columns, ==, 3);
  g_assert_true (find (columns, "a")->types >> WEFT_AS_NUMBER & 1);
  read = read_as (text->str, &as_number, NULL);
  g_assert_true (has_note (read->notes, "“l2” in line 9"));
  words = look_at (text->str, &as_category);
  g_assert_cmpint (find (words, "a")->values, ==, 2);
  left = read_as (text->str, &without, NULL);
  g_assert_cmpint (weft_dataset_get_x (left)->shape.dims[0], ==, 1);
  g_string_free (text, TRUE);
}

/* The options of the command, by name. */
static void
test_options (gpointer fixture, gconstpointer data)
{
  g_auto (WeftReadOptions) options = { 0 };
  static const struct
  {
    const char *id, *value;
    gboolean is_good;
  } rows[] = {
    { "target", "y", TRUE },        { "task", "class", TRUE },   { "task", "word", FALSE },
    { "type", "a=number", TRUE },   { "type", "a=what", FALSE }, { "type", "number", FALSE },
    { "type", "b=category", TRUE }, { "leave-out", "a", TRUE },  { "leave-out", "b", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (weft_read_options_knows (rows[i].id));
      g_assert_true (weft_read_options_add (&options, rows[i].id, rows[i].value, &error)
                     == rows[i].is_good);
      g_assert_true ((error == NULL) == rows[i].is_good);
      if (error)
        g_assert_nonnull (strstr (error->message, rows[i].value));
    }
  g_assert_false (weft_read_options_knows ("nope"));
  g_assert_cmpstr (options.target, ==, "y");
  g_assert_cmpint (options.task, ==, WEFT_TASK_CLASS);
  g_assert_cmpstr (options.leave_out[1], ==, "b");
  g_assert_null (options.leave_out[2]);
  g_assert_cmpint (weft_read_options_find_type (&options, "B"), ==, WEFT_AS_CATEGORY);
  g_assert_cmpint (weft_read_options_find_type (&options, "c"), ==, WEFT_AS_AUTO);
}

static gboolean
has_cure (const WeftDataset *dataset, const char *note, const char *option, const char *with)
{
  for (guint i = 0; dataset->cures && dataset->cures[i]; i += 3)
    if (strstr (dataset->cures[i], note) && strcmp (dataset->cures[i + 1], option) == 0
        && strcmp (dataset->cures[i + 2], with) == 0)
      return TRUE;
  return FALSE;
}

/* What is odd comes with the option that makes an end of it, and then is not said any more. */
static void
test_cures (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b,c,d,site,rare,kind\n");
  const char *site[] = { "site", NULL }, *kind[] = { "kind", NULL };
  const WeftReadOptions cured = { .leave_out = site, .merge = kind, .copies = "drop-near" },
                        together = { .copies = "together" }, drop = { .copies = "drop" };
  g_autoptr (WeftDataset) odd = NULL, good = NULL, grouped = NULL, dropped = NULL;

  for (int i = 0; i < 240; i++)
    {
      gint64 k = i < 200 ? i : i - 200; /* 20 are nearly the same as others, 20 the same */
      double by = i >= 200 && i < 220 ? 0.0004 : 0;

      g_string_append_printf (text, "%.4f,%.4f,%.4f,%.4f,x,%s,%s\n", k * 7919 % 997 / 99.7 + by,
                              k * 104729 % 991 / 99.1, k * 1299709 % 983 / 98.3,
                              k * 15485863 % 977 / 97.7 - by, k % 3 ? "" : "1",
                              k % 5 == 0 ? "Cat"
                              : k % 2    ? "cat "
                                         : "dog");
    }
  odd = read_as (text->str, NULL, NULL);
  g_assert_true (has_cure (odd, "“site”", "leave-out", "site"));
  g_assert_true (has_cure (odd, "“rare” is missing", "leave-out", "rare"));
  g_assert_true (has_cure (odd, "capital letters or spaces", "merge", "kind"));
  g_assert_true (has_cure (odd, "the same as another", "copies", "drop"));
  g_assert_true (has_cure (odd, "nearly the same", "copies", "together"));
  g_assert_true (has_cure (odd, "nearly the same", "copies", "drop-near"));
  good = read_as (text->str, &cured, NULL);
  g_assert_cmpint (good->count, ==, 200);
  g_assert_cmpint (weft_dataset_count_classes (good), ==, 2);
  g_assert_false (has_cure (good, "", "copies", "drop-near"));
  g_assert_false (has_cure (good, "", "merge", "kind"));
  grouped = read_as (text->str, &together, NULL);
  g_assert_cmpint (grouped->count, ==, 240);
  for (int i = 200; i < 240; i++)
    g_assert_cmpint (grouped->group[i], ==, i - 200);
  g_assert_false (has_cure (grouped, "nearly the same", "copies", "together"));
  dropped = read_as (text->str, &drop, NULL);
  g_assert_cmpint (dropped->count, ==, 220);
}

/* A file whose own test part has rows that train: how many is said, with what mends it. */
static void
test_across (gpointer fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b,split,y\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%d.25,%d,train,%s\n", i * 37 % 101, i * i % 67,
                            i % 2 ? "p" : "q");
  for (int i = 0; i < 20; i++)
    g_string_append_printf (text, "%d.25,%d,test,%s\n", (i < 7 ? i : i + 60) * 37 % 101,
                            (i < 7 ? i : i + 60) * (i < 7 ? i : i + 60) % 67, i % 2 ? "p" : "q");
  dataset = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (dataset->notes, "and 7 of the samples that validate or test are also"));
  g_assert_true (has_cure (dataset, "also among those that train", "copies", "drop"));
}

/* A class that is in one part only can be learnt or tested, not both. */
static void
test_one_part (gpointer fixture, gconstpointer data)
{
  g_autoptr (WeftDataset) both
      = read_as ("a,split,y\n1.5,train,p\n2.5,train,q\n3.5,train,early\n4.5,test,p\n5.5,test,q\n"
                 "6.5,test,late\n",
                 NULL, NULL);
  g_autoptr (WeftDataset) whole = read_as (
      "a,split,y\n1.5,train,p\n2.5,train,q\n3.5,test,p\n4.5,test,q\n5.5,val,q\n", NULL, NULL);
  g_autoptr (WeftDataset) single
      = read_as ("a,y\n1.5,p\n2.5,p\n3.5,q\n4.5,q\n5.5,lone\n", NULL, NULL);

  g_assert_true (has_note (both->notes, "none is tested: 1, first “early”"));
  g_assert_true (has_note (both->notes, "cannot be learnt: 1, first “late”"));
  g_assert_true (has_note (single->notes, "either learnt or tested: 1, first “lone”"));
  g_assert_false (has_note (whole->notes, "Classes"));
}

int
main (int argc, char *argv[])
{
  static const FolderTest tests[] = {
    { "/column-roles/time", test_time },
    { "/column-roles/part", test_part },
    { "/column-roles/category", test_category },
    { "/column-roles/days", test_days },
    { "/column-roles/slip", test_slip },
    { "/column-roles/cures", test_cures },
    { "/column-roles/options", test_options },
    { "/column-roles/across", test_across },
    { "/column-roles/one-part", test_one_part },
    { "/column-roles/owners", test_owners },
    { "/column-roles/lists", test_lists },
    { "/column-roles/several", test_several },
    { "/column-roles/several-names", test_several_names },
    { "/column-roles/labels", test_labels },
  };

  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
