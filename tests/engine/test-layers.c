/* test-layers: the laws of the layer table, one test a row and a law */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"
#include "engine/plan/program.h"
#include "around.h"

/* --- law: the row itself --- */

static void
assert_sentence (const char *text)
{
  gunichar first = g_utf8_get_char (text);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_unichar_isupper (first));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strchr (text, '!'));
}

static void
test_row (gconstpointer data)
{
  const WeftLayer *layer = data;

  g_assert_true (weft_layer_find (layer->id) == layer); /* unique: the first of that id */
  g_assert_cmpint (layer->family, <, WEFT_N_FAMILIES);
  g_assert_cmpuint (strlen (layer->title), >, 0);
  assert_sentence (layer->summary);
  g_assert_true ((layer->build != NULL) == (layer->grouping == WEFT_GROUPING_NONE));
  g_assert_nonnull (layer->terms);
  g_assert_nonnull (layer->params);
  g_assert_true (layer->is_loss == (layer->family == WEFT_FAMILY_LOSS));
  g_assert_true ((weft_layer_find_input (layer, "target") >= 0) == (layer->metrics != NULL));
  g_assert_true (weft_layer_get_n_inputs (layer) > 0 || weft_layer_repeats (layer)
                 || layer->inputs);
}

/* Found by what people type: English, Chinese, pinyin and its initials. */
static void
test_terms (gconstpointer data)
{
  const WeftLayer *layer = data;
  g_auto (GStrv) terms = g_strsplit (layer->terms, " ", -1);
  guint chinese = 0, latin = 0;

  for (char **term = terms; *term; term++)
    {
      g_assert_cmpuint (strlen (*term), >, 0);
      chinese += g_utf8_get_char (*term) >= 0x4e00;
      latin += g_ascii_islower (**term);
    }
  g_assert_cmpuint (chinese, >=, 1);
  g_assert_cmpuint (latin, >=, 3);
}

/* A formula is Pango markup: whatever is opened is closed, and nothing else is in it. */
static void
test_formula (gconstpointer data)
{
  const WeftLayer *layer = data;
  int depth = 0;

  for (const char *at = layer->formula; at && (at = strchr (at, '<')); at++)
    {
      gboolean opens = g_str_has_prefix (at, "<sub>") || g_str_has_prefix (at, "<sup>");

      g_assert_true (opens || g_str_has_prefix (at, "</sub>") || g_str_has_prefix (at, "</sup>"));
      depth += opens ? 1 : -1;
      g_assert_cmpint (depth, >=, 0);
    }
  g_assert_cmpint (depth, ==, 0);
  g_assert_true (!layer->formula || !strchr (layer->formula, '&'));
}

/* Every place of a line is a parameter or something that a report knows. */
static void
test_line (gconstpointer data)
{
  static const char *const known[] = { "weights", "in", "out", "samples", "set", NULL };
  const WeftLayer *layer = data;

  for (const char *at = layer->line; at && (at = strchr (at, '{')); at++)
    {
      g_autofree char *place = g_strndup (at + 1, strcspn (at + 1, "|}"));

      g_assert_true (g_strv_contains (known, place) || weft_params_find (layer->params, place));
    }
}

/* --- law: parameters --- */

static void
assert_param (const WeftLayer *layer, const WeftParam *param)
{
  g_autoptr (GVariant) value = weft_param_get_default (param);
  g_autofree char *reason = value ? weft_param_out_of_range (param, value) : NULL;

  g_assert_null (reason);
  g_assert_true (weft_params_find (layer->params, param->name) == param);
  g_assert_nonnull (param->label);
  g_assert_nonnull (param->help);
  g_assert_null (strchr (param->help, '!'));
  g_assert_cmpuint (param->offset, <, layer->record_size);
  g_assert_cmpfloat (param->min, <=, param->max);
  g_assert_cmpfloat (param->ui_max, <=, param->max);
  g_assert_true (param->optional == (param->unset != NULL));
  if (param->when_param)
    g_assert_nonnull (weft_params_find (layer->params, param->when_param));
  for (const WeftChoice *choice = param->choices; choice && choice->value; choice++)
    g_assert_nonnull (choice->label);
}

