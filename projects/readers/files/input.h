/* input: the bytes of a file that anybody may have written, under a budget */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_INPUT_STANDARD "-" /* standard input, where pipes are taken */

/* The whole of a regular file, unpacked when its content (not its name) is gzip; one zero byte
 * follows. At most `budget` bytes before and after unpacking, 200 times its size, a minute and
 * what memory there is: each has its error. transfer full. */
gboolean weft_input_load (const char *path, gsize budget, char **bytes, gsize *length,
                          GError **error);
/* The same, also of a pipe, a device or WEFT_INPUT_STANDARD; a pipe that has a name is given three
 * seconds until somebody writes to it. */
gboolean weft_input_load_text (const char *path, gsize budget, char **bytes, gsize *length,
                               GError **error);
/* A regular file and its length, for whoever reads it piece by piece (input-stream.h); −1 with an
 * error. */
int weft_input_open (const char *path, guint64 *length, GError **error);
/* The same, also of what can be read once only, which is copied into a scratch file first. */
int weft_input_open_text (const char *path, guint64 *length, GError **error);
/* How many bytes a packed file of so many may come to. */
guint64 weft_input_measure_unpacked (guint64 packed_length);
/* Whether it can be read once only: a pipe, a device, WEFT_INPUT_STANDARD. */
gboolean weft_input_is_stream (const char *path);
/* The last part of the path, as it may be shown; transfer full. */
char *weft_input_dup_name (const char *path);
/* The same, bounded, for a sentence; transfer full. */
char *weft_input_dup_shown (const char *path);
/* That without ".gz" and one further ending: "wine" of "wine.csv"; transfer full. */
char *weft_input_dup_stem (const char *path);
/* Names in a folder, in natural order, without hidden ones; transfer full. */
GPtrArray *weft_input_list (const char *folder, GError **error);
/* Whether the name ends so, whatever the case; endings are NULL-terminated. */
gboolean weft_input_has_ending (const char *path, const char *const *endings);
/* Those that are not there yet; the list does not own them. */
void weft_input_add_endings (GPtrArray *list, const char *const *endings);
/* By its name. */
gboolean weft_input_is_archive (const char *path);
