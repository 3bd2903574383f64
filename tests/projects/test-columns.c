/* test-columns: what a reader makes of each column of a stranger's table, and how that is changed
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/projects/reader-columns.h"

/* n rows of one line's form: {n} is a number that no other row has, {nnn} the same with zeros in
 * front, {3} and {2} the row's number modulo that. */
static char *
make_rows (const char *header, const char *form, int n)
{
  GString *text = g_string_new (header);

  for (int i = 0; i < n; i++)
    {
      const int numbers[] = { i * 7919 % 997, i * 7919 % 997, i % 3, i % 2 };
      static const char *const marks[] = { "{n}", "{nnn}", "{3}", "{2}" };
      g_autoptr (GString) line = g_string_new (form);

      for (guint k = 0; k < G_N_ELEMENTS (marks); k++)
        {
          g_autofree char *number = g_strdup_printf (k == 1 ? "%03d" : "%d", numbers[k]);

          g_string_replace (line, marks[k], number, 0);
        }
      g_string_append_len (text, line->str, line->len);
    }
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *name, *header, *form, *guessed;
  char separator;
} targets[] = {
  { "label-first", "label,a,b\n", "{2},{n}.5,{3}\n", "label", ',' },
  { "target-second", "a;Target;b\n", "{n},5;{2};{3}\n", "Target", ';' },
  { "class-tab", "CLASS\ta\tb\n", "{2}\t{n}.5\t{3}\n", "CLASS", '\t' },
  { "species-quoted", "\"species\",\"a\",\"b\"\n", "\"k{2}\",\"{n}.5\",{3}\n", "species", ',' },
  { "y-first", "y,a,b\n", "{n}.5,{3},{2}\n", "y", ',' },
  { "chinese", "标签,长,宽\n", "类{2},{n}.5,{3}\n", "标签", ',' },
  { "chinese-kind", "类别,长,宽\n", "{2},{n}.5,{3}\n", "类别", ',' },
  { "outcome", "a,Outcome,b\n", "{n}.5,{2},{3}\n", "Outcome", ',' },
  { "german", "Klasse;a;b\n", "{2};{n},5;{3}\n", "Klasse", ';' },
  { "mark", "\xef\xbb\xbflabel,a,b\n", "{2},{n}.5,{3}\n", "label", ',' },
  { "spaces", "\u00a0label\u00a0,a,b\n", "{2},{n}.5,{3}\n", "label", ',' },
  { "none", "a,b,sort\n", "{n}.5,{3},{2}\n", "sort", ',' },
};

static void
test_guess (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *text = make_rows (targets[i].header, targets[i].form, 60);
      g_autoptr (WeftDataset) dataset = read_as (text, NULL, NULL);

      g_assert_cmpstr (weft_dataset_get_target_title (dataset), ==, targets[i].guessed);
      g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 2);
    }
}

/* A column of that name in which every row is something else is no class to predict. */
static void
test_guess_is_usable (void)
{
  g_autofree char *text = make_rows ("class,a,sort\n", "room {n},{n}.5,{2}\n", 60);
  g_autoptr (WeftDataset) dataset = read_as (text, NULL, NULL);

  g_assert_cmpstr (weft_dataset_get_target_title (dataset), ==, "sort");
}

static void
test_named (void)
{
  g_autofree char *text = make_rows ("price,weight,stars\n", "{n}.5,{3}.25,{3}\n", 60);
  const WeftReadOptions as_number = { .target = "Stars", .task = WEFT_TASK_NUMBER };
  const WeftReadOptions as_class = { .target = "weight", .task = WEFT_TASK_CLASS };
  const WeftReadOptions nowhere = { .target = "label" };
  g_autoptr (WeftDataset) number = read_as (text, &as_number, NULL);
  g_autoptr (WeftDataset) guessed = read_as (text, NULL, NULL);
  g_autoptr (WeftDataset) class = read_as (text, &as_class, NULL);
  g_autoptr (WeftColumns) columns = look_at (text, &nowhere);

  g_assert_cmpint (weft_dataset_get_y (guessed)->kind, ==, WEFT_KIND_CLASS);
  g_assert_cmpint (weft_dataset_get_y (number)->kind, ==, WEFT_KIND_NUMBERS);
  g_assert_cmpfloat (((float *) weft_dataset_get_y (number)->data)[1], ==, 1);
  g_assert_cmpint (weft_dataset_count_classes (class), ==, 3);
  g_assert_cmpstr (weft_dataset_get_y (class)->class_names[1], ==, "1.25");
  g_assert_nonnull (columns->problem);
  g_assert_nonnull (strstr (columns->problem, "“label”"));
  g_assert_nonnull (strstr (columns->problem, "price, weight, stars"));
}

