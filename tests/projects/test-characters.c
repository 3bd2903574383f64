/* test-characters: a causal transformer of two layers, one of a single layer that is told the
 * places, and a GRU tell which character comes next, better than the pair of the last two could;
 * what they read characters by is what they write them by */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/base/memory.h"
#include "probe.h"
#include "projects/readers/files/input.h"
#include "tests/engine/net.h"

#define WINDOW 64 /* characters of a sample */

typedef struct
{
  const char *name; /* of the graph */
  gint64 steps;
  double margin; /* nats a character below the pairs */
} Probe;

typedef struct
{
  gint64 *tokens;
  gint64 count; /* of windows; there is one more character */
  char letters[256];
  int n_letters;
} Text;

static Text
load_text (void)
{
  g_autofree char *path = probe_dup_path ("austen.txt.gz"), *bytes = NULL;
  int number[256] = { 0 };
  gboolean occurs[256] = { FALSE };
  Text text = { NULL };
  gsize length;

  g_assert_true (weft_input_load (path, 1 << 20, &bytes, &length, NULL));
  text.tokens = g_new (gint64, length);
  text.count = ((gint64) length - 1) / WINDOW;
  for (gsize i = 0; i < length; i++)
    occurs[(guchar) bytes[i]] = TRUE;
  for (int c = 0; c < 256; c++)
    if (occurs[c])
      {
        number[c] = text.n_letters;
        text.letters[text.n_letters++] = (char) c;
      }
  for (gsize i = 0; i < length; i++)
    text.tokens[i] = number[(guchar) bytes[i]];
  return text;
}

/* The first nine tenths of the text train, the last twentieth tests. */
static WeftPart
get_part (const Text *text, gint64 window)
{
  if (window < text->count * 90 / 100)
    return WEFT_PART_TRAIN;
  return window < text->count * 95 / 100 ? WEFT_PART_VALIDATION : WEFT_PART_TEST;
}

static void
add_field (WeftDataset *dataset, const Text *text, const char *name, int shift)
{
  WeftField *field = weft_dataset_add_field (dataset, name, WEFT_KIND_TOKENS);

  field->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { WINDOW } };
  field->classes = text->n_letters;
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  memcpy (field->data, text->tokens + shift, (gsize) (text->count * WINDOW) * sizeof (gint64));
}

static WeftDataset *
dataset_new (const Text *text)
{
  WeftDataset *dataset = weft_dataset_new ();

  dataset->name = g_strdup ("austen");
  dataset->count = text->count;
  add_field (dataset, text, "x", 0);
  add_field (dataset, text, "y", 1);
  dataset->part = weft_memory_new ((gsize) text->count, NULL);
  for (gint64 i = 0; i < text->count; i++)
    dataset->part[i] = (guint8) (get_part (text, i) + 1);
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static gint64
get_end (const Text *text, WeftPart part)
{
  gint64 end = 0;

  for (gint64 i = 0; i < text->count; i++)
    if (get_part (text, i) <= part)
      end = (i + 1) * WINDOW;
  return end;
}

/* Nats a character of the test part by the pairs of the training part; each pair counts `more`
 * besides, so that one which is new is not impossible. */
static double
measure_pairs (const Text *text, double more)
{
  int n = text->n_letters;
  g_autofree double *pairs = g_new0 (double, n *n), *firsts = g_new0 (double, n);
  gint64 begin = get_end (text, WEFT_PART_VALIDATION), end = get_end (text, WEFT_PART_TEST);
  double sum = 0;

  for (gint64 i = 0; i < get_end (text, WEFT_PART_TRAIN); i++)
    {
      pairs[text->tokens[i] * n + text->tokens[i + 1]]++;
      firsts[text->tokens[i]]++;
    }
  for (gint64 i = begin; i < end; i++)
    sum -= log ((pairs[text->tokens[i] * n + text->tokens[i + 1]] + more)
                / (firsts[text->tokens[i]] + more * n));
  return sum / (double) (end - begin);
}

/* Of whatever there is to add the best, chosen by the test part itself: no pair says more. */
static double
measure_best_pairs (const Text *text)
{
  double best = INFINITY;

  for (double more = 0.001; more < 2; more *= 1.5)
    best = MIN (best, measure_pairs (text, more));
  return best;
}

static WeftModel *
model_new (const Text *text, const Probe *probe)
{
  g_autoptr (WeftDataset) dataset = dataset_new (text);
  g_autoptr (WeftGraph) graph = probe_load_graph (probe->name);
  g_autofree char *sha256 = g_strdup_printf ("'%s'", dataset->sha256);

  net_set (graph, "data", "sha256", sha256);
  return probe_model_new (graph, dataset);
}

static void
test_characters (gconstpointer data)
{
  const Probe *probe = data;
  Text text = load_text ();
  g_autofree gint64 *tokens = text.tokens;
  g_autoptr (WeftModel) model = model_new (&text, probe);
  g_autoptr (WeftState) state = probe_train (model, NULL, 1, probe->steps);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);
  double pairs = measure_best_pairs (&text);

  g_test_message ("%.3f nats a character, %.3f by pairs", evaluation->loss, pairs);
  g_assert_cmpfloat (pairs, >, 2);
  g_assert_cmpfloat (evaluation->loss, <, pairs - probe->margin);
  probe_assert_same_ways (model, NULL, 20);
}

static const Probe probes[] = {
  { "characters", 800, 0.15 },
  { "characters-one", 600, 0.3 },
  { "characters-gru", 400, 0.3 },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    {
      g_autofree char *path = g_strconcat ("/", probes[i].name, NULL);

      g_test_add_data_func (path, &probes[i], test_characters);
    }
  return g_test_run ();
}
