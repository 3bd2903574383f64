/* test-masked: what was left out of a text is all that counts, while it learns and when it is
 * judged
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/run/exec.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/batches.h"
#include "engine/train/model/judges.h"
#include "small-trainer.h"

#define WORDS 43

static WeftGraph *
new_masked (void)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'dates'>, 'count': <int64 120>}");
  gint64 hide = net_add (graph, "token_dropout", "hide", "{'p': <0.3>}");
  gint64 word = net_add (graph, "embedding", "word", "{'embedding_dim': <int64 6>}");
  gint64 out = net_add (graph, "dense", "out", "{'units': <int64 43>, 'bias': <false>}");
  gint64 loss = net_add (graph, "cross_entropy", "loss", NULL);

  net_wire (graph, data, 0, hide, 0);
  net_wire (graph, hide, 0, word, 0);
  net_wire (graph, word, 0, out, 0);
  net_wire (graph, out, 0, loss, 0);
  net_wire (graph, data, 0, loss, 1);
  net_wire (graph, hide, 1, loss, 2);
  net_train (graph, "recipe", g_variant_new_string ("masked"));
  return graph;
}

static gint64
get_id (WeftGraph *graph, const char *name)
{
  return weft_graph_find_by_name (graph, name)->id;
}

/* −log softmax (scores)[token] */
static double
surprise (const float *scores, gint64 token)
{
  double sum = 0;

  for (int c = 0; c < WORDS; c++)
    sum += exp ((double) scores[c] - (double) scores[token]);
  return log (sum);
}

typedef struct
{
  double sum;
  gint64 counted, real, kept_right;
} Tally;

/* x, shown (n, t) tokens, scores (n, t, WORDS). */
static void
count_by_hand (Tally *tally, const gint64 *x, const gint64 *shown, const float *scores, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    {
      tally->real += x[i] != 0;
      if (shown[i] == x[i])
        continue;
      g_assert_cmpint (shown[i], ==, 0);
      tally->sum += surprise (scores + i * WORDS, x[i]);
      tally->counted++;
    }
}

static const void *
get_output (const WeftExec *exec, const WeftProgram *program, WeftGraph *graph, const char *node)
{
  return weft_exec_get_value (exec, weft_program_find_output (program, get_id (graph, node), 0));
}

static void
test_loss (gconstpointer mode)
{
  g_autoptr (WeftGraph) graph = new_masked ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 5, NULL, NULL);
  WeftBinding binding = weft_batches_gather (batches, 0, 0);
  const WeftPlanOptions options
      = { .mode = (WeftMode) GPOINTER_TO_INT (mode), .level = 0, .keep_all = TRUE };
  WeftPlan *plan = weft_model_get_plan (model, binding, &options, NULL);
  const WeftProgram *program = weft_plan_get_program (plan);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  int x = weft_model_find_feed (model, weft_dataset_get_x (model->dataset));
  gint64 n = binding.n * binding.t[weft_dataset_get_x (model->dataset)->t];
  Tally tally = { 0 };

  weft_exec_set_inputs (exec, (const void *const *) batches->inputs);
  weft_exec_run (exec, 5, 0);
  count_by_hand (&tally, batches->inputs[x], get_output (exec, program, graph, "hide"),
                 get_output (exec, program, graph, "out"), n);
  g_assert_cmpint (tally.counted, >, tally.real / 5);
  g_assert_cmpint (tally.counted, <, tally.real / 2);
  g_assert_cmpfloat_with_epsilon ((double) weft_exec_get_loss (exec),
                                  tally.sum / (double) tally.counted, 1e-5);
}

/* A network that says what it is shown is right wherever nothing was left out, and of no use. */
static void
test_judged (void)
{
  g_autoptr (WeftGraph) graph = new_masked ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 5, NULL);
  g_autoptr (WeftEvaluation) evaluation = NULL, again = NULL;
  WeftStateEntry *embedding
      = (WeftStateEntry *) weft_state_find (state, get_id (graph, "word"), "weight");
  WeftStateEntry *dense
      = (WeftStateEntry *) weft_state_find (state, get_id (graph, "out"), "weight");
  int accuracy = weft_model_find_criterion (model, "accuracy");
  WeftRandom random = { 1, 2, 3 };

  for (gsize i = 0; i < embedding->count; i++)
    embedding->value[i] = dense->value[i] = (float) weft_random_uniform (&random, i) - 0.5f;
  for (int w = 0; w < WORDS; w++) /* as long as each other, so that each is nearest to itself */
    {
      float length = 0;

      for (int k = 0; k < 6; k++)
        length += embedding->value[w * 6 + k] * embedding->value[w * 6 + k];
      for (int k = 0; k < 6; k++)
        dense->value[w * 6 + k] = embedding->value[w * 6 + k] /= sqrtf (length) / 9;
    }
  evaluation = weft_evaluate (model, state, WEFT_PART_VALIDATION, NULL, 0, NULL);
  again = weft_evaluate (model, state, WEFT_PART_VALIDATION, NULL, 0, NULL);
  g_assert_nonnull (evaluation);
  g_assert_cmpint (accuracy, >=, 0);
  g_assert_cmpfloat (evaluation->metrics[accuracy], <, 0.2);
  g_assert_cmpfloat (evaluation->loss, ==, again->loss); /* the same ones are left out each time */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/masked/loss/train", GINT_TO_POINTER (WEFT_MODE_TRAIN), test_loss);
  g_test_add_data_func ("/masked/loss/evaluate", GINT_TO_POINTER (WEFT_MODE_EVALUATE), test_loss);
  g_test_add_func ("/masked/judged", test_judged);
  return g_test_run ();
}
