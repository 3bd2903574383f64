/* probe-sentences: sentences of different lengths, of two kinds, told apart by an embedding, an
 * LSTM and the mean over its steps; the slow suite
 *
 * Each says good or bad of something some times, and “not” turns round what comes next: counting
 * words says little, what was read before has to be remembered. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "engine/train/judging/evaluate.h"
#include "small-trainer.h"

enum
{
  COUNT = 3000,
  SHORTEST = 3,
  LONGEST = 24,
  WORDS = 20,
  STEPS = 1500,
  HALF = 757, /* in the middle of an epoch */
};

static const char *const words[WORDS + 1]
    = { "the", "film", "was",  "a",     "story", "with",   "and",
        "not", "good", "fine", "great", "warm",  "clever", "moving",
        "bad", "dull", "poor", "flat",  "cold",  "silly",  NULL };

#define NOT 7
#define FIRST_GOOD 8
#define FIRST_BAD 14

/* What a sentence says altogether; 0: neither. */
static int
weigh (const gint64 *sentence, gint64 length)
{
  gboolean is_turned = FALSE;
  int score = 0;

  for (gint64 i = 0; i < length; i++)
    if (sentence[i] == NOT)
      is_turned = !is_turned;
    else if (sentence[i] >= FIRST_GOOD)
      {
        score += (sentence[i] >= FIRST_BAD) == is_turned ? 1 : -1;
        is_turned = FALSE;
      }
  return score;
}

static gint64
draw_sentence (const WeftRandom *random, gint64 *sentence)
{
  gint64 length = SHORTEST + (gint64) weft_random_below (random, 0, LONGEST - SHORTEST + 1);

  for (gint64 i = 0; i < length; i++)
    {
      guint64 sort = weft_random_below (random, (guint64) (2 * i + 1), 20);

      sentence[i] = sort < 8    ? (gint64) weft_random_below (random, (guint64) (2 * i + 2), NOT)
                    : sort < 12 ? NOT
                                : FIRST_GOOD
                                      + (gint64) weft_random_below (random, (guint64) (2 * i + 2),
                                                                    WORDS - FIRST_GOOD);
    }
  return length;
}

static WeftDataset *
new_sentences (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  WeftRandom random = { 11, WEFT_STREAM_CHECK, 0 };
  gint64 sentence[LONGEST], *tokens, *labels;

  dataset->name = g_strdup ("sentences");
  dataset->count = COUNT;
  x->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { LONGEST } };
  x->classes = WORDS;
  x->class_names = g_strdupv ((char **) words);
  x->ragged = 0;
  x->offsets = weft_memory_new ((COUNT + 1) * sizeof (gint64), NULL);
  x->data = tokens = weft_memory_new (COUNT * LONGEST * sizeof (gint64), NULL);
  y->shape = (WeftShape){ .type = WEFT_I64 };
  y->classes = 2;
  y->data = labels = weft_memory_new (COUNT * sizeof (gint64), NULL);
  for (gint64 n = 0; n < COUNT; random.step++)
    {
      gint64 length = draw_sentence (&random, sentence);

      if (weigh (sentence, length) == 0)
        continue;
      labels[n] = weigh (sentence, length) > 0;
      memcpy (tokens + x->offsets[n], sentence, (gsize) length * sizeof *sentence);
      x->offsets[n + 1] = x->offsets[n] + length;
      n++;
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static WeftModel *
new_model (WeftDataset *dataset, gint64 batch)
{
  static const char *const layers[] = {
    "embedding {'embedding_dim': <int64 8>}",
    "lstm {'hidden_size': <int64 16>, 'output': <'all'>}",
    "reduce",
    "dense {'units': <int64 2>}",
    NULL,
  };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autofree char *params = g_strdup_printf (
      "{'source': <'file'>, 'name': <'sentences'>, 'sha256': <'%s'>}", dataset->sha256);
  g_autoptr (WeftGraph) graph = net_new (params, layers, "cross_entropy");
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.01));
  net_train (graph, "batch_size", g_variant_new_int64 (batch));
  weft_catalog_add (catalog, dataset);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  return model;
}

static WeftState *
train (WeftModel *model, WeftState *state, guint threads, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);

  weft_trainer_load (trainer, model, state, 7, NULL);
  finish (trainer, steps);
  return weft_trainer_dup_state (trainer);
}

static void
assert_same (const WeftState *a, const WeftState *b)
{
  g_autofree char *one = weft_state_dup_hash (a), *other = weft_state_dup_hash (b);

  g_assert_cmpstr (one, ==, other);
}

static void
test_sentences (void)
{
  g_autoptr (WeftDataset) dataset = new_sentences ();
  g_autoptr (WeftModel) model = new_model (dataset, 32), single = new_model (dataset, 1);
  g_autoptr (WeftState) state = train (model, NULL, 1, STEPS);
  g_autoptr (WeftState) again = train (model, NULL, 2, HALF);
  g_autoptr (WeftState) resumed = train (model, g_steal_pointer (&again), 2, STEPS - HALF);
  g_autoptr (WeftEvaluation) found = weft_evaluate (model, state, WEFT_PART_TEST, NULL, -1, NULL);
  g_autoptr (WeftEvaluation) one_by_one
      = weft_evaluate (single, state, WEFT_PART_TEST, NULL, -1, NULL);

  g_test_message ("%.4f of %d right", found->metrics[0], (int) found->count);
  g_assert_cmpfloat (found->metrics[0], >=, 0.95); /* a half are of one class */
  assert_same (state, resumed);
  g_assert_cmpfloat (one_by_one->metrics[0], ==, found->metrics[0]);
  g_assert_cmpfloat_with_epsilon (one_by_one->loss, found->loss, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/sentences", test_sentences);
  return g_test_run ();
}
