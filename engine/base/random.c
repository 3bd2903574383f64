/* random: counter-based random numbers, Philox4x32-10 (Salmon et al., SC 2011)
 *
 * Counter: (index, place of stream and step), 64 bits each; key: the seed. Element e is word e mod
 * 4 of block e div 4. Many words are made two blocks to a vector, a word in the low half of 64
 * bits. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/random.h"

#include <math.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PAIRS 2           /* more do not fit the registers */
#define BATCH (8 * PAIRS) /* words made at once */
#define MULTIPLIER_0 0xd2511f53u
#define MULTIPLIER_1 0xcd9e8d57u
#define WEYL_0 0x9e3779b9u
#define WEYL_1 0xbb67ae85u

typedef guint64 Pair __attribute__ ((vector_size (16)));

/* The finaliser of SplitMix64: a bijection with 0 → 0. */
static guint64
mix (guint64 x)
{
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

static inline guint64
get_place (const WeftRandom *random)
{
  return mix (random->stream) + random->step;
}

void
weft_random_block (const WeftRandom *random, guint64 index, guint32 out[4])
{
  guint64 place = get_place (random);
  guint32 c0 = (guint32) index, c1 = (guint32) (index >> 32);
  guint32 c2 = (guint32) place, c3 = (guint32) (place >> 32);
  guint32 k0 = (guint32) random->seed, k1 = (guint32) (random->seed >> 32);

  for (int round = 0; round < 10; round++)
    {
      guint64 a = (guint64) c0 * MULTIPLIER_0, b = (guint64) c2 * MULTIPLIER_1;

      c0 = (guint32) (b >> 32) ^ c1 ^ k0;
      c1 = (guint32) b;
      c2 = (guint32) (a >> 32) ^ c3 ^ k1;
      c3 = (guint32) a;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* Of the low halves; high halves may hold anything. */
static inline Pair
multiply (Pair a, guint32 factor)
{
  Pair factors = { factor, factor };

#ifdef __SSE2__
  return (Pair) _mm_mul_epu32 ((__m128i) a, (__m128i) factors);
#else
  return (a & 0xffffffff) * factors;
#endif
}

static inline void
run_round (Pair c[4], guint32 k0, guint32 k1)
{
  Pair a = multiply (c[0], MULTIPLIER_0), b = multiply (c[2], MULTIPLIER_1);

  c[0] = (b >> 32) ^ c[1] ^ k0;
  c[1] = b;
  c[2] = (a >> 32) ^ c[3] ^ k1;
  c[3] = a;
}

/* 2 · PAIRS blocks from `index` on; out in the order of elements. */
static void
make_batch (const WeftRandom *random, guint64 index, guint32 out[BATCH])
{
  guint64 place = get_place (random);
  guint32 k0 = (guint32) random->seed, k1 = (guint32) (random->seed >> 32);
  Pair c[PAIRS][4];

  for (int p = 0; p < PAIRS; p++)
    {
      guint64 first = index + 2 * (guint64) p, second = first + 1;

      c[p][0] = (Pair){ first, second };
      c[p][1] = (Pair){ first >> 32, second >> 32 };
      c[p][2] = (Pair){ place, place };
      c[p][3] = (Pair){ place >> 32, place >> 32 };
    }
  for (int round = 0; round < 10; round++, k0 += WEYL_0, k1 += WEYL_1)
    {
#pragma GCC unroll 2
      for (int p = 0; p < PAIRS; p++)
        run_round (c[p], k0, k1);
    }
  for (int p = 0; p < PAIRS; p++)
    for (int w = 0; w < 8; w++)
      out[8 * p + w] = (guint32) c[p][w % 4][w / 4];
}

void
weft_random_fill_bits (const WeftRandom *random, guint64 first, guint32 *bits, gsize n)
{
  guint32 batch[BATCH];
  gsize done = 0;

  while (done < n)
    {
      guint64 element = first + done;
      gsize skip = element % 4, left = MIN (n - done, BATCH - skip);

      if (skip == 0 && left == BATCH)
        make_batch (random, element / 4, bits + done);
      else
        {
          make_batch (random, element / 4, batch);
          memcpy (bits + done, batch + skip, left * sizeof *bits);
        }
      done += left;
    }
}

static inline float
to_unit (guint32 bits)
{
  return (float) (bits >> 8) * 0x1p-24f;
}

float
weft_random_uniform (const WeftRandom *random, guint64 element)
{
  guint32 words[4];

  weft_random_block (random, element / 4, words);
  return to_unit (words[element % 4]);
}

/* Two normals from two words: radius from the first, which is moved to (0, 1], angle from the
 * second. */
static inline void
to_normals (const guint32 *words, float *pair)
{
  double radius = sqrt (-2.0 * log (((double) (words[0] >> 8) + 1.0) * 0x1p-24));
  double angle = 2.0 * G_PI * ((double) (words[1] >> 8) * 0x1p-24);

  pair[0] = (float) (radius * cos (angle));
  pair[1] = (float) (radius * sin (angle));
}

float
weft_random_normal (const WeftRandom *random, guint64 element)
{
  guint32 words[4];
  float pair[2];

  weft_random_block (random, element / 4, words);
  to_normals (words + (element & 2), pair);
  return pair[element & 1];
}

/* Marsaglia and Tsang (2000); of a shape below 1 by their power of another uniform number. */
double
weft_random_gamma (const WeftRandom *random, guint64 element, double shape)
{
  double d = shape + (shape < 1) - 1.0 / 3, c = 1 / sqrt (9 * d);

  for (guint64 block = element << 16;; block++)
    {
      guint32 words[4];
      float normal[2];
      double z, v, lift;

      weft_random_block (random, block, words);
      to_normals (words, normal);
      z = (double) normal[0];
      v = (1 + c * z) * (1 + c * z) * (1 + c * z);
      if (v <= 0 || log (1 - (double) to_unit (words[2])) >= z * z / 2 + d - d * v + d * log (v))
        continue;
      lift = shape < 1 ? pow (1 - (double) to_unit (words[3]), 1 / shape) : 1;
      return lift * d * v;
    }
}

guint64
weft_random_below (const WeftRandom *random, guint64 element, guint64 n)
{
  guint32 words[4];
  guint64 bits;

  weft_random_block (random, element, words);
  bits = (guint64) words[0] << 32 | words[1];
  return (guint64) (((unsigned __int128) bits * n) >> 64);
}

void
weft_random_fill_uniform (const WeftRandom *random, float *x, gsize n, float low, float high)
{
  guint32 bits[BATCH];
  float width = high - low;

  for (gsize done = 0; done < n; done += BATCH)
    {
      gsize left = MIN (n - done, BATCH);

      make_batch (random, done / 4, bits);
      for (gsize i = 0; i < left; i++)
        x[done + i] = low + width * to_unit (bits[i]);
    }
}

void
weft_random_fill_normal (const WeftRandom *random, float *x, gsize n, float mean, float deviation)
{
  guint32 bits[BATCH];
  float pair[2];

  for (gsize done = 0; done < n; done += BATCH)
    {
      make_batch (random, done / 4, bits);
      for (gsize i = 0; i < BATCH && done + i < n; i += 2)
        {
          to_normals (bits + i, pair);
          x[done + i] = mean + deviation * pair[0];
          if (done + i + 1 < n)
            x[done + i + 1] = mean + deviation * pair[1];
        }
    }
}

/* Word i decides what changes places with index i; a product's high half is below i + 1. */
void
weft_random_shuffle (const WeftRandom *random, guint32 *indices, gsize n)
{
  guint32 bits[BATCH];

  for (gsize start = 0; start < n; start += BATCH)
    {
      make_batch (random, start / 4, bits);
      for (gsize i = start; i < MIN (n, start + BATCH); i++)
        {
          gsize j = (gsize) (((guint64) bits[i - start] * (guint64) (i + 1)) >> 32);
          guint32 other = indices[j];

          indices[j] = indices[i];
          indices[i] = other;
        }
    }
}

guint64
weft_random_stream_for (gint64 node_id, const char *name)
{
  guint64 hash = 0xcbf29ce484222325ull; /* FNV-1a */

  for (const guchar *at = (const guchar *) name; *at != 0; at++)
    hash = (hash ^ *at) * 0x100000001b3ull;
  return mix (hash + mix ((guint64) node_id))
         | 1ull << 63; /* apart from node ids and WEFT_STREAM_* */
}
