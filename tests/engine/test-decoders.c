/* test-decoders: the table of decoders: each against all sequences that there are, or against the
 * probabilities that it draws by */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"
#include "engine/run/decode-private.h"
#include "engine/run/running.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/judges.h"
#include "small-written.h"

#define LONGEST WRITTEN_LONGEST
#define DRAWS 1280

static void
test_rows (void)
{
  guint n;
  const WeftDecodingRow *const *rows = weft_decodings (&n);

  g_assert_cmpuint (n, >=, 7);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (WeftDecoding) decoding = weft_decoding_new (rows[i]->id, NULL);

      g_assert_true (weft_decoding_find (rows[i]->id) == rows[i]);
      g_assert_true (g_str_has_suffix (rows[i]->summary, "."));
      g_assert_nonnull (rows[i]->title);
      g_assert_true ((rows[i]->choose == NULL) != (rows[i]->read == NULL));
      g_assert_cmpuint (weft_decoding_count (decoding), >=, 1);
      for (const WeftParam *param = rows[i]->params; param->name; param++)
        g_assert_true (param->label && param->help && param->fallback >= param->min
                       && param->fallback <= param->max);
    }
}

/* What is typed wrong is named, with what there is. */
static void
test_typed (void)
{
  static const char *const wrong[][2] = {
    { "beams", "“beams”" },
    { "", "greedy, " },
    { "beam,width=3", "“width”" },
    { "beam,num_beams", "num_beams, length_penalty" },
    { "greedy,x=1", "no settings" },
    { "beam,num_beams=0", "at least 1" },
    { "top_p,top_p=nan", "a number" },
    { "beam,num_beams=1e9", "at most 256" },
  };
  g_autoptr (WeftDecoding) good = weft_decoding_new ("beam, num_beams=8 ,length_penalty=0.6", NULL);

  g_assert_cmpuint (weft_decoding_count (good), ==, 8);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (weft_decoding_new (wrong[i][0], &error));
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, wrong[i][1]));
    }
}

/* The best of all sequences of two tokens, or of one that ends. */
static double
search_all (Trained *trained, guint32 sample, double penalty, double *likelihood)
{
  double first[WRITING_WORDS], second[WRITING_WORDS], best = -INFINITY;
  gint64 said[2];

  for (said[0] = 0; said[0] < WRITING_WORDS; said[0]++)
    {
      double one, longer = pow (7.0 / 6.0, penalty);

      score_again (trained, sample, said, 1, first);
      score_again (trained, sample, said, 2, second);
      one = first[said[0]];
      for (int i = 0; i < WRITING_WORDS; i++)
        {
          double all = said[0] == WRITING_END ? one : one + second[i];
          double rank = said[0] == WRITING_END ? one : all / longer;

          if (rank > best)
            *likelihood = all;
          best = MAX (best, rank);
        }
    }
  return best;
}

/* As wide as there are sequences, it finds the best of all, by any penalty of their length. */
static void
test_beam (void)
{
  static const double penalties[] = { 0, 1, 4, -4 };
  Trained trained;

  trained_init (&trained, "gru", 20);
  for (gsize i = 0; i < G_N_ELEMENTS (penalties); i++)
    {
      g_autofree char *text
          = g_strdup_printf ("beam,num_beams=60,length_penalty=%d", (int) penalties[i]);
      g_autoptr (WeftDecoding) beam = weft_decoding_new (text, NULL);
      WeftDecodeOptions wide = { .most = 2, .end = WRITING_END, .decoding = beam };
      gint64 found[2 * 3];
      double likely[3], wanted = 0;
      g_autoptr (GError) error = NULL;

      weft_model_write (trained.model, trained.state, (guint32[]){ 3, 8, 11 }, 3, &wide, found,
                        likely, &error);
      g_assert_no_error (error);
      search_all (&trained, 8, penalties[i], &wanted);
      g_assert_cmpfloat_with_epsilon (likely[1], wanted, 1e-5);
    }
  trained_clear (&trained);
}

/* --- drawn --- */

static gint64 *
draw (Trained *trained, const char *decoder, guint64 seed, guint64 first, gint64 n, gint64 most)
{
  g_autoptr (WeftDecoding) decoding = weft_decoding_new (decoder, NULL);
  WeftDecodeOptions options
      = { .most = most, .end = WRITING_END, .decoding = decoding, .seed = seed, .first = first };
  g_autofree guint32 *samples = g_new (guint32, n);
  gint64 *tokens = g_new0 (gint64, n * most);
  g_autoptr (GError) error = NULL;

  for (gint64 i = 0; i < n; i++)
    samples[i] = 8;
  weft_model_write (trained->model, trained->state, samples, n, &options, tokens, NULL, &error);
  g_assert_no_error (error);
  return tokens;
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  return *(const double *) a > *(const double *) b ? -1 : 1;
}

