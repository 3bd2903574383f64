/* read-options: what is asked of a reader, by the names of the command's options */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/columns.h"

/* How people are asked for a value that a reader says it has chosen (told.h). */
typedef struct
{
  const char *label, *help;   /* N_ () */
  const char *const *choices; /* ids, NULL-terminated; NULL: a number */
  const char *const *titles;  /* N_ () each; NULL: the ids are what people call them, too */
} WeftReadAsk;

/* NULL: it is not asked for beside the columns. low, high: of a number. */
const WeftReadAsk *weft_read_options_find_ask (const char *id, int *low, int *high);
gboolean weft_read_options_knows (const char *id);
/* Adds one wish to options that were zeroed and had nothing given to them otherwise, and keeps a
 * copy. FALSE with WEFT_ERROR_INVALID: the value is none of those that there are. */
gboolean weft_read_options_add (WeftReadOptions *options, const char *id, const char *value,
                                GError **error);
void weft_read_options_clear (WeftReadOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftReadOptions, weft_read_options_clear)
/* As what that column is asked to be read. */
WeftReadAs weft_read_options_find_type (const WeftReadOptions *options, const char *column);
