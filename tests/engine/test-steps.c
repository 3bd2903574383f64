/* test-steps: samples of different lengths: what follows T, masks that wire themselves, padding
 * that changes nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/graph/group.h"
#include "engine/run/exec.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/batches.h"
#include "small-padding.h"
#include "small-trainer.h"

/* --- what is said --- */

static WeftReport *
check (const char *const *layers, WeftGraph **graph)
{
  g_autoptr (WeftDataset) dataset = ragged_new (24, 11);
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);

  *graph = net_new (params, layers, "cross_entropy");
  return weft_check (*graph, catalog);
}

static const WeftNodeReport *
find (const WeftReport *report, WeftGraph *graph, const char *name)
{
  return weft_report_find (report, weft_graph_find_by_name (graph, name)->id);
}

static void
assert_shape (const WeftShape *shape, const char *expected, const char *expected_short)
{
  g_autofree char *text = weft_shape_format (shape, TRUE), *brief = weft_shape_format_short (shape);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpstr (brief, ==, expected_short);
}

static void
test_symbols (void)
{
  static const char *const layers[] = {
    "dense {'units': <int64 4>}",
    "lstm {'hidden_size': <int64 5>, 'output': <'all'>}",
    "reduce",
    "dense {'units': <int64 2>}",
    NULL,
  };
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftReport) report = check (layers, &graph);

  g_assert_true (report->can_train);
  g_assert_cmpuint (report->diagnostics->len, ==, 0);
  assert_shape (find (report, graph, "data")->out[0], "(N, T, 3)", "T×3");
  assert_shape (find (report, graph, "dense1")->out[0], "(N, T, 4)", "T×4");
  assert_shape (find (report, graph, "lstm2")->out[0], "(N, T, 5)", "T×5");
  assert_shape (find (report, graph, "reduce3")->out[0], "(N, 5)", "5");
  /* The masks came by themselves. */
  assert_shape (find (report, graph, "lstm2")->in[1], "(N, T)", "T");
  assert_shape (find (report, graph, "reduce3")->in[1], "(N, T)", "T");
  g_assert_cmpint (find (report, graph, "lstm2")->in_kind[1], ==, WEFT_KIND_STEPS);
}

/* One that is as long as the longest sample by chance follows nothing, and has no mask. */
static void
test_by_chance (void)
{
  static const char *const layers[] = {
    "dense {'units': <int64 11>}",     "reduce", "reshape {'shape': <[int64 11, 1]>}",
    "lstm {'hidden_size': <int64 2>}", NULL,
  };
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftReport) report = check (layers, &graph);

  g_assert_true (report->can_train);
  assert_shape (find (report, graph, "reduce2")->out[0], "(N, 11)", "11");
  assert_shape (find (report, graph, "reshape3")->out[0], "(N, 11, 1)", "11×1");
  g_assert_cmpint (find (report, graph, "lstm4")->in[1]->rank, <, 0);
}

static void
test_weight_follows (void)
{
  static const char *const layers[] = { "flatten", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftReport) report = check (layers, &graph);
  WeftDiagnostic *diagnostic = report->diagnostics->pdata[0];
  g_autofree char *message = weft_diagnostic_dup_message (diagnostic);
  g_autoptr (WeftDataset) dataset = ragged_new (24, 11);
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);
  g_autoptr (WeftReport) cured = NULL;
  const WeftFix *fix;

  g_assert_cmpstr (diagnostic->code, ==, "weight-follows-steps");
  g_assert_nonnull (strstr (message, "“weight” (2, 3T)"));
  assert_shape (find (report, graph, "flatten1")->out[0], "(N, 3T)", "3T");
  g_assert_cmpuint (diagnostic->fixes->len, ==, 1);
  fix = diagnostic->fixes->pdata[0];
  net_apply (graph, weft_edit_ref (fix->edit));
  cured = weft_check (graph, catalog);
  g_assert_true (cured->can_train);
}

/* A convolution takes features for channels, which steps are not: they are exchanged. */
static void
test_steps_for_channels (void)
{
  static const char *const layers[]
      = { "conv1d", "reduce {'dim': <[int64 2]>}", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftReport) report = check (layers, &graph), cured = NULL;
  WeftDiagnostic *diagnostic = report->diagnostics->pdata[0];
  g_autoptr (WeftDataset) dataset = ragged_new (24, 11);
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);
  const WeftFix *fix;

  g_assert_cmpstr (diagnostic->code, ==, "weight-follows-steps");
  g_assert_cmpuint (diagnostic->fixes->len, ==, 1);
  fix = diagnostic->fixes->pdata[0];
  net_apply (graph, weft_edit_ref (fix->edit));
  cured = weft_check (graph, catalog);
  g_assert_true (cured->can_train);
}