/* What each token is to be drawn with. */
static void
find_shares (Trained *trained, double temperature, int most, double share, double *p)
{
  gint64 any = 0;
  double sorted[WRITING_WORDS], whole = 0, kept = 0, sum = 0;
  int n = 0;

  score_again (trained, 8, &any, 1, p);
  for (int i = 0; i < WRITING_WORDS; i++)
    whole += sorted[i] = p[i] = exp (p[i] / temperature);
  qsort (sorted, WRITING_WORDS, sizeof *sorted, compare_scores);
  while (n < most && kept < share * whole)
    kept += sorted[n++];
  for (int i = 0; i < WRITING_WORDS; i++)
    sum += p[i] = p[i] >= sorted[n - 1] * (1 - 1e-6) ? p[i] : 0;
  for (int i = 0; i < WRITING_WORDS; i++)
    p[i] /= sum;
}

/* Within four standard deviations of the shares; what is left out is never drawn. */
static void
test_shares (void)
{
  static const struct
  {
    const char *decoder;
    double temperature, share;
    int most;
  } rows[] = {
    { "temperature", 1, 1, WRITING_WORDS },
    { "temperature,temperature=0.5", 0.5, 1, WRITING_WORDS },
    { "temperature,temperature=4", 4, 1, WRITING_WORDS },
    { "top_k,top_k=3", 1, 1, 3 },
    { "top_k,top_k=1", 1, 1, 1 },
    { "top_p,top_p=0.6,temperature=2", 2, 0.6, WRITING_WORDS },
  };
  Trained trained;

  trained_init (&trained, "gru", 20);
  for (gsize k = 0; k < G_N_ELEMENTS (rows); k++)
    {
      g_autofree gint64 *tokens = draw (&trained, rows[k].decoder, 1, 0, DRAWS, 1);
      double p[WRITING_WORDS], counts[WRITING_WORDS] = { 0 };

      find_shares (&trained, rows[k].temperature, rows[k].most, rows[k].share, p);
      for (int i = 0; i < DRAWS; i++)
        counts[tokens[i]]++;
      for (int i = 0; i < WRITING_WORDS; i++)
        g_assert_cmpfloat (fabs (counts[i] / DRAWS - p[i]), <=,
                           4 * sqrt (p[i] * (1 - p[i]) / DRAWS) + 1e-9);
    }
  trained_clear (&trained);
}

/* By seed and by which sample it is, not by what stands beside it. */
static void
test_again (void)
{
  const char *decoder = "temperature,temperature=2";
  gsize bytes = 70 * LONGEST * sizeof (gint64);
  Trained trained;

  trained_init (&trained, "transformer_encoder", 5);
  {
    g_autofree gint64 *all = draw (&trained, decoder, 3, 0, 70, LONGEST),
                      *again = draw (&trained, decoder, 3, 0, 70, LONGEST),
                      *other = draw (&trained, decoder, 4, 0, 70, LONGEST),
                      *rest = draw (&trained, decoder, 3, 50, 20, LONGEST);

    g_assert_cmpmem (all, bytes, again, bytes);
    g_assert_true (memcmp (all, other, bytes) != 0);
    g_assert_cmpmem (all + 50 * LONGEST, bytes / 7 * 2, rest, bytes / 7 * 2);
    g_assert_true (memcmp (all, all + LONGEST, LONGEST * sizeof (gint64)) != 0);
  }
  trained_clear (&trained);
}

/* --- gone wrong --- */

/* Numbers that are none write nothing, and what reads labels cannot write. */
static void
test_wrong (void)
{
  guint n;
  const WeftDecodingRow *const *rows = weft_decodings (&n);
  static const float bad[] = { NAN, INFINITY, -INFINITY };
  Trained trained;

  trained_init (&trained, "attention", 2);
  for (guint k = 0; k < G_N_ELEMENTS (bad); k++)
    {
      const WeftNode *node = weft_graph_find_by_name (trained.model->graph, "word");

      weft_state_find (trained.state, node->id, "bias")->value[3] = bad[k];
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (WeftDecoding) decoding = weft_decoding_new (rows[i]->id, NULL);
          WeftDecodeOptions options = { .most = 4, .end = WRITING_END, .decoding = decoding };
          g_autoptr (GError) error = NULL;
          gint64 tokens[2 * 4];
          gboolean done = weft_model_write (trained.model, trained.state, (guint32[]){ 1, 2 }, 2,
                                            &options, tokens, NULL, &error);

          if (rows[i]->read)
            g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
          else if (k < 2) /* a word that never is said is no fault */
            g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NUMBERS);
          else
            g_assert_true (done);
        }
    }
  trained_clear (&trained);
}

