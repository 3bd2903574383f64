/* output: a file written for somebody outside Weft: whole or not at all, and only where a file is
 *
 * A plain or absent file is written beside its place and renamed into it, so that nobody ever finds
 * half of it. A link stays a link and what it leads to is written; a pipe, a socket or a device is
 * written into and stays what it is. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is made in memory first, and what is read back into it: bytes. */
#define WEFT_OUTPUT_MOST ((guint64) G_MAXINT32)
/* FALSE with WEFT_ERROR_UNSUPPORTED: it would be more than that. */
gboolean weft_output_check_size (guint64 bytes, GError **error);
/* Errors name path as it was given, and nothing else. A file that holds a project is refused. */
gboolean weft_output_write (const char *path, const void *bytes, gsize length, GError **error);
/* Into what is open already: standard output. */
gboolean weft_output_write_fd (int fd, const void *bytes, gsize length, GError **error);
/* Where the path leads, by all its links; transfer full. NULL with an error when there is something
 * that no file can take the place of: a folder, a pipe, a socket, a device, a circle of links. */
char *weft_output_resolve (const char *path, GError **error);
