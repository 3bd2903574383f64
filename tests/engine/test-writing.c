/* test-writing: two fields with lengths of their own, an encoder and a decoder, and what is written
 * token by token */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/writing.h"

#include <math.h>

#include "engine/train/judging/evaluate.h"
#include "engine/train/model/average.h"
#include "engine/train/model/batches.h"
#include "small-written.h"

#define LONGEST WRITTEN_LONGEST

static const WeftNodeReport *
find (const WeftReport *report, WeftGraph *graph, const char *name)
{
  return weft_report_find (report, weft_graph_find_by_name (graph, name)->id);
}

static void
assert_shape (const WeftShape *shape, const char *expected)
{
  g_autofree char *text = weft_shape_format (shape, TRUE);

  g_assert_cmpstr (text, ==, expected);
}

/* Each field has a T of its own, said so, and each mask goes with its own. */
static void
test_symbols (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (60, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "lstm", 8);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftReport) report = NULL;

  weft_catalog_add (catalog, dataset);
  report = weft_check (graph, catalog);
  g_assert_cmpuint (report->diagnostics->len, ==, 0);
  g_assert_cmpint (dataset->fields[0].t, ==, 0);
  g_assert_cmpint (dataset->fields[1].t, ==, 1);
  assert_shape (find (report, graph, "data")->out[0], "(N, T)");
  assert_shape (find (report, graph, "data")->out[1], "(N, U)");
  assert_shape (find (report, graph, "encoder")->out[0], "(N, T, 8)");
  assert_shape (find (report, graph, "encoder")->out[1], "(N, 16)");
  assert_shape (find (report, graph, "before")->out[0], "(N, U)");
  g_assert_cmpint (find (report, graph, "before")->out_kind[0], ==, WEFT_KIND_TOKENS);
  assert_shape (find (report, graph, "decoder")->in[1], "(N, U)");
  assert_shape (find (report, graph, "decoder")->in[2], "(N, 16)");
  assert_shape (find (report, graph, "look")->in[1], "(N, T, 8)");
  assert_shape (find (report, graph, "look")->in[2], "(N, T)"); /* of what is looked at */
  assert_shape (find (report, graph, "look")->out[0], "(N, U, 8)");
  assert_shape (find (report, graph, "loss")->in[2], "(N, U)");
}

/* Fields that are as long in every sample share one. */
static void
test_shared (void)
{
  g_autoptr (WeftDataset) dataset = weft_dataset_new ();

  dataset->name = g_strdup ("shared");
  dataset->count = 3;
  for (int i = 0; i < 3; i++)
    {
      WeftField *field = writing_add_tokens (dataset, ((const char *[]){ "x", "y", "z" })[i], 4, 9);

      for (int n = 0; n < 3; n++)
        field->offsets[n + 1] = field->offsets[n] + (i == 1 ? 2 : n + 1);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  g_assert_cmpint (dataset->fields[0].t, ==, 0);
  g_assert_cmpint (dataset->fields[1].t, ==, 1);
  g_assert_cmpint (dataset->fields[2].t, ==, 0);
}

/* A length is one of each; every sample finds one that holds it. */
static void
test_lengths (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (300, 20);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "gru", 8);
  g_autoptr (WeftModel) model = writing_model_of (graph, dataset);
  g_autoptr (WeftBatches) batches = weft_batches_new (model, 9, NULL, NULL);
  const WeftLengths *lengths = &model->lengths;

  g_assert_cmpuint (lengths->n, >, 3);
  for (guint32 i = 0; i < 300; i++)
    for (guint t = 0; t < 2; t++)
      g_assert_cmpint (lengths->length[weft_lengths_find (lengths, dataset, i)][t], >=,
                       weft_lengths_of (dataset, i, t));
  for (gint64 cursor = 0; cursor + 32 <= batches->count; cursor += 32)
    {
      WeftBinding binding = weft_batches_gather (batches, 1, cursor);

      for (gint64 i = 0; i < 32; i++)
        for (guint t = 0; t < 2; t++)
          g_assert_cmpint (
              binding.t[t], >=,
              weft_lengths_of (
                  dataset, model->split->samples[WEFT_PART_TRAIN][batches->order[cursor + i]], t));
    }
}

