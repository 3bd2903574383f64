/* input-stream: the bytes of a file of any length one after another, unpacked when it is gzip
 *
 * For what is larger than memory; what is read whole comes through input.h. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftInputStream WeftInputStream;

/* What lies in a file as a file of its own. */
typedef struct
{
  guint64 first, length; /* bytes of the file */
  gboolean is_deflated;  /* packed, without a head */
  guint64 unpacked;      /* what it comes to then, as its file says */
} WeftInputPart;

/* A regular file; errors as weft_input_load. */
WeftInputStream *weft_input_stream_open (const char *path, GError **error);
/* A part of one. */
WeftInputStream *weft_input_stream_open_part (const char *path, const WeftInputPart *part,
                                              GError **error);
/* A whole one, also of what can be read once only (input.h). */
WeftInputStream *weft_input_stream_open_text (const char *path, GError **error);
/* Back to the first byte. */
gboolean weft_input_stream_rewind (WeftInputStream *stream, GError **error);
void weft_input_stream_free (WeftInputStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftInputStream, weft_input_stream_free)
/* How many bytes there are; of a packed file *is_most: how many there may be at most. */
guint64 weft_input_stream_measure (const WeftInputStream *stream, gboolean *is_most);
/* The next n bytes; *got is less only where the file ends. */
gboolean weft_input_stream_read (WeftInputStream *stream, gpointer to, gsize n, gsize *got,
                                 GError **error);
