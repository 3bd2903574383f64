/* test-feed: how samples of different lengths come into a batch, and classes a step out of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/evaluate.h"
#include "small-ragged.h"
#include "small-trainer.h"

/* Steps that are the last axis, as of a spectrogram: each row is padded. */
static void
test_rows (void)
{
  static const gint64 offsets[3] = { 0, 2, 5 };
  static float data[10] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
  static const float expected[2 * 2 * 4] = { 1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 7, 0, 8, 9, 10, 0 };
  WeftField field = { .name = "x",
                      .kind = WEFT_KIND_NUMBERS,
                      .shape = WEFT_SHAPE (2, 3),
                      .ragged = 1,
                      .offsets = (gint64 *) offsets,
                      .data = data,
                      .scale = 1 };
  WeftDataset dataset = { .count = 2 };
  WeftSplit split = { .count = { 0 } };
  WeftFeed feed, mask;
  float numbers[2 * 2 * 4], real[2 * 4];

  g_assert_true (weft_feed_init (&feed, &field, &dataset, &split, FALSE, NULL));
  weft_feed_init_mask (&mask, &field);
  weft_feed_gather (&feed, (guint32[]){ 0, 1 }, 2, 4, numbers);
  weft_feed_gather (&mask, (guint32[]){ 0, 1 }, 2, 4, real);
  g_assert_cmpmem (numbers, sizeof numbers, expected, sizeof expected);
  g_assert_cmpmem (real, sizeof real, ((float[]){ 1, 1, 0, 0, 1, 1, 1, 0 }), sizeof real);
}

static const char *const by_token[]
    = { "embedding {'embedding_dim': <int64 4>}",
        "gru {'hidden_size': <int64 6>, 'output': <'all'>}", "dense {'units': <int64 5>}", NULL };

static void
test_evaluate_classes (void)
{
  g_autoptr (WeftDataset) dataset = ragged_new_tokens (60, 20);
  g_autoptr (WeftModel) many = ragged_model_of (dataset, by_token, "cross_entropy", 16);
  g_autoptr (WeftModel) one = ragged_model_of (dataset, by_token, "cross_entropy", 1);
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  g_autoptr (WeftEvaluation) all = NULL, each = NULL;
  g_autoptr (WeftState) state = NULL;

  weft_trainer_load (trainer, many, NULL, 7, NULL);
  weft_trainer_set_rate (trainer, 1);
  finish (trainer, 200);
  state = weft_trainer_dup_state (trainer);
  all = weft_evaluate (many, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  each = weft_evaluate (one, state, WEFT_PART_TRAIN, NULL, -1, NULL);
  g_assert_cmpfloat (all->metrics[0], >, 0.95); /* the last token has only to be remembered */
  g_assert_cmpfloat (all->metrics[0], ==, each->metrics[0]);
  g_assert_cmpfloat_with_epsilon (all->loss, each->loss, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/feed/rows", test_rows);
  g_test_add_func ("/feed/classes", test_evaluate_classes);
  return g_test_run ();
}
