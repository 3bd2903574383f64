/* picture-kind: the kinds of picture files that can be read, by name, by content, and if whole
 *
 * The loaders of PNG, JPEG and WebP take half a file and leave the rest as it was in memory, so
 * the end is looked for before they are asked. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/picture-kind.h"

#include <string.h>

#include "projects/readers/input.h"

static gboolean
starts_with (const guint8 *bytes, gsize length, const char *magic, gsize n)
{
  return length > n && memcmp (bytes, magic, n) == 0;
}

/* --- PNG: chunks of a length, a type, content and a checksum; the last is IEND --- */

static gboolean
begins_png (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "\x89PNG\r\n\x1a\n", 8);
}

static gboolean
ends_png (const guint8 *bytes, gsize length)
{
  for (gsize at = 8; at + 12 <= length;)
    {
      guint32 n;

      memcpy (&n, bytes + at, 4);
      if (memcmp (bytes + at + 4, "IEND", 4) == 0)
        return TRUE;
      at += 12 + (gsize) GUINT32_FROM_BE (n);
    }
  return FALSE;
}

/* --- JPEG: segments of a marker and a length; behind a scan's comes its data --- */

static gboolean
begins_jpeg (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "\xff\xd8\xff", 3);
}

/* Where the data of a scan end: in them 0xff is followed by 0 or a restart marker. */
static gsize
skip_scan (const guint8 *bytes, gsize length, gsize at)
{
  while (at + 1 < length && (bytes[at] != 0xff || !bytes[at + 1] || (bytes[at + 1] & 0xf8) == 0xd0))
    at++;
  return at;
}

static gboolean
ends_jpeg (const guint8 *bytes, gsize length)
{
  for (gsize at = 2; at + 2 <= length;)
    {
      guint8 marker = bytes[at + 1];

      if (bytes[at] != 0xff)
        return FALSE;
      if (marker == 0xd9)
        return TRUE;
      if (marker == 0xff) /* filling */
        at++;
      else if (at + 4 > length)
        return FALSE;
      else
        at += 2 + (gsize) (bytes[at + 2] << 8 | bytes[at + 3]);
      if (marker == 0xda)
        at = skip_scan (bytes, length, at);
    }
  return FALSE;
}

/* --- WebP: a RIFF file, whose length stands at its head --- */

static gboolean
begins_webp (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "RIFF", 4) && length > 12
         && memcmp (bytes + 8, "WEBP", 4) == 0;
}

static gboolean
ends_webp (const guint8 *bytes, gsize length)
{
  guint32 n;

  memcpy (&n, bytes + 4, 4);
  return (gsize) GUINT32_FROM_LE (n) + 8 <= length;
}

/* --- the others --- */

static gboolean
begins_bmp (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "BM", 2);
}

static gboolean
begins_gif (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "GIF8", 4);
}

static gboolean
begins_tiff (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "II*\0", 4) || starts_with (bytes, length, "MM\0*", 4);
}

static gboolean
begins_pnm (const guint8 *bytes, gsize length)
{
  return length > 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '6'
         && g_ascii_isspace (bytes[2]);
}

static const WeftPictureKind kinds[] = {
  { "png", { ".png" }, begins_png, ends_png, FALSE },
  { "jpeg", { ".jpg", ".jpeg", ".jpe", ".jfif" }, begins_jpeg, ends_jpeg, TRUE },
  { "gif", { ".gif" }, begins_gif, NULL, FALSE },
  { "tiff", { ".tif", ".tiff" }, begins_tiff, NULL, FALSE },
  { "webp", { ".webp" }, begins_webp, ends_webp, FALSE },
  { "bmp", { ".bmp", ".dib" }, begins_bmp, NULL, FALSE },
  { "pnm", { ".pnm", ".ppm", ".pgm", ".pbm" }, begins_pnm, NULL, FALSE },
};

const WeftPictureKind *
weft_picture_kind_of_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (weft_input_has_ending (name, kinds[i].endings))
      return &kinds[i];
  return NULL;
}

const WeftPictureKind *
weft_picture_kind_of_content (const guint8 *bytes, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].begins (bytes, length))
      return &kinds[i];
  return NULL;
}

gboolean
weft_picture_kind_is_other (const char *name)
{
  static const char *const endings[]
      = { ".heic", ".heif", ".avif", ".svg", ".psd", ".raw", ".cr2", ".cr3", ".nef", ".arw", ".dng",
          ".jp2",  ".jxl",  ".ico",  ".tga", ".xcf", ".pcx", ".exr", ".hdr", ".dcm", ".eps", NULL };

  return weft_input_has_ending (name, endings);
}
