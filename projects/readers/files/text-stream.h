/* text-stream: a text file of any length, in whatever encoding, as UTF-8, piece by piece */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftTextStream WeftTextStream;

/* A regular file, a pipe or standard input, gzip or not. What is no longer than `small` is unpacked
 * and decoded into *text (transfer full, ended by a zero byte) and NULL is returned without an
 * error; what is longer is gone through once to find its encoding, which is the one that
 * weft_text_decode would find. encoding: static. Errors name the file. */
WeftTextStream *weft_text_stream_open (const char *path, gsize small, char **text,
                                       const char **encoding, GError **error);
void weft_text_stream_free (WeftTextStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftTextStream, weft_text_stream_free)
/* Up to n more bytes of UTF-8; *got is 0 only where the text ends. */
gboolean weft_text_stream_read (WeftTextStream *stream, char *to, gsize n, gsize *got,
                                GError **error);
gboolean weft_text_stream_rewind (WeftTextStream *stream, GError **error);
