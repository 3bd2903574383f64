/* text-stream: a text file of any length, in whatever encoding, as UTF-8, piece by piece */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/text-stream.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/error.h"
#include "projects/readers/files/input-stream.h"
#include "projects/readers/files/input.h"
#include "projects/readers/files/text-file.h"

#define PIECE ((gsize) 1 << 16)

struct _WeftTextStream
{
  WeftInputStream *bytes;
  char *name;
  const WeftTextForm *form;
  GIConv converter; /* (GIConv) −1: the bytes are UTF-8 already */
  char piece[PIECE];
  gsize at, end; /* of the piece, not yet handed over */
  gboolean is_over;
};

static void
close_converter (WeftTextStream *stream)
{
  if (stream->converter != (GIConv) -1)
    g_iconv_close (stream->converter);
  stream->converter = (GIConv) -1;
}

void
weft_text_stream_free (WeftTextStream *stream)
{
  if (!stream)
    return;
  close_converter (stream);
  g_clear_pointer (&stream->bytes, weft_input_stream_free);
  g_free (stream->name);
  g_free (stream);
}

static gboolean
fail (const WeftTextStream *stream, WeftErrorCode code, const char *what, GError **error)
{
  g_set_error (error, WEFT_ERROR, code, _ ("“%s”: %s"), stream->name, what);
  return FALSE;
}

static gboolean
fail_encoding (const WeftTextStream *stream, GError **error)
{
  return fail (stream, WEFT_ERROR_INVALID, weft_text_get_unknown (), error);
}

/* Whatever was not used of the piece stays before what comes. */
static gboolean
fill (WeftTextStream *stream, GError **error)
{
  gsize got;

  memmove (stream->piece, stream->piece + stream->at, stream->end - stream->at);
  stream->end -= stream->at;
  stream->at = 0;
  if (!weft_input_stream_read (stream->bytes, stream->piece + stream->end, PIECE - stream->end,
                               &got, error))
    return FALSE;
  stream->is_over = got == 0;
  stream->end += got;
  return TRUE;
}

static gboolean
convert (WeftTextStream *stream, char *to, gsize n, gsize *got, GError **error)
{
  char *in = stream->piece + stream->at, *out = to;
  gsize left = stream->end - stream->at, room = n;
  gsize done = g_iconv (stream->converter, &in, &left, &out, &room);

  if (done == (gsize) -1 && errno != E2BIG && errno != EINVAL)
    return fail_encoding (stream, error);
  stream->at = stream->end - left;
  *got = n - room;
  return TRUE;
}

gboolean
weft_text_stream_read (WeftTextStream *stream, char *to, gsize n, gsize *got, GError **error)
{
  for (*got = 0; *got == 0 && !stream->is_over;)
    {
      if (stream->converter != (GIConv) -1)
        {
          if (stream->at < stream->end && !convert (stream, to, n, got, error))
            return FALSE;
        }
      else
        {
          *got = MIN (n, stream->end - stream->at);
          memcpy (to, stream->piece + stream->at, *got);
          stream->at += *got;
        }
      if (*got == 0 && !fill (stream, error))
        return FALSE;
    }
  if (*got == 0 && stream->at < stream->end) /* half a character, and nothing follows */
    return fail_encoding (stream, error);
  return TRUE;
}

gboolean
weft_text_stream_rewind (WeftTextStream *stream, GError **error)
{
  stream->at = stream->end = 0;
  stream->is_over = FALSE;
  if (stream->converter != (GIConv) -1)
    g_iconv (stream->converter, NULL, NULL, NULL, NULL);
  if (!weft_input_stream_rewind (stream->bytes, error) || !fill (stream, error))
    return FALSE;
  stream->at = MIN (stream->end, stream->form->length);
  return TRUE;
}

/* Sets the form, and goes to the beginning. */
static gboolean
begin_as (WeftTextStream *stream, const WeftTextForm *form, GError **error)
{
  close_converter (stream);
  stream->form = form;
  if (form->from)
    stream->converter = g_iconv_open ("UTF-8", form->from);
  return weft_text_stream_rewind (stream, error);
}