/* A choice that does not work names its column, and leaves the columns to choose from. */
static void
test_refused (void)
{
  g_autofree char *text = make_rows ("kind,price,b\n", "k{2},{n}.5,{3}\n", 60);
  const WeftReadOptions word = { .target = "kind", .task = WEFT_TASK_NUMBER };
  const WeftReadOptions many = { .target = "price", .task = WEFT_TASK_CLASS };
  g_autoptr (WeftColumns) words = look_at (text, &word), numbers = look_at (text, &many);

  g_assert_nonnull (strstr (words->problem, "“kind”"));
  g_assert_nonnull (strstr (words->problem, "k0"));
  g_assert_nonnull (strstr (numbers->problem, "“price”"));
  g_assert_cmpint (words->n_columns, ==, 3);
  g_assert_false (find (words, "kind")->may_be_number);
  g_assert_true (find (words, "kind")->may_be_class);
  g_assert_true (find (words, "price")->may_be_number);
  g_assert_false (find (words, "price")->may_be_class);
  g_assert_cmpstr (find (words, "kind")->examples[1], ==, "k1");
}

/* Rows with one value of a column are in one part, and the parts are about as large as ever; words
 * and numbers alike. What has too few, and what is to be predicted, is refused. */
static void
test_groups (void)
{
  g_autoptr (GString) text = g_string_new ("person,number,a,y\n");
  g_autofree char *few = make_rows ("person,a,y\n", "p{2},{n}.5,{2}\n", 60);
  const WeftReadOptions by[] = { { .group = "Person" }, { .group = "number" } };
  const WeftReadOptions both = { .group = "y", .target = "y" }, person = { .group = "person" };
  g_autoptr (WeftColumns) refused = look_at (few, &person), twice = NULL;

  for (int i = 0; i < 700; i++)
    g_string_append_printf (text, "p%d,%d,%d.5,%d\n", i % 7, i % 7, i * 7919 % 997,
                            i * 31 % 17 % 2);
  twice = look_at (text->str, &both);
  for (guint k = 0; k < G_N_ELEMENTS (by); k++)
    {
      g_autoptr (WeftColumns) columns = NULL;
      g_autoptr (WeftDataset) dataset = read_as (text->str, &by[k], &columns);
      g_autoptr (WeftSplit) split = weft_split_new (dataset, (double[]){ 0.6, 0.2, 0.2 }, k);
      int part_of[7] = { 0 };

      for (int part = 0; part < WEFT_N_PARTS; part++)
        for (gint64 i = 0; i < split->count[part]; i++)
          {
            int *of = &part_of[split->samples[part][i] % 7];

            g_assert_true (*of == 0 || *of == part + 1);
            *of = part + 1;
          }
      g_assert_cmpint (split->count[WEFT_PART_TRAIN], >=, 400);
      g_assert_cmpint (split->count[WEFT_PART_VALIDATION], >=, 100);
      g_assert_cmpint (split->count[WEFT_PART_TEST], >=, 100);
      g_assert_cmpint (columns->columns[k].role, ==, WEFT_COLUMN_ROLE_GROUP);
      g_assert_true (has_note (dataset->notes, "stay together"));
    }
  g_assert_nonnull (strstr (refused->problem, "“person”"));
  g_assert_nonnull (strstr (twice->problem, "“y”"));
}

