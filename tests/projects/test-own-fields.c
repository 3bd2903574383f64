/* test-own-fields: texts and categories of many values beside the numbers of a table */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/graph.h"
#include "projects/readers/asked/asked.h"
#include "projects/readers/starters/starter.h"
#include "tests/projects/reader-columns.h"

#define TOWNS 60

/* What a flat costs says its text, its town, its size and when it was let. */
static char *
make_flats (int n)
{
  static const char *const words[] = { "bright", "damp", "quiet", "noisy", "sunny" };
  GString *text = g_string_new ("description,town,area,let,name,rent\n");

  for (int i = 0; i < n; i++)
    g_string_append_printf (text,
                            "\"A %s flat, %s and near the station %d.\",%s%02d,%d,%d.3.2024,"
                            "The house of Mr. %c%c in the old street,%d.5\n",
                            words[i % 5], words[i * 7 % 4], i % 131, "town", i * 7919 % TOWNS,
                            20 + i * 31 % 97, 1 + i % 28, 'a' + i % 26, 'a' + i / 26 % 26,
                            100 + i * 13 % 389);
  return g_string_free (text, FALSE);
}

static const WeftField *
field_of (const WeftDataset *dataset, const char *name)
{
  const WeftField *field = weft_dataset_find_field (dataset, name);

  g_assert_nonnull (field);
  return field;
}

static void
test_fields (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_flats (600);
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = read_as (text, NULL, &columns);
  const WeftField *town = field_of (dataset, "town"), *words = field_of (dataset, "description");
  g_autofree char *said = weft_field_dup_text (words, 0, 4);

  assert_column (columns, "description", WEFT_HOLDS_TEXT, WEFT_COLUMN_ROLE_FEATURE);
  assert_column (columns, "town", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_FEATURE);
  assert_column (columns, "let", WEFT_HOLDS_DATES, WEFT_COLUMN_ROLE_FEATURE);
  assert_column (columns, "name", WEFT_HOLDS_TEXT, WEFT_COLUMN_ROLE_LEFT_OUT);
  g_assert_true (find (columns, "name")->may_be[WEFT_COLUMN_ROLE_FEATURE]);
  g_assert_cmpint (dataset->n_fields, ==, 4);
  g_assert_cmpstr (dataset->fields[3].name, ==, "y");
  g_assert_cmpint (field_of (dataset, "x")->shape.dims[0], ==, 2);
  g_assert_cmpstr (field_of (dataset, "x")->feature_forms[1], ==, "day-first 19783");
  g_assert_cmpint (town->kind, ==, WEFT_KIND_CLASS);
  g_assert_cmpint (town->classes, ==, TOWNS + 1);
  g_assert_cmpstr (town->class_names[weft_field_get_class (town, 1)], ==, "town59");
  g_assert_cmpint (words->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpstr (said, ==, "a bright flat, …");
  g_assert_false (has_note (dataset->notes, "nearly the same"));
}

/* What hardly trains is one, as is what is missing; types say otherwise. */
static void
test_types (gpointer fixture, gconstpointer data)
{
  GString *text = g_string_new ("colour,note,a,y\n");
  const char *types[] = { "colour=embedding", "note=text", NULL };
  const WeftReadOptions options = { .types = types, .unit = "character" };
  g_autoptr (WeftColumns) columns = NULL, guessed = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  const WeftField *colour, *note;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (text, "%s,n%d,%d.5,%d\n",
                            i == 7   ? "once"
                            : i == 9 ? ""
                            : i % 2  ? "red"
                                     : "blue",
                            i, i % 7, i % 2);
  guessed = look_at (text->str, NULL);
  dataset = read_as (text->str, &options, &columns);
  colour = field_of (dataset, "colour");
  note = field_of (dataset, "note");
  assert_column (guessed, "note", WEFT_HOLDS_TEXT, WEFT_COLUMN_ROLE_LEFT_OUT);
  g_assert_false (find (guessed, "note")->may_be[WEFT_COLUMN_ROLE_FEATURE]);
  g_assert_true (find (guessed, "note")->types >> WEFT_AS_TEXT & 1);
  g_assert_cmpint (colour->classes, ==, 3);
  g_assert_cmpstr (colour->class_names[2], ==, "red");
  g_assert_cmpint (weft_field_get_class (colour, 7), ==, 0);
  g_assert_cmpint (weft_field_get_class (colour, 9), ==, 0);
  g_assert_cmpint (weft_field_get_class (colour, 1), ==, 2);
  g_assert_cmpint (note->offsets[1], ==, 2);
  g_string_free (text, TRUE);
}

/* Names that no field can have, and more of them than a set has room for. */
static void
test_names_and_room (gpointer fixture, gconstpointer data)
{
  GString *text = g_string_new ("城市,x,街道,c,d,e,f,g,y\n");
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = NULL;

  for (int i = 0; i < 400; i++)
    {
      for (int c = 0; c < 8; c++)
        g_string_append_printf (text, "w%d,", i % (60 + c));
      g_string_append_printf (text, "%d.5\n", i % 90);
    }
  dataset = read_as (text->str, NULL, &columns);
  g_assert_cmpint (dataset->n_fields, ==, WEFT_MAX_FIELDS);
  g_assert_cmpstr (field_of (dataset, "category")->title, ==, "城市");
  g_assert_cmpstr (field_of (dataset, "x_2")->title, ==, "x");
  g_assert_cmpstr (field_of (dataset, "category_2")->title, ==, "街道");
  /* the last two are given one by one */
  g_assert_cmpint (field_of (dataset, "x")->shape.dims[0], ==, 66 + 67);
  g_string_free (text, TRUE);
}

/* The starter reads each by its own branch and is whole. */
static void
test_starter (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_flats (600);
  g_autoptr (WeftDataset) dataset = read_as (text, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, &error);
  guint embeddings = 0, joins = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      embeddings += strcmp (node->layer->id, "embedding") == 0;
      joins += strcmp (node->layer->id, "concat") == 0;
    }
  g_assert_cmpint (embeddings, ==, 2);
  g_assert_cmpint (joins, ==, 1);
}