static void
test_params (gconstpointer data)
{
  const WeftLayer *layer = data;

  for (const WeftParam *param = layer->params; param->name; param++)
    assert_param (layer, param);
}

/* --- law: every parameter at its ends, and every choice, builds or gives a diagnostic --- */

/* The row says so of every node that has weights. */
static void
assert_learns (WeftGraph *graph, const WeftProgram *program)
{
  for (guint i = 0; program && i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT)
        g_assert_true (weft_graph_find (graph, value->node)->layer->learns);
    }
}

/* A program comes of it, or a reason why not. */
static gboolean
assert_answer (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (WeftProgram) program
      = weft_program_build (graph, catalog, WEFT_BINDING (3, 0), &report);

  g_assert_true ((program != NULL) == report->is_whole);
  g_assert_true (program || report->diagnostics->len > 0);
  assert_learns (graph, program);
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      g_autofree char *message = weft_diagnostic_dup_message (report->diagnostics->pdata[i]);

      assert_sentence (message);
    }
  if (program && weft_graph_get_n_nodes (graph) > 1
      && !weft_layer_is_remark (weft_graph_find_by_name (graph, "it")->layer))
    g_assert_true (weft_program_find_output (program, net_id (graph, "it"), 0) >= 0);
  return program != NULL;
}

static void
try_value (WeftGraph *graph, const WeftParam *param, GVariant *value)
{
  if (!value)
    return;
  net_apply (graph, weft_edit_set_param (net_id (graph, "it"), param->name, value));
  assert_answer (graph);
  net_apply (graph, weft_edit_set_param (net_id (graph, "it"), param->name, NULL));
}

static void
test_ends (gconstpointer data)
{
  const WeftLayer *layer = data;
  gboolean builds = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (around_sources); i++)
    {
      g_autoptr (WeftGraph) graph = net_around (layer, around_sources[i]);

      builds = assert_answer (graph) || builds;
      for (const WeftParam *param = layer->params; param->name; param++)
        {
          try_value (graph, param, value_at (param, param->min));
          try_value (graph, param, value_at (param, param->max));
          try_value (graph, param, value_at (param, param->max + 1));
          for (const WeftChoice *choice = param->choices; choice && choice->value; choice++)
            try_value (graph, param, g_variant_new_string (choice->value));
          if (param->type == WEFT_PARAM_PADDING)
            try_value (graph, param, g_variant_new_string ("same"));
          if (param->type == WEFT_PARAM_STRING)
            try_value (graph, param, g_variant_new_string ("nobody knows this"));
        }
    }
  g_assert_true (builds); /* with its defaults, one of the sources fits */
}

/* --- law: what is set → stored → set is the identity --- */

static void
test_identity (gconstpointer data)
{
  const WeftLayer *layer = data;
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftGraph) again = weft_graph_new ();
  g_autoptr (GVariant) value = NULL;
  g_autoptr (WeftEdit) edit = NULL;
  g_autofree char *a = g_malloc0 (layer->record_size + 1), *b = g_malloc0 (layer->record_size + 1);
  const WeftNode *node, *other;

  net_add (graph, layer->id, "it", NULL);
  for (const WeftParam *param = layer->params; param->name; param++)
    {
      GVariant *end = value_at (param, param->max);

      if (end)
        net_apply (graph, weft_edit_set_param (1, param->name, end));
    }
  node = weft_graph_find (graph, 1);
  edit = weft_edit_add_node (node);
  value = weft_edit_serialize (edit);
  net_apply (again, weft_edit_deserialize (value, NULL));
  other = weft_graph_find (again, 1);
  g_assert_true (weft_graph_equal (graph, again));
  g_assert_cmpvariant (node->params, other->params);
  weft_params_load (layer->params, node->params, a, layer->record_size);
  weft_params_load (layer->params, other->params, b, layer->record_size);
  if (layer->family != WEFT_FAMILY_DATA) /* its strings are pointers */
    g_assert_cmpmem (a, layer->record_size, b, layer->record_size);
}