/* Not by what samples are put together with. */
static void
test_padding (gconstpointer cell)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (60, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, cell, 8);
  g_autoptr (WeftModel) many = writing_model_of (graph, dataset), one = NULL;
  g_autoptr (WeftState) state = weft_model_new_state (many, 3, NULL);
  g_autoptr (WeftEvaluation) all = weft_evaluate (many, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  g_autoptr (WeftEvaluation) each = NULL;

  net_train (graph, "batch_size", g_variant_new_int64 (1));
  one = writing_model_of (graph, dataset);
  each = weft_evaluate (one, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  g_assert_cmpfloat_with_epsilon (all->loss, each->loss, 1e-6);
  g_assert_cmpfloat (all->metrics[0], ==, each->metrics[0]);
}

/* --- writing --- */

/* A step at a time with carried states is what the whole network says of all that was said; with a
 * beam the same, and never less likely. */
static void
test_writing (gconstpointer cell)
{
  g_autoptr (WeftDecoding) beam = weft_decoding_new ("beam,num_beams=4", NULL);
  WeftDecodeOptions greedy = { .most = LONGEST, .end = WRITING_END },
                    wide = { .most = LONGEST, .end = WRITING_END, .decoding = beam };
  gint64 one[70 * LONGEST], best[70 * LONGEST];
  double likely[70], likelier[70];
  g_autoptr (GError) error = NULL;
  const guint32 *samples;
  Trained trained;

  trained_init (&trained, cell, 150);
  samples = trained.model->split->samples[WEFT_PART_TRAIN];
  weft_model_write (trained.model, trained.state, samples, 70, &greedy, one, likely, &error);
  g_assert_no_error (error);
  weft_model_write (trained.model, trained.state, samples, 70, &wide, best, likelier, &error);
  g_assert_no_error (error);
  for (gint64 i = 0; i < 70; i += 7)
    {
      g_assert_cmpfloat_with_epsilon (weigh_again (&trained, samples[i], one + i * LONGEST, TRUE),
                                      likely[i], LONGEST * 1e-5);
      g_assert_cmpfloat_with_epsilon (weigh_again (&trained, samples[i], best + i * LONGEST, FALSE),
                                      likelier[i], LONGEST * 1e-5);
      g_assert_cmpfloat (likelier[i], >=, likely[i] - 1e-9);
    }
  g_assert_cmpint (weft_field_find_end (weft_dataset_get_y (trained.dataset), 400), ==,
                   WRITING_END);
  g_assert_cmpint (weft_field_find_end (weft_dataset_get_x (trained.dataset), 400), <, 0);
  g_assert_cmpfloat (
      weft_model_measure_writing (trained.model, trained.state, WEFT_PART_TRAIN, NULL, NULL), <, 1);
  trained_clear (&trained);
}

static char *
dup_refusal (WeftGraph *graph, WeftDataset *dataset)
{
  g_autoptr (WeftModel) model = writing_model_of (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 1, NULL);
  WeftDecodeOptions options = { .most = LONGEST, .end = WRITING_END };
  g_autoptr (GError) error = NULL;
  gint64 tokens[LONGEST];

  g_assert_false (
      weft_model_write (model, state, (guint32[]){ 0 }, 1, &options, tokens, NULL, &error));
  g_assert_true (isnan (weft_model_measure_writing (model, state, WEFT_PART_TEST, NULL, NULL)));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  return g_strdup (error->message);
}

/* One that is shown what it is to say cannot write, and one that answers with a class has nothing
 * to. */
static void
test_cannot (void)
{
  static const char *const layers[] = { "embedding", "gru", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftDataset) dataset = writing_new_pairs (40, LONGEST);
  g_autoptr (WeftGraph) sees = writing_graph_of (dataset, "gru", 8),
                        classes = net_new ("{'source': <'brackets'>}", layers, "cross_entropy");
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GVariant) brackets
      = g_variant_ref_sink (g_variant_new_parsed ("{'source': <'brackets'>}"));
  g_autoptr (WeftDataset) labelled = weft_catalog_lookup (catalog, brackets, 32, 0, NULL);
  g_autofree char *shown = NULL, *nothing = NULL;
  WeftWire wire = { .from = weft_graph_find_by_name (sees, "data")->id,
                    .output = 1,
                    .to = weft_graph_find_by_name (sees, "told")->id,
                    .input = 0 };

  net_apply (sees, weft_edit_remove_wire (weft_graph_find_wire_to (sees, wire.to, 0)));
  net_apply (sees, weft_edit_add_wire (&wire));
  shown = dup_refusal (sees, dataset);
  g_assert_nonnull (strstr (shown, "sees the very token"));
  nothing = dup_refusal (classes, labelled);
  g_assert_nonnull (strstr (nothing, "has no length of its own"));
}