/* Whether all of it can be read so. *is_good says so; FALSE: it could not be read at all. */
static gboolean
try_form (WeftTextStream *stream, const WeftTextForm *form, gboolean *is_good, GError **error)
{
  g_autofree char *sink = g_malloc (PIECE);
  g_autoptr (GError) inner = NULL;
  gsize got = 1;

  *is_good = begin_as (stream, form, &inner);
  while (*is_good && got > 0)
    {
      *is_good = weft_text_stream_read (stream, sink, PIECE, &got, &inner);
      if (*is_good && got > 0 && memchr (sink, '\0', got))
        *is_good = FALSE;
    }
  if (inner && !g_error_matches (inner, WEFT_ERROR, WEFT_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&inner));
      return FALSE;
    }
  return TRUE;
}

/* Goes through all of the bytes once. */
static gboolean
survey (WeftTextStream *stream, WeftTextSurvey *found, GError **error)
{
  gboolean is_most;
  guint64 total = 0, most = weft_input_stream_measure (stream->bytes, &is_most);

  if (!weft_input_stream_rewind (stream->bytes, error))
    return FALSE;
  weft_text_survey_begin (found);
  stream->at = stream->end = 0;
  stream->is_over = FALSE;
  while (!stream->is_over && weft_text_survey_may_be_text (found))
    {
      stream->at = stream->end = 0;
      if (!fill (stream, error))
        return FALSE;
      total += stream->end;
      if (is_most && total > most)
        return fail (stream, WEFT_ERROR_MEMORY,
                     _ ("it unpacks to more than 200 times its size, as no data do; it is not "
                        "read."),
                     error);
      weft_text_survey_add (found, stream->piece, stream->end);
    }
  return TRUE;
}

static gboolean
find_form (WeftTextStream *stream, GError **error)
{
  WeftTextSurvey found;
  gboolean is_good = FALSE;

  if (!survey (stream, &found, error))
    return FALSE;
  for (const WeftTextForm *form = NULL; (form = weft_text_survey_next (&found, form));)
    {
      if (!form->from) /* the survey has seen that it is */
        return begin_as (stream, form, error);
      if (!try_form (stream, form, &is_good, error))
        return FALSE;
      if (is_good)
        return weft_text_stream_rewind (stream, error);
    }
  return fail_encoding (stream, error);
}

/* All of a text that has no more than `small` bytes; NULL and no error: it has more. */
static char *
read_small (WeftTextStream *stream, gsize small, const char **encoding, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autofree char *bytes = NULL;
  gsize length = 0, room = PIECE, got = 1;
  char *text;

  while (got > 0 && length <= small)
    {
      room = length + PIECE > room ? 2 * room : room;
      bytes = g_realloc (bytes, room + 1);
      if (!weft_input_stream_read (stream->bytes, bytes + length, PIECE, &got, error))
        return NULL;
      length += got;
    }
  if (length > small)
    return NULL;
  bytes[length] = '\0';
  text = weft_text_decode (bytes, length, encoding, &inner);
  if (!text)
    fail (stream, inner->code, inner->message, error);
  return text;
}

WeftTextStream *
weft_text_stream_open (const char *path, gsize small, char **text, const char **encoding,
                       GError **error)
{
  g_autoptr (WeftTextStream) stream = g_new0 (WeftTextStream, 1);
  g_autoptr (GError) inner = NULL;

  stream->converter = (GIConv) -1;
  stream->name = weft_input_dup_shown (path);
  stream->bytes = weft_input_stream_open_text (path, error);
  *text = stream->bytes ? read_small (stream, small, encoding, &inner) : NULL;
  if (inner)
    g_propagate_error (error, g_steal_pointer (&inner));
  else if (stream->bytes && !*text && find_form (stream, error))
    {
      *encoding = stream->form->name;
      weft_text_tell_encoding (stream->form->name);
      return g_steal_pointer (&stream);
    }
  return NULL;
}
