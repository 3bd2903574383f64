/* test-blocks: the laws of the table of blocks: each stands, learns at two widths, and goes again
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/base/float.h"
#include "engine/blocks/block.h"
#include "engine/run/exec.h"
#include "tests/engine/report.h"

#define BATCH 4
#define SIDE 8 /* pictures are SIDE × SIDE, sequences SIDE long */

static void
assert_sentence (const char *text)
{
  g_assert_true (g_unichar_isupper (g_utf8_get_char (text)));
  g_assert_true (g_str_has_suffix (text, "."));
}

/* Every word of the parameters is one of the layer's, and in its range at any width. */
static void
assert_node (const WeftBlockNode *row)
{
  const WeftLayer *layer = weft_layer_find (row->layer);
  g_auto (GStrv) words = g_strsplit (row->params ? row->params : "", " ", -1);

  g_assert_nonnull (layer);
  for (char **word = words; *word && **word; word++)
    {
      g_autofree char *name = g_strndup (*word, strcspn (*word, "="));

      g_assert_nonnull (weft_params_find (layer->params, name));
    }
}

static void
test_row (gconstpointer data)
{
  const WeftBlock *block = data;
  gboolean is_chinese = FALSE;

  g_assert_true (weft_block_find (block->id) == block);
  g_assert_null (weft_layer_find (block->id)); /* one reference names both */
  assert_sentence (block->summary);
  for (const char *at = block->terms; *at; at = g_utf8_next_char (at))
    is_chinese |= g_utf8_get_char (at) >= 0x4e00;
  g_assert_true (is_chinese);
  g_assert_cmpint (block->width, >, 0);
  g_assert_cmpint (block->axis, !=, 0);
  for (const WeftBlockNode *row = block->nodes; row->name; row++)
    assert_node (row);
}

/* --- on a net --- */

static WeftGraph *
net_before (const WeftBlock *block, gint64 width)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *shape
      = block->axis < 0 ? g_strdup_printf ("%d, %" G_GINT64_FORMAT, SIDE, width)
                        : g_strdup_printf ("%" G_GINT64_FORMAT ", %d, %d", width, SIDE, SIDE);
  g_autofree char *params = g_strdup_printf (
      "{'source': <'random'>, 'shape': <[int64 %s]>, 'classes': <int64 3>, 'count': <int64 8>}",
      shape);

  net_add (graph, "data", "data", params);
  return graph;
}

/* The group's id. */
static gint64
add_block (WeftGraph *graph, const WeftBlock *block, gint64 width)
{
  gint64 group = weft_graph_get_next_id (graph);
  g_autoptr (GError) error = NULL;
  WeftEdit *edit
      = weft_block_dup_edit (block, graph, &(WeftBlockPlace){ .width = width, .x = 200 }, &error);

  g_assert_no_error (error);
  net_apply (graph, edit);
  g_assert_true (weft_graph_find (graph, group)->layer == weft_layer_find ("group"));
  return group;
}

