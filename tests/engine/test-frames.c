/* test-frames: sounds of different lengths: which frames are real follows from which numbers are,
 * and padding changes nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/alignment.h"
#include "engine/metrics/sequence.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/judges.h"
#include "small-look.h"
#include "small-padding.h"

enum
{
  COUNT = 24,
  SHORTEST = 9,
  LONGEST = 60,
  WORDS = 4,
};

/* Sounds of SHORTEST to LONGEST numbers, a class and one or two tokens said of each. */
static WeftDataset *
sounds_new (gboolean says_tokens)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  WeftField *y
      = weft_dataset_add_field (dataset, "y", says_tokens ? WEFT_KIND_TOKENS : WEFT_KIND_CLASS);
  WeftRandom random = { 6, WEFT_STREAM_CHECK, 0 };
  gint64 *said;

  dataset->name = g_strdup ("sounds");
  dataset->count = COUNT;
  x->shape = WEFT_SHAPE (LONGEST);
  x->ragged = 0;
  x->offsets = weft_memory_new ((COUNT + 1) * sizeof *x->offsets, NULL);
  y->shape = (WeftShape){ .type = WEFT_I64, .rank = says_tokens ? 1 : 0, .dims = { 2 } };
  y->classes = says_tokens ? WORDS : 2;
  y->data = said = weft_memory_new (2 * COUNT * sizeof *said, NULL);
  if (says_tokens)
    {
      y->ragged = 0;
      y->offsets = weft_memory_new ((COUNT + 1) * sizeof *y->offsets, NULL);
    }
  for (gint64 i = 0; i < COUNT; i++)
    {
      gint64 n = says_tokens ? 1 + i % 2 : 1;

      x->offsets[i + 1] = x->offsets[i]
                          + (i == 0 ? LONGEST
                                    : SHORTEST
                                          + (gint64) weft_random_below (&random, (guint64) i,
                                                                        LONGEST - SHORTEST));
      if (says_tokens)
        y->offsets[i + 1] = y->offsets[i] + n;
      for (gint64 k = 0; k < n; k++)
        *said++ = (i + k) % (says_tokens ? WORDS : 2);
    }
  x->data = weft_memory_new ((gsize) x->offsets[COUNT] * sizeof (float), NULL);
  random.step = 1;
  weft_random_fill_normal (&random, x->data, (gsize) x->offsets[COUNT], 0, 1);
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static const char *const by_spectrogram[]
    = { "spectrogram {'n_fft': <int64 8>, 'hop_length': <int64 4>}",
        "gru {'hidden_size': <int64 4>, 'output': <'all'>, 'bidirectional': <true>}", "reduce",
        "dense {'units': <int64 2>}", NULL };
static const char *const by_mel[]
    = { "mel_spectrogram {'n_fft': <int64 16>, 'hop_length': <int64 5>, 'n_mels': <int64 4>}",
        "attention {'nhead': <int64 2>}", "reduce {'mode': <'max'>}", "dense {'units': <int64 2>}",
        NULL };
static const char *const by_mfcc[]
    = { "mfcc {'n_fft': <int64 8>, 'hop_length': <int64 3>, 'n_mels': <int64 5>, 'n_mfcc': <int64 "
        "3>, 'center': <false>}",
        "lstm {'hidden_size': <int64 4>}", "dense {'units': <int64 2>}", NULL };

/* A batch, one padded further, and each sound by itself: the same loss and gradients. */
static void
test_padding (gconstpointer layers)
{
  static const guint32 samples[6] = { 3, 7, 1, 20, 11, 16 };
  g_autoptr (WeftDataset) dataset = sounds_new (FALSE);
  g_autoptr (GArray) batch = g_array_new (FALSE, TRUE, sizeof (double));
  g_autoptr (GArray) longer = g_array_new (FALSE, TRUE, sizeof (double));
  g_autoptr (GArray) single = g_array_new (FALSE, TRUE, sizeof (double));
  Setup setup;

  setup_init (&setup, ragged_model_of (dataset, layers, "cross_entropy", 16));
  add_pass (&setup, samples, weft_model_bind_samples (setup.model, samples, 6), batch);
  add_pass (&setup, samples, WEFT_BINDING (6, LONGEST + 31), longer);
  for (guint i = 0; i < 6; i++)
    add_pass (&setup, samples + i, WEFT_BINDING (1, weft_lengths_of (dataset, samples[i], 0)),
              single);
  assert_near (batch, single);
  assert_near (batch, longer);
  setup_clear (&setup);
}

/* The mask of the frames is there by itself, and said by T. */
static void
test_report (void)
{
  g_autoptr (WeftDataset) dataset = sounds_new (FALSE);
  g_autofree char *params = NULL;
  g_autoptr (WeftCatalog) catalog = ragged_catalog (dataset, &params);
  g_autoptr (WeftGraph) graph = net_new (params, by_spectrogram, "cross_entropy");
  g_autoptr (WeftReport) report = weft_check (graph, catalog);
  const WeftNodeReport *gru
      = weft_report_find (report, weft_graph_find_by_name (graph, "gru2")->id);
  g_autofree char *x = weft_shape_format (gru->in[0], TRUE),
                  *mask = weft_shape_format (gru->in[1], TRUE);

  g_assert_cmpuint (report->diagnostics->len, ==, 0);
  g_assert_cmpstr (x, ==, "(N, T/4+1, 5)");
  g_assert_cmpstr (mask, ==, "(N, T/4+1)");
  g_assert_cmpint (gru->in_kind[1], ==, WEFT_KIND_STEPS);
}

