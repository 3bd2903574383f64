/* test-sound-frames: sound as rows of mel frames and back, and a network that says such rows */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/base/memory.h"
#include "engine/data/sound-frames.h"
#include "engine/train/answers/writing.h"
#include "small-writing.h"

enum
{
  RATE = 8000,
  LENGTH = 6000,
  SPOKEN = 6, /* samples */
};

static float *
new_tone (double hertz, gint64 n)
{
  float *x = g_new (float, n);

  for (gint64 i = 0; i < n; i++)
    x[i] = (float) (0.3 * sin (2 * G_PI * hertz * (double) i / RATE));
  return x;
}

static float *
new_rows (const float *x, gint64 n, gint64 *rows)
{
  float *frames;

  *rows = weft_sound_rows_count (n, RATE);
  frames = g_new (float, *rows *WEFT_FRAMES_WIDTH);
  weft_sound_rows_measure (x, n, RATE, frames);
  return frames;
}

/* The band of a frame in which a tone is loudest has its pitch; a row of silence ends it. */
static void
test_tone (void)
{
  double hertz = 1000, mel = 2595 * log10 (1 + hertz / 700), top = 2595 * log10 (1 + 4000.0 / 700);
  int best = (int) lrint (mel / top * (WEFT_FRAME_BANDS + 1)) - 1;
  g_autofree float *x = new_tone (hertz, LENGTH);
  gint64 n;
  g_autofree float *rows = new_rows (x, LENGTH, &n);
  const float *frame = rows + 4 * WEFT_FRAMES_WIDTH;

  for (int k = 0; k < WEFT_FRAME_BANDS; k++)
    g_assert_cmpfloat (frame[k], <=, frame[best]);
  g_assert_cmpfloat (frame[best], <, WEFT_FRAME_LOUD);
  for (int k = 0; k < WEFT_FRAMES_WIDTH; k++)
    g_assert_cmpfloat (rows[(n - 1) * WEFT_FRAMES_WIDTH + k], ==, 0);
  g_assert_cmpint (n, ==, 61 / WEFT_FRAMES_TOGETHER + 2);
}

static void
test_silence (void)
{
  g_autofree float *x = g_new0 (float, LENGTH);
  gint64 n;
  g_autofree float *rows = new_rows (x, LENGTH, &n);

  g_assert_false (weft_sound_rows_are_over (rows, n)); /* nothing was heard */
  rows[0] = 100;
  g_assert_true (weft_sound_rows_are_over (rows, n));
  g_assert_cmpint (weft_sound_rows_count_heard (rows, n), ==, 2);
  g_assert_false (weft_sound_rows_are_over (rows, 2));
}

/* The sound of frames has nearly the same frames, and the tone is as loud as it was. */
static void
test_back (void)
{
  g_autofree float *x = new_tone (440, LENGTH);
  gint64 n, again;
  g_autofree float *rows = new_rows (x, LENGTH, &n);
  gint64 length = weft_sound_rows_get_length (n, RATE);
  g_autofree float *y = g_new (float, length);
  g_autofree float *said = NULL;
  double was = 0, is = 0, off = 0;

  weft_sound_rows_make_sound (rows, n, RATE, y);
  said = new_rows (y, length, &again);
  for (gint64 i = WEFT_FRAMES_WIDTH; i < (n - 3) * WEFT_FRAMES_WIDTH; i++)
    off += fabs ((double) (said[i] - rows[i])) / (double) ((n - 4) * WEFT_FRAMES_WIDTH);
  for (gint64 i = 500; i < 5000; i++)
    {
      was += (double) (x[i] * x[i]);
      is += (double) (y[i] * y[i]);
    }
  g_assert_cmpfloat (off, <, 0.15);
  g_assert_cmpfloat (fabs (is / was - 1), <, 0.2);
}

