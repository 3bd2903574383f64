/* test-ring: whatever the reader does, sums, counts, minima and maxima come out as they went in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/platform.h"
#include "engine/base/random.h"
#include "engine/base/ring.h"
#include "engine/base/slot.h"

#define SAMPLES 100000

#define N_SERIES 13

typedef struct
{
  WeftSample total[N_SERIES];
  gint64 next_step[N_SERIES]; /* what the reader has to see next */
} Tally;

static WeftSample
make_sample (const WeftRandom *random, guint i)
{
  float value = weft_random_uniform (random, i) * 8.0f - 4.0f;

  return (WeftSample){
    .series = (guint32) weft_random_below (random, i, N_SERIES),
    .first = i,
    .last = i,
    .count = 1,
    .min = value,
    .max = value,
    .value = value,
    .sum = (double) (int) (value * 1024.0f) / 1024.0,
  };
}

/* Steps of one series come in order and never twice; returns how many arrived. */
static guint
read_some (WeftRing *ring, Tally *tally, guint max)
{
  WeftSample samples[64];
  guint n = weft_ring_pop (ring, samples, MIN (max, G_N_ELEMENTS (samples)));

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (samples[i].first, >=, tally->next_step[samples[i].series]);
      g_assert_cmpint (samples[i].last, >=, samples[i].first);
      tally->next_step[samples[i].series] = samples[i].last + 1;
      weft_sample_fold (&tally->total[samples[i].series], &samples[i]);
    }
  return n;
}

static void
read_all (WeftRing *ring, Tally *tally)
{
  while (read_some (ring, tally, 64) > 0)
    ;
}

static void
assert_same (const Tally *in, const Tally *out)
{
  for (guint i = 0; i < N_SERIES; i++)
    {
      g_assert_cmpint (in->total[i].count, ==, out->total[i].count);
      g_assert_cmpfloat (in->total[i].sum, ==, out->total[i].sum); /* of 1/1024s: exact */
      g_assert_cmpfloat (in->total[i].min, ==, out->total[i].min);
      g_assert_cmpfloat (in->total[i].max, ==, out->total[i].max);
      g_assert_cmpfloat (in->total[i].value, ==, out->total[i].value);
      g_assert_cmpint (in->total[i].last, ==, out->total[i].last);
    }
}

static void
test_random_reader (void)
{
  WeftRing *ring = weft_ring_new (64);
  WeftRandom random = { 1, 2, 3 };
  Tally in = { 0 }, out = { 0 };

  for (guint i = 0; i < SAMPLES; i++)
    {
      WeftSample sample = make_sample (&random, i);

      weft_ring_push (ring, &sample);
      weft_sample_fold (&in.total[sample.series], &sample);
      if (sample.value > 3.9f)
        read_some (ring, &out, (guint) weft_random_below (&random, i + SAMPLES, 65));
      else if (sample.value < -3.9f)
        weft_ring_flush (ring);
    }
  read_all (ring, &out);
  weft_ring_flush (ring);
  read_all (ring, &out);
  assert_same (&in, &out);
  weft_ring_free (ring);
}

/* One series, read in time: nothing is folded. Not read: the ring keeps all that it was given. */
static void
test_folds_only_when_full (void)
{
  WeftRing *ring = weft_ring_new (8);
  WeftSample sample
      = { .series = WEFT_SERIES_TRAIN_LOSS, .count = 1, .min = 1, .max = 1, .value = 1, .sum = 1 };
  WeftSample out[8];

  for (gint64 i = 0; i < 6; i++)
    {
      sample.first = sample.last = i;
      weft_ring_push (ring, &sample);
    }
  g_assert_cmpuint (weft_ring_pop (ring, out, 8), ==, 6);
  for (gint64 i = 0; i < 1000; i++)
    {
      sample.first = sample.last = 6 + i;
      weft_ring_push (ring, &sample);
    }
  weft_ring_flush (ring);
  g_assert_cmpuint (weft_ring_pop (ring, out, 8), ==, 7);
  g_assert_cmpint (out[5].count, ==, 1);
  g_assert_cmpint (out[6].count, ==, 994);
  g_assert_cmpint (out[6].first, ==, 12);
  g_assert_cmpint (out[6].last, ==, 1005);
  weft_ring_free (ring);
}

typedef struct
{
  WeftRing *ring;
  WeftSlot *done;
  Tally in;
} Producer;

static void *
produce (void *user)
{
  Producer *producer = user;
  WeftRandom random = { 3, 2, 1 };

  for (guint i = 0; i < SAMPLES; i++)
    {
      WeftSample sample = make_sample (&random, i);

      weft_ring_push (producer->ring, &sample);
      weft_sample_fold (&producer->in.total[sample.series], &sample);
      if (i % 1000 == 0)
        g_usleep (50);
    }
  weft_slot_put (producer->done, producer);
  return NULL;
}

static void
test_two_threads (void)
{
  Producer producer = { .ring = weft_ring_new (256), .done = weft_slot_new (NULL) };
  WeftThread *thread = weft_thread_start ("producer", FALSE, produce, &producer);
  Tally out = { 0 };

  while (weft_slot_is_empty (producer.done))
    read_some (producer.ring, &out, 64);
  weft_thread_join (thread);
  read_all (producer.ring, &out);
  weft_ring_flush (producer.ring);
  read_all (producer.ring, &out);
  assert_same (&producer.in, &out);
  weft_slot_free (producer.done);
  weft_ring_free (producer.ring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ring/random-reader", test_random_reader);
  g_test_add_func ("/ring/folds-only-when-full", test_folds_only_when_full);
  g_test_add_func ("/ring/two-threads", test_two_threads);
  return g_test_run ();
}