/* What looks at all steps, also at later ones, hands nothing on: a step by itself is another
 * thing. */
static void
test_looks_back (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (40, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "gru", 8);
  gint64 decoder = weft_graph_find_by_name (graph, "decoder")->id,
         look = weft_graph_find_by_name (graph, "look")->id,
         both = weft_graph_find_by_name (graph, "both")->id,
         encoder = net_add (graph, "transformer_encoder", "seen", "{'nhead': <int64 2>}");
  g_autofree char *refusal = NULL;

  net_apply (graph, weft_edit_remove_wire (weft_graph_find_wire_to (graph, both, 0)));
  net_wire (graph, decoder, 0, encoder, 0);
  net_wire (graph, encoder, 0, both, 0);
  g_assert_nonnull (weft_graph_find_wire_to (graph, look, 0));
  refusal = dup_refusal (graph, dataset);
  g_assert_nonnull (strstr (refusal, "looks at several steps"));
}

/* What tells steps apart by their place goes on counting from step to step. */
static void
test_places (gconstpointer data)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (40, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "gru", 8);
  gint64 told = weft_graph_find_by_name (graph, "told")->id,
         decoder = weft_graph_find_by_name (graph, "decoder")->id,
         places = net_add (graph, data, "places", NULL);
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftDecoding) beam = weft_decoding_new ("beam,num_beams=2", NULL);
  WeftDecodeOptions options = { .most = LONGEST, .end = -1, .decoding = beam };
  g_autoptr (GError) error = NULL;
  gint64 tokens[2 * LONGEST];

  net_apply (graph, weft_edit_remove_wire (weft_graph_find_wire_to (graph, decoder, 0)));
  net_wire (graph, told, 0, places, 0);
  net_wire (graph, places, 0, decoder, 0);
  model = writing_model_of (graph, dataset);
  state = weft_model_new_state (model, 1, NULL);
  weft_model_write (model, state, (guint32[]){ 0, 5 }, 2, &options, tokens, NULL, &error);
  g_assert_no_error (error);
}

/* Samples are chosen for beside each other where there are many: the same words, as likely. */
static void
test_beside (void)
{
  g_autoptr (WeftDecoding) beam = weft_decoding_new ("beam,num_beams=16", NULL);
  gint64 tokens[2][64 * LONGEST];
  double likely[2][64];
  Trained trained;

  trained_init (&trained, "gru", 5);
  for (guint i = 0; i < 2; i++)
    g_assert_true (weft_model_write (
        trained.model, trained.state, trained.model->split->samples[WEFT_PART_TRAIN], 64,
        &(WeftDecodeOptions){
            .most = LONGEST, .end = WRITING_END, .decoding = beam, .threads = 1 + 2 * i },
        tokens[i], likely[i], NULL));
  g_assert_cmpmem (tokens[0], sizeof tokens[0], tokens[1], sizeof tokens[1]);
  g_assert_cmpmem (likely[0], sizeof likely[0], likely[1], sizeof likely[1]);
  trained_clear (&trained);
}