enum
{
  STEPS = 6,
  CLASSES = 4, /* the last is the blank */
};

/* The tokens that a reader finds are labels, no more of them than steps, whatever the scores are.
 */
static void
read_any (const WeftDecodingRow *row, const float *scores, gint64 n, gint64 classes)
{
  g_autoptr (WeftDecoding) decoding = weft_decoding_new (row->id, NULL);
  WeftAlignment alignment = { scores, n, classes, classes - 1 };
  gint64 tokens[STEPS + 1], found;
  double likelihood = 0;

  found = row->read (decoding->record, &alignment, tokens, &likelihood);
  g_assert_cmpint (found, <=, n);
  for (gint64 i = 0; i < found; i++)
    g_assert_true (tokens[i] >= 0 && tokens[i] < classes - 1);
}

static void
test_reading (void)
{
  static const float bad[] = { NAN, INFINITY, -INFINITY, G_MAXFLOAT };
  guint n;
  const WeftDecodingRow *const *rows = weft_decodings (&n);
  WeftRandom random = { 8, WEFT_STREAM_CHECK, 0 };
  float scores[STEPS * CLASSES];

  for (guint i = 0; i < n; i++)
    for (guint k = 0; rows[i]->read && k < G_N_ELEMENTS (bad); k++)
      {
        weft_random_fill_normal (&random, scores, STEPS * CLASSES, 0, 1);
        scores[5] = bad[k];
        read_any (rows[i], scores, STEPS, CLASSES);
        for (int j = 0; j < STEPS * CLASSES; j++)
          scores[j] = bad[k];
        read_any (rows[i], scores, STEPS, CLASSES);
        read_any (rows[i], scores, 0, CLASSES);
        read_any (rows[i], scores, STEPS, 1); /* nothing but a blank can be said */
      }
}

/* The greedy reader's likelihood is that of its one way, which the beam's string has, too, and
 * more. */
static void
test_read_likelihood (void)
{
  g_autoptr (WeftDecoding) greedy = weft_decoding_new ("ctc_greedy", NULL),
                           beam = weft_decoding_new ("ctc_beam,beam_size=1000", NULL);
  WeftRandom random = { 9, WEFT_STREAM_CHECK, 0 };
  float scores[STEPS * CLASSES];
  WeftAlignment alignment = { scores, STEPS, CLASSES, CLASSES - 1 };
  gint64 tokens[STEPS];
  double one, all, wanted = 0;

  weft_random_fill_normal (&random, scores, STEPS * CLASSES, 0, 2);
  for (int t = 0; t < STEPS; t++)
    {
      const float *x = scores + t * CLASSES;
      double sum = 0;

      for (int c = 0; c < CLASSES; c++)
        sum += exp ((double) x[c]);
      wanted += (double) MAX (MAX (x[0], x[1]), MAX (x[2], x[3])) - log (sum);
    }
  greedy->row->read (greedy->record, &alignment, tokens, &one);
  beam->row->read (beam->record, &alignment, tokens, &all);
  g_assert_cmpfloat_with_epsilon (one, wanted, 1e-5);
  g_assert_cmpfloat (all, >=, one - 1e-9);
}

/* --- judged --- */

