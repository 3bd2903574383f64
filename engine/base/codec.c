/* codec: numbers as little-endian bytes, and back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/codec.h"

#include <string.h>

void
weft_put_u32 (GByteArray *to, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  g_byte_array_append (to, (const guint8 *) &little, sizeof little);
}

void
weft_put_i64 (GByteArray *to, gint64 value)
{
  guint64 little = GUINT64_TO_LE ((guint64) value);

  g_byte_array_append (to, (const guint8 *) &little, sizeof little);
}

void
weft_put_f32 (GByteArray *to, float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  weft_put_u32 (to, bits);
}

void
weft_put_f64 (GByteArray *to, double value)
{
  gint64 bits;

  memcpy (&bits, &value, sizeof bits);
  weft_put_i64 (to, bits);
}

/* Of n floats to or from little-endian, in place; nothing to do on most machines. */
static void
swap_floats (void *floats, gsize n)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  guint32 *words = floats;

  for (gsize i = 0; i < n; i++)
    words[i] = GUINT32_SWAP_LE_BE (words[i]);
#else
  (void) floats;
  (void) n;
#endif
}

void
weft_put_floats (GByteArray *to, const float *x, gsize n)
{
  guint begin = to->len;

  g_byte_array_set_size (to, begin + (guint) (n * sizeof *x));
  memcpy (to->data + begin, x, n * sizeof *x);
  swap_floats (to->data + begin, n);
}

void
weft_put_text (GByteArray *to, const char *text)
{
  gsize length = strlen (text);

  weft_put_u32 (to, (guint32) length);
  g_byte_array_append (to, (const guint8 *) text, (guint) length);
}

/* --- back --- */

WeftTaker
weft_taker_new (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  return (WeftTaker){ data, data + size, FALSE };
}

const guint8 *
weft_take (WeftTaker *taker, gsize n)
{
  const guint8 *at = taker->at;

  if (taker->failed || (gsize) (taker->end - at) < n)
    {
      taker->failed = TRUE;
      return NULL;
    }
  taker->at += n;
  return at;
}

guint32
weft_take_u32 (WeftTaker *taker)
{
  const guint8 *at = weft_take (taker, sizeof (guint32));
  guint32 little = 0;

  if (at != NULL)
    memcpy (&little, at, sizeof little);
  return GUINT32_FROM_LE (little);
}

gint64
weft_take_i64 (WeftTaker *taker)
{
  const guint8 *at = weft_take (taker, sizeof (guint64));
  guint64 little = 0;

  if (at != NULL)
    memcpy (&little, at, sizeof little);
  return (gint64) GUINT64_FROM_LE (little);
}

float
weft_take_f32 (WeftTaker *taker)
{
  guint32 bits = weft_take_u32 (taker);
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

double
weft_take_f64 (WeftTaker *taker)
{
  gint64 bits = weft_take_i64 (taker);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

char *
weft_take_text (WeftTaker *taker, gsize most)
{
  guint32 length = weft_take_u32 (taker);
  const guint8 *at = length > 0 && length <= most ? weft_take (taker, length) : NULL;

  if (at != NULL && memchr (at, 0, length) == NULL
      && g_utf8_validate ((const char *) at, length, NULL))
    return g_strndup ((const char *) at, length);
  taker->failed = TRUE;
  return NULL;
}

void
weft_take_floats (WeftTaker *taker, float *x, gsize n)
{
  const guint8 *at = n <= G_MAXSIZE / sizeof *x ? weft_take (taker, n * sizeof *x) : NULL;

  if (at == NULL)
    {
      taker->failed = TRUE;
      memset (x, 0, MIN (n, G_MAXSIZE / sizeof *x) * sizeof *x);
      return;
    }
  memcpy (x, at, n * sizeof *x);
  swap_floats (x, n);
}