/* Texts of one sign each, which are said as tones of as many pitches. */
static WeftDataset *
new_spoken (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  gint64 n = weft_sound_rows_count (2000, RATE);
  WeftField *x, *y;

  dataset->name = g_strdup ("tones");
  dataset->count = SPOKEN;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS);
  x->shape = (WeftShape){ .rank = 1, .type = WEFT_I64, .dims = { 2 } };
  x->classes = SPOKEN + 2;
  x->ragged = 0;
  x->offsets = weft_memory_new ((SPOKEN + 1) * sizeof (gint64), NULL);
  x->data = weft_memory_new (2 * SPOKEN * sizeof (gint64), NULL);
  y = weft_dataset_add_field (dataset, "y", WEFT_KIND_FRAMES);
  y->shape = WEFT_SHAPE (n, WEFT_FRAMES_WIDTH);
  y->ragged = 0;
  y->rate = RATE;
  y->offsets = weft_memory_new ((SPOKEN + 1) * sizeof (gint64), NULL);
  y->data = weft_memory_new ((gsize) (SPOKEN * n) * WEFT_FRAMES_WIDTH * sizeof (float), NULL);
  for (gint64 i = 0; i < SPOKEN; i++)
    {
      g_autofree float *tone = new_tone (300 + 200 * (double) i, 2000);

      for (gint64 k = 0; k < 1 + i % 2; k++)
        ((gint64 *) x->data)[x->offsets[i] + k] = 2 + (i + k) % SPOKEN;
      x->offsets[i + 1] = x->offsets[i] + 1 + i % 2;
      y->offsets[i + 1] = y->offsets[i] + n;
      weft_sound_rows_measure (tone, 2000, RATE,
                               (float *) y->data + y->offsets[i] * WEFT_FRAMES_WIDTH);
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* An encoder of letters, and a decoder of rows that looks back at them. */
static WeftGraph *
new_graph (const WeftDataset *dataset)
{
  WeftGraph *graph = weft_graph_new ();
  g_autofree char *source = g_strdup_printf (
      "{'source': <'file'>, 'name': <'%s'>, 'sha256': <'%s'>}", dataset->name, dataset->sha256);
  gint64 data
      = net_add (graph, "data", "data", source),
      read = net_add (graph, "embedding", "read", "{'embedding_dim': <int64 6>}"),
      encoder = net_add (graph, "gru", "encoder",
                         "{'hidden_size': <int64 4>, 'output': <'all'>, 'bidirectional': <true>}"),
      delay = net_add (graph, "delay", "delay", NULL),
      before = net_add (graph, "dense", "before", "{'units': <int64 5>}"),
      decoder = net_add (graph, "gru", "decoder", "{'hidden_size': <int64 8>, 'output': <'all'>}"),
      look = net_add (graph, "attention", "look", NULL),
      rows = net_add (graph, "dense", "rows", "{'units': <int64 200>}"),
      loss = net_add (graph, "mae", "loss", NULL);

  net_wire (graph, data, 0, read, 0);
  net_wire (graph, read, 0, encoder, 0);
  net_wire (graph, data, 1, delay, 0);
  net_wire (graph, delay, 0, before, 0);
  net_wire (graph, before, 0, decoder, 0);
  net_wire (graph, encoder, 1, decoder, 2);
  net_wire (graph, decoder, 0, look, 0);
  net_wire (graph, encoder, 0, look, 1);
  net_wire (graph, look, 0, rows, 0);
  net_wire (graph, rows, 0, loss, 0);
  net_wire (graph, data, 1, loss, 1);
  return graph;
}

/* What is said row by row is what the network says of those rows when all are given at once, which
 * weft_model_say itself checks, and its looks at the letters add up to 1. */
static void
test_said (void)
{
  enum
  {
    MOST = 9,
    ASKED = 3,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = new_spoken ();
  g_autoptr (WeftGraph) graph = new_graph (dataset);
  g_autoptr (WeftModel) model = writing_model_of (graph, dataset);
  g_autoptr (WeftState) state = weft_model_new_state (model, 3, &error);
  g_autoptr (WeftTensor) looks = NULL;
  const guint32 samples[ASKED] = { 1, 0, 5 };
  WeftDecodeOptions options = { .most = MOST, .end = -1 };
  g_autofree float *rows = g_new0 (float, ASKED *MOST *WEFT_FRAMES_WIDTH);
  gint64 lengths[ASKED];

  g_assert_no_error (error);
  weft_model_say (model, state, samples, ASKED, &options, rows, lengths, &looks, &error);
  g_assert_no_error (error);
  for (int i = 0; i < ASKED; i++)
    g_assert_cmpint (lengths[i], >, 0);
  g_assert_cmpint (looks->shape.dims[0], ==, lengths[0]);
  g_assert_cmpint (looks->shape.dims[1], ==, 2);
  for (gint64 t = 0; t < lengths[0]; t++)
    g_assert_cmpfloat_with_epsilon (
        weft_tensor_floats (looks)[2 * t] + weft_tensor_floats (looks)[2 * t + 1], 1, 1e-5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound-frames/tone", test_tone);
  g_test_add_func ("/sound-frames/silence", test_silence);
  g_test_add_func ("/sound-frames/back", test_back);
  g_test_add_func ("/sound-frames/said", test_said);
  return g_test_run ();
}
