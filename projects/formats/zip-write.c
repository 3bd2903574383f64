/* zip-write: an archive of files that are not packed, as .npz is (PKWARE's APPNOTE, 4.3) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/zip-write.h"

#include <string.h>

#define VERSION 20
#define NEW_YEAR_1980 0x21 /* the day in the format's own count: the same file each time */

struct _WeftZip
{
  GByteArray *files, *list; /* what stands before the end, and the list that does */
  guint n;
};

WeftZip *
weft_zip_new (void)
{
  WeftZip *zip = g_new0 (WeftZip, 1);

  zip->files = g_byte_array_new ();
  zip->list = g_byte_array_new ();
  return zip;
}

/* Little-endian, so many bytes. */
static void
put (GByteArray *to, guint32 number, guint bytes)
{
  for (guint i = 0; i < bytes; i++)
    g_byte_array_append (to, &(guint8){ (guint8) (number >> 8 * i) }, 1);
}

/* ISO 3309's, bit by bit reversed. */
static guint32
find_checksum (const guint8 *bytes, guint length)
{
  guint32 table[256], sum = 0xffffffffu;

  for (guint32 i = 0; i < 256; i++)
    {
      table[i] = i;
      for (int bit = 0; bit < 8; bit++)
        table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320u : 0);
    }
  for (guint i = 0; i < length; i++)
    sum = sum >> 8 ^ table[(sum ^ bytes[i]) & 0xff];
  return ~sum;
}

/* What both heads of a file say alike. */
static void
put_facts (GByteArray *to, guint32 checksum, guint length, gsize name)
{
  put (to, VERSION, 2);
  put (to, 0, 2); /* flags */
  put (to, 0, 2); /* not packed */
  put (to, 0, 2); /* midnight */
  put (to, NEW_YEAR_1980, 2);
  put (to, checksum, 4);
  put (to, length, 4);
  put (to, length, 4);
  put (to, (guint32) name, 2);
  put (to, 0, 2); /* nothing extra */
}

void
weft_zip_add (WeftZip *zip, const char *name, const guint8 *bytes, guint length)
{
  guint32 at = zip->files->len, checksum = find_checksum (bytes, length);

  put (zip->files, 0x04034b50, 4);
  put_facts (zip->files, checksum, length, strlen (name));
  g_byte_array_append (zip->files, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (zip->files, bytes, length);

  put (zip->list, 0x02014b50, 4);
  put (zip->list, VERSION, 2);
  put_facts (zip->list, checksum, length, strlen (name));
  put (zip->list, 0, 2); /* no comment */
  put (zip->list, 0, 4); /* disk and kind */
  put (zip->list, 0, 4); /* attributes */
  put (zip->list, at, 4);
  g_byte_array_append (zip->list, (const guint8 *) name, (guint) strlen (name));
  zip->n++;
}

GByteArray *
weft_zip_end (WeftZip *zip)
{
  GByteArray *bytes = zip->files;
  guint32 at = bytes->len, length = zip->list->len;

  g_byte_array_append (bytes, zip->list->data, length);
  put (bytes, 0x06054b50, 4);
  put (bytes, 0, 4); /* disks */
  put (bytes, zip->n, 2);
  put (bytes, zip->n, 2);
  put (bytes, length, 4);
  put (bytes, at, 4);
  put (bytes, 0, 2); /* no comment */
  g_byte_array_unref (zip->list);
  g_free (zip);
  return bytes;
}
