/* test-spoken: strings of spoken digits, of which only the digits are told and never where they are
 * said: a GRU on mel bands, of which some are hidden while it learns, taught by CTC, reads strings
 * of voices that it has not heard */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "probe.h"
#include "projects/readers/files/input.h"
#include "tests/engine/net.h"

enum
{
  LENGTH = 19200, /* numbers of a string: 2.4 s */
  MOST = 4,       /* digits of it */
  STRINGS = 1280,
  TESTED = 80,  /* the last of them, of voices of their own; before them as many to validate */
  STEPS = 1400, /* from the thousandth on at a lower rate */
};

/* A digit as one voice says it. */
typedef struct
{
  gboolean is_test;
  int digit;
  gint64 length;
  const guint8 *sound;
} Word;

/* ITU-T G.711. */
static float
decode_mulaw (guint8 code)
{
  int bits = ~code & 0xff, exponent = bits >> 4 & 7;
  int size = (((bits & 15) << 3) + 132) * (1 << exponent) - 132;

  return (float) (bits & 128 ? -size : size) / 32768.0f;
}

static GArray *
load_words (char **bytes)
{
  g_autofree char *path = probe_dup_path ("spoken.gz");
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  const char *line, *sound;
  gsize length;

  g_assert_true (weft_input_load (path, 1 << 22, bytes, &length, NULL));
  sound = strstr (*bytes, "\n\n");
  g_assert_nonnull (sound);
  sound += 2;
  for (line = *bytes; *line != '\n'; line = strchr (line, '\n') + 1)
    {
      Word word = { .is_test = g_str_has_prefix (line, "test ") };
      char *end;

      word.digit = (int) g_ascii_strtoll (strchr (line, ' '), &end, 10);
      word.length = g_ascii_strtoll (end, NULL, 10);
      word.sound = (const guint8 *) sound;
      sound += word.length;
      g_array_append_val (words, word);
    }
  g_assert_true (sound == *bytes + length);
  return words;
}

/* The next digit of the string's part, drawn. */
static const Word *
draw_word (const GArray *words, gboolean is_test, const WeftRandom *random, guint64 *drawn)
{
  for (;;)
    {
      const Word *word
          = &g_array_index (words, Word, weft_random_below (random, (*drawn)++, words->len));

      if (word->is_test == is_test)
        return word;
    }
}

/* Two to four digits, each behind up to an eighth of a second of silence. */
static void
say_string (const GArray *words, gboolean is_test, gint64 sample, float *x, GArray *digits)
{
  WeftRandom random = { 9, WEFT_STREAM_CHECK, (guint64) sample };
  guint64 drawn = 0;
  gint64 at = 0, n = 2 + (gint64) weft_random_below (&random, drawn++, MOST - 1);

  memset (x, 0, LENGTH * sizeof *x);
  for (gint64 i = 0; i < n; i++)
    {
      const Word *word = draw_word (words, is_test, &random, &drawn);
      gint64 digit = word->digit;

      at += (gint64) weft_random_below (&random, drawn++, 1000);
      if (at + word->length > LENGTH)
        break;
      for (gint64 k = 0; k < word->length; k++)
        x[at + k] = decode_mulaw (word->sound[k]);
      at += word->length;
      g_array_append_val (digits, digit);
    }
}

static WeftDataset *
dataset_new (void)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GArray) words = load_words (&bytes);
  g_autoptr (GArray) digits = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_TOKENS);

  dataset->name = g_strdup ("spoken");
  dataset->count = STRINGS;
  x->shape = WEFT_SHAPE (LENGTH);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  y->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { MOST } };
  y->classes = 10;
  y->ragged = 0;
  y->offsets = weft_memory_new ((STRINGS + 1) * sizeof *y->offsets, NULL);
  dataset->part = weft_memory_new (STRINGS, NULL);
  for (gint64 i = 0; i < STRINGS; i++)
    {
      gboolean is_test = i >= STRINGS - TESTED;

      say_string (words, is_test, i, (float *) x->data + i * LENGTH, digits);
      y->offsets[i + 1] = digits->len;
      dataset->part[i] = (guint8) (1
                                   + (is_test                     ? WEFT_PART_TEST
                                      : i >= STRINGS - 2 * TESTED ? WEFT_PART_VALIDATION
                                                                  : WEFT_PART_TRAIN));
    }
  y->data = weft_memory_new (digits->len * sizeof (gint64), NULL);
  memcpy (y->data, digits->data, digits->len * sizeof (gint64));
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static WeftModel *
model_new (void)
{
  g_autoptr (WeftDataset) dataset = dataset_new ();
  g_autoptr (WeftGraph) graph = probe_load_graph ("spoken");
  g_autofree char *sha256 = g_strdup_printf ("'%s'", dataset->sha256);
  const char *seed = g_getenv ("WEFT_PROBE_SEED");
  g_autofree char *chosen = g_strdup_printf ("int64 %s", seed ? seed : "1");

  net_set (graph, "data", "sha256", sha256);
  net_train (graph, "seed", chosen);
  return probe_model_new (graph, dataset);
}

static void
test_spoken (void)
{
  g_autoptr (WeftModel) model = model_new ();
  g_autoptr (WeftState) state = probe_train (model, NULL, 1, STEPS);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  g_assert_cmpfloat (probe_get_figure (model, evaluation, "wer"), <, 0.1);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "exact"), >, 0.7);
  probe_assert_same_ways (model, NULL, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spoken", test_spoken);
  return g_test_run ();
}
