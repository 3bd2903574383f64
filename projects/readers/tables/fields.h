/* fields: the fields of a table's text, one after another */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Walks over a text field by field. */
typedef struct
{
  char *at;
  char separator;   /* a space: as many as there are, and tabs */
  guint line;       /* of `at` */
  gboolean is_last; /* the field just read was the last of its record */
  gboolean quotes;  /* quotation marks mean something */
} WeftFields;

/* One field; in_place: unquoted, and ended by a zero byte. NULL when a quote is never closed or
 * something follows a closed one. */
char *weft_fields_next (WeftFields *fields, gboolean in_place);
gboolean weft_fields_is_end (char c); /* of a line */
void weft_fields_end_line (WeftFields *fields);
/* 0: none cuts. */
char weft_fields_find_separator (char *text, gboolean quotes);
/* Whether quotation marks of a text with tabs are more than that. */
gboolean weft_fields_quotes_pair (char *text);