/* What is wired by hand has to be a mask. */
static void
test_mask_not_steps (void)
{
  static const char *const layers[] = { "dense {'units': <int64 4>}", "lstm", NULL };
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftReport) before = check (layers, &graph), report = NULL;
  g_autofree char *message = NULL;

  net_wire (graph, weft_graph_find_by_name (graph, "dense1")->id, 0,
            weft_graph_find_by_name (graph, "lstm2")->id, 1);
  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, "data")->id, "source",
                                         g_variant_new_string ("moons")));
  report = weft_check (graph, NULL);
  for (guint i = 0; i < report->diagnostics->len; i++)
    if (g_str_equal (((WeftDiagnostic *) report->diagnostics->pdata[i])->code, "mask-not-steps"))
      message = weft_diagnostic_dup_message (report->diagnostics->pdata[i]);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, "takes a mask of the steps that are real"));
}

/* --- padding --- */

/* A batch padded to what its longest sample has, to more, and each sample by itself: the same loss
 * and gradients. */
static void
assert_padding (WeftModel *model)
{
  static const guint32 samples[6] = { 3, 7, 1, 20, 11, 16 };
  g_autoptr (GArray) batch = g_array_new (FALSE, TRUE, sizeof (double));
  g_autoptr (GArray) longer = g_array_new (FALSE, TRUE, sizeof (double));
  g_autoptr (GArray) single = g_array_new (FALSE, TRUE, sizeof (double));
  Setup setup;

  setup_init (&setup, model);
  add_pass (&setup, samples, weft_model_bind_samples (setup.model, samples, 6), batch);
  add_pass (&setup, samples, WEFT_BINDING (6, 17), longer);
  for (guint i = 0; i < 6; i++)
    add_pass (&setup, samples + i,
              WEFT_BINDING (1, weft_lengths_of (setup.model->dataset, samples[i], 0)), single);
  assert_near (batch, single);
  assert_near (batch, longer);
  setup_clear (&setup);
}

static void
test_padding (gconstpointer data)
{
  assert_padding (ragged_model (data));
}

static const char *const by_step[]
    = { "gru {'hidden_size': <int64 5>, 'output': <'all'>}", "dense {'units': <int64 3>}", NULL };

/* Each step of each sample is judged: by its square, and as a yes or no. */
static void
test_judged_steps (gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = ragged_new_pairs (24, 11);

  assert_padding (ragged_model_of (dataset, by_step, data, 32));
}

static const char *const by_lstm[] = { "lstm {'hidden_size': <int64 4>, 'num_layers': <int64 2>}",
                                       "dense {'units': <int64 2>}", NULL };
static const char *const by_mean[]
    = { "gru {'hidden_size': <int64 4>, 'bidirectional': <true>, 'output': <'all'>}", "reduce",
        "dense {'units': <int64 2>}", NULL };
static const char *const by_largest[]
    = { "rnn {'hidden_size': <int64 4>, 'output': <'all'>}", "reduce {'mode': <'max'>}",
        "dense {'units': <int64 2>}", NULL };
static const char *const by_sum[]
    = { "dense {'units': <int64 4>}", "gelu", "reduce {'mode': <'sum'>}",
        "dense {'units': <int64 2>}", NULL };
static const char *const by_both_ends[]
    = { "lstm {'hidden_size': <int64 3>, 'bidirectional': <true>}", "dense {'units': <int64 2>}",
        NULL };
static const char *const by_weights[]
    = { "dense {'units': <int64 3>}", "softmax {'dim': <int64 1>}", "reduce {'mode': <'max'>}",
        "dense {'units': <int64 2>}", NULL };
static const char *const by_attention[]
    = { "dense {'units': <int64 4>}",
        "transformer_encoder {'num_layers': <int64 2>, 'nhead': <int64 2>, 'dim_feedforward': "
        "<int64 6>, 'dropout': <0.0>}",
        "reduce", "dense {'units': <int64 2>}", NULL };

