/* ring: samples from the trainer to one reader; folds instead of dropping or waiting */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/ring.h"
#include "engine/base/memory.h"

#include <stdatomic.h>

struct _WeftRing
{
  guint capacity;
  WeftSample *samples;
  /* The producer's. */
  _Alignas(WEFT_ALIGN) atomic_uint written;
  guint seen_read; /* `read` when it was last looked at */
  GArray *held;    /* WeftSample, one a series: folded and not yet published */
  /* The consumer's. */
  _Alignas(WEFT_ALIGN) atomic_uint read;
};

WeftRing *
weft_ring_new (guint capacity)
{
  WeftRing *ring;

  g_return_val_if_fail (capacity >= 4 && (capacity & (capacity - 1)) == 0, NULL);
  ring = weft_memory_new (sizeof *ring, NULL);
  g_assert (ring != NULL);
  ring->capacity = capacity;
  ring->samples = g_new0 (WeftSample, capacity);
  ring->held = g_array_new (FALSE, FALSE, sizeof (WeftSample));
  return ring;
}

void
weft_ring_free (WeftRing *ring)
{
  g_free (ring->samples);
  g_array_unref (ring->held);
  weft_memory_free (ring);
}

static gboolean
has_room (WeftRing *ring, guint below)
{
  guint written = atomic_load_explicit (&ring->written, memory_order_relaxed);

  if (written - ring->seen_read < below)
    return TRUE;
  ring->seen_read = atomic_load_explicit (&ring->read, memory_order_acquire);
  return written - ring->seen_read < below;
}

static void
publish (WeftRing *ring, const WeftSample *sample)
{
  guint written = atomic_load_explicit (&ring->written, memory_order_relaxed);

  ring->samples[written & (ring->capacity - 1)] = *sample;
  atomic_store_explicit (&ring->written, written + 1, memory_order_release);
}

/* What is held back of the series; NULL: nothing. */
static WeftSample *
find_held (WeftRing *ring, guint32 series)
{
  for (guint i = 0; i < ring->held->len; i++)
    if (g_array_index (ring->held, WeftSample, i).series == series)
      return &g_array_index (ring->held, WeftSample, i);
  return NULL;
}

static void
publish_held (WeftRing *ring, guint i)
{
  publish (ring, &g_array_index (ring->held, WeftSample, i));
  g_array_remove_index_fast (ring->held, i);
}

void
weft_ring_push (WeftRing *ring, const WeftSample *sample)
{
  WeftSample *held = find_held (ring, sample->series);

  g_return_if_fail (sample->count > 0);
  if (held == NULL && has_room (ring, ring->capacity / 4 * 3))
    {
      publish (ring, sample);
      return;
    }
  if (held == NULL)
    {
      g_array_append_vals (ring->held, sample, 1);
      return;
    }
  weft_sample_fold (held, sample);
  if (has_room (ring, ring->capacity / 4 * 3))
    publish_held (ring, (guint) (held - (WeftSample *) (gpointer) ring->held->data));
}

void
weft_ring_flush (WeftRing *ring)
{
  while (ring->held->len > 0 && has_room (ring, ring->capacity))
    publish_held (ring, ring->held->len - 1);
}

guint
weft_ring_pop (WeftRing *ring, WeftSample *samples, guint max)
{
  guint read = atomic_load_explicit (&ring->read, memory_order_relaxed);
  guint written = atomic_load_explicit (&ring->written, memory_order_acquire);
  guint n = MIN (written - read, max);

  for (guint i = 0; i < n; i++)
    samples[i] = ring->samples[(read + i) & (ring->capacity - 1)];
  atomic_store_explicit (&ring->read, read + n, memory_order_release);
  return n;
}
