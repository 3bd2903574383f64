/* input-stream: the bytes of a file of any length one after another, unpacked when it is gzip */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/input-stream.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input.h"

#define PIECE ((gsize) 1 << 18)
#define PACKED 4                    /* what most packed files unpack to, as a multiple */
#define PATIENCE 60                 /* seconds for a file, and one more for each SLOWEST of it */
#define SLOWEST ((guint64) 4 << 20) /* bytes */

struct _WeftInputStream
{
  char *name;
  int fd;
  guint64 first;      /* where what is read begins in the file */
  guint64 size, done; /* of that; of what was handed over */
  guint64 most, left; /* bytes of a part; of them not yet fetched from the disk */
  guint64 unpacked;   /* what it comes to, where that is known; else 0 */
  gint64 spent;       /* µs that were waited for the disk */
  GConverter *zlib;   /* nullable: the file is as it is */
  gboolean is_over;   /* unpacked to its end */
  guint8 *piece;      /* of the file, from `at` to `end` not yet handed over */
  gsize at, end;
};

void
weft_input_stream_free (WeftInputStream *stream)
{
  if (!stream)
    return;
  if (stream->fd >= 0)
    close (stream->fd);
  g_clear_object (&stream->zlib);
  g_free (stream->piece);
  g_free (stream->name);
  g_free (stream);
}

/* From the disk behind what `piece` still holds; *at_end: nothing came. */
static gboolean
fill (WeftInputStream *stream, gboolean *at_end, GError **error)
{
  gssize n;
  gsize room;

  memmove (stream->piece, stream->piece + stream->at, stream->end - stream->at);
  stream->end -= stream->at;
  stream->at = 0;
  room = (gsize) MIN (PIECE - stream->end, stream->left);
  do
    n = read (stream->fd, stream->piece + stream->end, room);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("“%s”: %s"), stream->name,
                   g_strerror (errno));
      return FALSE;
    }
  *at_end = n == 0;
  stream->end += (gsize) n;
  stream->left -= (guint64) n;
  return TRUE;
}

/* What is read is gone through once more, for its fingerprint. */
static gint64
measure_work (const WeftInputStream *stream)
{
  return (gint64) (2 * stream->size * (stream->zlib ? PACKED : 1));
}

static gboolean
begin (WeftInputStream *stream, GError **error)
{
  gboolean at_end;

  stream->at = stream->end = 0;
  stream->left = stream->most;
  stream->is_over = FALSE;
  if (stream->zlib)
    g_converter_reset (stream->zlib);
  if (lseek (stream->fd, (off_t) stream->first, SEEK_SET) == (off_t) stream->first)
    return fill (stream, &at_end, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("“%s”: %s"), stream->name, g_strerror (errno));
  return FALSE;
}

static void
unpack_as (WeftInputStream *stream, GZlibCompressorFormat format)
{
  stream->zlib = G_CONVERTER (g_zlib_decompressor_new (format));
}

/* part: nullable, all of it. */
static WeftInputStream *
open_with (int (*open_file) (const char *path, guint64 *length, GError **error), const char *path,
           const WeftInputPart *part, GError **error)
{
  g_autoptr (WeftInputStream) stream = g_new0 (WeftInputStream, 1);

  stream->name = weft_input_dup_shown (path);
  stream->fd = open_file (path, &stream->size, error);
  if (stream->fd < 0)
    return NULL;
  stream->most = G_MAXUINT64;
  if (part)
    {
      stream->first = part->first;
      stream->size = stream->most = part->length;
      stream->unpacked = part->unpacked;
    }
  stream->piece = g_malloc (PIECE);
  if (!begin (stream, error))
    return NULL;
  if (part && part->is_deflated)
    unpack_as (stream, G_ZLIB_COMPRESSOR_FORMAT_RAW);
  else if (!part && stream->end >= 2 && memcmp (stream->piece, "\x1f\x8b", 2) == 0)
    unpack_as (stream, G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  if (weft_errand_get_own () != NULL)
    weft_errand_add_total (weft_errand_get_own (), measure_work (stream));
  return g_steal_pointer (&stream);
}

WeftInputStream *
weft_input_stream_open (const char *path, GError **error)
{
  return open_with (weft_input_open, path, NULL, error);
}

WeftInputStream *
weft_input_stream_open_part (const char *path, const WeftInputPart *part, GError **error)
{
  return open_with (weft_input_open, path, part, error);
}

WeftInputStream *
weft_input_stream_open_text (const char *path, GError **error)
{
  return open_with (weft_input_open_text, path, NULL, error);
}

gboolean
weft_input_stream_rewind (WeftInputStream *stream, GError **error)
{
  return begin (stream, error);
}

guint64
weft_input_stream_measure (const WeftInputStream *stream, gboolean *is_most)
{
  *is_most = stream->zlib != NULL && stream->unpacked == 0;
  if (stream->unpacked > 0)
    return stream->unpacked;
  return stream->zlib ? weft_input_measure_unpacked (stream->size) : stream->size;
}

static gboolean
copy_some (WeftInputStream *stream, guint8 *to, gsize n, gsize *got, GError **error)
{
  gboolean at_end = FALSE;

  if (stream->at == stream->end && !fill (stream, &at_end, error))
    return FALSE;
  *got = MIN (n, stream->end - stream->at);
  memcpy (to, stream->piece + stream->at, *got);
  stream->at += *got;
  return TRUE;
}

static gboolean
fail_unpack (const WeftInputStream *stream, const char *why, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
               _ ("“%s” cannot be unpacked: %s. Copy or download it again."), stream->name, why);
  return FALSE;
}

/* What is cut off has no end of its own. */
static gboolean
unpack_some (WeftInputStream *stream, guint8 *to, gsize n, gsize *got, GError **error)
{
  gboolean at_end = FALSE;
  g_autoptr (GError) inner = NULL;

  for (*got = 0; *got == 0 && !stream->is_over;)
    {
      gsize used = 0;
      GConverterResult result = g_converter_convert (
          stream->zlib, stream->piece + stream->at, stream->end - stream->at, to, n,
          at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &used, got, &inner);

      stream->at += used;
      stream->is_over = result == G_CONVERTER_FINISHED;
      if (result != G_CONVERTER_ERROR)
        continue;
      if (at_end || !g_error_matches (inner, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        return fail_unpack (stream, inner->message, error);
      g_clear_error (&inner);
      if (!fill (stream, &at_end, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_pace (const WeftInputStream *stream, GError **error)
{
  int most = (int) MIN (PATIENCE + stream->done / SLOWEST, (guint64) G_MAXINT);

  if (stream->spent < most * (gint64) G_USEC_PER_SEC)
    return TRUE;
  weft_sentence_set_error (
      error, WEFT_ERROR_IO,
      _ ("“%s” takes longer than %d seconds to read; copy it to this computer first."),
      stream->name, most);
  return FALSE;
}

gboolean
weft_input_stream_read (WeftInputStream *stream, gpointer to, gsize n, gsize *got, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  gsize some = 1;

  for (*got = 0; *got < n && some > 0; *got += some)
    {
      guint8 *at = (guint8 *) to + *got;

      if (!(stream->zlib ? unpack_some (stream, at, n - *got, &some, error)
                         : copy_some (stream, at, n - *got, &some, error)))
        return FALSE;
      stream->done += some;
    }
  if (!weft_errand_add ((gint64) *got, error))
    return FALSE;
  stream->spent += g_get_monotonic_time () - began;
  return check_pace (stream, error);
}
