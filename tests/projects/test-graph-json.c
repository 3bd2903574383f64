/* test-graph-json: the text form: round trips, every refusal, values, and mutations */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/training.h"
#include "engine/graph/edit.h"
#include "projects/formats/json-scan.h"
#include "tests/projects/text-form.h"

static const char base[]
    = "{\"weft\": 1,\n"
      " \"nodes\": [\n"
      "  {\"name\": \"data\", \"layer\": \"data\", \"params\": {\"source\": \"random\", \"shape\": "
      "[784], "
      "\"count\": 64, \"classes\": 10}},\n"
      "  {\"name\": \"dense1\", \"layer\": \"dense\", \"params\": {\"units\": 256}, \"title\": "
      "\"隐藏层\"},\n"
      "  {\"name\": \"relu1\", \"layer\": \"relu\"},\n"
      "  {\"name\": \"dense2\", \"layer\": \"dense\", \"params\": {\"units\": 10}, \"parent\": "
      "null},\n"
      "  {\"name\": \"loss\", \"layer\": \"cross_entropy\"}],\n"
      " \"wires\": [[\"data.x\", \"dense1\"], [\"dense1\", \"relu1\"], [\"relu1.y\", "
      "\"dense2.x\"], "
      "[\"dense2\", \"loss.prediction\"], [\"data.y\", \"loss.target\"]],\n"
      " \"training\": {\"recipe\": \"supervised\", \"optimizer\": \"adam\", \"lr\": 0.003, "
      "\"betas\": [0.8, 0.99], \"schedule\": {\"kind\": \"step\", \"step_size\": 30, \"gamma\": "
      "0.5}, "
      "\"metrics\": [\"accuracy\", \"top_3\"], \"best\": \"f1\", \"batch_size\": 64}}";

/* base with the first `from` replaced. */
static char *
change (const char *from, const char *to)
{
  const char *at = strstr (base, from);
  g_autofree char *head = at ? g_strndup (base, at - base) : NULL;

  g_assert_nonnull (at);
  return g_strconcat (head, to, at + strlen (from), NULL);
}

static void
test_read (void)
{
  g_autoptr (WeftGraph) graph = read_text (base);
  const WeftNode *dense = weft_graph_find_by_name (graph, "dense1");
  g_autoptr (GVariant) units = weft_node_get_param (dense, "units");
  const char *metrics, *kind;
  gint64 size;
  double gamma;

  g_assert_cmpuint (weft_graph_get_n_nodes (graph), ==, 5);
  g_assert_cmpuint (weft_graph_get_n_wires (graph), ==, 5);
  g_assert_cmpstr (dense->title, ==, "隐藏层");
  g_assert_cmpint (g_variant_get_int64 (units), ==, 256);
  g_assert_cmpint (weft_graph_find_wire_to (graph, dense->id, 0)->from, ==, 1);
  g_assert_true (g_variant_lookup (weft_graph_get_training (graph), "metrics", "&s", &metrics));
  g_assert_cmpstr (metrics, ==, "accuracy,top_3");
  g_assert_true (g_variant_lookup (weft_graph_get_training (graph), "schedule", "&s", &kind));
  g_assert_cmpstr (kind, ==, "step");
  g_assert_true (g_variant_lookup (weft_graph_get_training (graph), "step_size", "x", &size));
  g_assert_cmpint (size, ==, 30);
  g_assert_true (g_variant_lookup (weft_graph_get_training (graph), "gamma", "d", &gamma));
  g_assert_cmpfloat (gamma, ==, 0.5);
}

static void
test_round_trip (void)
{
  static const char *const names[] = { "lenet", "mlp_adam", "mlp_sgd",     "playground", "resnet20",
                                       "vgg",   "lstm",     "transformer", "unet" };
  g_autoptr (WeftGraph) graph = read_text (base), empty = weft_graph_new ();

  assert_round_trip (graph);
  assert_round_trip (empty);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_strconcat (names[i], ".json", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..",
                                                "resources", "bench", file, NULL);
      g_autofree char *text = NULL;
      g_autoptr (WeftGraph) bench = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      bench = read_text (text);
      assert_round_trip (bench);
    }
}

