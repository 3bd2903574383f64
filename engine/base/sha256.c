/* sha256: SHA-256 (FIPS 180-4) of many bytes, by the processor's own instructions where it has them
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/sha256.h"

#include <string.h>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

#define BLOCK 64

struct _WeftSha256
{
  GChecksum *plain;   /* does all of it; NULL: the rest is in use */
  guint32 state[8];   /* a … h */
  guint64 length;     /* bytes added */
  guint8 rest[BLOCK]; /* the last length % BLOCK of them */
};

WeftSha256 *
weft_sha256_new_plain (void)
{
  WeftSha256 *sum = g_new0 (WeftSha256, 1);

  sum->plain = g_checksum_new (G_CHECKSUM_SHA256);
  return sum;
}

void
weft_sha256_free (WeftSha256 *sum)
{
  g_clear_pointer (&sum->plain, g_checksum_free);
  g_free (sum);
}

#ifdef __x86_64__

/* The first bits behind the point of the square roots of the first primes. */
static const guint32 begin[8] = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

/* The same of the cube roots. */
static const guint32 k[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static gboolean
has_instructions (void)
{
  unsigned a, b, c, d;
  gboolean has_sse = __get_cpuid (1, &a, &b, &c, &d) && (c & bit_SSSE3) && (c & bit_SSE4_1);

  return has_sse && __get_cpuid_count (7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

#define NATIVE __attribute__ ((target ("sha,sse4.1,ssse3")))

/* Words w[t] … w[t + 3] of the schedule from the sixteen before them, four in each. */
NATIVE static __m128i
next_words (__m128i w16, __m128i w12, __m128i w8, __m128i w4)
{
  __m128i w7 = _mm_alignr_epi8 (w4, w8, 4);

  return _mm_sha256msg2_epu32 (_mm_add_epi32 (_mm_sha256msg1_epu32 (w16, w12), w7), w4);
}

/* The instructions keep a, b, e, f in one register and c, d, g, h in the other, and make two of the
 * 64 rounds each. */
NATIVE static void
add_block (__m128i *abef, __m128i *cdgh, const guint8 *bytes)
{
  const __m128i big_endian = _mm_set_epi64x (0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i first = *abef, second = *cdgh, w[4];

  for (int i = 0; i < 4; i++)
    w[i] = _mm_shuffle_epi8 (_mm_loadu_si128 ((const void *) (bytes + 16 * i)), big_endian);
  for (int i = 0; i < 16; i++)
    {
      __m128i wk = _mm_add_epi32 (w[i % 4], _mm_loadu_si128 ((const void *) (k + 4 * i)));

      *cdgh = _mm_sha256rnds2_epu32 (*cdgh, *abef, wk);
      *abef = _mm_sha256rnds2_epu32 (*abef, *cdgh, _mm_shuffle_epi32 (wk, 0x0e));
      w[i % 4] = next_words (w[i % 4], w[(i + 1) % 4], w[(i + 2) % 4], w[(i + 3) % 4]);
    }
  *abef = _mm_add_epi32 (*abef, first);
  *cdgh = _mm_add_epi32 (*cdgh, second);
}

NATIVE static void
add_blocks (guint32 state[8], const guint8 *bytes, gsize n)
{
  __m128i cdab = _mm_shuffle_epi32 (_mm_loadu_si128 ((void *) state), 0xb1);
  __m128i efgh = _mm_shuffle_epi32 (_mm_loadu_si128 ((void *) (state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8 (cdab, efgh, 8), cdgh = _mm_blend_epi16 (efgh, cdab, 0xf0);
  __m128i feba, dchg;

  for (gsize i = 0; i < n; i++)
    add_block (&abef, &cdgh, bytes + i * BLOCK);
  feba = _mm_shuffle_epi32 (abef, 0x1b);
  dchg = _mm_shuffle_epi32 (cdgh, 0xb1);
  _mm_storeu_si128 ((void *) state, _mm_blend_epi16 (feba, dchg, 0xf0));
  _mm_storeu_si128 ((void *) (state + 4), _mm_alignr_epi8 (dchg, feba, 8));
}

WeftSha256 *
weft_sha256_new (void)
{
  WeftSha256 *sum;

  if (!has_instructions ())
    return weft_sha256_new_plain ();
  sum = g_new0 (WeftSha256, 1);
  memcpy (sum->state, begin, sizeof begin);
  return sum;
}

#else

static void
add_blocks (guint32 state[8], const guint8 *bytes, gsize n)
{
  g_assert_not_reached ();
}

WeftSha256 *
weft_sha256_new (void)
{
  return weft_sha256_new_plain ();
}

#endif

/* Whole blocks at once; what is left waits in `rest`. */
static void
add (WeftSha256 *sum, const guint8 *bytes, gsize n)
{
  gsize waits = sum->length % BLOCK, whole;

  sum->length += n;
  if (waits > 0)
    {
      gsize taken = MIN (n, BLOCK - waits);

      memcpy (sum->rest + waits, bytes, taken);
      if (waits + taken < BLOCK)
        return;
      add_blocks (sum->state, sum->rest, 1);
      bytes += taken;
      n -= taken;
    }
  whole = n / BLOCK;
  add_blocks (sum->state, bytes, whole);
  memcpy (sum->rest, bytes + whole * BLOCK, n % BLOCK);
}

void
weft_sha256_update (WeftSha256 *sum, gconstpointer bytes, gsize n)
{
  if (n == 0)
    return;
  if (sum->plain)
    g_checksum_update (sum->plain, bytes, (gssize) n);
  else
    add (sum, bytes, n);
}

/* A one bit, zeros, and the number of bits: to the end of a block. */
static void
pad (WeftSha256 *sum)
{
  static const guint8 padding[BLOCK] = { 0x80 };
  guint64 bits = GUINT64_TO_BE (sum->length * 8);
  gsize waits = sum->length % BLOCK;

  add (sum, padding, (waits < BLOCK - 8 ? BLOCK : 2 * BLOCK) - 8 - waits);
  add (sum, (const guint8 *) &bits, sizeof bits);
}

void
weft_sha256_finish (WeftSha256 *sum, guint8 digest[WEFT_SHA256_SIZE])
{
  gsize size = WEFT_SHA256_SIZE;

  if (sum->plain)
    {
      g_checksum_get_digest (sum->plain, digest, &size);
      return;
    }
  pad (sum);
  for (int i = 0; i < 8; i++)
    {
      guint32 word = GUINT32_TO_BE (sum->state[i]);

      memcpy (digest + 4 * i, &word, sizeof word);
    }
}

char *
weft_sha256_finish_hex (WeftSha256 *sum)
{
  guint8 digest[WEFT_SHA256_SIZE];
  GString *hex = g_string_new (NULL);

  weft_sha256_finish (sum, digest);
  for (int i = 0; i < WEFT_SHA256_SIZE; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  return g_string_free (hex, FALSE);
}