static const char *const by_own_attention[] = { "dense {'units': <int64 4>}",
                                                "learnt_positions {'max_len': <int64 30>}",
                                                "attention {'nhead': <int64 2>, 'causal': <true>}",
                                                "reduce {'mode': <'sum'>}",
                                                "dense {'units': <int64 2>}",
                                                NULL };
static const char *const by_places[] = { "dense {'units': <int64 4>}",
                                         "sinusoidal_positions",
                                         "rotary_positions",
                                         "attention {'rotary': <true>}",
                                         "reduce {'mode': <'max'>}",
                                         "dense {'units': <int64 2>}",
                                         NULL };

/* A layer that is repeated, and one that is muted, hands steps and their mask on. */
static void
test_flags (gconstpointer data)
{
  static const char *const layers[]
      = { "dense {'units': <int64 3>}", "gru {'hidden_size': <int64 5>, 'output': <'all'>}",
          "reduce", "dense {'units': <int64 2>}", NULL };
  gboolean mutes = GPOINTER_TO_INT (data);
  g_autoptr (WeftDataset) dataset = ragged_new (24, 11);
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);
  g_autoptr (WeftGraph) graph = net_new (params, layers, "cross_entropy");
  gint64 first = weft_graph_find_by_name (graph, "dense1")->id;
  gint64 group = weft_graph_get_next_id (graph);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GVariant) three = g_variant_ref_sink (g_variant_new_int64 (3));
  g_autoptr (WeftReport) report = NULL;

  g_array_append_val (ids, first);
  if (mutes)
    net_apply (graph, weft_edit_set_flag (first, WEFT_NODE_MUTED, TRUE));
  else
    {
      net_apply (graph, weft_group_make_edit (graph, ids, NULL));
      net_apply (graph, weft_edit_set_param (group, "repeat", three));
    }
  report = weft_check (graph, catalog);
  assert_shape (find (report, graph, "gru2")->in[0], "(N, T, 3)", "T×3");
  assert_shape (find (report, graph, "gru2")->in[1], "(N, T)", "T");
  assert_padding (weft_model_new (graph, catalog, NULL));
}

/* Losses that judge no answer: what is only padding is not judged by them either. */
static void
test_losses_of_steps (gconstpointer data)
{
  static const guint32 samples[5] = { 2, 9, 4, 13, 1 };
  const char *loss = data;
  g_autoptr (WeftDataset) dataset = ragged_new (24, 11);
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);
  g_autoptr (WeftGraph) graph = net_new (params, by_sum, "cross_entropy");
  gint64 from = weft_graph_find_by_name (graph, "dense1")->id;
  gint64 end = net_add (graph, loss, "more", NULL);
  g_autoptr (GArray) batch = g_array_new (FALSE, TRUE, sizeof (double));
  g_autoptr (GArray) longer = g_array_new (FALSE, TRUE, sizeof (double));
  Setup setup;

  for (int i = 0; weft_layer_find (loss)->inputs[i].optional == FALSE; i++)
    net_wire (graph, from, 0, end, i);
  setup_init (&setup, weft_model_new (graph, catalog, NULL));
  add_pass (&setup, samples, WEFT_BINDING (5, 11), batch);
  add_pass (&setup, samples, WEFT_BINDING (5, 30), longer);
  assert_near (batch, longer);
  setup_clear (&setup);
}

/* Batch statistics join samples, so that only more padding can be compared. */
static void
test_statistics (void)
{
  static const char *const layers[]
      = { "batch_norm", "relu", "reduce", "dense {'units': <int64 2>}", NULL };
  static const guint32 samples[5] = { 2, 9, 4, 13, 0 };
  g_autoptr (GArray) batch = g_array_new (FALSE, TRUE, sizeof (double));
  g_autoptr (GArray) longer = g_array_new (FALSE, TRUE, sizeof (double));
  Setup setup;
  const WeftStateEntry *mean;
  float first;

  setup_init (&setup, ragged_model (layers));
  mean = weft_state_find (
      setup.state, weft_graph_find_by_name (setup.model->graph, "batch_norm1")->id, "running_mean");
  g_assert_cmpuint (mean->count, ==, RAGGED_WIDTH);
  add_pass (&setup, samples, WEFT_BINDING (5, 11), batch);
  first = mean->value[0];
  memset (mean->value, 0, mean->count * sizeof (float));
  add_pass (&setup, samples, WEFT_BINDING (5, 30), longer);
  g_assert_cmpfloat_with_epsilon (mean->value[0], first, 1e-7);
  assert_near (batch, longer);
  setup_clear (&setup);
}