static const struct
{
  const char *name, *header, *form;
  WeftColumnRole role;
} identifiers[] = {
  { "visit_no", "visit_no,a,y\n", "{n},{n}.5,{2}\n", WEFT_COLUMN_ROLE_LEFT_OUT },
  { "PatientID", "PatientID,a,y\n", "9{nnn},{3}.5,{2}\n", WEFT_COLUMN_ROLE_LEFT_OUT },
  { "编号", "编号,a,y\n", "10{nnn},{3}.5,{2}\n", WEFT_COLUMN_ROLE_LEFT_OUT },
  { "sort", "sort,a,y\n", "77{nnn},{3}.5,{2}\n",
    WEFT_COLUMN_ROLE_LEFT_OUT }, /* never meets itself */
  { "grams", "grams,a,y\n", "1{nnn}{nnn},{3}.5,{2}\n",
    WEFT_COLUMN_ROLE_FEATURE }, /* may be a measure */
  { "unit price", "unit price,a,y\n", "{n},{3}.5,{2}\n", WEFT_COLUMN_ROLE_FEATURE },
  { "idle", "idle,a,y\n", "{3},{n}.5,{2}\n", WEFT_COLUMN_ROLE_FEATURE },
  { "length", "length,a,y\n", "{n}.5,{3},{2}\n", WEFT_COLUMN_ROLE_FEATURE },
};

static void
test_identifiers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (identifiers); i++)
    {
      g_autofree char *text = make_rows (identifiers[i].header, identifiers[i].form, 150);
      g_autoptr (WeftColumns) columns = look_at (text, NULL);
      const char *keep[] = { identifiers[i].name, NULL };
      const WeftReadOptions options = { .keep = keep };
      g_autoptr (WeftColumns) kept = look_at (text, &options);

      assert_column (columns, identifiers[i].name, WEFT_HOLDS_NUMBERS, identifiers[i].role);
      assert_column (kept, identifiers[i].name, WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_FEATURE);
      if (identifiers[i].role == WEFT_COLUMN_ROLE_LEFT_OUT)
        g_assert_nonnull (find (columns, identifiers[i].name)->reason);
    }
}

/* What may be a measure or only a number is pointed at. */
static void
test_pointed_at (void)
{
  g_autofree char *text = make_rows ("grams,a,y\n", "1{nnn}{nnn},{3}.5,{2}\n", 150);
  g_autoptr (WeftColumns) columns = look_at (text, NULL);

  g_assert_nonnull (strstr (find (columns, "grams")->reason, "“grams”"));
  g_assert_true (has_note (columns->notes, "“grams”"));
}

static void
test_copies_of_target (void)
{
  g_autofree char *text = make_rows ("a,code,again,y\n", "{n}.25,{3},kind {3},k{3}\n", 90);
  const char *keep[] = { "code", NULL }, *leave_out[] = { "a", NULL };
  const WeftReadOptions options = { .keep = keep, .leave_out = leave_out };
  g_autoptr (WeftColumns) columns = look_at (text, NULL), kept = look_at (text, &options);
  g_autofree char *numbers = make_rows ("a,again,double,y\n", "{3}.25,{n}.5,{n}.75,{n}.5\n", 90);
  g_autoptr (WeftColumns) of_number = look_at (numbers, NULL);

  assert_column (columns, "code", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_LEFT_OUT);
  assert_column (columns, "again", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_LEFT_OUT);
  assert_column (columns, "a", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_FEATURE);
  assert_column (kept, "code", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_FEATURE);
  assert_column (kept, "a", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_LEFT_OUT);
  assert_column (of_number, "again", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_LEFT_OUT);
  assert_column (of_number, "double", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_FEATURE);
  g_assert_nonnull (find (of_number, "double")->reason);
}

static void
test_codes (void)
{
  g_autofree char *text = make_rows ("postcode,a,y\n", "0106{3},{n}.5,{2}\n", 60);
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = read_as (text, NULL, &columns);

  assert_column (columns, "postcode", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_FEATURE);
  g_assert_cmpstr (weft_dataset_get_x (dataset)->feature_names[2], ==, "postcode = 01062");
  g_assert_true (has_note (dataset->notes, "“postcode”"));
}

/* Twelve rows with twelve names: nothing to be had from them, few as they are. */
static void
test_text (void)
{
  g_autofree char *text = make_rows ("name,a,y\n", "n{n},{3}.5,{2}\n", 12);
  const char *keep[] = { "name", NULL };
  const WeftReadOptions options = { .keep = keep };
  g_autoptr (WeftColumns) columns = look_at (text, NULL), kept = look_at (text, &options);
  g_autoptr (WeftColumns) five = look_at ("name,age,ok\nann,3,yes\nbob,4,no\ncid,5,yes\n"
                                          "dan,6,no\neve,7,yes\n",
                                          NULL);
  g_autoptr (WeftColumns) nothing
      = look_at ("name,ok\nann,yes\nbob,no\ncid,yes\ndan,no\neve,yes\n", NULL);

  g_assert_nonnull (strstr (nothing->problem, "“name”"));
  assert_column (five, "name", WEFT_HOLDS_TEXT, WEFT_COLUMN_ROLE_LEFT_OUT);
  assert_column (columns, "name", WEFT_HOLDS_TEXT, WEFT_COLUMN_ROLE_LEFT_OUT);
  g_assert_nonnull (find (columns, "name")->reason);
  g_assert_false (find (columns, "name")->may_be[WEFT_COLUMN_ROLE_FEATURE]);
  g_assert_nonnull (strstr (kept->problem, "“name”"));
}

