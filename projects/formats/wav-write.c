/* wav-write: a sound as a WAV file of 16 bits, one channel (RIFF, PCM) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/wav-write.h"

#include <math.h>

#define PCM 1
#define LOUDEST 32767

static void
put (GByteArray *bytes, guint32 number, guint size)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, size);
}

static void
put_name (GByteArray *bytes, const char name[4])
{
  g_byte_array_append (bytes, (const guint8 *) name, 4);
}

GByteArray *
weft_wav_write (const float *x, gint64 n, double rate)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 a_second = (guint32) lround (rate), length = (guint32) (2 * n);

  put_name (bytes, "RIFF");
  put (bytes, 36 + length, 4);
  put_name (bytes, "WAVE");
  put_name (bytes, "fmt ");
  put (bytes, 16, 4);
  put (bytes, PCM, 2);
  put (bytes, 1, 2); /* channels */
  put (bytes, a_second, 4);
  put (bytes, 2 * a_second, 4);
  put (bytes, 2, 2);
  put (bytes, 16, 2);
  put_name (bytes, "data");
  put (bytes, length, 4);
  for (gint64 i = 0; i < n; i++)
    {
      double loud = isfinite (x[i]) ? CLAMP ((double) x[i], -1, 1) : 0;

      put (bytes, (guint32) (gint32) lround (loud * LOUDEST), 2);
    }
  return bytes;
}