/* --- batches --- */

static void
test_lengths (void)
{
  g_autoptr (WeftModel) model = ragged_model (by_sum);
  const WeftLengths *lengths = &model->lengths;

  g_assert_cmpuint (lengths->n, >, 2);
  g_assert_cmpuint (lengths->n, <=, WEFT_MAX_LENGTHS);
  g_assert_cmpint (lengths->length[lengths->n - 1][0], ==, 11);
  g_assert_cmpint (weft_model_bind (model, 4).t[0], ==, 11);
  for (guint k = 1; k < lengths->n; k++)
    g_assert_cmpint (lengths->length[k][0], >, lengths->length[k - 1][0]);
  for (guint32 i = 0; i < 24; i++)
    g_assert_cmpint (lengths->length[weft_lengths_find (lengths, model->dataset, i)][0], >=,
                     weft_lengths_of (model->dataset, i, 0));
}

static WeftModel *
many_model (const char *const *layers)
{
  g_autoptr (WeftDataset) dataset = ragged_new (400, 40);

  return ragged_model_of (dataset, layers, "cross_entropy", 16);
}

/* One epoch: each sample once, batches of like length, the same whenever it is asked for. */
static void
test_batches (void)
{
  g_autoptr (WeftModel) model = many_model (by_sum);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 9, NULL, NULL);
  g_autoptr (WeftBatches) later = weft_batches_new (model, 9, NULL, NULL);
  g_autofree gboolean *seen = g_new0 (gboolean, batches->count);
  gint64 padded = 0, real = 0, cursor = 0;
  WeftBinding binding;

  for (; cursor < batches->count; cursor += binding.n)
    {
      binding = weft_batches_gather (batches, 2, cursor);
      padded += binding.n * binding.t[0];
      for (gint64 i = 0; i < binding.n; i++)
        {
          guint32 place = batches->order[cursor + i];

          g_assert_false (seen[place]);
          seen[place] = TRUE;
          real
              += weft_lengths_of (model->dataset, model->split->samples[WEFT_PART_TRAIN][place], 0);
        }
    }
  g_assert_cmpint (cursor, ==, batches->count);
  g_assert_cmpint (padded, <, real * 5 / 4); /* of any order it would be nearly twice as much */
  g_assert_true (weft_binding_equal (weft_batches_gather (later, 2, 32),
                                     weft_batches_gather (batches, 2, 32)));
  g_assert_cmpmem (later->order, (gsize) later->count * sizeof (guint32), batches->order,
                   (gsize) batches->count * sizeof (guint32));
  weft_batches_gather (later, 3, 0);
  g_assert_true (memcmp (later->order, batches->order, (gsize) later->count * sizeof (guint32))
                 != 0);
}

static char *
dup_hash_after (WeftModel *model, WeftState *state, guint threads, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);

  weft_trainer_load (trainer, model, state, 7, NULL);
  finish (trainer, steps);
  return dup_hash (trainer);
}

/* Batches of several lengths: the same bits on two threads, and for one that goes on in the middle
 * of an epoch. */
static void
test_same_bits (void)
{
  g_autoptr (WeftModel) model = many_model (by_both_ends);
  g_autofree char *one = dup_hash_after (model, NULL, 1, 45);
  g_autofree char *two = dup_hash_after (model, NULL, 2, 45);
  g_autofree char *resumed = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  g_assert_cmpstr (one, ==, two);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 29);
  resumed = dup_hash_after (model, weft_trainer_dup_state (trainer), 2, 45 - 29);
  g_assert_cmpstr (one, ==, resumed);
}

/* The figure of a part does not depend on what its samples are put together with. */
static void
test_evaluate (void)
{
  g_autoptr (WeftModel) model = many_model (by_sum);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftEvaluation) evaluation
      = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  const WeftPlanOptions options = { .mode = WEFT_MODE_EVALUATE };
  void *inputs[WEFT_MAX_FEEDS] = { NULL };
  gint64 count = model->split->count[WEFT_PART_TRAIN];
  double sum = 0;

  g_assert_true (weft_model_new_inputs (model, 1, inputs, NULL));
  for (gint64 i = 0; i < count; i++)
    {
      const guint32 *sample = model->split->samples[WEFT_PART_TRAIN] + i;
      WeftBinding binding = WEFT_BINDING (1, weft_lengths_of (model->dataset, *sample, 0));
      g_autoptr (WeftExec) exec
          = weft_exec_new (weft_model_get_plan (model, binding, &options, NULL), state, NULL, NULL);

      weft_model_gather (model, sample, binding, inputs);
      weft_exec_set_inputs (exec, (const void *const *) inputs);
      weft_exec_run (exec, 1, 0);
      sum += (double) weft_exec_get_loss (exec);
    }
  g_assert_cmpfloat_with_epsilon (evaluation->loss, sum / (double) count, 1e-6);
  weft_model_free_inputs (inputs);
}

