/* test-graph-form: the text form as other programs see it: its schema, its manual, and the layout
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/blocks/block.h"
#include "engine/graph/training.h"
#include "projects/formats/json-scan.h"
#include "tests/projects/text-form.h"

/* --- what other programs read: the schema in resources --- */

static JsonObject *
member (JsonObject *object, const char *path)
{
  g_auto (GStrv) keys = g_strsplit (path, "/", -1);

  for (char **key = keys; *key; key++)
    {
      g_assert_true (json_object_has_member (object, *key));
      object = json_object_get_object_member (object, *key);
    }
  return object;
}

/* It hangs on the recipe, or on what does. */
static gboolean
is_of_recipe (const WeftParam *param)
{
  for (; param != NULL && param->when_param != NULL;
       param = weft_params_find (weft_training_params (), param->when_param))
    if (g_str_equal (param->when_param, "recipe"))
      return TRUE;
  return FALSE;
}

static void
test_schema (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "resources",
                                            "graph.schema.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *schema, *training;
  const char *pattern;
  guint n, n_settings = 0;
  const WeftLayer *const *layers = weft_layers (&n);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  json = weft_json_parse (text, -1, &error);
  g_assert_no_error (error);
  schema = json_node_get_object (json);
  pattern
      = json_object_get_string_member (member (schema, "$defs/node/properties/layer"), "pattern");
  for (guint i = 0; i < n; i++)
    g_assert_true (g_regex_match_simple (pattern, layers[i]->id, 0, 0));

  training = member (schema, "$defs/training/properties");
  for (const WeftParam *param = weft_training_params (); param->name; param++)
    {
      gboolean is_inside = weft_training_is_of_schedule (param->name);

      if (param->of || is_of_recipe (param))
        continue; /* a recipe's own: its row describes it */
      g_assert_true (json_object_has_member (
          is_inside ? member (training, "schedule/properties") : training, param->name));
      n_settings += !is_inside;
    }
  g_assert_cmpuint (json_object_get_size (training), ==, n_settings);
}

/* The example of graph-form.md is read. */
static void
test_manual (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "resources",
                                            "graph-form.md", NULL);
  g_autofree char *text = NULL, *example = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  const char *from, *to;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  from = strstr (text, "{\"weft\"");
  to = strstr (from, "}}\n");
  example = g_strndup (from, to + 2 - from);
  graph = read_text (example);
  g_assert_cmpuint (weft_graph_get_n_nodes (graph), ==, 6);
  assert_round_trip (graph);
}

/* --- the layout --- */

static void
assert_place (WeftGraph *graph, const char *name, double x, double y)
{
  const WeftNode *node = weft_graph_find_by_name (graph, name);

  g_assert_cmpfloat (node->x, ==, x);
  g_assert_cmpfloat (node->y, ==, y);
}

/* Thirteen in a chain: rows of six, and the last one leaves room under the data. */
static void
test_layout (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "resources",
                                            "bench", "lenet.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (WeftGraph) graph = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  graph = read_text (text);
  assert_place (graph, "data", 26, 34);
  assert_place (graph, "conv2d1", 200, 34);
  assert_place (graph, "relu2", 896, 34);
  assert_place (graph, "flatten1", 200, 174);
  assert_place (graph, "relu4", 896, 174);
  assert_place (graph, "dense3", 200, 314);
}

/* No two nodes on one place, also with branches, cycles and loose nodes. */
static void
test_layout_apart (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "resources",
                                            "bench", "resnet20.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  graph = read_text (text);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%g %g", node->x, node->y)));
      g_assert_cmpfloat (node->x, >=, 26);
      g_assert_cmpfloat (node->x, <=, 26 + 11 * 174);
    }
}

/* Two thousand in a chain are rows that a window shows, not six wide and endlessly long. */
static void
test_layout_of_many (void)
{
  g_autoptr (GString) text = g_string_new ("{\"weft\": 1, \"nodes\": [{\"name\": \"n0\", "
                                           "\"layer\": \"relu\"}");
  g_autoptr (WeftGraph) graph = NULL;
  double width = 0, height = 0;

  for (int i = 1; i < 2001; i++)
    g_string_append_printf (text, ", {\"name\": \"n%d\", \"layer\": \"relu\"}", i);
  g_string_append (text, "], \"wires\": [[\"n0\", \"n1\"]");
  for (int i = 1; i < 2000; i++)
    g_string_append_printf (text, ", [\"n%d\", \"n%d\"]", i, i + 1);
  g_string_append (text, "]}");
  graph = read_text (text->str);
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      width = MAX (width, node->x + 132);
      height = MAX (height, node->y + 110);
    }
  g_assert_cmpfloat (width / height, >, 1);
  g_assert_cmpfloat (width / height, <, 2.5);
}

/* Wires are written and read by the names of the data's fields. */
static void
test_fields (void)
{
  static const char *const text
      = "{\"weft\": 1, \"nodes\": ["
        "{\"name\": \"data\", \"layer\": \"data\", \"params\": {\"source\": \"boards\", "
        "\"fields\": \"x y outcome\"}},"
        "{\"name\": \"value\", \"layer\": \"mse\"}],"
        "\"wires\": [[\"data.%s\", \"value.target\"]]}";
  g_autofree char *good = g_strdup_printf (text, "outcome"), *bad = g_strdup_printf (text, "score");
  g_autoptr (WeftGraph) graph = read_text (good), none = NULL;
  g_autofree char *written = weft_graph_to_json (graph);
  g_autoptr (GError) error = NULL;

  assert_round_trip (graph);
  g_assert_nonnull (strstr (written, "\"data.outcome\""));
  g_assert_cmpint (weft_graph_get_wire (graph, 0)->output, ==, 2);
  none = weft_graph_from_json (bad, -1, &error);
  g_assert_null (none);
  g_assert_nonnull (strstr (error->message, "it has: x, y, outcome"));
}

/* A block is written as the group that it is. */
static void
test_blocks (void)
{
  guint n;
  const WeftBlock *const *blocks = weft_blocks (&n);
  g_autoptr (WeftGraph) graph = weft_graph_new ();

  for (guint i = 0; i < n; i++)
    {
      WeftBlockPlace place = { .x = 100.0 * i, .width = 24 };
      g_autoptr (WeftEdit) edit = weft_block_dup_edit (blocks[i], graph, &place, NULL);
      g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, edit, NULL);

      g_assert_nonnull (inverse);
    }
  assert_round_trip (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-form/schema", test_schema);
  g_test_add_func ("/graph-form/manual", test_manual);
  g_test_add_func ("/graph-form/layout", test_layout);
  g_test_add_func ("/graph-form/layout-apart", test_layout_apart);
  g_test_add_func ("/graph-form/layout-of-many", test_layout_of_many);
  g_test_add_func ("/graph-form/fields", test_fields);
  g_test_add_func ("/graph-form/blocks", test_blocks);
  return g_test_run ();
}