static void
end_net (WeftGraph *graph, gint64 group)
{
  gint64 flatten = net_add (graph, "flatten", "flatten", NULL);

  net_apply (graph, weft_edit_add_wire (&(WeftWire){ .from = group, .to = flatten }));
  net_add (graph, "dense", "last", "{'units': <int64 3>}");
  net_wire (graph, "flatten", "last");
  net_add (graph, "cross_entropy", "loss", NULL);
  net_wire (graph, "last", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
}

static WeftProgram *
build (WeftGraph *graph)
{
  g_autoptr (WeftReport) report = NULL;
  WeftProgram *program = weft_program_build (graph, NULL, WEFT_BINDING (BATCH, 0), &report);

  print_all (report);
  g_assert_nonnull (program);
  return program;
}

/* Three steps of gradient descent on one batch make the loss smaller. */
static void
assert_learns (WeftProgram *program)
{
  WeftPlanOptions options = { WEFT_MODE_TRAIN, weft_kernel_best_level (), FALSE, FALSE };
  g_autoptr (WeftState) state = weft_state_new (&(WeftStateForm){ .program = program }, 3, NULL);
  g_autoptr (WeftPlan) plan = weft_plan_compile (program, &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  const WeftOptimizer *sgd = weft_optimizer_get (0, weft_kernel_best_level ());
  g_autofree gpointer settings = weft_optimizer_load (sgd, NULL);
  WeftRandom random = { 5, WEFT_STREAM_CHECK, 1 };
  gsize n = (gsize) weft_shape_count (
      &g_array_index (program->values, WeftProgramValue, weft_program_find_input (program, "x"))
           .shape);
  g_autofree float *x = g_new (float, n);
  gint64 y[BATCH] = { 0, 1, 2, 0 };
  const void *inputs[] = { x, y };
  float first = 0;

  g_assert_cmpstr (sgd->id, ==, "sgd");
  weft_random_fill_normal (&random, x, n, 0, 1);
  weft_exec_set_inputs (exec, inputs);
  for (int i = 0; i < 3; i++)
    {
      WeftUpdate update;

      weft_update_prepare (&update, sgd, settings, 0.01, i + 1);
      weft_exec_step (exec, sgd, &update, 3, i);
      first = i == 0 ? weft_exec_get_loss (exec) : first;
    }
  weft_exec_run (exec, 3, 0);
  g_assert_true (isfinite (first));
  g_assert_cmpfloat (weft_exec_get_loss (exec), <, first);
}

static void
test_learns (gconstpointer data)
{
  const WeftBlock *block = data;
  static const gint64 widths[] = { 8, 12 };

  for (gsize i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autoptr (WeftGraph) graph = net_before (block, widths[i]);
      gint64 group = add_block (graph, block, widths[i]);
      g_autoptr (WeftProgram) program = NULL;

      net_apply (graph, weft_edit_add_wire (&(WeftWire){ .from = 1, .to = group }));
      end_net (graph, group);
      program = build (graph);
      assert_learns (program);
    }
}

/* Beside another, in another, at the width that the row says: names are free; undone nothing is
 * left. */
static void
test_undo (gconstpointer data)
{
  const WeftBlock *block = data;
  g_autoptr (WeftGraph) graph = net_before (block, block->width), before = NULL;
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  g_autofree char *title = NULL, *label = NULL;
  gint64 first = add_block (graph, block, 0), second = weft_graph_get_next_id (graph);

  before = weft_graph_dup (graph);
  edit = weft_block_dup_edit (block, graph, &(WeftBlockPlace){ .parent = first }, NULL);
  inverse = weft_graph_apply (graph, edit, NULL);
  g_assert_nonnull (inverse);
  g_assert_cmpint (weft_graph_find (graph, second)->parent, ==, first);
  title = weft_node_dup_title (weft_graph_find (graph, second));
  g_assert_true (g_str_has_prefix (title, block->title) && g_str_has_suffix (title, " 2"));
  label = weft_edit_dup_label (edit);
  g_assert_cmpstr (label, ==, "Add block");
  net_apply (graph, g_steal_pointer (&inverse));
  g_assert_true (weft_graph_equal (graph, before));
}

static void
test_width (void)
{
  const WeftBlock *block = weft_block_find ("residual");
  WeftShape pictures = WEFT_SHAPE (32, 24, 8, 8), none = { 0 };

  g_assert_cmpint (weft_block_get_width (block, &pictures), ==, 24);
  g_assert_cmpint (weft_block_get_width (block, &none), ==, 0);
  g_assert_null (weft_block_find ("nobody"));
}

static void
test_refused (void)
{
  g_autoptr (WeftGraph) graph = net_before (weft_block_find ("residual"), 8);
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_block_dup_edit (weft_block_find ("residual"), graph,
                                      &(WeftBlockPlace){ .parent = 1 }, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

static void
add (const WeftBlock *block, const char *law, GTestDataFunc func)
{
  g_autofree char *path = g_strdup_printf ("/blocks/%s/%s", block->id, law);

  g_test_add_data_func (path, block, func);
}

int
main (int argc, char **argv)
{
  guint n;
  const WeftBlock *const *blocks = weft_blocks (&n);

  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  for (guint i = 0; i < n; i++)
    {
      add (blocks[i], "row", test_row);
      add (blocks[i], "learns", test_learns);
      add (blocks[i], "undo", test_undo);
    }
  g_test_add_func ("/blocks/width", test_width);
  g_test_add_func ("/blocks/refused", test_refused);
  return g_test_run ();
}