/* What judges sequences judges what is written, with no true token given. */
static void
test_judged (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (120, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_any (dataset, "transformer_decoder");
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) greedy = NULL, beam = NULL;
  g_autoptr (WeftDecoding) wide = weft_decoding_new ("beam", NULL),
                           reads = weft_decoding_new ("ctc_beam", NULL);
  WeftDecodeOptions options = { .most = LONGEST + 1, .end = WRITING_END };
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *tokens = g_new0 (gint64, 120 * options.most);
  const WeftField *y = weft_dataset_get_y (dataset);
  double edits = 0;
  gint64 n;

  net_train (graph, "metrics", g_variant_new_string ("edit_distance bleu exact token_accuracy"));
  model = writing_model_of (graph, dataset);
  state = weft_model_new_state (model, 1, NULL);
  g_assert_true (weft_model_judges_writing (model));
  greedy = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (greedy->decoder, ==, "greedy");
  n = model->split->count[WEFT_PART_TRAIN];
  weft_model_write (model, state, model->split->samples[WEFT_PART_TRAIN], n, &options, tokens, NULL,
                    &error);
  g_assert_no_error (error);
  for (gint64 i = 0; i < n; i++)
    {
      guint32 sample = model->split->samples[WEFT_PART_TRAIN][i];
      gint64 length = y->offsets[sample + 1] - y->offsets[sample] - 1, said = 0;
      const gint64 *written = tokens + i * options.most;

      while (said < options.most && written[said] != WRITING_END)
        said++;
      edits += (double) weft_sequence_count_edits (
          &(WeftTokens){ written, said },
          &(WeftTokens){ (const gint64 *) y->data + y->offsets[sample], length });
    }
  g_assert_cmpfloat_with_epsilon (
      greedy->metrics[weft_model_find_criterion (model, "edit_distance")], edits / (double) n,
      1e-9);
  beam = weft_evaluate_by (model, state, WEFT_PART_TRAIN, NULL, -1, wide, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (beam->decoder, ==, "beam");
  g_assert_null (weft_evaluate_by (model, state, WEFT_PART_TEST, NULL, -1, reads, NULL, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

/* Products of a node in one of the decoder's plans. */
static guint
count_products (const WeftExec *exec, gint64 node)
{
  guint n = 0;

  for (guint i = 0; i < exec->plan->steps->len; i++)
    {
      const WeftStep *step = weft_plan_step (exec->plan, i);

      n += step->application != NULL && step->application->node == node
           && g_str_equal (step->op->id, "linear");
    }
  return n;
}

/* What is read is looked through once, and its keys and values are made once: from the second step
 * on only what hangs on the writing runs. */
static void
test_once (void)
{
  g_autoptr (WeftDataset) dataset = writing_new_pairs (40, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_any (dataset, "transformer_decoder");
  g_autoptr (WeftModel) model = writing_model_of (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 1, NULL);
  WeftBinding binding = { .n = 2, .t = { LONGEST, 1 }, .goes_on = LONGEST };
  g_autoptr (GError) error = NULL;
  WeftProgram *program = weft_model_get_program (model, binding, &error);
  g_autoptr (WeftDecoder) decoder = weft_decoder_new (program, state, NULL, 0, &error);
  gint64 looker = weft_graph_find_by_name (graph, "looker")->id;

  g_assert_no_error (error);
  g_assert_cmpuint (decoder->n_growing, ==, 2);
  /* Keys and values of what is read are made at the first step alone. */
  g_assert_cmpuint (count_products (decoder->first, looker), ==, 8);
  g_assert_cmpuint (count_products (decoder->next, looker), ==, 6);
  for (guint i = 0; i < decoder->next->plan->steps->len; i++)
    {
      const WeftProgramOp *op = weft_plan_step (decoder->next->plan, i)->application;

      g_assert_true (op == NULL || op->node != weft_graph_find_by_name (graph, "encoder")->id);
    }
}

/* Whoever writes hears before each step that it is not wanted any more. */
static gboolean
is_due_cb (gpointer left)
{
  return --*(int *) left <= 0;
}

static void
test_interrupted (void)
{
  int left = 4; /* of steps, of the first samples */
  WeftInterrupt interrupt = { is_due_cb, &left };
  g_autoptr (WeftDataset) dataset = writing_new_pairs (40, LONGEST);
  g_autoptr (WeftGraph) graph = writing_graph_any (dataset, "attention");
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (GError) error = NULL;
  double figures[WEFT_MAX_CRITERIA] = { 0 };

  net_train (graph, "metrics", g_variant_new_string ("bleu"));
  model = writing_model_of (graph, dataset);
  state = weft_model_new_state (model, 1, NULL);
  g_assert_false (
      weft_model_judge_writing (model, state, WEFT_PART_TRAIN, NULL, &interrupt, figures, &error));
  g_assert_no_error (error);
  g_assert_cmpint (left, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decoders/rows", test_rows);
  g_test_add_func ("/decoders/typed", test_typed);
  g_test_add_func ("/decoders/beam", test_beam);
  g_test_add_func ("/decoders/shares", test_shares);
  g_test_add_func ("/decoders/again", test_again);
  g_test_add_func ("/decoders/wrong", test_wrong);
  g_test_add_func ("/decoders/reading", test_reading);
  g_test_add_func ("/decoders/read-likelihood", test_read_likelihood);
  g_test_add_func ("/decoders/judged", test_judged);
  g_test_add_func ("/decoders/once", test_once);
  g_test_add_func ("/decoders/interrupted", test_interrupted);
  return g_test_run ();
}
