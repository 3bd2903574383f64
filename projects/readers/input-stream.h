/* input-stream: the bytes of a file of any length one after another, unpacked when it is gzip
 *
 * For what is larger than memory; what is read whole comes through input.h. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftInputStream WeftInputStream;

/* A regular file; errors as weft_input_load. */
WeftInputStream *weft_input_stream_open (const char *path, GError **error);
/* The same, also of what can be read once only (input.h). */
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
