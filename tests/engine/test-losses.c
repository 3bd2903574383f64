/* test-losses: several losses: their weights, their sum, and what is made of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/program.h"
#include "net.h"

/* Class and mask of the same pictures cannot be had of one set here, so both heads judge classes.
 */
static WeftGraph *
new_heads (void)
{
  WeftGraph *graph = net_classifier (64, 10);

  net_add (graph, "dense", "second", "{'units': <int64 10>}");
  net_add (graph, "cross_entropy", "loss2", NULL);
  net_wire (graph, "relu1", "second");
  net_wire (graph, "second", "loss2.prediction");
  net_wire (graph, "data.y", "loss2.target");
  return graph;
}

static WeftProgram *
build (WeftGraph *graph)
{
  g_autoptr (WeftReport) report = NULL;
  WeftProgram *program = weft_program_build (graph, NULL, WEFT_BINDING (8, 0), &report);

  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      WeftDiagnostic *diagnostic = g_ptr_array_index (report->diagnostics, i);
      g_autofree char *message = weft_diagnostic_dup_message (diagnostic);

      g_test_message ("%s: %s", diagnostic->code, message);
    }
  g_assert_nonnull (program);
  g_assert_true (report->can_train);
  return program;
}

static guint
count_ops (const WeftProgram *program, const char *op)
{
  guint n = 0;

  for (guint i = 0; i < program->ops->len; i++)
    n += g_str_equal (g_array_index (program->ops, WeftProgramOp, i).op, op);
  return n;
}

/* One loss of weight 1 is the total: there is no op that was not there before. */
static void
test_one (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (64, 10);
  g_autoptr (WeftProgram) plain = build (graph), weighted = NULL;

  g_assert_cmpuint (plain->losses->len, ==, 1);
  g_assert_cmpint (plain->total, ==, weft_program_get_loss (plain, 0)->loss);
  net_set (graph, "loss", "weight", "<0.5>");
  weighted = build (graph);
  g_assert_cmpuint (weighted->ops->len, ==, plain->ops->len + 1);
  g_assert_cmpint (weighted->total, !=, weft_program_get_loss (weighted, 0)->loss);
}

static void
test_sum (void)
{
  g_autoptr (WeftGraph) graph = new_heads ();
  g_autoptr (WeftProgram) program = build (graph), weighted = NULL, off = NULL;

  g_assert_cmpuint (program->losses->len, ==, 2);
  g_assert_cmpstr (weft_program_get_loss (program, 1)->name, ==, "loss2");
  g_assert_cmpuint (count_ops (program, "add"), ==, 1);
  g_assert_cmpuint (count_ops (program, "scale"), ==, 0);
  net_set (graph, "loss2", "weight", "<0.25>");
  weighted = build (graph);
  g_assert_cmpuint (count_ops (weighted, "scale"), ==, 1);
  g_assert_cmpfloat (weft_program_get_loss (weighted, 1)->weight, ==, 0.25);
  net_set (graph, "loss2", "weight", "<0.0>");
  off = build (graph);
  g_assert_cmpuint (off->losses->len, ==, 2);
  g_assert_cmpint (off->total, ==, weft_program_get_loss (off, 0)->loss);
}

static const WeftProgramLoss *
find_loss (const WeftProgram *program, const char *name)
{
  for (guint i = 0; i < program->losses->len; i++)
    if (g_str_equal (weft_program_get_loss (program, i)->name, name))
      return weft_program_get_loss (program, i);
  g_assert_not_reached ();
}

/* What leads to another loss counts by way of that alone, and is measured all the same. */
static void
test_of_losses (void)
{
  g_autoptr (WeftGraph) graph = new_heads ();
  g_autoptr (WeftProgram) program = NULL;

  net_add (graph, "add", "both", NULL);
  net_add (graph, "penalty", "sum", "{'of': <'value'>}");
  net_wire (graph, "loss", "both.in1");
  net_wire (graph, "loss2", "both.in2");
  net_wire (graph, "both", "sum");
  program = build (graph);
  g_assert_cmpuint (program->losses->len, ==, 3);
  g_assert_cmpfloat (find_loss (program, "loss")->weight, ==, 0);
  g_assert_cmpfloat (find_loss (program, "loss2")->weight, ==, 0);
  g_assert_cmpint (program->total, ==, find_loss (program, "sum")->loss);
  g_assert_cmpint (find_loss (program, "sum")->prediction, ==, -1);
  g_assert_cmpint (find_loss (program, "loss2")->prediction, >=, 0);
}

/* More than one op takes are summed by several. */
static void
test_many (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (64, 10);
  g_autoptr (WeftProgram) program = NULL;

  for (int i = 0; i < 80; i++)
    {
      g_autofree char *name = g_strdup_printf ("more%d", i);
      g_autofree char *prediction = g_strconcat (name, ".prediction", NULL);
      g_autofree char *target = g_strconcat (name, ".target", NULL);

      net_add (graph, "cross_entropy", name, NULL);
      net_wire (graph, "dense2", prediction);
      net_wire (graph, "data.y", target);
    }
  program = build (graph);
  g_assert_cmpuint (program->losses->len, ==, 81);
  g_assert_cmpuint (count_ops (program, "add"), ==, 3);
}

/* Every loss has a weight and gives its scalar, whoever wrote its row. */
static void
test_rows (void)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    {
      const WeftParam *weight = weft_params_find (layers[i]->params, "weight");

      if (!layers[i]->is_loss)
        continue;
      g_test_message ("%s", layers[i]->id);
      g_assert_nonnull (weight);
      g_assert_cmpfloat (weight->fallback, ==, 1);
      g_assert_cmpstr (weft_layer_get_output (layers[i], 0), ==, "loss");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/one", test_one);
  g_test_add_func ("/losses/sum", test_sum);
  g_test_add_func ("/losses/of-losses", test_of_losses);
  g_test_add_func ("/losses/many", test_many);
  g_test_add_func ("/losses/rows", test_rows);
  return g_test_run ();
}