/* Nor of what each step of it is: the loss and the metrics of steps that are real. */
static void
test_evaluate_steps (void)
{
  g_autoptr (WeftDataset) dataset = ragged_new_pairs (60, 20);
  g_autoptr (WeftModel) many = ragged_model_of (dataset, by_step, "mse", 16);
  g_autoptr (WeftModel) one = ragged_model_of (dataset, by_step, "mse", 1);
  g_autoptr (WeftState) state = weft_model_new_state (many, 3, NULL);
  g_autoptr (WeftEvaluation) all = weft_evaluate (many, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  g_autoptr (WeftEvaluation) each = weft_evaluate (one, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  const WeftField *y = &many->dataset->fields[1];
  double sum = 0, n = 0;

  g_assert_true (many->judges[0].judged.has_steps);
  g_assert_cmpstr (many->criteria[0].id, ==, "mae");
  g_assert_cmpfloat_with_epsilon (all->loss, each->loss, 1e-6);
  g_assert_cmpfloat_with_epsilon (all->metrics[0], each->metrics[0], 1e-6);
  /* By hand, of what was kept, which is padded. */
  for (gint64 i = 0; i < all->results[0].kept; i++)
    {
      const float *prediction
          = weft_tensor_floats (all->results[0].predictions) + i * 20 * RAGGED_WIDTH;
      gint64 count = weft_lengths_of (many->dataset, all->results[0].samples[i], 0) * RAGGED_WIDTH;
      float wanted[20 * RAGGED_WIDTH];

      weft_field_get (y, all->results[0].samples[i], wanted);
      for (gint64 k = 0; k < count; k++)
        sum += fabs ((double) prediction[k] - (double) wanted[k]);
      n += (double) count;
    }
  g_assert_cmpfloat_with_epsilon (all->metrics[0], sum / n, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steps/symbols", test_symbols);
  g_test_add_func ("/steps/by-chance", test_by_chance);
  g_test_add_func ("/steps/weight-follows", test_weight_follows);
  g_test_add_func ("/steps/steps-for-channels", test_steps_for_channels);
  g_test_add_func ("/steps/mask-not-steps", test_mask_not_steps);
  g_test_add_data_func ("/steps/padding/lstm", by_lstm, test_padding);
  g_test_add_data_func ("/steps/padding/mean", by_mean, test_padding);
  g_test_add_data_func ("/steps/padding/largest", by_largest, test_padding);
  g_test_add_data_func ("/steps/padding/sum", by_sum, test_padding);
  g_test_add_data_func ("/steps/padding/both-ends", by_both_ends, test_padding);
  g_test_add_data_func ("/steps/padding/weights", by_weights, test_padding);
  g_test_add_data_func ("/steps/padding/attention", by_attention, test_padding);
  g_test_add_data_func ("/steps/padding/own-attention", by_own_attention, test_padding);
  g_test_add_data_func ("/steps/padding/places", by_places, test_padding);
  g_test_add_data_func ("/steps/padding/squares", "mse", test_judged_steps);
  g_test_add_data_func ("/steps/padding/yes-or-no", "bce_with_logits", test_judged_steps);
  g_test_add_data_func ("/steps/repeated", NULL, test_flags);
  g_test_add_data_func ("/steps/muted", GINT_TO_POINTER (TRUE), test_flags);
  g_test_add_data_func ("/steps/penalty", "penalty", test_losses_of_steps);
  g_test_add_data_func ("/steps/kl-normal", "kl_normal", test_losses_of_steps);
  g_test_add_func ("/steps/statistics", test_statistics);
  g_test_add_func ("/steps/lengths", test_lengths);
  g_test_add_func ("/steps/batches", test_batches);
  g_test_add_func ("/steps/same-bits", test_same_bits);
  g_test_add_func ("/steps/evaluate", test_evaluate);
  g_test_add_func ("/steps/evaluate-steps", test_evaluate_steps);
  return g_test_run ();
}