/* --- law: weights say how they begin --- */

static void
test_weights (gconstpointer data)
{
  const WeftLayer *layer = data;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftGraph) graph = net_around (layer, around_sources[2]);
  g_autoptr (WeftProgram) program = weft_program_build (graph, catalog, WEFT_BINDING (3, 0), NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; program && i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role != WEFT_VALUE_WEIGHT && value->role != WEFT_VALUE_BUFFER)
        continue;
      g_assert_true (g_hash_table_add (names, (gpointer) value->name));
      g_assert_cmpint (value->node, ==, net_id (graph, "it"));
      g_assert_cmpint (value->init, <=, WEFT_INIT_FILL);
      if (value->role == WEFT_VALUE_WEIGHT)
        g_assert_true (value->fan_in >= 1 && value->fan_out >= 1);
    }
}

/* --- what follows from the table once --- */

/* Conv: fan_in = channels · area of a group; dense: fan_in = inputs. What He, Glorot and PyTorch
 * read. */
static void
test_fans (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftGraph) graph = net_around (weft_layer_find ("conv2d"), around_sources[2]);
  g_autoptr (WeftProgram) program = NULL;
  guint seen = 0;

  net_set (graph, "it", "groups", "int64 2");
  net_set (graph, "it", "kernel_size", "[int64 3, 5]");
  program = weft_program_build (graph, catalog, WEFT_BINDING (3, 0), NULL);
  for (guint i = 0; i < program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (program->values, WeftProgramValue, i);

      if (value->role != WEFT_VALUE_WEIGHT)
        continue;
      g_assert_cmpint (value->fan_in, ==, 2 * 3 * 5);
      g_assert_cmpint (weft_shape_count (&value->shape), ==, seen == 0 ? 16 * 2 * 15 : 16);
      seen++;
    }
  g_assert_cmpuint (seen, ==, 2);
}

static void
test_pool_defaults (void)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftGraph) graph = net_around (weft_layer_find ("max_pool2d"), around_sources[2]);
  g_autoptr (WeftProgram) program = NULL;
  const WeftProgramValue *out;

  net_set (graph, "it", "kernel_size", "int64 3");
  program = weft_program_build (graph, catalog, WEFT_BINDING (3, 0), NULL);
  out = &g_array_index (program->values, WeftProgramValue,
                        weft_program_find_output (program, net_id (graph, "it"), 0));
  g_assert_cmpint (out->shape.dims[2], ==, 4); /* the stride is the kernel's */
}

static void
test_order (void)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  g_assert_cmpuint (n, >=, 20);
  g_assert_cmpstr (layers[0]->id, ==, "data");
  for (guint i = 0; i < WEFT_N_FAMILIES; i++)
    g_assert_cmpuint (strlen (weft_family_get_title (i)), >, 0);
  g_assert_null (weft_layer_find ("dens"));
}

static void
add (const WeftLayer *layer, const char *law, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/layers/%s/%s", layer->id, law);

  g_test_add_data_func (path, layer, func);
}

int
main (int argc, char **argv)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < n; i++)
    {
      add (layers[i], "row", test_row);
      add (layers[i], "terms", test_terms);
      add (layers[i], "formula", test_formula);
      add (layers[i], "line", test_line);
      add (layers[i], "params", test_params);
      add (layers[i], "ends", test_ends);
      add (layers[i], "identity", test_identity);
      add (layers[i], "weights", test_weights);
    }
  g_test_add_func ("/layers/order", test_order);
  g_test_add_func ("/layers/fans", test_fans);
  g_test_add_func ("/layers/pool-defaults", test_pool_defaults);
  return g_test_run ();
}
