/* picture-kind: the kinds of picture files that can be read, by name, by content, and if whole
 *
 * The loaders of PNG, JPEG and WebP take half a file and leave the rest as it was in memory, so
 * the end is looked for before they are asked; of the others what their heads say must be there. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/pictures/picture-kind.h"

#include <string.h>

#include "projects/readers/files/input.h"

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

static guint
read_le (const guint8 *bytes, guint n)
{
  guint value = 0;

  for (guint i = n; i-- > 0;)
    value = value << 8 | bytes[i];
  return value;
}

/* --- BMP: a head that names its own length, the picture's sides and where its rows begin --- */

static gboolean
begins_bmp (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "BM", 2);
}

/* Rows that are not packed are filled up to four bytes each. */
static gboolean
ends_bmp (const guint8 *bytes, gsize length)
{
  guint rows, head, width, bits, packing;
  gint32 height;

  if (length < 54)
    return length >= 26; /* OS/2's, which the loader judges */
  rows = read_le (bytes + 10, 4);
  head = read_le (bytes + 14, 4);
  if (head < 40)
    return rows < length;
  width = read_le (bytes + 18, 4);
  height = (gint32) read_le (bytes + 22, 4);
  bits = read_le (bytes + 28, 2);
  packing = read_le (bytes + 30, 4);
  if ((guint64) head + 14 > rows || rows >= length || width == 0 || height == 0
      || height == G_MININT32)
    return FALSE;
  if (packing != 0 && packing != 3) /* run lengths: the loader follows them */
    return TRUE;
  return ((guint64) width * bits + 31) / 32 * 4 * (guint64) ABS (height) <= length - rows;
}

/* --- GIF: blocks of one byte that says what it is, with content in pieces of a length --- */

static gboolean
begins_gif (const guint8 *bytes, gsize length)
{
  return starts_with (bytes, length, "GIF8", 4);
}

/* Behind a list of pieces, the last of which is empty; beyond the end where that is missing. */
static gsize
skip_pieces (const guint8 *bytes, gsize length, gsize at)
{
  while (at < length && bytes[at])
    at += (gsize) bytes[at] + 1;
  return at + 1;
}

static gsize
colours_length (guint8 flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* Behind a picture, which must lie within the screen; 0: it does not. */
static gsize
skip_gif_picture (const guint8 *bytes, gsize length, gsize at)
{
  guint width = read_le (bytes + 6, 2), height = read_le (bytes + 8, 2);

  if (at + 11 > length || read_le (bytes + at + 1, 2) + read_le (bytes + at + 5, 2) > width
      || read_le (bytes + at + 3, 2) + read_le (bytes + at + 7, 2) > height)
    return 0;
  at += 10 + colours_length (bytes[at + 9]);
  return at + 1 < length && bytes[at] >= 1 && bytes[at] <= 11 ? skip_pieces (bytes, length, at + 1)
                                                              : 0;
}

static gboolean
ends_gif (const guint8 *bytes, gsize length)
{
  gsize at = length > 13 ? 13 + colours_length (bytes[10]) : length;
  gboolean has_picture = FALSE;

  while (at < length && bytes[at] != 0x3b)
    {
      if (bytes[at] == 0x21)
        at = skip_pieces (bytes, length, at + 2);
      else if (bytes[at] == 0x2c)
        at = skip_gif_picture (bytes, length, at);
      else
        return FALSE;
      if (at == 0)
        return FALSE;
      has_picture = TRUE;
    }
  return at < length && has_picture;
}

/* --- the others --- */

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

/* The next number of the head, behind blanks and comments; −1: there is none. */
static gint64
take_pnm_number (const guint8 *bytes, gsize length, gsize *at)
{
  gint64 number = 0;

  while (*at < length && (g_ascii_isspace (bytes[*at]) || bytes[*at] == '#'))
    if (bytes[(*at)++] == '#')
      while (*at < length && bytes[*at] != '\n')
        (*at)++;
  if (*at == length || !g_ascii_isdigit (bytes[*at]))
    return -1;
  for (; *at < length && g_ascii_isdigit (bytes[*at]) && number < G_MAXINT; (*at)++)
    number = number * 10 + bytes[*at] - '0';
  return number;
}

/* Numbers that are written out; of a bitmap each digit is one. */
static gboolean
has_pnm_numbers (const guint8 *bytes, gsize length, gsize at, gint64 wanted, gint64 most)
{
  for (; wanted > 0; wanted--)
    {
      gint64 number;

      if (most > 1)
        number = take_pnm_number (bytes, length, &at);
      else
        {
          while (at < length && g_ascii_isspace (bytes[at]))
            at++;
          number = at < length ? bytes[at++] - '0' : -1;
        }
      if (number < 0 || number > most)
        return FALSE;
    }
  return TRUE;
}

/* P1 to P3 are written out, P4 to P6 in bytes; bits, greys or colours. */
static gboolean
ends_pnm (const guint8 *bytes, gsize length)
{
  int form = bytes[1] - '0';
  gsize at = 2;
  gint64 width = take_pnm_number (bytes, length, &at),
         height = take_pnm_number (bytes, length, &at), most = 1, row;

  if (form % 3 != 1)
    most = take_pnm_number (bytes, length, &at);
  if (width < 1 || height < 1 || most < 1 || most > 65535 || width > G_MAXINT || height > G_MAXINT)
    return FALSE;
  row = form % 3 == 0 ? width * 3 : width;
  if ((guint64) height > length * 8 / (guint64) row + 8) /* and so no product is too large */
    return FALSE;
  if (form <= 3)
    return has_pnm_numbers (bytes, length, at, row * height, most);
  row = form == 4 ? (width + 7) / 8 : row * (most > 255 ? 2 : 1);
  return at < length && (guint64) (row * height) <= length - at - 1;
}

static const WeftPictureKind kinds[] = {
  { "png", { ".png" }, begins_png, ends_png, FALSE },
  { "jpeg", { ".jpg", ".jpeg", ".jpe", ".jfif" }, begins_jpeg, ends_jpeg, TRUE },
  { "gif", { ".gif" }, begins_gif, ends_gif, FALSE },
  { "tiff", { ".tif", ".tiff" }, begins_tiff, NULL, FALSE },
  { "webp", { ".webp" }, begins_webp, ends_webp, FALSE },
  { "bmp", { ".bmp", ".dib" }, begins_bmp, ends_bmp, FALSE },
  { "pnm", { ".pnm", ".ppm", ".pgm", ".pbm" }, begins_pnm, ends_pnm, FALSE },
};

const WeftPictureKind *
weft_picture_kind_of_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (weft_input_has_ending (name, kinds[i].endings))
      return &kinds[i];
  return NULL;
}

void
weft_picture_add_endings (GPtrArray *list)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    weft_input_add_endings (list, kinds[i].endings);
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