/* What one sound says by itself, and how far that is from what it is to say. */
static void
hear (WeftModel *model, WeftState *state, guint32 sample, const WeftDecoding *decoding,
      void **inputs, double *edits, double *words)
{
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = weft_kernel_best_level () };
  WeftBinding binding = weft_model_bind_samples (model, &sample, 1);
  const WeftField *y = weft_dataset_get_y (model->dataset);
  gint64 tokens[LONGEST], n;
  g_autoptr (WeftExec) exec = NULL;
  const WeftProgramLoss *loss;
  WeftAlignment alignment;

  binding.t[0] = weft_lengths_of (model->dataset, sample, 0);
  exec = weft_exec_new (weft_model_get_plan (model, binding, &options, NULL), state, NULL, NULL);
  weft_model_gather (model, &sample, binding, inputs);
  weft_exec_set_inputs (exec, (const void *const *) inputs);
  weft_exec_run (exec, 0, 0);
  loss = weft_program_get_chief (weft_exec_get_program (exec));
  alignment = (WeftAlignment){ weft_exec_get_value (exec, loss->prediction), binding.t[0] / 4 + 1,
                               WORDS + 1, WORDS };
  n = decoding->row->read (decoding->record, &alignment, tokens, NULL);
  *edits += (double) weft_sequence_count_edits (
      &(WeftTokens){ tokens, n }, &(WeftTokens){ (const gint64 *) y->data + y->offsets[sample],
                                                 y->offsets[sample + 1] - y->offsets[sample] });
  *words += (double) (y->offsets[sample + 1] - y->offsets[sample]);
}

/* Frames that are padding say nothing of what is judged, whoever reads it. */
static void
test_judged (gconstpointer data)
{
  static const char *const layers[]
      = { "spectrogram {'n_fft': <int64 8>, 'hop_length': <int64 4>}",
          "gru {'hidden_size': <int64 6>, 'output': <'all'>}", "dense {'units': <int64 5>}", NULL };
  g_autoptr (WeftDataset) dataset = sounds_new (TRUE);
  g_autoptr (WeftModel) model = ragged_model_of (dataset, layers, "ctc", 16);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, NULL);
  g_autoptr (WeftDecoding) decoding = weft_decoding_new (data, NULL);
  g_autoptr (WeftEvaluation) evaluation
      = weft_evaluate_by (model, state, WEFT_PART_TRAIN, NULL, -1, decoding, NULL, NULL);
  void *inputs[WEFT_MAX_FEEDS] = { NULL };
  double edits = 0, words = 0;

  g_assert_true (weft_model_new_inputs (model, 1, inputs, NULL));
  for (gint64 i = 0; i < model->split->count[WEFT_PART_TRAIN]; i++)
    hear (model, state, model->split->samples[WEFT_PART_TRAIN][i], decoding, inputs, &edits,
          &words);
  g_assert_cmpfloat (edits, >, 0);
  g_assert_cmpstr (evaluation->decoder, ==, decoding->row->id);
  g_assert_cmpfloat_with_epsilon (evaluation->metrics[weft_model_find_criterion (model, "wer")],
                                  edits / words, 1e-9);
  weft_model_free_inputs (inputs);
}

/* Coefficients are seen up to the last frame that is no padding; pitches are none. */
static void
test_coefficients (void)
{
  g_autoptr (WeftDataset) dataset = sounds_new (FALSE);
  g_autoptr (WeftModel) model = ragged_model_of (dataset, by_mfcc, "cross_entropy", 16),
                        by_pitch = ragged_model_of (dataset, by_mel, "cross_entropy", 16);
  g_autoptr (WeftSnapshot) pitches = look (by_pitch, "mel_spectrogram1", 0);

  for (guint32 sample = 0; sample < 6; sample++)
    {
      g_autoptr (WeftSnapshot) snapshot = look (model, "mfcc1", sample);
      const WeftNodeSight *sight = snapshot->sights->pdata[0];
      const WeftShape wanted = WEFT_SHAPE ((weft_lengths_of (dataset, sample, 0) - 8) / 3 + 1, 3);
      const WeftTensor *given
          = weft_snapshot_find_activation (snapshot, snapshot->watch.weights_of);

      g_assert_cmpuint (snapshot->sights->len, ==, 1);
      g_assert_cmpint (sight->kind, ==, WEFT_SIGHT_SWINGS);
      g_assert_true (weft_shape_equal (&sight->tensor->shape, &wanted));
      g_assert_cmpmem (sight->tensor->data, weft_shape_bytes (&wanted), given->data,
                       weft_shape_bytes (&wanted));
    }
  g_assert_cmpuint (pitches->sights->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/frames/padding/spectrogram", by_spectrogram, test_padding);
  g_test_add_data_func ("/frames/padding/mel", by_mel, test_padding);
  g_test_add_data_func ("/frames/padding/mfcc", by_mfcc, test_padding);
  g_test_add_func ("/frames/report", test_report);
  g_test_add_func ("/frames/coefficients", test_coefficients);
  g_test_add_data_func ("/frames/judged/greedy", "ctc_greedy", test_judged);
  g_test_add_data_func ("/frames/judged/beam", "ctc_beam,beam_size=8", test_judged);
  return g_test_run ();
}
