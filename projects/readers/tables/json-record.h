/* json-record: a line of JSON as a row: one object of names and values (RFC 8259) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  WEFT_JSON_WORD,   /* a number as it is written, true, false or "" for null */
  WEFT_JSON_STRING, /* without its marks */
  WEFT_JSON_LIST,   /* of words, WEFT_JSON_BETWEEN two of them */
} WeftJsonValue;

#define WEFT_JSON_BETWEEN "\x1f" /* ASCII's unit separator */

/* FALSE with an error ends it. */
typedef gboolean (*WeftJsonFunc) (const char *name, const char *value, WeftJsonValue is,
                                  gpointer user, GError **error);

/* What stands in an object within is called by both names (data.text); a list of numbers is
 * NAME.1, NAME.2 …, or, with as many as there are words in the list before, a list of what is said
 * of each. Calls func for each value of the object that is all of the line
 * (length bytes, nothing but spaces around it). WEFT_ERROR_INVALID says what is wrong, not where.
 */
gboolean weft_json_record_walk (const char *line, gsize length, WeftJsonFunc func, gpointer user,
                                GError **error);