static void
apply (WeftGraph *graph, WeftEdit *edit)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (graph, held, &error);

  g_assert_no_error (error);
}

/* Doubles in every form, deleted ids, sizes that differ, titles with everything in them. */
static void
test_round_trip_values (void)
{
  static const double values[]
      = { 0.1, 1.0 / 3, 1e-300, 1234567.125, 5e-324, -0.0, 0.30000000000000004 };
  g_autoptr (WeftGraph) graph = read_text (base);
  g_autofree char *text = NULL;
  WeftNode conv = { .name = (char *) "c",
                    .layer = weft_layer_find ("conv2d"),
                    .title = (char *) "a \"b\" \\ \n\t\x01 <é 中 🙂>" };

  apply (graph, weft_edit_remove_node (3));
  apply (graph, weft_edit_add_node (&conv));
  apply (graph, weft_edit_set_param (6, "kernel_size", g_variant_new_parsed ("[int64 3, 5]")));
  apply (graph, weft_edit_set_param (6, "padding", g_variant_new_string ("same")));
  apply (graph, weft_edit_set_param (6, "stride", g_variant_new_parsed ("[int64 2, 2]")));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      apply (graph, weft_edit_set_training ("lr", g_variant_new_double (values[i])));
      apply (graph, weft_edit_move (6, values[i], -values[i]));
      assert_round_trip (graph);
    }
  text = weft_graph_to_json (graph);
  g_assert_nonnull (strstr (text, "\"kernel_size\": [3, 5]"));
  g_assert_nonnull (strstr (text, "\"stride\": 2,"));
  g_assert_nonnull (strstr (text, "\"padding\": \"same\""));
  g_assert_nonnull (strstr (text, "\"metrics\": [\"accuracy\", \"top_3\"]"));
  g_assert_nonnull (strstr (text, "\"best\": \"f1\""));
  g_assert_nonnull (
      strstr (text, "\"schedule\": {\"kind\": \"step\", \"step_size\": 30, \"gamma\": 0.5}"));
}

/* A text without settings gets the defaults, and says them. */
static void
test_defaults (void)
{
  g_autoptr (WeftGraph) graph = read_text ("\xEF\xBB\xBF{\"weft\": 1, \"nodes\": []}");
  g_autofree char *text = weft_graph_to_json (graph);

  g_assert_cmpuint (g_variant_n_children (weft_graph_get_training (graph)), ==, 0);
  g_assert_nonnull (strstr (text, "\"recipe\": \"supervised\""));
  g_assert_nonnull (strstr (text, "\"optimizer\": \""));
}

/* --- what is refused --- */

typedef struct
{
  const char *from, *to; /* in base */
  const char *words[3];  /* what the message must hold */
  WeftErrorCode code;
} Bad;

