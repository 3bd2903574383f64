/* bench-writing: how fast sequences are written by a beam search */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/bench-writing.h"

#include <math.h>

#include "engine/base/median.h"
#include "engine/train/answers/writing.h"

#define DECODER "beam,num_beams=8"
#define SAMPLES 16
#define LENGTH 24
#define MOST_REPEATS 1000

typedef struct
{
  WeftModel *model;
  WeftState *state;
  guint32 *samples;
  gint64 n, *tokens;
  WeftDecodeOptions options;
} Trial;

/* Samples a second; NAN: it cannot write. */
static double
write_for (const Trial *trial, double seconds, GError **error)
{
  gint64 start = g_get_monotonic_time (), now, done = 0;

  do
    {
      if (!weft_model_write (trial->model, trial->state, trial->samples, trial->n, &trial->options,
                             trial->tokens, NULL, error))
        return (double) NAN;
      done += trial->n;
      now = g_get_monotonic_time ();
    }
  while ((double) (now - start) * 1e-6 < seconds);
  return (double) done * 1e6 / (double) (now - start);
}

static double
write_rounds (const Trial *trial, double seconds, guint repeats, GError **error)
{
  double rates[MOST_REPEATS];

  repeats = CLAMP (repeats, 1, MOST_REPEATS);
  if (isnan (write_for (trial, 0, error))) /* memory is touched, and the caches fill */
    return (double) NAN;
  for (guint i = 0; i < repeats; i++)
    {
      rates[i] = write_for (trial, seconds, error);
      if (isnan (rates[i]))
        return (double) NAN;
    }
  return weft_find_median (rates, repeats);
}

double
weft_bench_measure_writing (WeftModel *model, guint threads, double seconds, guint repeats,
                            GError **error)
{
  Trial trial = { .model = model, .n = MIN (SAMPLES, model->dataset->count) };
  g_autoptr (WeftState) state = weft_model_new_state (model, 1, error);
  g_autoptr (WeftDecoding) decoding = weft_decoding_new (DECODER, error);
  g_autofree guint32 *samples = g_new (guint32, trial.n);
  g_autofree gint64 *tokens = NULL;

  if (state == NULL || decoding == NULL)
    return (double) NAN;
  for (gint64 i = 0; i < trial.n; i++)
    samples[i] = (guint32) i;
  trial.options.most = LENGTH;
  trial.options.end = -1;
  trial.options.threads = threads;
  trial.options.decoding = decoding;
  tokens = g_new (gint64, trial.n * trial.options.most);
  trial.state = state;
  trial.samples = samples;
  trial.tokens = tokens;
  return write_rounds (&trial, seconds, repeats, error);
}
