/* json-rows: JSON lines, or an array of such objects, as the text of a table: each name a column,
 * each object a row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/files/text-stream.h"

typedef struct _WeftJsonRows WeftJsonRows;

/* By the name of the file or by how its text begins. */
gboolean weft_json_rows_are (const char *path, const char *text);
/* All of a text as a table's, with commas, whose first line are the names; a line of it stands for
 * one of the text. transfer full. Errors name file and line. */
char *weft_json_rows_convert (const char *path, const char *text, GError **error);
/* The same of a text that comes piece by piece; it is gone through once for the names. Borrows the
 * stream. */
WeftJsonRows *weft_json_rows_open (const char *path, WeftTextStream *stream, GError **error);
void weft_json_rows_free (WeftJsonRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftJsonRows, weft_json_rows_free)
/* As weft_text_stream_read. */
gboolean weft_json_rows_read (WeftJsonRows *rows, char *to, gsize n, gsize *got, GError **error);
gboolean weft_json_rows_rewind (WeftJsonRows *rows, GError **error);