/* The same bits on two threads, and when it goes on in the middle. */
static void
test_same_bits (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (200, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "lstm", 16);
  g_autoptr (WeftModel) model = writing_model_of (graph, dataset);
  g_autoptr (WeftTrainer) one = new_trainer (1), two = new_trainer (2), rest = new_trainer (2);
  g_autofree char *whole = NULL, *resumed = NULL;

  weft_trainer_load (one, model, NULL, 7, NULL);
  finish (one, 30);
  whole = dup_hash (one);
  weft_trainer_load (two, model, NULL, 7, NULL);
  finish (two, 13);
  weft_trainer_load (rest, model, weft_trainer_dup_state (two), 7, NULL);
  finish (rest, 17);
  resumed = dup_hash (rest);
  g_assert_cmpstr (whole, ==, resumed);
}

/* Where an average of the weights is kept, it writes, as it gives all other answers; the state is
 * then as it was. */
static void
test_average (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (400, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_of (dataset, "gru", 8);
  g_autoptr (WeftModel) plain = writing_model_of (graph, dataset), model = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftState) state = NULL, averaged = NULL;
  WeftDecodeOptions options = { .most = LONGEST, .end = WRITING_END };
  const guint32 *samples = plain->split->samples[WEFT_PART_TRAIN];
  gint64 tokens[5 * LONGEST];
  double by_average[5], by_swapped[5], by_weights[5];
  g_autofree char *before = NULL, *after = NULL;

  net_train (graph, "ema_decay", g_variant_new_double (0.9));
  model = writing_model_of (graph, dataset);
  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, 40);
  state = weft_trainer_dup_state (trainer);
  averaged = weft_state_dup (state, NULL);
  weft_average_swap (0.9, averaged);
  before = weft_state_dup_hash (state);
  g_assert_true (weft_model_write (model, state, samples, 5, &options, tokens, by_average, NULL));
  after = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (
      weft_model_write (plain, averaged, samples, 5, &options, tokens, by_swapped, NULL));
  g_assert_true (weft_model_write (plain, state, samples, 5, &options, tokens, by_weights, NULL));
  for (int i = 0; i < 5; i++)
    {
      g_assert_cmpfloat (by_average[i], ==, by_swapped[i]);
      g_assert_cmpfloat (by_average[i], !=, by_weights[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/writing/symbols", test_symbols);
  g_test_add_func ("/writing/shared", test_shared);
  g_test_add_func ("/writing/lengths", test_lengths);
  g_test_add_data_func ("/writing/padding/gru", "gru", test_padding);
  g_test_add_data_func ("/writing/padding/lstm", "lstm", test_padding);
  g_test_add_func ("/writing/average", test_average);
  g_test_add_func ("/writing/beside", test_beside);
  g_test_add_data_func ("/writing/step-by-step/gru", "gru", test_writing);
  g_test_add_data_func ("/writing/step-by-step/lstm", "lstm", test_writing);
  g_test_add_data_func ("/writing/step-by-step/rnn", "rnn", test_writing);
  g_test_add_data_func ("/writing/step-by-step/attention", "attention", test_writing);
  g_test_add_data_func ("/writing/step-by-step/transformer_encoder", "transformer_encoder",
                        test_writing);
  g_test_add_data_func ("/writing/step-by-step/transformer_decoder", "transformer_decoder",
                        test_writing);
  g_test_add_func ("/writing/cannot", test_cannot);
  g_test_add_func ("/writing/looks-back", test_looks_back);
  g_test_add_data_func ("/writing/places/learnt", "learnt_positions", test_places);
  g_test_add_data_func ("/writing/places/sinusoidal", "sinusoidal_positions", test_places);
  g_test_add_data_func ("/writing/places/rotary", "rotary_positions", test_places);
  g_test_add_func ("/writing/same-bits", test_same_bits);
  return g_test_run ();
}
