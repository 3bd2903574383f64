/* line: one JSON object on one line of standard output, written as its members come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftLine WeftLine;

WeftLine *weft_line_new (void);
void weft_line_free (WeftLine *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLine, weft_line_free)

/* key is NULL inside an array. */
void weft_line_string (WeftLine *line, const char *key, const char *value); /* NULL: null */
void weft_line_int (WeftLine *line, const char *key, gint64 value);
void weft_line_bool (WeftLine *line, const char *key, gboolean value);
/* The shortest that gives the same value again (engine/base/number.h); not finite: null, and
 * `"finite": false` at the end of the object. */
void weft_line_number (WeftLine *line, const char *key, double value);
void weft_line_float (WeftLine *line, const char *key, float value); /* likewise, as a float */
void weft_line_raw (WeftLine *line, const char *key, const char *json);
void weft_line_open (WeftLine *line, const char *key, char bracket); /* '{' or '[' */
void weft_line_close (WeftLine *line);
/* Closes the object, prints it and flushes. Takes line. */
void weft_line_print (WeftLine *line);
