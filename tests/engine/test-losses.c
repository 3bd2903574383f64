/* test-losses: several losses: their weights, their sum, and what is made of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/data/kind-row.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/judging/figures.h"
#include "engine/train/model/judges.h"
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

static WeftModel *
new_model (WeftGraph *graph)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

/* A criterion is plain for the first loss that has it, of a later one named after that; what names
 * a loss is of that alone; the best may be any. */
static void
test_criteria (void)
{
  g_autoptr (WeftGraph) graph = new_heads ();
  g_autoptr (WeftModel) model = NULL, named = NULL;

  model = new_model (graph);
  g_assert_cmpuint (model->n_judges, ==, 2);
  g_assert_cmpint (model->best, ==, -1);
  g_assert_cmpint (weft_model_find_criterion (model, "accuracy"), ==, model->judges[0].chief);
  g_assert_cmpint (weft_model_find_criterion (model, "loss2.accuracy"), ==, model->judges[1].chief);
  g_assert_cmpint (weft_model_find_criterion (model, "loss.loss"), >=, 0);
  g_assert_cmpint (weft_model_find_criterion (model, "loss.accuracy"), ==, -1);
  g_assert_cmpstr (weft_series_get_name (
                       weft_model_get_series (model, WEFT_PART_VALIDATION, model->judges[1].chief)),
                   ==, "validation/loss2/accuracy");
  net_train (graph, "metrics", "'loss2.f1'");
  net_train (graph, "best", "'loss2.loss'");
  named = new_model (graph);
  g_assert_cmpstr (named->criteria[named->judges[0].chief].id, ==, "accuracy");
  g_assert_cmpstr (named->criteria[named->judges[1].chief].id, ==, "f1");
  g_assert_cmpstr (named->criteria[named->best].id, ==, "loss2.loss");
  g_assert_cmpstr (weft_series_get_name (weft_model_get_best_series (named)), ==,
                   "validation/loss2/loss");
}

/* A result for each, and the total is their weighted sum. */
static void
test_results (void)
{
  g_autoptr (WeftGraph) graph = new_heads ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  g_autoptr (GError) error = NULL;

  net_set (graph, "loss2", "weight", "<0.25>");
  net_add (graph, "penalty", "small", "{'weight': <2.0>, 'on': <'weights'>}");
  net_wire (graph, "second", "small");
  model = new_model (graph);
  state = weft_model_new_state (model, 1, &error);
  g_assert_no_error (error);
  evaluation = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (evaluation->n_results, ==, 3);
  g_assert_nonnull (evaluation->results[0].confusion);
  g_assert_nonnull (evaluation->results[1].confusion);
  g_assert_null (evaluation->results[2].predictions);
  g_assert_cmpfloat (evaluation->results[2].loss, >, 0);
  g_assert_cmpfloat_with_epsilon (evaluation->loss,
                                  evaluation->results[0].loss + 0.25 * evaluation->results[1].loss
                                      + 2 * evaluation->results[2].loss,
                                  1e-5);
}

/* Every loss has a weight and gives its scalar, whoever wrote its row. One that compares sets is by
 * itself only measured. */
static void
test_rows (void)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    {
      const WeftParam *weight = weft_params_find (layers[i]->params, "weight");
      const WeftMetric *metric
          = layers[i]->metrics != NULL ? weft_metric_find (layers[i]->metrics) : NULL;
      WeftPort outputs[WEFT_MAX_OUTPUTS];

      if (!layers[i]->is_loss)
        continue;
      g_test_message ("%s", layers[i]->id);
      g_assert_nonnull (weight);
      g_assert_cmpfloat (weight->fallback, ==, metric != NULL && metric->of_sets ? 0 : 1);
      g_assert_cmpuint (weft_layer_list_outputs (layers[i], NULL, outputs), ==, 1);
      g_assert_cmpstr (outputs[0].name, ==, "loss");
    }
}

/* What judges answers of a kind takes that kind as its target. */
static void
test_kinds (void)
{
  for (int kind = 0; kind < WEFT_N_KINDS; kind++)
    {
      const WeftKindRow *row = weft_kind_get_row ((WeftKind) kind);
      const WeftLayer *loss = row->loss ? weft_layer_find (row->loss) : NULL;

      g_test_message ("%s", weft_kind_get_id ((WeftKind) kind));
      g_assert_true (weft_kind_find (weft_kind_get_id ((WeftKind) kind)) == (WeftKind) kind);
      g_assert_true ((loss != NULL) == (row->loss != NULL));
      if (!loss)
        continue;
      g_assert_true (loss->is_loss);
      g_assert_cmpint (g_str_equal (row->loss, "cross_entropy"), ==,
                       weft_kind_get_type ((WeftKind) kind) == WEFT_I64);
      g_assert_true (weft_layer_takes (loss, 1, (WeftKind) kind));
    }
}

/* A loss that is muted judges nothing, and has no figure. */
static void
test_muted_judge (void)
{
  g_autoptr (WeftGraph) graph = net_classifier (4, 3);
  g_autoptr (WeftModel) model = NULL;

  net_add (graph, "penalty", "muted", NULL);
  net_wire (graph, "dense1", "muted");
  net_apply (graph, weft_edit_set_flag (net_id (graph, "muted"), WEFT_NODE_MUTED, TRUE));
  model = new_model (graph);
  g_assert_cmpint (weft_model_find_judge (model, net_id (graph, "loss")), ==, 0);
  g_assert_cmpint (weft_model_find_judge (model, net_id (graph, "muted")), ==, -1);
}

/* One score a sample, and labels of two classes, of which it stands for the second. */
static void
test_one_of_two (void)
{
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;
  g_autoptr (GError) error = NULL;

  net_add (graph, "data", "data", "{'source': <'circles'>}");
  net_add (graph, "dense", "score", "{'units': <int64 1>, 'init': <'zero'>}");
  net_add (graph, "bce_with_logits", "loss", NULL);
  net_wire (graph, "data.x", "score");
  net_wire (graph, "score", "loss.prediction");
  net_wire (graph, "data.y", "loss.target");
  model = new_model (graph);
  state = weft_model_new_state (model, 1, &error);
  g_assert_no_error (error);
  evaluation = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (evaluation->loss, log (2), 0.2); /* the shift is drawn */
  g_assert_nonnull (evaluation->results[0].confusion);
  g_assert_cmpint (model->judges[0].judged.positive, ==, 2);
  g_assert_cmpint (weft_model_find_criterion (model, "accuracy"), ==, model->judges[0].chief);
  net_set (graph, "score", "units", "int64 3");
  report = weft_check (graph, catalog);
  g_assert_false (report->can_train);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/one", test_one);
  g_test_add_func ("/losses/sum", test_sum);
  g_test_add_func ("/losses/of-losses", test_of_losses);
  g_test_add_func ("/losses/many", test_many);
  g_test_add_func ("/losses/criteria", test_criteria);
  g_test_add_func ("/losses/results", test_results);
  g_test_add_func ("/losses/muted-judge", test_muted_judge);
  g_test_add_func ("/losses/rows", test_rows);
  g_test_add_func ("/losses/kinds", test_kinds);
  g_test_add_func ("/losses/one-of-two", test_one_of_two);
  return g_test_run ();
}