/* What is filled in is the middle of what trains, whoever says what that is. */
static void
test_gaps (void)
{
  g_autoptr (GString) text = g_string_new ("a,b,y\n");
  g_autoptr (WeftDataset) said
      = read_as ("split,a,y\ntrain,1,p\ntrain,,q\nval,700,p\ntest,900,q\ntest,900,p\n", NULL, NULL);
  g_autoptr (WeftDataset) drawn = NULL;
  g_autoptr (WeftSplit) parts = NULL;
  const double shares[] = { 0.6, 0.2, 0.2 };
  int above = 0, below = 0;

  g_assert_cmpfloat (value (said, 1, 0), ==, 1);
  for (int i = 0; i < 60; i++)
    {
      if (i % 2 == 0)
        g_string_append_printf (text, "%d.5", i * i);
      g_string_append_printf (text, ",%d,%s\n", i, i % 3 ? "p" : "q");
    }
  drawn = read_as (text->str, NULL, NULL);
  parts = weft_split_new (drawn, shares, 0);
  for (gint64 i = 0; i < parts->count[WEFT_PART_TRAIN]; i++)
    {
      guint32 sample = parts->samples[WEFT_PART_TRAIN][i];
      float middle = value (drawn, 1, 0), x = value (drawn, sample, 0);

      above += sample % 2 == 0 && x > middle;
      below += sample % 2 == 0 && x < middle;
    }
  g_assert_cmpint (above, ==, below);
}

static void
test_rare (void)
{
  g_autofree char *even = make_rows ("a,b,y\n", "{n}.5,{3},{2}\n", 100);
  GString *text = g_string_new ("a,fraud\n");
  g_autoptr (WeftDataset) rare = NULL, fair = read_as (even, NULL, NULL);

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d.5,%s\n", i, i % 25 ? "no" : "yes");
  rare = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (rare->notes, "Only 4 %"));
  g_assert_true (has_note (rare->notes, "“yes”"));
  g_assert_false (has_note (fair->notes, "Only"));
  g_string_free (text, TRUE);
}

static void
test_copied_rows (void)
{
  GString *text = g_string_new ("a,b,y\n");
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftSplit) split = NULL;
  const double shares[] = { 0.6, 0.2, 0.2 };
  int part_of[50];

  for (int i = 0; i < 100; i++)
    g_string_append_printf (text, "%d.5,%d,%s\n", i % 50, i % 50 % 7, i % 2 ? "p" : "q");
  dataset = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (dataset->notes, "50 of 100"));
  split = weft_split_new (dataset, shares, 3);
  memset (part_of, -1, sizeof part_of);
  for (int p = 0; p < WEFT_N_PARTS; p++)
    {
      g_assert_cmpint (split->count[p], >=, 16);
      for (gint64 i = 0; i < split->count[p]; i++)
        {
          int *part = &part_of[split->samples[p][i] % 50];

          g_assert_true (*part == -1 || *part == p);
          *part = p;
        }
    }
  g_string_free (text, TRUE);
}

