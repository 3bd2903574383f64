/* probe-dates: dates and times as people write them, letter by letter, into the one form of ISO
 * 8601: an encoder, attention, and a decoder that writes; the slow suite */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/writing.h"
#include "small-trainer.h"
#include "small-writing.h"

enum
{
  LONGEST = 17, /* of what is written */
  STEPS = 1200,
  HALF = 90,
  PREFIX = 160,
};

static WeftState *
train (WeftModel *model, WeftState *state, guint threads, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (threads);
  WeftLimits limits = { .steps = steps, .outlasts_schedule = TRUE };

  weft_trainer_load (trainer, model, state, (guint64) model->training.seed, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 500));
  return weft_trainer_dup_state (trainer);
}

static char *
dup_text (const WeftField *field, const gint64 *tokens, gint64 most)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < most && tokens[i] > 0; i++)
    g_string_append (text, field->class_names[tokens[i]]);
  return g_string_free (text, FALSE);
}

/* What share of the test part is written without a single wrong letter. */
static double
measure (WeftModel *model, WeftState *state, const char *decoder)
{
  g_autoptr (WeftDecoding) decoding = weft_decoding_new (decoder, NULL);
  const WeftSplit *split = model->split;
  gint64 n = split->count[WEFT_PART_TEST], right = 0;
  const guint32 *samples = split->samples[WEFT_PART_TEST];
  g_autofree gint64 *tokens = g_new0 (gint64, n * LONGEST);
  const WeftField *y = weft_dataset_get_y (model->dataset);
  WeftDecodeOptions options = { .most = LONGEST,
                                .end = weft_field_find_end (y, model->dataset->count),
                                .decoding = decoding };
  g_autoptr (GError) error = NULL;

  weft_model_write (model, state, samples, n, &options, tokens, NULL, &error);
  g_assert_no_error (error);
  for (gint64 i = 0; i < n; i++)
    {
      const gint64 *wanted = (const gint64 *) y->data + y->offsets[samples[i]];
      gint64 length = y->offsets[samples[i] + 1] - y->offsets[samples[i]];
      gboolean is_right
          = memcmp (tokens + i * LONGEST, wanted, (gsize) length * sizeof *wanted) == 0;
      g_autofree char *said = dup_text (y, tokens + i * LONGEST, LONGEST),
                      *iso = dup_text (y, wanted, length);

      right += is_right;
      if (!is_right)
        g_test_message ("%s, not %s", said, iso);
    }
  g_test_message ("%d of %d right by %s", (int) right, (int) n, decoder);
  return (double) right / (double) n;
}

static WeftModel *
new_model (void)
{
  g_autoptr (WeftGraph) graph = writing_graph ("{'source': <'dates'>}", 15, "gru", 64);
  const char *seed = g_getenv ("WEFT_PROBE_SEED");

  net_train (graph, "seed", g_variant_new_int64 (seed ? atoi (seed) : 1));
  net_train (graph, "schedule", g_variant_new_string ("cosine"));
  net_train (graph, "epochs", g_variant_new_int64 (8)); /* STEPS */
  return net_model (graph);
}

static void
test_dates (void)
{
  g_autoptr (WeftModel) model = new_model ();
  g_autoptr (WeftState) state = train (model, NULL, 1, STEPS);
  double greedy = measure (model, state, "greedy"),
         beam = measure (model, state, "beam,num_beams=4");

  g_assert_cmpfloat (weft_model_measure_writing (model, state, WEFT_PART_TEST, NULL, NULL), ==,
                     greedy);
  g_assert_cmpfloat (greedy, >=, 0.98);
  g_assert_cmpfloat (beam, >=, greedy);
}

/* On two threads, and through the bytes of a file in the middle. */
static void
test_same_ways (void)
{
  g_autoptr (WeftModel) model = new_model ();
  g_autoptr (WeftState) one = train (model, NULL, 1, PREFIX), half = train (model, NULL, 2, HALF);
  g_autoptr (GBytes) bytes = weft_state_serialize (half);
  g_autoptr (WeftState) rest
      = train (model, weft_state_deserialize (bytes, NULL), 2, PREFIX - HALF);
  g_autofree char *whole = weft_state_dup_hash (one), *resumed = weft_state_dup_hash (rest);

  g_assert_cmpstr (whole, ==, resumed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probe/dates/same-ways", test_same_ways);
  g_test_add_func ("/probe/dates/written", test_dates);
  return g_test_run ();
}