static WeftDataset *
ask (const WeftDataset *like, const char *text, GError **error)
{
  g_autofree char *path = path_of ("asked.csv");
  const WeftAskedInput input = { NULL, path };
  g_autoptr (GArray) samples = NULL;

  write_file ("asked.csv", text, -1);
  return weft_asked_read (like, &input, 1, &samples, error);
}

/* One table has everything, read as it was to learn from: a date in days, a word by its number. */
static void
test_asked (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_flats (600);
  g_autoptr (WeftDataset) like = read_as (text, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) asked = ask (like,
                                       "let,area,town,description\n"
                                       "11.3.2024,20,town59,A bright flat\n"
                                       ",30,nowhere,\n",
                                       &error);
  g_autoptr (WeftDataset) bad = NULL, less = NULL;
  float x[2];

  g_assert_no_error (error);
  weft_field_get (field_of (asked, "x"), 0, x);
  g_assert_cmpfloat (x[0], ==, 20);
  g_assert_cmpfloat (x[1], ==, 10);
  g_assert_true (weft_field_is_gap (field_of (asked, "x"), 3));
  g_assert_cmpint (weft_field_get_class (field_of (asked, "town"), 0), ==,
                   weft_field_get_class (field_of (like, "town"), 1));
  g_assert_cmpint (weft_field_get_class (field_of (asked, "town"), 1), ==, 0);
  g_assert_true (has_note (asked->notes, "“nowhere”"));
  g_assert_cmpint (field_of (asked, "description")->offsets[1], ==, 3);
  bad = ask (like, "let,area,town,description\nMarch,20,town59,A bright flat\n1.3.2024,2,a,b\n",
             &error);
  g_assert_nonnull (strstr (error->message, "line 2: “March” in the column “let” is no date"));
  g_clear_error (&error);
  less = ask (like, "let,area,description\n1.3.2024,20,A bright flat\n2.3.2024,2,b\n", &error);
  g_assert_nonnull (strstr (error->message, "no column for “town”"));
}

/* How a date was read is kept in the file. */
static gboolean
read_bytes (gpointer user, gpointer to, gsize n, GError **error)
{
  gsize *at = ((gpointer *) user)[1];

  weft_dataset_copy_bytes (((gpointer *) user)[0], *at, n, to);
  *at += n;
  return TRUE;
}