/* Pictures and other things without columns say so; what is asked of them is not passed over. */
static void
test_no_table (void)
{
  g_autofree char *path = path_of ("one.png");
  g_autoptr (GError) error = NULL;

  write_file ("one.png", "no picture", -1);
  g_assert_null (weft_columns_read (path, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED);
}

/* A last row of sums is pointed at, and can be left out; one that is a row like others is not. */
static void
test_totals (void)
{
  const WeftReadOptions drop = { .totals = "drop" };
  g_autoptr (GString) text = g_string_new ("region,sales,cost,profit\n");
  g_autoptr (WeftDataset) all = NULL, without = NULL, plain = NULL;
  g_autofree char *rows = NULL;
  double sums[3] = { 0 };

  for (int i = 0; i < 40; i++)
    {
      double row[3] = { 10 + i * 7 % 31, 20 + i * 5 % 23 + 0.5, i * i % 97 };

      g_string_append_printf (text, "%c,%g,%g,%g\n", "NSEW"[i % 4], row[0], row[1], row[2]);
      for (int k = 0; k < 3; k++)
        sums[k] += row[k];
    }
  rows = g_strdup (text->str);
  g_string_append_printf (text, "Total,%g,%g,%g\n", sums[0], sums[1], sums[2]);
  all = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (all->notes, "The last row adds up"));
  g_assert_true (g_strv_contains ((const char *const *) all->cures, "totals"));
  without = read_as (text->str, &drop, NULL);
  plain = read_as (rows, NULL, NULL);
  g_assert_false (has_note (plain->notes, "The last row"));
  g_assert_cmpstr (without->sha256, ==, plain->sha256);
}

/* One column of sums is enough beside a word that says so. */
static void
test_total_by_name (void)
{
  g_autoptr (GString) text = g_string_new ("region,sales,month\n");
  g_autoptr (WeftDataset) all = NULL;
  int sum = 0;

  for (int i = 0; i < 40; sum += 10 + i * 7 % 31, i++)
    g_string_append_printf (text, "%c,%d,%s\n", "NSEW"[i % 4], 10 + i * 7 % 31,
                            i % 2 ? "May" : "June");
  g_string_append_printf (text, "Grand total,%d,\n", sum);
  all = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (all->notes, "The last row adds up"));
}

/* Of 3/4/2023 beside 2023-04-05 nobody knows which is the day: it is said, and can be turned. */
static void
test_mixed_dates (void)
{
  const WeftReadOptions turned = { .types = (const char *const[]){ "day=month-first", NULL } };
  g_autoptr (GString) text = g_string_new ("day,v,y\n");
  g_autoptr (WeftDataset) dataset = NULL, other = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, i % 2 ? "%02d/%02d/2023,%d,%d\n" : "2023-%02d-%02d,%d,%d\n",
                            1 + i % 12, 1 + i * 7 % 12, i, i * 5 % 37);
  dataset = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (dataset->notes, "can be taken for each other"));
  g_assert_false (has_note (dataset->notes, "each of which is clear"));
  g_assert_true (g_strv_contains ((const char *const *) dataset->cures, "day=month-first"));
  other = read_as (text->str, &turned, NULL);
  g_assert_false (has_note (other->notes, "can be taken for each other"));
  g_assert_cmpfloat (value (dataset, 1, 0), !=, value (other, 1, 0));
}

static void
test_boxes_alone (void)
{
  g_autoptr (GString) text = g_string_new ("image,class,xmin,ymin,xmax,ymax\n");
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append_printf (text, "%d,%s,%d,%d,%d,%d\n", i / 3, i % 3 ? "cat" : "dog", i, i + 1,
                            i * 3 + 5, i * 2 + 9);
  dataset = read_as (text->str, NULL, NULL);
  g_assert_true (has_note (dataset->notes, "“image” names are not beside it"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (void);
  } tests[] = {
    { "guess", test_guess },
    { "guess-is-usable", test_guess_is_usable },
    { "named", test_named },
    { "refused", test_refused },
    { "groups", test_groups },
    { "identifiers", test_identifiers },
    { "pointed-at", test_pointed_at },
    { "copies-of-target", test_copies_of_target },
    { "codes", test_codes },
    { "text", test_text },
    { "gaps", test_gaps },
    { "rare", test_rare },
    { "copied-rows", test_copied_rows },
    { "no-table", test_no_table },
    { "totals", test_totals },
    { "total-by-name", test_total_by_name },
    { "mixed-dates", test_mixed_dates },
    { "boxes-alone", test_boxes_alone },
  };
  g_autofree char *made = NULL;
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  top = made = g_dir_make_tmp ("weft-columns-XXXXXX", NULL);
  set_up (NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *name = g_strconcat ("/columns/", tests[i].name, NULL);

      g_test_add_func (name, tests[i].run);
    }
  status = g_test_run ();
  tear_down (NULL, NULL);
  remove_all (made);
  return status;
}