static const Bad bads[] = {
  { "\"layer\": \"relu\"", "\"layer\": \"relo\"", { "nodes[2].layer", "relo", "“relu”" }, 0 },
  { "\"units\": 256",
    "\"unit\": 256",
    { "nodes[1].params.unit:", "dense1 (dense)", "“units”" },
    0 },
  { "\"units\": 256", "\"units\": \"many\"", { "nodes[1].params.units", "dense1", "many" }, 0 },
  { "\"units\": 256", "\"units\": null", { "nodes[1].params.units", "dense1", "null" }, 0 },
  { "\"units\": 256", "\"units\": 2.5", { "nodes[1].params.units", "2.5" }, 0 },
  { "{\"units\": 256}", "[]", { "nodes[1]", "dense1", "params" }, 0 },
  { "\"title\": \"隐藏层\"", "\"title\": 3", { "nodes[1]", "title" }, 0 },
  { "\"title\": \"隐藏层\"", "\"at\": [1]", { "nodes[1]", "at", "dense1" }, 0 },
  { "\"parent\": null", "\"parent\": \"data\"", { "nodes[3]", "dense2" }, 0 },
  { "\"parent\": null", "\"colour\": 1", { "nodes[3]", "colour" }, 0 },
  { "\"name\": \"relu1\"", "\"name\": \"Relu\"", { "nodes[2].name", "Relu" }, 0 },
  { "\"name\": \"relu1\"", "\"name\": \"dense1\"", { "nodes[2].name", "dense1", "nodes[1]" }, 0 },
  { "\"name\": \"relu1\", ", "", { "nodes[2]", "name" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"nobody\", \"relu1\"]", { "wires[1]", "nobody" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"dense1\", \"relu2\"]", { "wires[1]", "relu2", "“relu1”" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"dense1\"]", { "wires[1]" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"dense1.z\", \"relu1\"]", { "wires[1]", "dense1", "z" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"dense1\", \"loss\"]", { "wires[1]", "loss", "target" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"dense1\", \"data\"]", { "wires[1]", "data" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"data\", \"relu1\"]", { "wires[1]", "data", "x, y" }, 0 },
  { "[\"dense1\", \"relu1\"]", "[\"data.x\", \"dense1\"]", { "wires[1]", "dense1" }, 0 },
  { "\"adam\"", "\"adamm\"", { "training.optimizer", "adamm", "“adam”" }, 0 },
  { "\"lr\"", "\"lrr\"", { "training.lrr", "lrr" }, 0 },
  { "\"lr\": 0.003", "\"lr\": true", { "training.lr", "true" }, 0 },
  { "\"kind\": \"step\"", "\"kind\": \"steps\"", { "training.schedule.kind", "steps" }, 0 },
  { "\"kind\": \"step\"", "\"type\": \"step\"", { "training.schedule.type", "type" }, 0 },
  { "\"gamma\": 0.5}",
    "\"gamma\": 0.5}, \"step_size\": 3",
    { "training.step_size", "schedule" },
    0 },
  { "[\"accuracy\", \"top_3\"]", "[1]", { "training.metrics" }, 0 },
  { "\"top_3\"]", "\"top_33\"]", { "training.metrics", "top_33", "“top_3”" }, 0 },
  { "\"weft\": 1", "\"weft\": 99, \"later\": {}", { "99", "1" }, WEFT_ERROR_NEWER },
  { "\"weft\": 1,", "", { "weft" }, 0 },
  { "\"weft\": 1", "\"weft\": \"1\"", { "weft" }, 0 },
  { "\"weft\": 1", "\"weft\": 1, \"extra\": 2", { "extra" }, 0 },
  { "\"weft\": 1", "\"weft\": 1, \"w\\u0065ft\": 1", { "weft", "line 1" }, 0 },
  { "\"weft\": 1", "\"weft\": 1e999", { "1e999" }, 0 },
  { "\"weft\": 1", "\"weft\": 99999999999999999999", { "99999999999999999999" }, 0 },
  { "\"units\": 256", "\"units\": 9007199254740993", { "9007199254740993" }, 0 },
  { "\"units\": 256", "\"units\": 0256", { "line 4" }, 0 },
  { "\"units\": 256", "\"units\": +1", { "line 4" }, 0 },
  { "\"units\": 256", "\"units\": NaN", { "line 4" }, 0 },
  { "\"units\": 256", "\"units\": 256,", { "line 4" }, 0 },
  { "\"units\": 256", "/* */\"units\": 256", { "line 4" }, 0 },
  { "隐藏层", "\\ud800", { "line 4" }, 0 },
  { "隐藏层", "\\u0000", { "line 4" }, 0 },
  { "隐藏层", "\xff", { "UTF-8" }, 0 },
  { "隐藏层", "\n", { "line 5" }, 0 },
  { "\"batch_size\": 64}}", "\"batch_size\": 64}} x", { "line 9" }, 0 },
};

static void
assert_refused (const char *text, gssize length, const char *const *words, WeftErrorCode code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = weft_graph_from_json (text, length, &error);

  g_assert_null (graph);
  g_assert_error (error, WEFT_ERROR, (int) code);
  for (guint i = 0; i < 3 && words && words[i]; i++)
    if (!strstr (error->message, words[i]))
      g_error ("“%s” does not say “%s”", error->message, words[i]);
}

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bads); i++)
    {
      g_autofree char *text = change (bads[i].from, bads[i].to);

      g_test_message ("case %u", i);
      assert_refused (text, -1, bads[i].words, bads[i].code);
    }
}

static void
test_refused_texts (void)
{
  g_autofree char *deep = g_strnfill (100000, '['),
                  *long_text = g_strnfill (WEFT_JSON_MAX_BYTES + 1, ' ');
  g_autofree char *deep_node = g_strconcat ("{\"weft\": 1, \"nodes\": ", deep, NULL);

  assert_refused ("", -1, NULL, WEFT_ERROR_INVALID);
  assert_refused ("[]", -1, NULL, WEFT_ERROR_INVALID);
  assert_refused ("null", -1, NULL, WEFT_ERROR_INVALID);
  assert_refused ("{\"weft\": 1}", -1, (const char *[]){ "nodes", NULL }, WEFT_ERROR_INVALID);
  assert_refused ("{\"weft\": 1, \"nodes\": [\0]}", 24, NULL, WEFT_ERROR_INVALID);
  assert_refused (deep_node, -1, (const char *[]){ "32", NULL }, WEFT_ERROR_INVALID);
  assert_refused (long_text, -1, (const char *[]){ "4 MB", NULL }, WEFT_ERROR_INVALID);
}

/* What a graph may hold, though it will not run, is read. */
static void
test_not_refused (void)
{
  static const char *const pairs[][2] = {
    { "\"units\": 256", "\"units\": 0" },
    { "\"units\": 256", "\"units\": 1000000000" },
    { "\"units\": 256", "\"units\": 256.0" },
    { "[\"data.x\", \"dense1\"]", "[\"dense2\", \"dense1\"]" }, /* a cycle */
    { "[\"data.x\", \"dense1\"],", "" },
    { "\"lr\": 0.003", "\"lr\": 100" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = change (pairs[i][0], pairs[i][1]);
      g_autoptr (WeftGraph) graph = read_text (text);

      assert_round_trip (graph);
    }
}

/* --- one value --- */

static void
test_values (void)
{
  static const struct
  {
    const char *text, *type, *back;
  } values[] = {
    { "spiral", "s", "\"spiral\"" }, { "\"a b\"", "s", "\"a b\"" }, { "3", "x", "3" },
    { "0.1", "d", "0.1" },           { "true", "b", "true" },       { "[1, 2]", "av", "[1, 2]" },
    { "5x3", "s", "\"5x3\"" },       { "3fa9", "s", "\"3fa9\"" },
  };
  g_autoptr (GVariant) tenth = g_variant_ref_sink (g_variant_new_double ((double) 0.1f));
  g_autofree char *single = weft_value_to_json (tenth);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GVariant) value = weft_value_from_json (values[i].text, NULL);
      g_autofree char *back = NULL;

      g_assert_nonnull (value);
      g_assert_true (g_variant_is_of_type (value, G_VARIANT_TYPE (values[i].type)));
      back = weft_value_to_json (value);
      g_assert_cmpstr (back, ==, values[i].back);
    }
  g_assert_null (weft_value_from_json ("1e999", NULL));
  g_assert_null (weft_value_from_json ("[1", NULL));
  g_assert_null (weft_value_from_json ("", NULL));
  g_assert_cmpstr (single, ==, "0.10000000149011612");
}

static void
test_set (void)
{
  static const char *const bad[][2] = {
    { "nobody.units=3", "nobody" },         { "dense1.unit=3", "units" },
    { "dense1.units=many", "many" },        { "training.lrr=1", "lrr" },
    { "dense1", "NODE.PARAMETER" },         { "training.optimizer=sgdd", "sgdd" },
    { "training.lr=1e999", "training.lr" }, { "training.metrics=acuracy", "“accuracy”" },
  };
  static const char *const good[]
      = { "dense1.units=7",         "data.source=spiral",       "data.name=123",
          "training.batch_size=16", "training.schedule=cosine", "training.metrics=accuracy",
          "training.lr=null" };
  g_autoptr (WeftGraph) graph = read_text (base);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_graph_set_from_text (graph, bad[i][0], &error));
      g_assert_nonnull (strstr (error->message, bad[i][1]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (weft_graph_set_from_text (graph, good[i], &error));
      g_assert_no_error (error);
    }
  g_assert_false (g_variant_lookup (weft_graph_get_training (graph), "lr", "d", NULL));
  assert_round_trip (graph);
}

/* Who knows the setting from the window and who knows it from the text: both read their name. */
static void
test_setting_names (void)
{
  g_autoptr (WeftGraph) graph = read_text (base);

  for (const WeftParam *param = weft_training_params (); param->name; param++)
    {
      g_autofree char *assignment = g_strdup_printf ("training.%s=[[1]]", param->name);
      g_autofree char *wanted = g_strdup_printf ("training.%s: %s (%s) must be ", param->name,
                                                 param->label, param->name);
      g_autoptr (GError) error = NULL;

      g_assert_false (weft_graph_set_from_text (graph, assignment, &error));
      g_assert_true (g_str_has_prefix (error->message, wanted));
    }
}

static void
test_clipboard (void)
{
  g_autoptr (WeftGraph) graph = read_text (base);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 chosen[] = { 2, 3 };
  g_autofree char *text = NULL;
  g_autoptr (WeftGraph) pasted = NULL;
  g_auto (GStrv) incoming = NULL;

  g_array_append_vals (ids, chosen, 2);
  text = weft_graph_nodes_to_json (graph, ids);
  pasted = read_text (text);
  g_assert_cmpuint (weft_graph_get_n_nodes (pasted), ==, 2);
  g_assert_cmpuint (weft_graph_get_n_wires (pasted), ==, 1);
  g_assert_null (strstr (text, "training"));
  incoming = weft_graph_incoming_from_json (text);
  g_assert_cmpuint (g_strv_length (incoming), ==, 2); /* what led into the first of them */
  g_assert_true (g_str_has_prefix (incoming[0], "data"));
}

/* --- groups, shared weights, flags --- */

static const char grouped[]
    = "{\"weft\": 1, \"nodes\": ["
      "{\"name\": \"data\", \"layer\": \"data\"},"
      "{\"name\": \"inner\", \"layer\": \"dense\", \"parent\": \"block\", \"frozen\": true},"
      "{\"name\": \"in\", \"layer\": \"group_input\", \"parent\": \"block\"},"
      "{\"name\": \"block\", \"layer\": \"group\", \"params\": {\"repeat\": 2}, \"muted\": false},"
      "{\"name\": \"out\", \"layer\": \"group_output\", \"parent\": \"block\"},"
      "{\"name\": \"after\", \"layer\": \"dense\", \"shared\": \"inner\", \"bypassed\": true}],"
      "\"wires\": [[\"data.x\", \"block.in\"], [\"in\", \"inner\"], [\"inner\", \"out\"],"
      "[\"block.out\", \"after\"]]}";

static void
test_groups (void)
{
  g_autoptr (WeftGraph) graph = read_text (grouped), again = NULL, pasted = NULL;
  g_autofree char *text = weft_graph_to_json (graph), *part = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 block = weft_graph_find_by_name (graph, "block")->id;
  const WeftNode *inner = weft_graph_find_by_name (graph, "inner");

  g_assert_cmpint (inner->parent, ==, block);
  g_assert_cmpuint (inner->flags, ==, WEFT_NODE_FROZEN);
  g_assert_cmpint (weft_graph_find_by_name (graph, "after")->shared, ==, inner->id);
  again = read_text (text);
  g_assert_true (weft_graph_equal (graph, again));
  g_assert_nonnull (strstr (text, "[\"data.x\", \"block\"]")); /* it has one input */
  g_array_append_val (ids, block);
  part = weft_graph_nodes_to_json (graph, ids); /* and all that is inside */
  pasted = read_text (part);
  g_assert_cmpuint (weft_graph_get_n_nodes (pasted), ==, 4);
  g_assert_cmpuint (weft_graph_get_n_wires (pasted), ==, 2);
  g_assert_cmpint (weft_graph_find_by_name (pasted, "inner")->parent, ==,
                   weft_graph_find_by_name (pasted, "block")->id);
}

static void
test_refused_groups (void)
{
  static const Bad wrongs[] = {
    { "\"parent\": \"block\", \"frozen\"",
      "\"parent\": \"blok\", \"frozen\"",
      { "nodes[1].parent", "blok", "“block”" },
      0 },
    { "\"parent\": \"block\", \"frozen\"",
      "\"parent\": \"data\", \"frozen\"",
      { "nodes[1].parent", "inner", "data, which is no group" },
      0 },
    { "\"frozen\": true", "\"frozen\": 1", { "nodes[1]", "inner", "frozen" }, 0 },
    { "\"shared\": \"inner\"", "\"shared\": \"after\"", { "nodes[5].shared", "after" }, 0 },
    { "[\"in\", \"inner\"]", "[\"data.x\", \"inner\"]", { "wires[1]", "data", "inner" }, 0 },
    { "block.in\"", "block.inn\"", { "wires[0]", "block", "inn" }, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_auto (GStrv) parts = g_strsplit (grouped, wrongs[i].from, 2);
      g_autofree char *text = g_strjoinv (wrongs[i].to, parts);

      g_assert_nonnull (parts[1]);
      assert_refused (text, -1, wrongs[i].words, wrongs[i].code);
    }
}

/* Bytes changed, taken out and doubled: an error or a graph that can be written, never anything
 * else. */
static void
test_mutations (void)
{
  static const char spice[] = "{}[]\",:\\u0e1-.9\x80\xff\n tn";
  gsize length = strlen (base);
  guint read_back = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_memdup2 (base, length + 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (WeftGraph) graph = NULL;
      gsize n = length;

      for (int k = g_test_rand_int_range (1, 4); k > 0; k--)
        {
          gsize at = (gsize) g_test_rand_int_range (0, (int) n),
                run = MIN (n - at, 1 + (gsize) (i % 7));

          if (i % 3 == 0)
            n -= (memmove (text + at, text + at + run, n - at - run), run);
          else
            text[at] = spice[g_test_rand_int_range (0, sizeof spice - 1)];
        }
      graph = weft_graph_from_json (text, (gssize) n, &error);
      g_assert_true ((graph == NULL) == (error != NULL));
      if (graph)
        assert_round_trip (graph);
      read_back += graph != NULL;
    }
  g_assert_cmpuint (read_back, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph-json/read", test_read);
  g_test_add_func ("/graph-json/round-trip", test_round_trip);
  g_test_add_func ("/graph-json/round-trip-values", test_round_trip_values);
  g_test_add_func ("/graph-json/defaults", test_defaults);
  g_test_add_func ("/graph-json/refused", test_refused);
  g_test_add_func ("/graph-json/refused-texts", test_refused_texts);
  g_test_add_func ("/graph-json/not-refused", test_not_refused);
  g_test_add_func ("/graph-json/values", test_values);
  g_test_add_func ("/graph-json/set", test_set);
  g_test_add_func ("/graph-json/set-names", test_setting_names);
  g_test_add_func ("/graph-json/clipboard", test_clipboard);
  g_test_add_func ("/graph-json/groups", test_groups);
  g_test_add_func ("/graph-json/refused-groups", test_refused_groups);
  g_test_add_func ("/graph-json/mutations", test_mutations);
  return g_test_run ();
}
