/* picture-turn: whether a photograph lies on its side, as the camera noted it
 *
 * gdk-pixbuf turns it, but its sides are wanted before it is decoded. The note stands in the first
 * directory of a TIFF file, which is what a JPEG's Exif segment holds. It is a stranger's: each
 * place is looked at only where it lies within the bytes. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/picture-turn.h"

#include <string.h>

#define ORIENTATION 0x0112
#define MAX_ENTRIES 512

typedef struct
{
  const guint8 *bytes;
  gsize length;
  gboolean is_big_endian;
} Tiff;

/* 0 where that lies outside. */
static guint32
get (const Tiff *tiff, gsize at, guint n)
{
  guint32 value = 0;

  if (at > tiff->length || tiff->length - at < n)
    return 0;
  for (guint i = 0; i < n; i++)
    value |= (guint32) tiff->bytes[at + i] << 8 * (tiff->is_big_endian ? n - 1 - i : i);
  return value;
}

static int
find_in_tiff (const guint8 *bytes, gsize length)
{
  Tiff tiff = { bytes, length, length > 8 && bytes[0] == 'M' };
  gsize at = get (&tiff, 4, 4);
  guint n = get (&tiff, 2, 2) == 42 ? get (&tiff, at, 2) : 0;

  for (guint i = 0; i < MIN (n, MAX_ENTRIES); i++)
    if (get (&tiff, at + 2 + 12 * (gsize) i, 2) == ORIENTATION)
      {
        guint32 turn = get (&tiff, at + 2 + 12 * (gsize) i + 8, 2);

        return turn >= 1 && turn <= 8 ? (int) turn : 1;
      }
  return 1;
}

/* The segments before the first scan. */
static int
find_in_jpeg (const guint8 *bytes, gsize length)
{
  for (gsize at = 2; at + 4 <= length && bytes[at] == 0xff && bytes[at + 1] != 0xda;)
    {
      gsize n = (gsize) (bytes[at + 2] << 8 | bytes[at + 3]);

      if (bytes[at + 1] == 0xe1 && n > 8 && at + 2 + n <= length
          && memcmp (bytes + at + 4, "Exif\0\0", 6) == 0)
        return find_in_tiff (bytes + at + 10, n - 8);
      at += 2 + n;
    }
  return 1;
}

gboolean
weft_picture_lies (const guint8 *bytes, gsize length)
{
  if (length < 5)
    return FALSE;
  if (bytes[0] == 0xff && bytes[1] == 0xd8)
    return find_in_jpeg (bytes, length) >= 5;
  return (memcmp (bytes, "II*", 4) == 0 || memcmp (bytes, "MM\0*", 4) == 0)
         && find_in_tiff (bytes, length) >= 5;
}