static void
test_stored (gpointer fixture, gconstpointer data)
{
  g_autofree char *text = make_flats (200);
  g_autoptr (WeftDataset) dataset = read_as (text, NULL, NULL);
  g_autoptr (GVariant) header = weft_dataset_serialize_header (dataset);
  gsize at = 0;
  gpointer user[2] = { dataset, &at };
  const WeftDataStream stream = { weft_dataset_get_length (dataset), read_bytes, user };
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) again = weft_dataset_deserialize (header, &stream, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (field_of (again, "x")->feature_forms[1], ==, "day-first 19783");
  g_assert_cmpstr (again->sha256, ==, dataset->sha256);
}

/* A text, its class and an amount: nothing of it is passed over; a text, its class and whose it is
 * is one of texts. */
static void
test_beside_class (gpointer fixture, gconstpointer data)
{
  GString *amount = g_string_new ("review,age,liked\n"),
          *author = g_string_new ("review,user,liked\n");
  g_autoptr (WeftDataset) all = NULL, texts = NULL;

  for (int i = 0; i < 90; i++)
    {
      g_string_append_printf (amount, "a %s dress of size %d,%d,%s\n", i % 2 ? "fine" : "poor",
                              i % 31, 20 + i % 40, i % 2 ? "yes" : "no");
      g_string_append_printf (author, "a %s dress of size %d,u%d,%s\n", i % 2 ? "fine" : "poor",
                              i % 31, i % 9, i % 2 ? "yes" : "no");
    }
  all = read_as (amount->str, NULL, NULL);
  texts = read_as (author->str, NULL, NULL);
  g_assert_cmpint (field_of (all, "review")->kind, ==, WEFT_KIND_TOKENS);
  g_assert_cmpstr (field_of (all, "x")->feature_names[0], ==, "age");
  g_assert_cmpint (field_of (texts, "x")->kind, ==, WEFT_KIND_TOKENS);
  g_string_free (amount, TRUE);
  g_string_free (author, TRUE);
}

/* Who, what and how much, by names or by looks; when is left out; the figure to beat is said. */
static void
test_ratings (gpointer fixture, gconstpointer data)
{
  GString *named = g_string_new ("userId,movieId,rating,timestamp\n"), *bare = g_string_new (NULL);
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (WeftDataset) dataset = NULL, other = NULL;
  g_autoptr (WeftGraph) graph = NULL;

  for (int i = 0; i < 600; i++)
    g_string_append_printf (bare, "%d,%d,%d,%d\n", 1 + i % 40, 1 + i * 7 % 31, 1 + i * i % 5,
                            880000000 + i * 77);
  g_string_append (named, bare->str);
  dataset = read_as (named->str, NULL, &columns);
  other = read_as (bare->str, NULL, NULL);
  assert_column (columns, "userId", WEFT_HOLDS_CATEGORIES, WEFT_COLUMN_ROLE_FEATURE);
  assert_column (columns, "timestamp", WEFT_HOLDS_NUMBERS, WEFT_COLUMN_ROLE_LEFT_OUT);
  g_assert_cmpint (find (columns, "userId")->type, ==, WEFT_AS_AUTO);
  g_assert_cmpint (dataset->n_fields, ==, 3);
  g_assert_cmpint (field_of (dataset, "movieid")->classes, ==, 32);
  g_assert_cmpint (field_of (dataset, "y")->kind, ==, WEFT_KIND_NUMBERS);
  g_assert_true (has_note (dataset->notes, "the mean of each “movieId”"));
  g_assert_cmpint (field_of (other, "b")->classes, ==, 32);
  graph = weft_starter_new (dataset, NULL);
  g_assert_nonnull (weft_graph_find_by_name (graph, "userid_factors"));
  g_string_free (named, TRUE);
  g_string_free (bare, TRUE);
}

static const FolderTest tests[] = {
  { "/own-fields/beside-class", test_beside_class },
  { "/own-fields/ratings", test_ratings },
  { "/own-fields/fields", test_fields },
  { "/own-fields/types", test_types },
  { "/own-fields/room", test_names_and_room },
  { "/own-fields/starter", test_starter },
  { "/own-fields/asked", test_asked },
  { "/own-fields/stored", test_stored },
};

int
main (int argc, char *argv[])
{
  return run_in_folders (argc, argv, tests, G_N_ELEMENTS (tests));
}
